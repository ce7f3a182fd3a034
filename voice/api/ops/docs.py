"""The API's description, `/openapi.json`, and the page `/docs` to try it, without a CDN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from voice.api.access.guard import PUBLIC_PATHS, Guard
from voice.exam.reports.formats.registry import media_types

FILES = "/docs/files"

DESCRIPTION = """Viva serves exams, live transcription, and the routes of OpenAI's API that clients
for speech use, all from the same engines as its page. What needs a key takes it as
`Authorization: Bearer …`; `docs/serving.md` says who needs one."""

PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message"],
            "properties": {
                "code": {"type": ["string", "null"], "description": "For programs"},
                "message": {"type": "string", "description": "What is wrong"},
                "fix": {"type": "string", "description": "What to do about it"},
                "type": {"type": "string", "description": "As in OpenAI's API; under /v1/ only"},
                "param": {"type": ["string", "null"], "description": "As in OpenAI's API"},
            },
        }
    },
}
"""Schema of every error."""

WAV = ("audio/wav",)

FILES_ANSWERED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "/session/{session_id}/recording": WAV,
        "/history/export/{kind}": ("application/json", "text/csv", "application/zip"),
        "/history/{attempt}/recording": WAV,
        "/exam/editor/speak": WAV,
    }
)
"""Media types of the page's routes that answer with a file."""

REPORT_ROUTES = ("/session/{session_id}/report/{kind}", "/history/{attempt}/report/{kind}")
"""They answer with a report, in any format there is."""

REFUSALS = {
    "401": "Not signed in, or the key or token does not hold",
    "403": "Another web page asks, or the token is for something else",
    "413": "Too large",
    "421": "Addressed to a name that this server does not have",
    "429": "Too often; see Retry-After",
}
"""Responses of the door, possible for every route."""

ERRORS = {
    "400": "It cannot be read",
    "404": "What it names is not there, or no more",
    "422": "It does not say what it should",
}
"""Error responses of routes with a request body."""

_VALIDATION = "#/components/schemas/HTTPValidationError"


def describe(app: FastAPI, guard: Guard, cookie: str) -> None:
    """Add the description and its page to `app`; call it after all routes have been added."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(_description(app, guard, cookie))
        return made

    app.openapi = openapi  # type: ignore[method-assign]

    @app.get("/openapi.json", include_in_schema=False)
    async def description() -> dict[str, Any]:
        return openapi()

    @app.get("/docs", include_in_schema=False)
    async def page() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="openapi.json",
            title="Viva: API",
            swagger_js_url=f".{FILES}/swagger-ui-bundle.js",
            swagger_css_url=f".{FILES}/swagger-ui.css",
            swagger_favicon_url="./favicon.ico",
        )

    files = StaticFiles(packages=[("fastapi_standalone_docs", "static/swagger")])
    app.mount(FILES, files)


def _description(app: FastAPI, guard: Guard, cookie: str) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
    )
    components = made.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key or session token"},
        "login": {"type": "apiKey", "in": "cookie", "name": cookie},
    }
    made["security"] = [{"key": []}, {"login": []}, *([] if guard.required else [{}])]
    for path, operation in _operations(made):
        told = "{" in path or {"parameters", "requestBody"} & operation.keys()
        _add_errors(operation["responses"], REFUSALS | (ERRORS if told else {}))
        kinds = media_types() if path in REPORT_ROUTES else FILES_ANSWERED.get(path)
        if kinds:
            operation["responses"]["200"]["content"] = {kind: {} for kind in kinds}
        if path in PUBLIC_PATHS:
            operation["security"] = [{}]
    return made


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in made.get("paths", {}).items():
        for operation in item.values():
            yield path, operation


def _add_errors(responses: dict[str, Any], errors: dict[str, str]) -> None:
    for status, text in errors.items():
        told = responses.setdefault(status, {"description": text})
        content = told.setdefault("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        if not content or schema.get("$ref") == _VALIDATION:
            told["description"] = text
            content["application/json"] = {"schema": {"$ref": "#/components/schemas/Problem"}}

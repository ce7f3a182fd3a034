"""Errors in OpenAI's format, and the route class that turns every exception into one."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from models.base import (
    EngineUnavailable,
    RefusedRequest,
    SettingsError,
    VivaError,
    WeightsError,
)

RETRY_S = 2
"""Retry-After for a client when everything is busy."""

CLIENT_GONE = 499
"""Status for the server's own log only, as the client has gone."""


class ApiError(VivaError):
    """A request that cannot be answered.

    Parameters
    ----------
    status : int
        HTTP status.
    problem, fix : str
        See `VivaError`.
    param : str, optional
        The parameter that is wrong.
    code : str, optional
        Machine-readable code.
    """

    def __init__(
        self,
        status: int,
        problem: str,
        fix: str = "",
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(problem, fix)
        self.status = status
        self.param = param
        self.code = code


def wrong(param: str, problem: str, fix: str = "", code: str | None = None) -> ApiError:
    """The error for an invalid parameter `param`."""
    return ApiError(400, problem, fix, param, code)


class ErrorDetail(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorBody(BaseModel):
    """Every answer that is no success."""

    error: ErrorDetail


_DESCRIPTIONS = {
    400: "Something in the request is wrong; `param` and `message` say what",
    401: "A key or a login is needed",
    403: "This caller may not use the server",
    404: "There is no such model",
    413: "The request is too large",
    421: "The server does not answer to this name",
    429: "Too many requests at once; try again after `Retry-After` seconds",
    500: "An engine broke",
    503: "An engine is not there now",
}


def documented(*others: int) -> dict[int | str, dict[str, Any]]:
    """Error responses of every route, for the OpenAPI document."""
    statuses = sorted({400, 401, 403, 413, 421, 429, *others})
    return {one: {"model": ErrorBody, "description": _DESCRIPTIONS[one]} for one in statuses}


def dumped(value: Any) -> str:
    """JSON in ASCII, so that a lone surrogate sent by a client can be echoed."""
    return json.dumps(value, separators=(",", ":"))


def error_body(error: VivaError, status: int) -> dict[str, Any]:
    """`error` in OpenAI's format."""
    kind = "invalid_request_error"
    if status == 429:
        kind = "rate_limit_error"
    elif status >= 500:
        kind = "server_error"
    param, code = getattr(error, "param", None), getattr(error, "code", None)
    return {"error": {"message": str(error), "type": kind, "param": param, "code": code}}


def error_response(error: VivaError, status: int | None = None) -> Response:
    """`error` as a response; `status` is used unless the error has its own."""
    status = status or status_of(error)
    headers = {"retry-after": str(RETRY_S)} if status in (429, 503) else None
    content = dumped(error_body(error, status))
    return Response(content, status, headers, media_type="application/json")


def status_of(error: VivaError) -> int:
    """HTTP status of an error."""
    if isinstance(error, ApiError):
        return error.status
    if isinstance(error, EngineUnavailable | WeightsError):
        return 503
    return 400 if isinstance(error, RefusedRequest | SettingsError) else 500


class OpenAIRoute(APIRoute):
    """A route whose errors all have OpenAI's format."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler so that its errors become responses."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return error_response(_explained(error))
            except HTTPException as error:
                return error_response(ApiError(error.status_code, str(error.detail).rstrip(".")))
            except VivaError as error:
                return error_response(error)

        return handled


def _explained(error: RequestValidationError) -> ApiError:
    found = error.errors()
    if found[0]["type"] == "json_invalid":
        return ApiError(400, "The body is not JSON", "Send JSON")
    # For a union, the member that came closest.
    first = max(found, key=lambda one: len(one["loc"]))
    where = ".".join(str(part) for part in first["loc"][:8] if _is_field(part))
    message = str(first["msg"]).rstrip(".")
    return ApiError(400, f"{where}: {message}" if where else message, param=where[:200] or None)


def _is_field(part: str | int) -> bool:
    """Whether a step of pydantic's error location is a field of the body."""
    return part != "body" and (isinstance(part, int) or part.isidentifier())

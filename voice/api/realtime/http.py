"""HTTP routes of the Realtime API: ephemeral keys, and calls over WebRTC."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from models.base import VivaError
from voice.api.common.refused import Refused, refusal
from voice.api.openai.errors import ApiError, OpenAIRoute, documented
from voice.api.realtime.calls import RealtimeCalls, UnknownCall
from voice.api.realtime.config import Invalid, SessionConfig
from voice.api.realtime.items import new_id
from voice.api.realtime.secrets import LIFE_S, LONGEST_S, SHORTEST_S, ClientSecrets
from voice.transports.wire import MAX_SDP

SDP = "application/sdp"
FORM = "multipart/form-data"

SDP_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            SDP: {"schema": {"type": "string"}},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["sdp"],
                    "properties": {"sdp": {"type": "string"}, "session": {"type": "string"}},
                }
            },
        },
    }
}
"""Description for the OpenAPI document of a body that FastAPI does not parse."""


class ExpiresAfter(BaseModel):
    """How long an ephemeral key may wait to be used."""

    anchor: Literal["created_at"] = "created_at"
    seconds: Annotated[int, Field(ge=SHORTEST_S, le=LONGEST_S)] = LIFE_S


class SecretRequest(BaseModel):
    """What an ephemeral key is to be for."""

    expires_after: ExpiresAfter | None = None
    session: dict[str, Any] | None = None  # as in `session.update`


class SecretCreated(BaseModel):
    """An ephemeral key."""

    value: str
    expires_at: int  # seconds since 1970
    session: dict[str, Any]


def call_routes(calls: RealtimeCalls, secrets: ClientSecrets) -> APIRouter:
    """The routes, to be included behind the guard."""
    router = APIRouter(route_class=OpenAIRoute, tags=["Realtime"])

    @router.post("/v1/realtime/client_secrets", responses=documented())
    async def create_secret(body: SecretRequest) -> SecretCreated:
        """Make an ephemeral key: for one call, to be opened soon, with this configuration."""
        patch = body.session or {}
        config = _checked(patch)
        secret = secrets.issue(patch, (body.expires_after or ExpiresAfter()).seconds)
        shown = config.model_dump(mode="json", exclude={"temperature"})
        shown |= {"object": "realtime.session", "id": new_id("sess")}
        return SecretCreated(value=secret.value, expires_at=secret.expires_at, session=shown)

    @router.post(
        "/v1/realtime/calls",
        status_code=201,
        response_class=Response,
        responses={
            201: {"description": "The SDP of the answer", "content": {SDP: {}}},
            **documented(),
        },
        openapi_extra=SDP_BODY,
    )
    async def open_call(
        request: Request, model: Annotated[str, Query(max_length=200)] = ""
    ) -> Response:
        """Open a call over WebRTC: the SDP of an offer, alone or in a form with the session."""
        try:
            bound = secrets.use_up(request)
            sdp, config = await _offer(request)
            call_id, answer = await calls.answer(
                sdp, model or str((bound or config).get("model", "")), bound or config
            )
        except Refused as error:
            return refusal(error, request.url.path)
        except Invalid as error:
            raise ApiError(400, error.message.rstrip("."), "", error.param, error.code) from error
        except ApiError:
            raise
        except VivaError as error:
            raise ApiError(400, error.problem, error.fix) from error
        return Response(answer, 201, {"location": f"/v1/realtime/calls/{call_id}"}, SDP)

    @router.post("/v1/realtime/calls/{call_id}/hangup", responses=documented(404))
    async def hang_up(call_id: str) -> dict[str, str]:
        """End a call."""
        try:
            await calls.hang_up(call_id)
        except UnknownCall as error:
            raise ApiError(404, error.problem, error.fix) from error
        return {"status": "ok"}

    return router


async def _offer(request: Request) -> tuple[str, dict[str, Any]]:
    """The SDP of the offer, and the session configuration sent with it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == SDP:
        return _sdp(await request.body()), {}
    if kind != FORM:
        raise ApiError(400, f"The body is no {SDP} and no {FORM}", "Send the SDP of an offer")
    async with request.form(max_files=4, max_fields=8) as form:
        sdp, session = [await _field(form.get(name)) for name in ("sdp", "session")]
    try:
        config = json.loads(session or b"{}")
    except (ValueError, RecursionError):
        config = None
    if not isinstance(config, dict):
        raise ApiError(400, "session is no JSON object", "", "session")
    _checked(config)
    return _sdp(sdp), config


async def _field(value: Any) -> bytes:
    if value is None or isinstance(value, str):
        return (value or "").encode("utf-8", "replace")
    content: bytes = await value.read()
    return content


def _sdp(body: bytes) -> str:
    if not 0 < len(body) <= MAX_SDP:
        raise ApiError(400, f"The offer has {len(body)} bytes", f"Send 1 to {MAX_SDP}", "sdp")
    return body.decode("utf-8", "replace")


def _checked(patch: dict[str, Any]) -> SessionConfig:
    """Validate the session configuration in `patch`."""
    try:
        return SessionConfig().updated(patch)
    except Invalid as error:
        raise ApiError(400, error.message.rstrip("."), "", error.param, error.code) from error

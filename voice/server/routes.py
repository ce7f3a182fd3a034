"""HTTP routes beside the page: signalling and the control of a session."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

from fastapi import APIRouter, Body, FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from models.base import VivaError
from voice.api.access.entry import Entry
from voice.api.access.tokens import Tokens
from voice.api.common.refused import Refused, refusal
from voice.api.openai import openai_routes
from voice.api.own.corrections import correction_routes
from voice.api.own.feed import Feeds
from voice.api.own.routes import own_routes
from voice.api.own.talk import Talks
from voice.api.own.transcribe import transcribe_routes
from voice.api.own.watch import watch_routes
from voice.api.page.check import check_routes
from voice.api.page.drafting import conversing, drafting_routes
from voice.api.page.editing import editing_routes
from voice.api.page.exam import NoExam, exam_routes
from voice.api.realtime.service import Realtime
from voice.exam.drafting.jobs import Drafting
from voice.exam.history.store import UnknownAttempt
from voice.examining.keeper import NothingToKeep, NotYours
from voice.sessions.sessions import Sessions, UnknownSession
from voice.transports.webrtc_calls import BadOffer, Calls
from voice.transports.websocket import serve_socket
from voice.transports.wire import (
    Candidate,
    HangUp,
    Hold,
    Offer,
    Say,
    WantedSettings,
    explain,
)

STATUS: dict[type[VivaError], int] = {
    UnknownSession: 404,
    NoExam: 404,
    BadOffer: 400,
    UnknownAttempt: 404,
    NothingToKeep: 404,
    NotYours: 403,
}
"""HTTP status of each error that has its own; any other `VivaError` is 422."""


def mount(
    app: FastAPI,
    sessions: Sessions,
    calls: Calls,
    tokens: Tokens | None = None,
    realtime: Realtime | None = None,
) -> None:
    """Add the routes to `app`; the `Door` decides who may use them."""
    router = APIRouter()

    @router.post("/webrtc/offer")
    async def offer(body: Annotated[Offer | Candidate, Body(discriminator="type")]) -> Any:
        """Signal a call: an offer, or a trickled ICE candidate of it."""
        if isinstance(body, Candidate):
            return await calls.candidate(body)
        return await calls.offer(body)

    @router.get("/webrtc/place")
    async def place(ticket: str = "") -> dict[str, Any]:
        """Ask how the line stands; with a ticket, 0 means that the place is yours to take."""
        standing = sessions.places.stand(ticket[:200]) if ticket else sessions.places.look()
        return {**dataclasses.asdict(standing), "limit": sessions.places.limit}

    @router.post("/webrtc/hangup")
    async def hang_up(body: HangUp) -> dict[str, str]:
        """End a call at once (its id is the caller's own secret)."""
        await calls.hang_up(body.webrtc_id)
        return {"status": "ok"}

    @router.websocket("/webrtc/socket")
    async def socket(websocket: WebSocket) -> None:
        """Carry a call without WebRTC."""
        await serve_socket(websocket, sessions)

    @router.get("/session/{session_id}")
    async def look(session_id: str) -> dict[str, Any]:
        """Where a conversation stands."""
        session = sessions.get(session_id)
        return {**session.ready_event().to_dict(), "state": session.state}

    @router.post("/session/{session_id}/say")
    async def say(session_id: str, body: Say) -> dict[str, str]:
        """Type instead of speaking."""
        sessions.get(session_id).say(body.text)
        return {"status": "ok"}

    @router.post("/session/{session_id}/hold")
    async def hold(session_id: str, body: Hold) -> dict[str, str]:
        """*Let me think*: while held, no silence ends the turn."""
        sessions.get(session_id).hold(body.held)
        return {"status": "ok"}

    @router.post("/session/{session_id}/done")
    async def done(session_id: str) -> dict[str, str]:
        """*I'm done*: end the turn now."""
        sessions.get(session_id).done()
        return {"status": "ok"}

    @router.post("/session/{session_id}/settings")
    async def configure(session_id: str, body: WantedSettings) -> dict[str, Any]:
        """Change mode, voice, language, speed or model."""
        session = sessions.get(session_id)
        await sessions.configure(session, body.wanted())
        return session.ready_event().to_dict()

    @router.post("/session/{session_id}/reset")
    async def reset(session_id: str) -> dict[str, str]:
        """Start afresh: the conversation is forgotten."""
        sessions.get(session_id).reset()
        return {"status": "ok"}

    @router.post("/session/{session_id}/stop")
    async def stop(session_id: str) -> dict[str, str]:
        """End a conversation for good."""
        sessions.get(session_id).close("stopped")
        return {"status": "ok"}

    _explain_errors(app)
    app.include_router(router)
    app.include_router((realtime or Realtime(sessions)).routes())
    app.include_router(exam_routes(sessions))
    app.include_router(correction_routes(sessions))
    app.include_router(openai_routes(sessions))
    app.include_router(transcribe_routes(sessions))
    entry = Entry(sessions, tokens or Tokens())
    app.include_router(watch_routes(entry, Feeds()))
    app.include_router(own_routes(sessions, entry, Talks(sessions.places)))
    app.include_router(check_routes(sessions.engines.transcribe))
    drafting = Drafting(sessions.engines.model, lambda: conversing(sessions))
    app.include_router(drafting_routes(drafting))
    app.include_router(editing_routes(sessions.shelf, sessions.engines))


def _explain_errors(app: FastAPI) -> None:
    @app.exception_handler(VivaError)
    async def viva_error(request: Request, error: VivaError) -> JSONResponse:
        if isinstance(error, Refused):
            return refusal(error, request.scope["path"])
        status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), 422)
        return problem(status, "", error)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        refused = Refused(error.status_code, error.detail, code="bad_request")
        return refusal(refused, request.scope["path"])

    @app.exception_handler(RequestValidationError)
    async def validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
        wrong = VivaError(
            f"{where}: {first['msg']}",
            "See /docs for what this route takes",
        )
        return problem(422, "bad_request", wrong)


def problem(status: int, code: str, error: VivaError) -> JSONResponse:
    """The response for an error, in the form that all routes share."""
    return JSONResponse(explain(error, code), status)

"""Routes with which a student chooses what to keep of their session."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from models.base import SettingsError
from voice.api.access.whose import OwnerOf, needs_owner, owner_where
from voice.api.page.history import history_routes
from voice.core.worker import in_thread
from voice.examining.keeper import Keeper, Keeping, Wish
from voice.sessions.sessions import Sessions


def offer_history(
    app: FastAPI, sessions: Sessions, keeping: Keeping, alone: bool, apart: bool
) -> None:
    """Add the routes of the history to `app`, and keep all exams if so configured.

    Parameters
    ----------
    alone : bool
        Whether only this machine has access, without signing in.
    apart : bool
        Whether users sign in and can be told apart.

    Raises
    ------
    SettingsError
        All exams are to be kept, but users cannot be told apart.
    HistoryError
        The history cannot be written to the configured place.
    """
    owner_of = owner_where(alone)
    app.include_router(history_routes(keeping, owner_of))
    app.include_router(keeping_routes(sessions, keeping, owner_of))
    if not keeping.always:
        return
    if not alone and not apart:
        raise SettingsError(
            "save is set, but others can reach this server and cannot be told from each other",
            "Add --auth for each of them, or leave out --save",
        )
    keeping.history("").check()
    if alone:  # otherwise the page's requests tell whose session it is
        sessions.subscribe(keeping.follow_always)


class WantedKeeping(BaseModel):
    """What of a session's exams is to be kept; a voice only with its exam."""

    model_config = ConfigDict(extra="forbid")

    save: bool
    save_voice: bool = False


def keeping_routes(sessions: Sessions, keeping: Keeping, owner_of: OwnerOf) -> APIRouter:
    """The routes, to be included behind the guard.

    Parameters
    ----------
    owner_of : callable
        Returns the owner of the history for a request; None if users cannot be told apart.
    """
    router = APIRouter()
    owner = needs_owner(owner_of)

    @router.get("/session/{session_id}/keeping")
    async def look(session_id: str, request: Request) -> dict[str, Any]:
        """What is kept of this session, and whether its exam is in the history already."""
        return _told(keeping.following(sessions.get(session_id), owner(request)))

    @router.post("/session/{session_id}/keeping")
    async def want(session_id: str, body: WantedKeeping, request: Request) -> dict[str, Any]:
        """Keep this session's exams from now on, or no longer."""
        session, whose = sessions.get(session_id), owner(request)
        if body.save:
            await in_thread(keeping.history(whose).check)
        keeper = keeping.following(session, whose)
        if keeper is None and not body.save:
            return _told(None)
        keeper = keeping.keeper(session, whose)
        keeper.want(Wish(body.save, body.save and body.save_voice))
        return _told(keeper)

    @router.post("/session/{session_id}/keep")
    async def keep(session_id: str, request: Request) -> dict[str, Any]:
        """Keep the present exam, whatever holds for others."""
        keeper = keeping.keeper(sessions.get(session_id), owner(request))
        await keeper.keep()
        return _told(keeper)

    return router


def _told(keeper: Keeper | None) -> dict[str, Any]:
    wish, attempt = (keeper.wish, keeper.attempt) if keeper else (Wish(), "")
    return {"save": wish.exams, "save_voice": wish.voice, "attempt": attempt}

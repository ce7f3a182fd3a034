"""Watching a session from a second screen: links, page, and events."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse

from voice.api.access.entry import Entry
from voice.api.access.tokens import Role
from voice.api.own.feed import EventStream, Feeds
from voice.api.own.wire import WRONG, TokenAsked, TokenGiven

PAGE = Path(__file__).parents[2] / "ui" / "watch.html"

PAGE_URL = "/watch"
"""The same for every session: the token is in the URL's fragment, which browsers do not send, so
that it never appears in a log or reaches another server."""


def watch_routes(entry: Entry, feeds: Feeds) -> APIRouter:
    """The routes, to be included behind the guard."""
    router = APIRouter(responses=WRONG)

    @router.get(PAGE_URL, include_in_schema=False)
    async def page() -> FileResponse:
        """The page that watches."""
        return FileResponse(PAGE, headers={"cache-control": "no-cache"})

    @router.post("/v1/sessions/{session_id}/tokens", status_code=201, tags=["sessions"])
    async def issue(request: Request, session_id: str, body: TokenAsked) -> TokenGiven:
        """A token for somebody else; of those who have one themselves, it ends with theirs."""
        let_in = entry.enter(request, session_id, "take_part")
        token = entry.issue(let_in, body.role, body.minutes * 60)
        return TokenGiven(
            token=token,
            role=body.role,
            expires_at=int(entry.tokens.read(token).expires),
            watch=f"{PAGE_URL}#token={token}",
        )

    @router.delete("/v1/sessions/{session_id}/tokens", status_code=204, tags=["sessions"])
    async def withdraw(request: Request, session_id: str, role: Role = "watch") -> Response:
        """Withdraw all tokens of a role: who watches by one of them sees no more from now on."""
        let_in = entry.enter(request, session_id, "take_part")
        entry.tokens.revoke(let_in.session.id, role)
        return Response(status_code=204)

    @router.get(
        "/v1/sessions/{session_id}/events",
        tags=["sessions"],
        response_class=Response,
        responses={200: {"content": {"text/event-stream": {}}}},
    )
    async def events(
        request: Request,
        session_id: str,
        last_event_id: Annotated[str, Header(max_length=20)] = "",
    ) -> EventStream:
        """The session's events as they happen (`voice/core/events.py`), history first."""
        let_in = entry.enter(request, session_id, "watch")

        def check() -> None:
            entry.still(request, let_in)

        return EventStream(feeds.join(let_in.session, last_event_id, check))

    return router

"""The one door of the server: every request and WebSocket must be admitted by the guard.

The middleware is in front of everything, including Gradio's routes, so that routes added later
are protected, too.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voice.api.access.guard import SIGN_IN_PATHS, Guard
from voice.api.access.limits import most_bytes, too_large
from voice.api.access.origin import is_preflight, preflight, share_with
from voice.api.common.refused import Refused, refuse

WRONG = (400, 401, 403)
"""Statuses with which a wrong password is answered."""


class Door:
    """ASGI middleware that asks the guard.

    Parameters
    ----------
    app : ASGI application
        The application to protect.
    guard : Guard
        Decides.
    sign_in : bool
        Redirect a browser that is not signed in to the sign-in page.
    """

    def __init__(self, app: ASGIApp, guard: Guard, sign_in: bool = False) -> None:
        self._app = app
        self._guard = guard
        self._sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer with the refusal."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if (origin := connection.headers.get("origin", "")) in self._guard.origins:
            send = _shared(send, origin)
        try:
            if is_preflight(connection):
                self._guard.check_place(connection)
                await preflight(connection)(scope, receive, send)
                return
            visitor = self._guard.admit(connection)
            body = _Body(connection, receive, send)
        except Refused as error:
            if error.status == 401 and self._sign_in and _opens_page(connection):
                await _to_sign_in(connection)(scope, receive, send)
            else:
                await refuse(error, scope, receive, send)
            return
        scope.setdefault("state", {})["visitor"] = visitor
        if connection.scope["path"] in SIGN_IN_PATHS and scope.get("method") == "POST":
            send = self._watched(connection, body.send)
        else:
            send = body.send
        await self._app(scope, body.receive, send)

    def _watched(self, connection: HTTPConnection, send: Send) -> Send:
        """Pass a sign-in on, and count it if it fails."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in WRONG:
                self._guard.failed(connection)
            await send(message)

        return watched


class _Body:
    """Limits the size of a request body, which is not known in advance if it is sent in chunks."""

    def __init__(self, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        self._scope = connection.scope
        self._receive = receive
        self._send = send
        self._most = most_bytes(connection.scope["path"])
        self._bytes = 0
        self._answered = False
        size = connection.headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > self._most:
            raise too_large(self._most)

    @property
    def _over(self) -> bool:
        return self._bytes > self._most

    async def receive(self) -> Message:
        """The next piece; beyond the limit, the client appears to have disconnected."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._bytes += len(message.get("body", b""))
            if self._over:
                return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Pass the response on, or replace it by the refusal if the body was too large."""
        if self._over and not self._answered:
            if message["type"] == "http.response.start":
                await refuse(too_large(self._most), self._scope, self._receive, self._send)
            return
        self._answered = True
        await self._send(message)


def _shared(send: Send, origin: str) -> Send:
    """Add the CORS headers that let an allowed page read the response."""

    async def shared(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            share_with(origin, MutableHeaders(scope=message))
        await send(message)

    return shared


def _opens_page(connection: HTTPConnection) -> bool:
    accept = connection.headers.get("accept", "")
    return connection.scope.get("method") == "GET" and "text/html" in accept


def _to_sign_in(connection: HTTPConnection) -> RedirectResponse:
    """Redirect to the sign-in page; relative, as a proxy may have mounted us under some path."""
    path = connection.scope["path"]
    upwards = "../" * (path.count("/") - 1)
    return RedirectResponse(f"{upwards}sign-in?next={quote(path, safe='')}", 303)

"""Removes from Gradio's page what would contact other hosts."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOREIGN = re.compile(
    r"<link\s[^>]*rel=\"preconnect\"[^>]*>"
    r"|<script\s[^>]*src=\"https?://[^>]*>\s*</script>"
    r"|<meta\s[^>]*(?:content=\"https?://|twitter:creator)[^>]*>",
    re.DOTALL,
)
"""Preconnections (which no Content-Security-Policy stops), foreign scripts, and social tags."""


def without_foreign(html: str) -> str:
    """`html` without the tags by which Gradio's template contacts other hosts."""
    return FOREIGN.sub("", html)


class OfflinePage:
    """ASGI middleware that removes such tags from every HTML page.

    Gradio's template opens connections to font and script hosts before any of our code runs,
    and has no setting that prevents this.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything but HTML pages through unchanged."""
        wants_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get(
            "accept", ""
        )
        if not wants_page:
            await self.app(scope, receive, send)
            return
        # A compressed page could not be edited; pages are small and come from nearby.
        kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": kept}, receive, _Cleaner(send))


class _Cleaner:
    """Holds an HTML response back until it is whole, then sends it cleaned."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = without_foreign(self._body.decode()).encode()
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")

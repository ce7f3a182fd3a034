"""Takes out of Gradio's page what would reach for other machines."""

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
"""Preconnections (which no Content-Security-Policy stops), foreign scripts, advertising."""


def without_foreign(html: str) -> str:
    """`html` without the tags by which Gradio's template reaches off the machine."""
    return FOREIGN.sub("", html)


class OfflinePage:
    """ASGI middleware that cleans every HTML page on its way out.

    Gradio's template opens connections to font and script hosts before any of our code runs,
    and offers no setting for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through untouched but whole HTML pages."""
        wants_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get(
            "accept", ""
        )
        if not wants_page:
            await self.app(scope, receive, send)
            return
        # A compressed page could not be read here; pages are small and the machine is near.
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

"""Checks of the page that a request comes from, and of the host name that it is addressed to.

A foreign page open in the same browser can send requests to a server on the visitor's machine.
Three headers give it away: `Origin`, which names the page; `Sec-Fetch-Site`, which browsers send
even without `Origin`; and `Host`, which holds the foreign name if that was made to resolve to this
machine (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response

from voice.api.common.refused import Refused
from voice.settings.serving import is_loopback

OWN_SITES = ("", "same-origin", "none")
"""Values of Sec-Fetch-Site that a foreign page cannot cause; "none" is the address bar."""

METHODS = "GET, POST, PUT, PATCH, DELETE"
EXPOSED = "location, retry-after, content-disposition"
PREFLIGHT_S = 600


def host_name(connection: HTTPConnection) -> str:
    """Host of a request without the port; "" if the header is invalid."""
    try:
        return urlsplit(f"//{connection.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def check_host(connection: HTTPConnection) -> None:
    """Refuse host names other than loopback ones, for a server that only this machine can reach."""
    name = host_name(connection)
    if not is_loopback(name):
        raise Refused(
            421, f"This server does not answer to the name {name[:100]!r}", "Open it as localhost"
        )


def check_origin(connection: HTTPConnection, allowed: Collection[str]) -> None:
    """Refuse requests from another page, unless its origin is `allowed`."""
    origin = connection.headers.get("origin", "")
    if origin:
        if origin in allowed or _is_own(origin, connection):
            return
        raise _foreign(f" ({origin[:100]})" if origin.isprintable() else "")
    if connection.headers.get("sec-fetch-site", "") not in OWN_SITES and not _followed(connection):
        raise _foreign("")


def is_preflight(connection: HTTPConnection) -> bool:
    """Whether a request is a CORS preflight."""
    headers = connection.headers
    method = connection.scope.get("method")
    return (
        method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers
    )


def preflight(connection: HTTPConnection) -> Response:
    """The response to a preflight from an allowed origin."""
    asked = connection.headers.get("access-control-request-headers", "")
    headers = {
        "access-control-allow-methods": METHODS,
        "access-control-max-age": str(PREFLIGHT_S),
        "vary": "Origin",
    }
    if asked and asked.isprintable():
        headers["access-control-allow-headers"] = asked
    if connection.headers.get("access-control-request-private-network") == "true":
        headers["access-control-allow-private-network"] = "true"
    return Response(status_code=204, headers=headers)


def share_with(origin: str, headers: MutableHeaders) -> None:
    """Add the CORS headers that let a page of an allowed origin read a response."""
    headers["access-control-allow-origin"] = origin
    headers["access-control-expose-headers"] = EXPOSED
    headers.add_vary_header("Origin")
    # No credentials: other pages use keys, a visitor's login is for Viva's own page only.
    del headers["access-control-allow-credentials"]


def _foreign(which: str) -> Refused:
    return Refused(
        403,
        f"Another web page{which} may not use this server",
        "Open Viva's own page, or name the other page's address with --allow-origin",
        "foreign_page",
    )


def _is_own(origin: str, connection: HTTPConnection) -> bool:
    headers = connection.headers
    place = origin.partition("://")[2]
    return place != "" and place in (headers.get("host"), headers.get("x-forwarded-host"))


def _followed(connection: HTTPConnection) -> bool:
    """Whether a request follows a link to one of our pages, which the foreign page cannot read.

    The Content-Security-Policy tells the browser who may embed the page in a frame.
    """
    headers = connection.headers
    return (
        connection.scope.get("method") == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") in ("document", "iframe")
    )

"""From which page a request may come, and to which name it may be addressed.

A page of somebody else, open in the same browser, can send requests to a server on the
visitor's machine. Three things tell on it: `Origin`, which names the page; `Sec-Fetch-Site`,
which browsers add also where there is no `Origin`; and `Host`, which holds the foreign name
when that name was made to point to this machine (DNS rebinding).
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
"""Values of Sec-Fetch-Site that no other page can cause; "none" is the address bar."""

METHODS = "GET, POST, PUT, PATCH, DELETE"
EXPOSED = "location, retry-after, content-disposition"
PREFLIGHT_S = 600


def host_name(connection: HTTPConnection) -> str:
    """Name or address to which a request is addressed, without the port; "" if it cannot be."""
    try:
        return urlsplit(f"//{connection.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def check_host(connection: HTTPConnection) -> None:
    """For a server that only this machine can reach: refuse any name but loopback ones."""
    name = host_name(connection)
    if not is_loopback(name):
        raise Refused(
            421, f"This server does not answer to the name {name[:100]!r}", "Open it as localhost"
        )


def check_origin(connection: HTTPConnection, allowed: Collection[str]) -> None:
    """Refuse what another page sends, unless its origin is among those `allowed`."""
    origin = connection.headers.get("origin", "")
    if origin:
        if origin in allowed or _is_own(origin, connection):
            return
        raise _foreign(f" ({origin[:100]})" if origin.isprintable() else "")
    if connection.headers.get("sec-fetch-site", "") not in OWN_SITES and not _followed(connection):
        raise _foreign("")


def is_preflight(connection: HTTPConnection) -> bool:
    """Whether a browser asks ahead if another page may send something."""
    headers = connection.headers
    method = connection.scope.get("method")
    return (
        method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers
    )


def preflight(connection: HTTPConnection) -> Response:
    """Yes to such a question; for an allowed origin."""
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
    """Let the page of an allowed origin read a response."""
    headers["access-control-allow-origin"] = origin
    headers["access-control-expose-headers"] = EXPOSED
    headers.add_vary_header("Origin")
    # Other pages use keys; a visitor's login is only for Viva's own page.
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
    """Whether somebody followed a link to a page of ours: nothing of it can be read there.

    Who may show it in a frame, the Content-Security-Policy says to the browser.
    """
    headers = connection.headers
    return (
        connection.scope.get("method") == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") in ("document", "iframe")
    )

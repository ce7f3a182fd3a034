"""Who may use the routes: the page's own origin, and logged-in users where there is a login."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from models.base import VivaError

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class Refused(VivaError):
    """This request is not let in.

    Parameters
    ----------
    status : int
        HTTP status to answer with.
    """

    def __init__(self, status: int, problem: str, fix: str = "") -> None:
        super().__init__(problem, fix)
        self.status = status


class Guard:
    """Checks every request that reaches a session.

    Parameters
    ----------
    user_of : callable or None
        Finds the user who is logged in, if any; None where there is no login.
    only_loopback_names : bool
        Refuse requests addressed to any other name than this machine's loopback ones, so that
        a foreign page whose name was rebound to 127.0.0.1 gets nowhere. For servers that only
        listen on loopback and are not shared.
    """

    def __init__(
        self, user_of: Callable[[HTTPConnection], str | None] | None, only_loopback_names: bool
    ) -> None:
        self._user_of = user_of
        self._only_loopback_names = only_loopback_names

    def check(self, connection: HTTPConnection) -> None:
        """Raise `Refused` unless this connection may take part."""
        host = connection.headers.get("host", "")
        name = urlsplit(f"//{host}").hostname or ""
        if self._only_loopback_names and name not in LOOPBACK_HOSTS:
            raise Refused(
                421, f"This server does not answer to the name {name!r}", "Open it as localhost"
            )
        origin = connection.headers.get("origin")
        if origin and urlsplit(origin).netloc not in (
            host,
            connection.headers.get("x-forwarded-host", host),
        ):
            raise Refused(403, "Another web page may not use this server", "Open Viva's own page")
        if self._user_of is not None and self._user_of(connection) is None:
            raise Refused(401, "You are not logged in", "Open the page and log in")

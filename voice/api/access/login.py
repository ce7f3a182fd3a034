"""Browser logins, identified by a cookie with a random secret."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import Response

from models.base import VivaError
from voice.api.access.guard import Visitor

LIFE_S = 7 * 24 * 3600
"""How long a browser stays signed in; all logins end when Viva stops."""

MOST = 10_000
"""Browsers signed in at once; beyond that, the oldest has to sign in again."""


class NotSignedIn(VivaError):
    """A user cannot be authenticated, or is not allowed in."""


class Logins:
    """Browsers that are signed in.

    Parameters
    ----------
    cookie : str
        Name of the cookie; should contain the port, as all ports of a machine share cookies.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, cookie: str, now: Callable[[], float] = time.monotonic) -> None:
        self._cookie = cookie
        self._now = now
        self._signed_in: dict[str, tuple[Visitor, float]] = {}  # secret -> (user, expiry)

    def __call__(self, connection: HTTPConnection) -> Visitor | None:
        """The user signed in in the requesting browser; a `Credential`."""
        who, until = self._signed_in.get(self._secret(connection), (None, 0.0))
        return who if until > self._now() else None

    def begin(self, visitor: Visitor, connection: HTTPConnection, response: Response) -> None:
        """Sign a browser in."""
        self._signed_in.pop(self._secret(connection), None)
        secret = secrets.token_urlsafe(32)
        self._forget()
        self._signed_in[secret] = (visitor, self._now() + LIFE_S)
        response.set_cookie(
            self._cookie,
            secret,
            max_age=LIFE_S,
            httponly=True,
            samesite="lax",
            secure=connection.scope["scheme"] == "https",
        )

    def end(self, connection: HTTPConnection, response: Response) -> None:
        """Sign a browser out."""
        self._signed_in.pop(self._secret(connection), None)
        response.delete_cookie(self._cookie, httponly=True, samesite="lax")

    def _secret(self, connection: HTTPConnection) -> str:
        return connection.cookies.get(self._cookie, "")

    def _forget(self) -> None:
        now = self._now()
        kept = [(secret, one) for secret, one in self._signed_in.items() if one[1] > now]
        self._signed_in = dict(kept[-(MOST - 1) :])

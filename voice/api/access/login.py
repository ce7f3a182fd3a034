"""Who is signed in in a browser: a cookie that says nothing but where to look it up."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import Response

from models.base import VivaError
from voice.api.access.guard import Visitor

LIFE_S = 7 * 24 * 3600
"""How long a browser stays signed in; all are signed out when Viva stops."""

MOST = 10_000
"""Browsers signed in at once; beyond it the oldest has to sign in again."""


class NotSignedIn(VivaError):
    """Nobody vouches for who wants to sign in, or whom is vouched for is not let in."""


class Logins:
    """Browsers that are signed in.

    Parameters
    ----------
    cookie : str
        Its name; cookies are the same for all ports of a machine, so it should hold the port.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, cookie: str, now: Callable[[], float] = time.monotonic) -> None:
        self._cookie = cookie
        self._now = now
        self._signed_in: dict[str, tuple[Visitor, float]] = {}  # secret -> (who, until when)

    def __call__(self, connection: HTTPConnection) -> Visitor | None:
        """Who is signed in in the browser that sends a request; a `Credential`."""
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

"""Whose history a request is about.

History is one person's private thing. On a server that only this machine can reach there is one
person; where people sign in, each has a history of their own; anywhere else nobody can be told
from anybody, and there is none.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import HTTPConnection

from voice.api.access.guard import Refused, visitor_of

OwnerOf = Callable[[HTTPConnection], str | None]
"""Whose history it is ("" where one person has this server to themselves); None for nobody's."""


def owner_where(alone: bool) -> OwnerOf:
    """How to tell whose a request is; `alone`: only this machine gets in, without signing in."""

    def owner_of(connection: HTTPConnection) -> str | None:
        return visitor_of(connection).person or ("" if alone else None)

    return owner_of


def needs_owner(owner_of: OwnerOf) -> Callable[[HTTPConnection], str]:
    """Whose history it is, or a refusal: for routes that need to know."""

    def owner(request: HTTPConnection) -> str:
        whose = owner_of(request)
        if whose is None:
            raise Refused(
                403,
                "Others can reach this server and nobody is signed in, so no exams are kept here",
                "Sign in as a user, or use Viva on the machine it runs on",
                "no_history",
            )
        return whose

    return owner

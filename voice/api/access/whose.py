"""Ownership of history.

History is private to one person. A server that only this machine can reach has one user; if users
sign in, each has a history of their own; otherwise users cannot be told apart, and there is no
history.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import HTTPConnection

from voice.api.access.guard import Refused, visitor_of

OwnerOf = Callable[[HTTPConnection], str | None]
"""The owner of the history for a request; "" for the only user, None if there is no history."""


def owner_where(alone: bool) -> OwnerOf:
    """How to find the owner; `alone`: only this machine has access, without signing in."""

    def owner_of(connection: HTTPConnection) -> str | None:
        return visitor_of(connection).person or ("" if alone else None)

    return owner_of


def needs_owner(owner_of: OwnerOf) -> Callable[[HTTPConnection], str]:
    """The owner, for routes that need one; raises the refusal if there is none."""

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

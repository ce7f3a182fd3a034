"""Limits the number of calls, and keeps a line of those who wait for a place."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE_S = 10.0
"""A waiting page asks every 2 s; one that has not asked for this long has gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A position in the line; 0 means that a place is free for whoever holds the ticket."""

    ticket: str
    position: int


class Places:
    """The places for calls, first come first served; called from one event loop.

    Parameters
    ----------
    limit : int
        How many calls there may be at once.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, limit: int, now: Callable[[], float]) -> None:
        self.limit = limit
        self._now = now
        self._calls: dict[str, str] = {}  # call -> its owner; the call itself if unknown
        self._line: dict[str, float] = {}  # ticket -> when it last asked; in order of arrival

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return len(set(self._calls.values()))

    @property
    def waiting(self) -> int:
        """How many callers are in line."""
        self._free_for_line()
        return len(self._line)

    def enter(self, call: str, ticket: str = "", owner: str = "") -> bool:
        """Give `call` a place if it is its turn; those who wait in line come first.

        All calls of one `owner` share one place: a client whose line broke may call again before
        the broken call is noticed, which may take half a minute.
        """
        if owner and owner in self._calls.values():
            self._calls[call] = owner
            return True
        free = self._free_for_line()
        if ticket in self._line:
            if list(self._line).index(ticket) >= free:
                return False
            del self._line[ticket]
        elif len(self._line) >= free:
            return False
        self._calls[call] = owner or call
        return True

    def leave(self, call: str) -> None:
        """End `call`; the place becomes free with the last call of its owner."""
        self._calls.pop(call, None)

    def stand(self, ticket: str = "") -> Standing:
        """Join the line, or ask for the present position of a ticket."""
        free = self._free_for_line()
        if ticket not in self._line:
            ticket = secrets.token_urlsafe(12)
        self._line[ticket] = self._now()
        return Standing(ticket, max(0, list(self._line).index(ticket) + 1 - free))

    def look(self) -> Standing:
        """The position that a newcomer would have, without joining the line."""
        free = self._free_for_line()
        return Standing("", max(0, len(self._line) + 1 - free))

    def _free_for_line(self) -> int:
        gone = self._now() - PATIENCE_S
        self._line = {ticket: seen for ticket, seen in self._line.items() if seen > gone}
        return max(0, self.limit - self.taken)

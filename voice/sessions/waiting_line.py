"""How many calls there may be at once, and who waits for a place."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE_S = 10.0
"""A waiting page asks every 2 s; one that has not for this long has gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A newcomer's place in the line; `position` 0 means: come in."""

    ticket: str
    position: int


class Places:
    """Places for calls, first come first served.

    Parameters
    ----------
    limit : int
        Calls at once.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, limit: int, now: Callable[[], float]) -> None:
        self.limit = limit
        self._now = now
        self._calls: dict[str, str] = {}  # call -> whose it is; its own where that is not known
        self._line: dict[str, float] = {}  # ticket -> when it last asked; in order of arrival

    @property
    def taken(self) -> int:
        """Places that are held."""
        return len(set(self._calls.values()))

    @property
    def waiting(self) -> int:
        """Callers in line."""
        self._free_for_line()
        return len(self._line)

    def enter(self, call: str, ticket: str = "", owner: str = "") -> bool:
        """Give `call` a place if it is its turn; whoever waits in line comes first.

        All calls of one `owner` have one place together: whose line broke comes back before
        that is noticed, which may take half a minute.
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
        """End `call`; with its owner's last one, the place is free."""
        self._calls.pop(call, None)

    def stand(self, ticket: str = "") -> Standing:
        """Join the line, or ask again how it stands with a ticket from before."""
        free = self._free_for_line()
        if ticket not in self._line:
            ticket = secrets.token_urlsafe(12)
        self._line[ticket] = self._now()
        return Standing(ticket, max(0, list(self._line).index(ticket) + 1 - free))

    def look(self) -> Standing:
        """How a newcomer would stand, who does not join the line yet."""
        free = self._free_for_line()
        return Standing("", max(0, len(self._line) + 1 - free))

    def _free_for_line(self) -> int:
        gone = self._now() - PATIENCE_S
        self._line = {ticket: seen for ticket, seen in self._line.items() if seen > gone}
        return max(0, self.limit - self.taken)

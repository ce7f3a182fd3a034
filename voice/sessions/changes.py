"""Changes of one session's choices, of which some take effect later than they were asked for.

A voice or a model may have to be fetched, which takes minutes; what is asked for meanwhile takes
effect at once, and is not undone when the slow change is ready at last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from voice.conversation.choices import Wanted
from voice.sessions.choosing import overlaid


class Changes:
    """The changes of one session that are under way.

    Whoever makes one holds `applying` while it works out the choices and makes them, so that no
    other change comes between; loading, which may take long, happens outside.
    """

    def __init__(self) -> None:
        self.applying = asyncio.Lock()
        self._asked = 0
        self._open: set[int] = set()  # numbers of changes that have not been made
        self._made: list[tuple[int, Wanted]] = []  # while earlier ones are open

    @property
    def idle(self) -> bool:
        """Whether no change is under way."""
        return not self._open

    @contextmanager
    def asked(self) -> Iterator[int]:
        """Make a change, whose number this is: a later one has a higher number."""
        self._asked += 1
        number = self._asked
        self._open.add(number)
        try:
            yield number
        finally:
            self._open.discard(number)
            self._made = [(n, wanted) for n, wanted in self._made if n > min(self._open, default=n)]

    def made(self, number: int, wanted: Wanted) -> None:
        """Change `number` has taken effect."""
        self._made.append((number, wanted))

    def still(self, number: int, wanted: Wanted) -> Wanted:
        """What is to be made of change `number`: what was asked for after it counts more."""
        for later, other in sorted(self._made, key=lambda made: made[0]):
            if later > number:
                wanted = overlaid(wanted, other)
        return wanted

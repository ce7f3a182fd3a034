"""Concurrent changes of one session's choices.

A voice or a model may have to be fetched first, which takes minutes. Changes that are asked for
meanwhile take effect at once, and the slow change does not undo them when it is ready at last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from voice.conversation.choices import Wanted
from voice.sessions.choosing import overlaid


class Changes:
    """The changes of one session that are under way.

    A caller holds `applying` while it works out the new choices and applies them, so that no other
    change comes in between. Loading, which may take long, happens outside the lock.
    """

    def __init__(self) -> None:
        self.applying = asyncio.Lock()
        self._asked = 0
        self._open: set[int] = set()  # numbers of changes that are under way
        self._made: list[tuple[int, Wanted]] = []  # applied while earlier ones are under way

    @property
    def idle(self) -> bool:
        """Whether no change is under way."""
        return not self._open

    @contextmanager
    def asked(self) -> Iterator[int]:
        """Number a change, which is under way within this context; later numbers are higher."""
        self._asked += 1
        number = self._asked
        self._open.add(number)
        try:
            yield number
        finally:
            self._open.discard(number)
            self._made = [(n, wanted) for n, wanted in self._made if n > min(self._open, default=n)]

    def made(self, number: int, wanted: Wanted) -> None:
        """Note that change `number` has been applied."""
        self._made.append((number, wanted))

    def still(self, number: int, wanted: Wanted) -> Wanted:
        """What change `number` still has to apply: later changes take precedence over it."""
        for later, other in sorted(self._made, key=lambda made: made[0]):
            if later > number:
                wanted = overlaid(wanted, other)
        return wanted

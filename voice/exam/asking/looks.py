"""Quick looks at answers, begun ahead of time and cached until an examiner needs them.

An examiner decides at once and never waits, but a look takes up to a second on a slow machine. So
the examiner's owner has each answer looked at before passing it on. Call everything from the event
loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from voice.exam.asking.sitting import not_looked_at, nothing_said
from voice.exam.model.bank import Item
from voice.exam.model.record import Answer, Mark

log = logging.getLogger(__name__)

AsyncLook = Callable[[Item, Sequence[Answer]], Awaitable[Mark]]
"""Marks answers by words and small models alone."""

_Key = tuple[str, tuple[tuple[str, str], ...]]  # the item, what was asked and said


class Looks:
    """The quick looks of one exam.

    Parameters
    ----------
    look : callable
        Takes a quick look off the event loop.
    """

    def __init__(self, look: AsyncLook) -> None:
        self._look = look
        self._tasks: dict[_Key, asyncio.Task[None]] = {}
        self._found: dict[_Key, Mark] = {}

    def begin(self, item: Item, answers: Sequence[Answer]) -> asyncio.Task[None]:
        """Start looking at `answers`, unless that was started before."""
        key = _key(item, answers)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._find(key, item, tuple(answers)))
        return self._tasks[key]

    async def ahead(self, item: Item, answers: Sequence[Answer]) -> None:
        """Wait until `answers` have been looked at."""
        # Shielded: cancelling one waiter must not cancel the look that others wait for.
        await asyncio.shield(self.begin(item, answers))

    def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """The result of a look; without one, every point is in doubt. Never waits."""
        if not answers:
            return nothing_said(item)
        found = self._found.get(_key(item, answers))
        return not_looked_at(item) if found is None else found

    def stop(self) -> None:
        """Cancel the looks in progress."""
        for task in self._tasks.values():
            task.cancel()

    async def _find(self, key: _Key, item: Item, answers: tuple[Answer, ...]) -> None:
        try:
            self._found[key] = await self._look(item, answers)
        except Exception:
            log.exception("an answer could not be looked at")


def _key(item: Item, answers: Sequence[Answer]) -> _Key:
    return item.id, tuple((answer.prompt, answer.text) for answer in answers)

"""Quick looks at answers: begun ahead of time, remembered, and there when an examiner needs them.

An examiner decides at once and never waits; looking takes up to a second on a slow machine. So
whoever holds the examiner has each answer looked at before it is handed over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from voice.exam.bank import Item
from voice.exam.record import Answer

log = logging.getLogger(__name__)

AsyncLook = Callable[[Item, Sequence[Answer]], Awaitable[tuple[int, ...]]]
"""Which key points, by index, some answers do not make."""

_Key = tuple[str, tuple[str, ...]]  # the item, what was said


class Looks:
    """The looks of one exam.

    Parameters
    ----------
    look : callable
        Takes one, off the event loop.
    """

    def __init__(self, look: AsyncLook) -> None:
        self._look = look
        self._tasks: dict[_Key, asyncio.Task[None]] = {}
        self._found: dict[_Key, tuple[int, ...]] = {}

    def begin(self, item: Item, answers: Sequence[Answer]) -> asyncio.Task[None]:
        """Look at `answers`, unless that was begun before."""
        key = _key(item, answers)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._find(key, item, tuple(answers)))
        return self._tasks[key]

    async def ahead(self, item: Item, answers: Sequence[Answer]) -> None:
        """Wait until `answers` have been looked at."""
        # Shielded: who stops waiting does not take the look from others.
        await asyncio.shield(self.begin(item, answers))

    def missing_points(self, item: Item, answers: Sequence[Answer]) -> tuple[int, ...]:
        """What was found: the key points, by index, that `answers` do not make.

        All of them where nothing was said, and where nobody has looked.
        """
        every = tuple(range(len(item.key_points)))
        return self._found.get(_key(item, answers), every) if answers else every

    def stop(self) -> None:
        """Look no more."""
        for task in self._tasks.values():
            task.cancel()

    async def _find(self, key: _Key, item: Item, answers: tuple[Answer, ...]) -> None:
        try:
            self._found[key] = await self._look(item, answers)
        except Exception:
            log.exception("an answer could not be looked at")


def _key(item: Item, answers: Sequence[Answer]) -> _Key:
    return item.id, tuple(answer.text for answer in answers)

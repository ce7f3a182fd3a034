"""Marks made in the background: one after the other, in the order in which items were closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from models.base import VivaError
from voice.exam.model.marking import Marking
from voice.exam.model.record import Attempt, Mark

log = logging.getLogger(__name__)


class MarkingQueue:
    """The marks of one exam on their way.

    The callbacks are made from a task of the queue's own, and may add to it or stop it.

    Parameters
    ----------
    marking : Marking
        Makes them.
    on_mark, on_failure : callable
        Told of an attempt's index and its mark, or why there is none.
    """

    def __init__(
        self,
        marking: Marking,
        on_mark: Callable[[int, Mark], None],
        on_failure: Callable[[int, str], None],
    ) -> None:
        self._marking = marking
        self._on_mark = on_mark
        self._on_failure = on_failure
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()  # serves in the order of asking

    def add(self, index: int, attempt: Attempt) -> None:
        """Have an attempt marked; if it is being marked already, that is out of date."""
        if index in self._tasks:
            self._tasks[index].cancel()
        self._tasks[index] = asyncio.create_task(self._mark(index, attempt))

    async def done(self) -> None:
        """Wait until all that was asked for is marked."""
        await asyncio.gather(*self._tasks.values())

    def stop(self) -> None:
        """Mark nothing more."""
        for task in self._tasks.values():
            task.cancel()

    async def _mark(self, index: int, attempt: Attempt) -> None:
        async with self._turn:
            try:
                mark = await self._marking.mark(attempt.item, tuple(attempt.answers))
            except VivaError as error:
                log.warning("an answer could not be marked: %s", error)
                self._on_failure(index, str(error))
            except Exception as error:
                log.exception("an answer could not be marked")
                self._on_failure(index, f"Marking failed unexpectedly ({type(error).__name__}).")
            else:
                self._tell(index, mark)

    def _tell(self, index: int, mark: Mark) -> None:
        try:
            self._on_mark(index, mark)
        except Exception:
            # The mark is made; what follows of it in the conversation must not stop the next.
            log.exception("what follows of a mark could not be done")

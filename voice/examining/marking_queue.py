"""Marks answers in the background, one attempt at a time, in the order of asking."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from models.base import VivaError
from voice.exam.model.marking import Marking
from voice.exam.model.record import Attempt, Mark

log = logging.getLogger(__name__)


class MarkingQueue:
    """A queue of the attempts of one exam that are to be marked.

    Called from the session's event loop. The callbacks are made from the queue's own tasks and may
    call `add` and `stop`.

    Parameters
    ----------
    marking : Marking
        Makes the marks.
    on_mark, on_failure : callable
        Called with an attempt's index and its mark, or the reason why there is none.
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
        self._turn = asyncio.Lock()  # wakes waiting tasks in the order in which they came

    def add(self, index: int, attempt: Attempt) -> None:
        """Have an attempt marked, or marked anew if it waits or is being marked already."""
        if index in self._tasks:
            self._tasks[index].cancel()
        self._tasks[index] = asyncio.create_task(self._mark(index, attempt))

    async def done(self) -> None:
        """Wait until every attempt that was added has been marked."""
        await asyncio.gather(*self._tasks.values())

    def stop(self) -> None:
        """Cancel all marking."""
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
            # A fault in the callback must not keep the next attempt from being marked.
            log.exception("what follows of a mark could not be done")

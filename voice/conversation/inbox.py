"""A queue of finished turns, taken one at a time in the order in which they came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from models.base import VivaError
from voice.conversation.typed import Typed
from voice.hearing.listener import Utterance

log = logging.getLogger(__name__)

MOST_TYPED = 50
"""How many turns may wait before a typed message is refused; spoken ones never are."""


class Inbox:
    """A queue of finished turns and the task that empties it.

    Everything is called from one event loop. `stop` may be called from within `take`, which is
    then cancelled at its next `await`.

    Parameters
    ----------
    take : callable
        Handles one turn; the next one waits until it returns.
    failed : callable
        Called with what `take` raised. The queue goes on even if this raises, too.
    """

    def __init__(
        self,
        take: Callable[[Utterance | Typed], Awaitable[None]],
        failed: Callable[[Exception], None],
    ) -> None:
        self._take = take
        self._failed = failed
        self._turns: asyncio.Queue[Utterance | Typed] = asyncio.Queue()
        self._taking = False
        self._task: asyncio.Task[None] | None = None

    @property
    def pending(self) -> bool:
        """Whether a turn waits or is being taken, so that its consequences are not known yet."""
        return self._taking or not self._turns.empty()

    def put(self, said: Utterance | Typed) -> None:
        """Queue a turn that is over.

        Raises
        ------
        VivaError
            The turn is typed, and too many wait before it.
        """
        if isinstance(said, Typed) and self._turns.qsize() >= MOST_TYPED:
            raise VivaError("Too many messages wait to be answered", "Wait for the next answer")
        self._turns.put_nowait(said)

    def begin(self) -> None:
        """Start to take turns, unless that has begun already."""
        if self._task is None:
            self._task = asyncio.create_task(self._serve(self._turns))

    def stop(self) -> None:
        """Drop every turn, including the one being taken, and take no more until `begin`."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        while not self._turns.empty():
            said = self._turns.get_nowait()
            if isinstance(said, Utterance):
                said.transcript.cancel()
        self._turns, self._taking = asyncio.Queue(), False

    async def _serve(self, turns: asyncio.Queue[Utterance | Typed]) -> None:
        while True:
            said = await turns.get()
            self._taking = True
            try:
                await self._take(said)
            except Exception as error:  # noqa: BLE001 - one turn's failure must not end the session
                self._fail(error)
            if turns is not self._turns:
                return  # `stop` was called meanwhile
            self._taking = False

    def _fail(self, error: Exception) -> None:
        try:
            self._failed(error)
        except Exception:
            log.exception("a failed turn could not be reported")

"""Turns that are over, in the order in which they came, until each has been dealt with."""

from __future__ import annotations

import asyncio

from voice.conversation.typed import Typed
from voice.hearing.listener import Utterance


class Inbox:
    """A queue that also knows of the turn that has been taken out and not been answered yet."""

    def __init__(self) -> None:
        self._turns: asyncio.Queue[Utterance | Typed] = asyncio.Queue()
        self._open = 0

    @property
    def pending(self) -> bool:
        """Whether there is a turn whose consequences are not known yet."""
        return self._open > 0

    def put(self, said: Utterance | Typed) -> None:
        """A turn is over."""
        self._open += 1
        self._turns.put_nowait(said)

    async def get(self) -> Utterance | Typed:
        """Wait for the next turn; it is pending until `done`."""
        return await self._turns.get()

    def done(self) -> None:
        """The turn that was taken out last has been dealt with."""
        self._open -= 1

"""A bounded queue of messages to one client, sent in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

FAREWELL_S = 2.0
"""How long the last messages of an ended conversation may take to reach a client before the line
is given up."""


class Outbox:
    """The messages that wait to be sent to one client.

    `put`, `drop_sound` and `finish` may be called at any time from the event loop and never
    wait; one task empties the queue with `send_all`.

    Parameters
    ----------
    most : int
        How many characters and bytes may wait; a client with more unread is sent nothing further.
    """

    def __init__(self, most: int) -> None:
        self.unread = asyncio.Event()  # set once more than `most` would wait
        self._most = most
        self._waiting: deque[str | bytes] = deque()
        self._size = 0  # of what waits and of what is being sent
        self._finished = False
        self._changed = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    def put(self, message: str | bytes) -> None:
        """Queue a message, unless the client is too far behind or `finish` came before."""
        if self._finished or self.unread.is_set():
            return
        if self._size + len(message) > self._most:
            self.unread.set()
            return
        self._size += len(message)
        self._waiting.append(message)
        self._empty.clear()
        self._changed.set()

    def drop_sound(self) -> None:
        """Forget the binary messages that have not been sent."""
        self._size -= sum(len(one) for one in self._waiting if isinstance(one, bytes))
        self._waiting = deque(one for one in self._waiting if isinstance(one, str))

    def finish(self) -> None:
        """Accept no more messages; `send_all` returns after those that are queued."""
        self._finished = True
        self._changed.set()
        self._empty.set()

    async def sent(self) -> None:
        """Wait until everything has been sent, or `finish` was called."""
        await self._empty.wait()

    async def send_all(
        self, text: Callable[[str], Awaitable[None]], sound: Callable[[bytes], Awaitable[None]]
    ) -> None:
        """Send text and binary messages with their own functions as they come, until `finish`."""
        while True:
            while self._waiting:
                message = self._waiting.popleft()
                await (sound(message) if isinstance(message, bytes) else text(message))
                self._size -= len(message)
            self._empty.set()
            if self._finished:
                return
            self._changed.clear()
            await self._changed.wait()


async def until_one_ends(*works: Awaitable[None]) -> None:
    """Run all of these at once until the first ends, then cancel the others.

    Raises what the first one raised.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

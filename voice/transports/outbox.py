"""What waits to be sent to one client: in order, and not without bound."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

FAREWELL_S = 2.0
"""So long the last messages of an ended conversation may take to a client; a line that takes
nothing any more is given up after it."""


class Outbox:
    """Messages on their way to one client.

    `put`, `drop_sound` and `finish` may be called at any time from the event loop and never
    wait; one task empties it by `send_all`.

    Parameters
    ----------
    most : int
        Characters and bytes that may wait. Who reads so little is sent nothing more.
    """

    def __init__(self, most: int) -> None:
        self.unread = asyncio.Event()  # the client does not read what it is sent
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
        """Nothing follows what is queued."""
        self._finished = True
        self._changed.set()
        self._empty.set()

    async def sent(self) -> None:
        """Wait until everything has been sent, or `finish` was called."""
        await self._empty.wait()

    async def send_all(
        self, text: Callable[[str], Awaitable[None]], sound: Callable[[bytes], Awaitable[None]]
    ) -> None:
        """Send what comes, each kind by its own way, until `finish`."""
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
    """Do all of these at once until the first ends, which may raise; the others are stopped."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

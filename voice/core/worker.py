"""Blocking inference off the event loop: one named thread, the most urgent call first."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

_END = object()


class Urgency(IntEnum):
    """Order in which waiting calls are served; equal ones in the order they came."""

    FINAL = 0  # somebody is waiting in silence for this
    PARTIAL = 1  # nice to have: words while they are spoken
    FILE = 2  # nobody is in a conversation about it: a recording, a text to read aloud


class Runner(Protocol):
    """What a session needs of a worker; tests give one that lives in simulated time."""

    async def run(self, call: Callable[[], T], urgency: Urgency = Urgency.FINAL) -> T:
        """Run `call` in the worker; cancelling drops it if it has not begun."""
        ...

    def stream(
        self, make: Callable[[], Iterator[T]], urgency: Urgency = Urgency.FINAL
    ) -> AsyncGenerator[T, None]:
        """Run the iterator that `make` returns, one step at a time; closing it stops the work."""
        ...

    def close(self) -> None:
        """Take no more calls."""
        ...


async def in_thread(call: Callable[[], T]) -> T:
    """Run `call` in a daemon thread of its own.

    Unlike asyncio's threads, it does not keep the program from ending: for work that may hang
    on a network or a disk.
    """
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    job = _Job(Urgency.FINAL, 0, call, future)
    threading.Thread(target=Worker.perform, args=(job,), name="viva-load", daemon=True).start()
    return await future


@dataclass(order=True)
class _Job:
    urgency: Urgency
    number: int
    call: Callable[[], Any] = field(compare=False)
    future: asyncio.Future[Any] = field(compare=False)

    def settle(self, result: Any, error: BaseException | None) -> None:
        """Hand the outcome over to the loop that waits for it, unless it has gone."""

        def deliver() -> None:
            if self.future.done():
                return
            if error is None:
                self.future.set_result(result)
            else:
                self.future.set_exception(error)

        with contextlib.suppress(RuntimeError):  # the loop has been closed: nobody waits
            self.future.get_loop().call_soon_threadsafe(deliver)


class Worker:
    """A `Runner` with one daemon thread.

    An iterator is advanced one step per job, so that two sessions' syntheses take turns and
    an urgent call waits for one step at most.

    Parameters
    ----------
    name : str
        Of the thread.
    watch : callable, optional
        Each call is made within the context that it returns, in the thread: it sees what fails.
    """

    def __init__(
        self, name: str, watch: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        self._watch = watch
        self._jobs: list[_Job] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._serve, name=f"viva-{name}", daemon=True).start()

    @property
    def waiting(self) -> int:
        """Calls that have not begun."""
        return len(self._jobs)

    async def run(self, call: Callable[[], T], urgency: Urgency = Urgency.FINAL) -> T:
        """Run `call` in the thread; return what it returns, raise what it raises.

        Raises
        ------
        RuntimeError
            The worker has been closed.
        """
        return await self._put(call, urgency)  # type: ignore[no-any-return]

    async def stream(
        self, make: Callable[[], Iterator[T]], urgency: Urgency = Urgency.FINAL
    ) -> AsyncGenerator[T, None]:
        """Advance the iterator in the thread, and close it there, too."""
        iterator: Iterator[T] | None = None

        def step() -> Any:
            nonlocal iterator
            if iterator is None:
                iterator = make()
            return next(iterator, _END)

        def close() -> None:
            if iterator is not None and hasattr(iterator, "close"):
                iterator.close()

        try:
            while (item := await self._put(step, urgency)) is not _END:
                yield item
        finally:
            if not self._closed:
                # Not awaited: who cancels must not wait for a step that is still running.
                self._put(close, Urgency.FINAL)

    def close(self) -> None:
        """Let the thread end after the call it is in; calls that wait are cancelled."""
        with self._changed:
            self._closed = True
            dropped, self._jobs = self._jobs, []
            self._changed.notify()
        for job in dropped:
            job.settle(None, asyncio.CancelledError())

    def _put(self, call: Callable[[], Any], urgency: Urgency) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        with self._changed:
            if self._closed:
                raise RuntimeError("the worker is closed")
            heapq.heappush(self._jobs, _Job(urgency, next(self._numbers), call, future))
            self._changed.notify()
        return future

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closed)
                if self._closed:
                    return
                job = heapq.heappop(self._jobs)
            if not job.future.cancelled():
                self.perform(job, self._watch)

    @staticmethod
    def perform(job: _Job, watch: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """Make a job's call and settle it."""
        try:
            with watch():
                result = job.call()
        except BaseException as error:  # noqa: BLE001 - every outcome belongs to the caller
            job.settle(None, error)
        else:
            job.settle(result, None)

"""Runs blocking inference off the event loop: one named thread, the most urgent call first."""

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
    """Order in which waiting calls are served; calls of equal urgency, first come first served."""

    FINAL = 0  # somebody waits for this in silence
    PARTIAL = 1  # nice to have: a transcript of words while they are spoken
    FILE = 2  # outside a conversation: a recording to transcribe, a text to read aloud


class Runner(Protocol):
    """What a session needs of a worker; tests provide one that runs in simulated time.

    `run` and `stream` are called from an event loop and never block it; the calls themselves are
    made in the worker's thread, one at a time, and so must not touch asyncio objects.
    """

    async def run(self, call: Callable[[], T], urgency: Urgency = Urgency.FINAL) -> T:
        """Run `call` in the worker. Cancelling drops the call unless it has begun already."""
        ...

    def stream(
        self, make: Callable[[], Iterator[T]], urgency: Urgency = Urgency.FINAL
    ) -> AsyncGenerator[T, None]:
        """Run the iterator that `make` returns, one step at a time.

        `make` and the iterator's `close` are called in the worker, too. Closing the generator stops
        the work after the step under way.
        """
        ...

    def close(self) -> None:
        """Take no more calls."""
        ...


async def in_thread(call: Callable[[], T]) -> T:
    """Run `call` in a new daemon thread; for work that may hang on a network or a disk.

    Unlike the threads of `asyncio.to_thread`, it does not keep the program from exiting.
    Cancelling the caller does not stop `call`, whose result is then dropped.
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
        """Hand the outcome to the waiting event loop, unless it has been closed.

        Called from the worker's thread.
        """

        def deliver() -> None:
            if self.future.done():
                return
            if error is None:
                self.future.set_result(result)
            else:
                self.future.set_exception(error)

        with contextlib.suppress(RuntimeError):  # the loop has been closed, so nobody waits
            self.future.get_loop().call_soon_threadsafe(deliver)


class Worker:
    """A `Runner` with one daemon thread.

    An iterator is advanced one step per job, so that the syntheses of two sessions take turns and
    an urgent call waits for one step at most.

    Parameters
    ----------
    name : str
        Name of the thread.
    watch : callable, optional
        Returns a context manager in which each call is made, in the thread, for example to count
        failures.
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
        """How many calls have not begun yet."""
        return len(self._jobs)

    async def run(self, call: Callable[[], T], urgency: Urgency = Urgency.FINAL) -> T:
        """Run `call` in the thread, and return or raise what it returns or raises.

        Raises
        ------
        RuntimeError
            The worker has been closed.
        """
        return await self._put(call, urgency)  # type: ignore[no-any-return]

    async def stream(
        self, make: Callable[[], Iterator[T]], urgency: Urgency = Urgency.FINAL
    ) -> AsyncGenerator[T, None]:
        """Create, advance and close the iterator in the thread."""
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
                # Not awaited, so that cancelling does not wait for a step that is still running.
                self._put(close, Urgency.FINAL)

    def close(self) -> None:
        """Cancel waiting calls, and let the thread end after the one under way.

        May be called from any thread, and does not wait.
        """
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
        """Make a job's call, in the present thread, and deliver the outcome."""
        try:
            with watch():
                result = job.call()
        except BaseException as error:  # noqa: BLE001 - every outcome belongs to the caller
            job.settle(None, error)
        else:
            job.settle(result, None)

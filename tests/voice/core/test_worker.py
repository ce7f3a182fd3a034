"""The worker's thread: what runs when, and what comes back. Events, not sleeps, keep time."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing

import pytest

from models.base import EngineFailed
from tests.fakes import settle
from voice.core.worker import Urgency, Worker

SOON_S = 5.0
"""Long enough for a busy machine; reached only when a test fails."""


class Gate:
    """A call that blocks the worker's thread until it is opened."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()

    def __call__(self) -> str:
        self.entered.set()
        assert self.open.wait(SOON_S)
        return "gate"


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker("test")
    yield worker
    worker.close()


@pytest.fixture
async def gate(worker: Worker) -> AsyncIterator[Gate]:
    """The worker is busy with this until it is opened."""
    gate = Gate()
    task = asyncio.create_task(worker.run(gate))
    assert await asyncio.to_thread(gate.entered.wait, SOON_S)
    yield gate
    gate.open.set()
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), SOON_S)


async def test_calls_run_in_a_thread_of_the_workers_name(worker: Worker) -> None:
    assert await worker.run(lambda: threading.current_thread().name) == "viva-test"


async def test_the_event_loop_stays_free_meanwhile(worker: Worker, gate: Gate) -> None:
    waiting = asyncio.create_task(worker.run(lambda: 1))
    await settle()
    assert not waiting.done()
    gate.open.set()
    assert await asyncio.wait_for(waiting, SOON_S) == 1


async def test_who_is_in_a_conversation_comes_first_and_finals_before_partials(
    worker: Worker, gate: Gate
) -> None:
    order: list[str] = []
    calls = [("file", Urgency.FILE), ("p1", Urgency.PARTIAL), ("f1", Urgency.FINAL),
             ("p2", Urgency.PARTIAL), ("f2", Urgency.FINAL)]  # fmt: skip

    def note(name: str) -> Callable[[], None]:
        return lambda: order.append(name)

    tasks = [asyncio.create_task(worker.run(note(name), urgency)) for name, urgency in calls]
    await settle()
    assert worker.waiting == 5
    gate.open.set()
    await asyncio.wait_for(asyncio.gather(*tasks), SOON_S)
    assert order == ["f1", "f2", "p1", "p2", "file"]


async def test_a_text_read_aloud_waits_for_who_is_in_a_conversation(worker: Worker) -> None:
    order: list[str] = []

    async def read(name: str, urgency: Urgency) -> None:
        async for number in worker.stream(lambda: iter(range(3)), urgency):
            order.append(f"{name}{number}")

    await asyncio.wait_for(
        asyncio.gather(read("file", Urgency.FILE), read("live", Urgency.FINAL)), SOON_S
    )
    assert order.index("live2") < order.index("file2")


@pytest.mark.parametrize("error", [EngineFailed("Broken"), ZeroDivisionError(), SystemExit(1)])
async def test_an_error_comes_back_to_who_called_and_the_worker_goes_on(
    worker: Worker, error: BaseException
) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        await worker.run(fail)
    assert raised.value is error
    assert await asyncio.wait_for(worker.run(lambda: 2), SOON_S) == 2


async def test_a_cancelled_call_that_has_not_begun_never_runs(worker: Worker, gate: Gate) -> None:
    ran: list[str] = []
    dropped = asyncio.create_task(worker.run(lambda: ran.append("dropped")))
    kept = asyncio.create_task(worker.run(lambda: ran.append("kept")))
    await settle()
    dropped.cancel()
    await settle()
    gate.open.set()
    await asyncio.wait_for(kept, SOON_S)
    assert ran == ["kept"]


async def test_a_call_cancelled_in_its_middle_harms_nobody(worker: Worker) -> None:
    gate = Gate()
    task = asyncio.create_task(worker.run(gate))
    await asyncio.to_thread(gate.entered.wait, SOON_S)
    task.cancel()
    gate.open.set()
    assert await asyncio.wait_for(worker.run(lambda: 3), SOON_S) == 3
    assert task.cancelled()


async def test_a_stream_yields_in_the_thread_and_ends(worker: Worker) -> None:
    def numbers() -> Iterator[tuple[int, str]]:
        for number in range(3):
            yield number, threading.current_thread().name

    assert [item async for item in worker.stream(numbers)] == [
        (number, "viva-test") for number in range(3)
    ]


async def test_two_streams_take_turns(worker: Worker) -> None:
    order: list[str] = []

    def steps(name: str) -> Iterator[str]:
        for number in range(4):
            order.append(f"{name}{number}")
            yield name

    async def drain(name: str) -> None:
        async for _ in worker.stream(lambda: steps(name)):
            pass

    await asyncio.wait_for(asyncio.gather(drain("a"), drain("b")), SOON_S)
    longest = max(len(list(run)) for _, run in itertools.groupby(step[0] for step in order))
    assert longest <= 2, f"one voice made the other wait: {order}"


async def test_closing_a_stream_closes_the_iterator_in_the_thread(worker: Worker) -> None:
    closed_in: list[str] = []

    def endless() -> Iterator[int]:
        try:
            yield from iter(int, 1)
        finally:
            closed_in.append(threading.current_thread().name)

    async with aclosing(worker.stream(endless)) as stream:
        async for _ in stream:
            break
    await worker.run(lambda: None)
    assert closed_in == ["viva-test"], "an interrupted synthesis goes on"


async def test_an_error_in_a_stream_comes_back(worker: Worker) -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise EngineFailed("The voice broke")

    stream = worker.stream(broken)
    assert await anext(stream) == 1
    with pytest.raises(EngineFailed, match="voice broke"):
        await anext(stream)


async def test_a_stream_cancelled_before_its_first_step_makes_nothing(
    worker: Worker, gate: Gate
) -> None:
    made: list[str] = []

    def make() -> Iterator[int]:
        made.append("made")
        return iter([1])

    async def drain() -> None:
        async for _ in worker.stream(make):
            pass

    task = asyncio.create_task(drain())
    await settle()
    task.cancel()
    await settle()
    gate.open.set()
    await worker.run(lambda: None)
    assert made == []


async def test_closing_drops_what_waits_and_refuses_what_comes(worker: Worker, gate: Gate) -> None:
    waiting = asyncio.create_task(worker.run(lambda: 1))
    await settle()
    worker.close()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waiting, SOON_S)
    with pytest.raises(RuntimeError, match="closed"):
        await worker.run(lambda: 1)


async def test_the_thread_ends_when_the_worker_is_closed() -> None:
    worker = Worker("ending")
    thread = await worker.run(threading.current_thread)
    worker.close()
    await asyncio.to_thread(thread.join, SOON_S)
    assert not thread.is_alive()

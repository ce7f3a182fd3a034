"""What waits for one client: in order, with a bound, and without sound that is out of date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.fakes import settle
from voice.transports.outbox import Outbox, until_one_ends


class Client:
    """Takes messages while it is not blocked."""

    def __init__(self, most: int = 100) -> None:
        self.outbox = Outbox(most)
        self.taken: list[str | bytes] = []
        self.free = asyncio.Event()
        self.free.set()
        self.sending = asyncio.create_task(self.outbox.send_all(self._take, self._take))

    async def _take(self, message: str | bytes) -> None:
        await self.free.wait()
        self.taken.append(message)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = Client()
    yield client
    client.sending.cancel()


async def test_messages_arrive_in_order(client: Client) -> None:
    for message in ("a", b"b", "c"):
        client.outbox.put(message)
    await client.outbox.sent()
    assert client.taken == ["a", b"b", "c"]


async def test_nothing_follows_the_end(client: Client) -> None:
    client.outbox.put("last")
    client.outbox.finish()
    client.outbox.put("late")
    await client.sending
    assert client.taken == ["last"]


async def test_sound_that_is_dropped_is_not_sent(client: Client) -> None:
    client.free.clear()
    client.outbox.put("being sent")
    await settle()
    for message in (b"sound", "clear", b"more"):
        client.outbox.put(message)
    client.outbox.drop_sound()
    client.outbox.put("after")
    client.free.set()
    await client.outbox.sent()
    assert client.taken == ["being sent", "clear", "after"]


async def test_who_reads_nothing_is_given_up(client: Client) -> None:
    client.free.clear()
    for _ in range(12):
        client.outbox.put("ten chars.")
    assert client.outbox.unread.is_set()
    client.free.set()
    await settle()
    assert len(client.taken) == 10


async def test_who_reads_may_read_for_ever(client: Client) -> None:
    for _ in range(50):
        client.outbox.put("ten chars.")
        await client.outbox.sent()
    assert not client.outbox.unread.is_set()
    assert len(client.taken) == 50


async def test_sent_waits_until_the_client_has_taken_all(client: Client) -> None:
    client.free.clear()
    client.outbox.put("slow")
    waiting = asyncio.create_task(client.outbox.sent())
    await settle()
    assert not waiting.done()
    client.free.set()
    await waiting


async def test_the_first_of_several_works_ends_the_others() -> None:
    stopped = asyncio.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    async def fails() -> None:
        await settle()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until_one_ends(forever(), fails())
    assert stopped.is_set()

"""Who reads along: history first, nothing lost, nothing kept for those who do not read."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any, Self

import httpx
import pytest
import uvicorn

from tests.fakes import settle
from tests.house import HOST, SOON_S, House
from voice.api.access.tokens import public_name
from voice.api.common.refused import Refused
from voice.api.own import feed as feed_module
from voice.api.own.feed import (
    ALL_READERS,
    BEHIND,
    KEEP_ALIVE,
    MOST_CHARACTERS,
    READERS,
    RING,
    Feed,
    Feeds,
    TooManyReaders,
)
from voice.conversation.choices import Wanted
from voice.conversation.session import Session
from voice.core import events
from voice.server.serve import _Server


@pytest.fixture
async def session(house: House) -> Session:
    return await house.sessions.open(Wanted())


def free() -> None:
    """Whoever it is may read."""


class Reading:
    """An event stream, read by hand; `async with` asks for it and hangs up."""

    def __init__(self, house: House, path: str, **headers: str) -> None:
        self._house = house
        sent = {"host": HOST, **{name.replace("_", "-"): text for name, text in headers.items()}}
        self._scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 7860),
            "headers": [(name.encode(), text.encode()) for name, text in sent.items()],
        }
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.blocked = asyncio.Event()  # set: what is sent is taken
        self.blocked.set()
        self.status = 0
        self.ended = False
        self._text = ""
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        async def send(message: Any) -> None:
            await self.blocked.wait()
            self._out.put_nowait(message)

        self._in.put_nowait({"type": "http.request", "body": b"", "more_body": False})
        self._task = asyncio.create_task(self._house.app(self._scope, self._in.get, send))
        start = await asyncio.wait_for(self._out.get(), SOON_S)
        self.status = start["status"]
        return self

    async def __aexit__(self, *of: object) -> None:
        assert self._task is not None
        self._in.put_nowait({"type": "http.disconnect"})
        self.blocked.set()
        await asyncio.wait_for(self._task, SOON_S)

    async def chunk(self) -> str:
        """The next piece; "" at the end."""
        message = await asyncio.wait_for(self._out.get(), SOON_S)
        self.ended = not message.get("more_body", False)
        return str(message.get("body", b"").decode())

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event of that type, with its number as "id"; others are skipped."""
        while not self.ended:
            self._text += await self.chunk()
            while "\n\n" in self._text:
                block, self._text = self._text.split("\n\n", 1)
                fields = dict(line.split(": ", 1) for line in block.splitlines())
                if fields.get("event") == kind:
                    return {**json.loads(fields["data"]), "id": fields.get("id")}
        raise AssertionError(f"the stream ended, and no {kind} had come")


def reading(house: House, session: Session, **headers: str) -> Reading:
    return Reading(house, f"/v1/sessions/{session.id}/events", **headers)


async def test_history_comes_first_and_then_what_happens(
    house: House, client: httpx.AsyncClient
) -> None:
    opened = (await client.post("/v1/sessions", json={"mode": "test"})).json()
    session = house.sessions.get(opened["id"])
    path = f"/v1/sessions/{session.id}/messages"
    await client.post(path, json={"text": "hello"})
    async with reading(house, session) as stream:
        assert stream.status == 200
        ready = await stream.event("session_ready")
        assert [turn["text"] for turn in ready["history"]][-2:] == ["hello", "You said hello."]
        assert (await stream.event("state_changed"))["state"] == "listening"
        await client.post(path, json={"text": "again"})
        assert (await stream.event("user_turn"))["text"] == "again"
        assert (await stream.event("reply_text"))["text"] == "You said again."


async def test_the_stream_ends_with_the_session(house: House, session: Session) -> None:
    async with reading(house, session) as stream:
        await stream.event("state_changed")
        session.close("stopped")
        assert (await stream.event("session_ended"))["reason"] == "stopped"
        assert await stream.chunk() == ""
        assert stream.ended
    async with reading(house, session) as stream:
        assert stream.status == 404


async def test_nobody_learns_the_id(house: House, session: Session) -> None:
    async with reading(house, session) as stream:
        ready = await stream.event("session_ready")
        assert ready["session_id"] == public_name(session.id)
        session.tell(session.ready_event())
        assert session.id not in await stream.chunk() + await stream.chunk()


async def test_who_comes_back_misses_nothing(house: House, session: Session) -> None:
    async with reading(house, session) as stream:
        await stream.event("session_ready")
        session.notify("info", "one")
        last = (await stream.event("notice"))["id"]
    session.notify("info", "two")
    session.notify("info", "three")
    async with reading(house, session, last_event_id=last) as stream:
        assert (await stream.event("notice"))["text"] == "two"
        assert (await stream.event("notice"))["text"] == "three"
        session.notify("info", "four")
        assert (await stream.event("notice"))["text"] == "four"


@pytest.mark.parametrize("last", ["77", "0", "-1", "x", "²", "9" * 15])
async def test_who_names_an_unknown_event_is_told_everything(
    house: House, session: Session, last: str
) -> None:
    async with reading(house, session) as stream:
        await stream.event("session_ready")
    session.notify("info", "one")
    feeds = Feeds()
    reader = feeds.join(session, last, free)
    first = await anext(aiter(reader))
    assert "event: session_ready" in first


async def test_who_was_away_for_too_long_is_told_everything(session: Session) -> None:
    feed = Feed(session)
    for number in range(RING + 10):
        session.notify("info", str(number))
    assert "session_ready" in await anext(aiter(feed.join("5", free)))
    assert '"20"' in await anext(aiter(feed.join("20", free)))


async def test_a_quiet_line_is_kept_alive(session: Session) -> None:
    lines = aiter(Feed(session, keep_alive_s=0.001).join("", free))
    seen = [await anext(lines) for _ in range(4)]
    assert seen[-2:] == [KEEP_ALIVE, KEEP_ALIVE]


async def test_who_does_not_read_is_dropped_and_nothing_is_kept_for_them(
    session: Session,
) -> None:
    feed = Feed(session)
    slow, quick = feed.join("", free), feed.join("", free)
    lines = aiter(quick)
    for number in range(3 * BEHIND):
        session.notify("info", str(number))
        await anext(lines)
    assert feed.readers == 1
    assert slow._chunks.qsize() <= 1
    seen = [chunk async for chunk in slow]
    assert len(seen) == 2, "what was known at first, and then the end"


async def test_large_events_are_kept_for_nobody(session: Session) -> None:
    feed = Feed(session)
    slow = feed.join("", free)
    for number in range(BEHIND // 2):
        session.notify("info", f"{number} {'x' * (MOST_CHARACTERS // 10)}")
    assert feed.readers == 0
    assert len([chunk async for chunk in slow]) == 2
    assert "session_ready" in await anext(aiter(feed.join(str(BEHIND // 4), free)))
    last = str(BEHIND // 2 - 1)
    assert f'"{BEHIND // 2 - 1} xx' in await anext(aiter(feed.join(last, free)))


async def test_who_takes_nothing_is_left(
    house: House, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "SEND_S", 0.01)
    async with reading(house, session) as stream:
        await stream.event("state_changed")
        stream.blocked.clear()
        session.notify("info", "one")
        assert stream._task is not None
        await asyncio.wait_for(stream._task, SOON_S)


async def test_so_many_may_read_and_no_more(house: House, session: Session) -> None:
    feeds = Feeds()
    readers = [feeds.join(session, "", free) for _ in range(READERS)]
    for _ in range(1000):
        with pytest.raises(TooManyReaders):
            feeds.join(session, "", free)
    readers[0].leave()
    readers[0].leave()
    feeds.join(session, "", free)
    others = [await house.sessions.open(Wanted()) for _ in range(8)]
    for other in others[: ALL_READERS // READERS - 1]:
        for _ in range(READERS):
            feeds.join(other, "", free)
    with pytest.raises(TooManyReaders):
        feeds.join(others[-1], "", free)


async def test_a_reader_too_many_is_refused_and_one_who_leaves_makes_room(
    house: House, client: httpx.AsyncClient, session: Session
) -> None:
    streams = [reading(house, session) for _ in range(READERS)]
    for stream in streams:
        await stream.__aenter__()
    answer = await client.get(f"/v1/sessions/{session.id}/events")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_readers")
    await streams.pop().__aexit__()
    async with reading(house, session) as stream:
        assert stream.status == 200
    for stream in streams:
        await stream.__aexit__()


async def test_a_token_that_is_withdrawn_or_expires_ends_the_reading(session: Session) -> None:
    holds = True

    def check() -> None:
        if not holds:
            raise Refused(401, "Withdrawn")

    lines = aiter(Feed(session).join("", check))
    session.notify("info", "one")
    seen = [await anext(lines) for _ in range(3)]
    assert "one" in seen[-1]
    holds = False
    session.notify("info", "two")
    assert [chunk async for chunk in lines] == []


async def test_over_http_too(house: House, client: httpx.AsyncClient, session: Session) -> None:
    path = f"/v1/sessions/{session.id}/tokens"
    token = (await client.post(path, json={"role": "watch"})).json()["token"]
    name = public_name(session.id)
    headers = {"authorization": f"Bearer {token}"}
    async with Reading(house, f"/v1/sessions/{name}/events", **headers) as stream:
        await stream.event("state_changed")
        assert (await client.delete(path)).status_code == 204
        session.notify("info", "a secret")
        assert await stream.chunk() == ""
        assert stream.ended
    async with Reading(house, f"/v1/sessions/{name}/events", **headers) as stream:
        assert stream.status == 401


async def test_whoever_watches_is_told_of_the_end(
    house: House, client: httpx.AsyncClient, session: Session
) -> None:
    path = f"/v1/sessions/{session.id}/tokens"
    token = (await client.post(path, json={"role": "watch"})).json()["token"]
    headers = {"authorization": f"Bearer {token}"}
    async with Reading(
        house, f"/v1/sessions/{public_name(session.id)}/events", **headers
    ) as stream:
        await stream.event("state_changed")
        session.close("time_limit")
        assert (await stream.event("session_ended"))["reason"] == "time_limit"


async def test_nothing_is_left_of_a_feed_whose_session_has_ended(house: House) -> None:
    feeds = Feeds()
    for _ in range(50):
        session = await house.sessions.open(Wanted())
        feeds.join(session, "", free)
        session.close("stopped")
    assert not feeds._feeds
    await settle()


async def test_what_is_written_is_only_data(house: House, session: Session) -> None:
    async with reading(house, session) as stream:
        await stream.event("session_ready")
        said = "<script>\r\n\nevent: session_ended\ndata: {}\u2028</script>"
        session.tell(events.UserTurn(clock=0, turn=1, text=said, source="text"))
        assert (await stream.event("user_turn"))["text"] == said


async def test_the_program_can_stop_while_somebody_reads(house: House, session: Session) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    server = _Server(uvicorn.Config(house.app, log_config=None), house.sessions)
    serving = asyncio.create_task(server.serve([listening]))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1/sessions/{session.id}/events"
    kinds: list[str] = []
    async with asyncio.timeout(SOON_S), httpx.AsyncClient() as client:
        async with client.stream("GET", url) as stream:
            async for line in stream.aiter_lines():
                server.should_exit = True
                if line.startswith("event: "):
                    kinds.append(line.removeprefix("event: "))
        await serving
    assert kinds[-1] == "session_ended"

"""Clients that do everything wrong: an error or a clean close each time, and nothing is left."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import random
import struct
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import numpy as np
import pytest
import uvicorn
from fastapi import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.fakes import settle
from tests.house import HOST, House
from tests.voice.api.realtime.line import RealtimeLine, silence
from tests.voice.api.realtime.studio import Studio
from voice.api.realtime import socket
from voice.conversation.session import Session

SOON_S = 20.0
MOST_BYTES = 16_000_000  # as `voice.server.serve` sets it

TEXT = {"type": "input_text", "text": "hi"}
VALID: list[dict[str, Any]] = [
    {
        "type": "session.update",
        "session": {
            "instructions": "x",
            "audio": {
                "input": {"turn_detection": {"type": "server_vad"}, "transcription": {}},
                "output": {"speed": 1.0, "voice": "alloy"},
            },
        },
    },
    {"type": "input_audio_buffer.append", "audio": base64.b64encode(b"\0\1" * 500).decode()},
    {"type": "input_audio_buffer.commit"},
    {"type": "input_audio_buffer.clear"},
    {
        "type": "conversation.item.create",
        "item": {"type": "message", "role": "user", "content": [TEXT]},
    },
    {
        "type": "conversation.item.create",
        "item": {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
    },
    {
        "type": "conversation.item.create",
        "item": {"type": "function_call_output", "call_id": "c", "output": "x"},
    },
    {"type": "conversation.item.retrieve", "item_id": "x"},
    {
        "type": "conversation.item.truncate",
        "item_id": "x",
        "content_index": 0,
        "audio_end_ms": 5,
    },
    {"type": "conversation.item.delete", "item_id": "x"},
    {"type": "response.create", "response": {"output_modalities": ["text"], "metadata": {}}},
    {"type": "response.create", "response": {"conversation": "none", "input": []}},
    {"type": "response.create"},
    {"type": "response.cancel"},
    {"type": "output_audio_buffer.clear"},
]
ODD: list[Any] = [
    None, True, 0, -1, 1e308, "", "x" * 5000, "\ud800", "\0", [], [[]], {}, {"type": "x"},
    [None] * 50, "audio/pcm", "auto", {"type": "audio/pcmu"}, 2**70,
]  # fmt: skip


def spoilt(chance: random.Random, value: Any) -> Any:
    """`value` with something wrong in it, here or deeper."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(list(value))
        if chance.random() < 0.2:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: spoilt(chance, value[key])}
    if isinstance(value, list) and value and chance.random() < 0.8:
        return [spoilt(chance, value[0]), *value[1:]]
    return chance.choice(ODD)


async def answered(line: RealtimeLine, text: str) -> str:
    """Ask in writing; what is answered."""
    content = [{"type": "input_text", "text": text}]
    item = {"type": "message", "role": "user", "content": content}
    line.say("conversation.item.create", item=item)
    line.say("response.create", response={"output_modalities": ["text"]})
    done = (await line.until("response.done"))["response"]
    words: str = done["output"][0]["content"][0]["text"]
    return words.strip()


MOST_GROWTH = 2_000_000
"""Bytes that may be held after 500 clients: a hundredth of what their sessions took."""


def sessions_alive() -> int:
    gc.collect()
    # isinstance would ask lazily imported modules for their class, which imports them.
    return sum(type(thing) is Session for thing in gc.get_objects())


@pytest.mark.parametrize("seed", range(5))
async def test_spoilt_events_are_answered_and_do_no_harm(studio: Studio, seed: int) -> None:
    chance = random.Random(seed)
    tasks = len(asyncio.all_tasks())
    for _ in range(300):
        event = chance.choice(VALID)
        if chance.random() < 0.8:
            event = spoilt(chance, event)
        await studio.client.receive(json.dumps(event))
        if chance.random() < 0.1:
            await studio.pass_time(0.1)
    assert len(studio.all("error")) > 100
    await studio.pass_time(10.0)
    await studio.update(instructions="Be brief.", tools=[], tool_choice="auto")
    await studio.type("still there")
    studio._seen = len(studio.events)
    await studio.send("response.create", response={"input": None, "output_modalities": ["text"]})
    await studio.pass_time(2.0)
    assert studio.last("response.done")["response"]["status"] == "completed"
    assert len(asyncio.all_tasks()) <= tasks + 1


async def bad_clients(house: House, count: int, chance: random.Random) -> None:
    """One after the other; each sends a little nonsense and leaves."""
    for _ in range(count):
        async with RealtimeLine(house.app) as bad:
            for _ in range(chance.randrange(4)):
                match chance.randrange(5):
                    case 0:
                        bad.text("{" * chance.randrange(50))
                    case 1:
                        bad.binary(chance.randbytes(chance.randrange(50)))
                    case 2:
                        bad.text(json.dumps(spoilt(chance, chance.choice(VALID))))
                    case 3:
                        bad.text(chance.choice(VALID))
                    case 4:
                        await settle()
    await settle()


async def test_five_hundred_bad_clients_leave_nothing_behind(house: House) -> None:
    chance = random.Random(0)
    async with RealtimeLine(house.app) as good:
        await good.until("session.created")
        await bad_clients(house, 50, chance)  # modules are imported, and caches filled
        alive, tasks = sessions_alive(), len(asyncio.all_tasks())
        tracemalloc.start()
        await bad_clients(house, 500, chance)
        assert house.sessions.places.taken == 1
        assert len(asyncio.all_tasks()) <= tasks
        assert sessions_alive() <= alive
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert held < MOST_GROWTH
        assert house.model.running == 0
        assert await answered(good, "hello") == "You said hello."


async def test_a_thousand_tiny_appends_are_one_sound(house: House) -> None:
    async with RealtimeLine(house.app) as line:
        sound = np.concatenate((house.vocabulary.say("hello there you"), silence(1.0)))
        data = np.repeat(np.round(sound * 32767), 3)[::2].astype("<i2").tobytes()
        step = len(data) // 1000 | 1  # odd: it cuts samples in two
        for start in range(0, len(data), step):
            piece = base64.b64encode(data[start : start + step]).decode()
            line.say("input_audio_buffer.append", audio=piece)
        await line.until("input_audio_buffer.committed")
        assert (await line.until("response.done"))["response"]["status"] == "completed"


async def test_a_thousand_mistakes_at_once_get_a_thousand_answers(house: House) -> None:
    async with RealtimeLine(house.app) as line:
        for n in range(1000):
            line.say("conversation.item.retrieve", item_id="x", event_id=f"e{n}")
        for n in range(1000):
            assert (await line.until("error"))["error"]["event_id"] == f"e{n}"


async def test_a_thousand_appends_of_nothing(house: House) -> None:
    async with RealtimeLine(house.app) as line:
        for n in range(1000):
            line.say("input_audio_buffer.append", audio="AA==" if n % 2 else "")
        assert await answered(line, "hello") == "You said hello."


# --- over a real connection -------------------------------------------------------------------


@asynccontextmanager
async def served(house: House, ping_s: float = 20.0) -> AsyncIterator[int]:
    """The port of a server."""
    config = uvicorn.Config(
        house.app,
        log_level="critical",
        ws_max_size=MOST_BYTES,
        ws_ping_interval=ping_s,
        ws_ping_timeout=ping_s,
        lifespan="off",
        port=0,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    try:
        await until(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def created(port: int) -> ClientConnection:
    """A client that has its session."""
    url = f"ws://127.0.0.1:{port}/v1/realtime"
    client = await connect(url, max_size=None, compression=None)
    assert json.loads(await client.recv())["type"] == "session.created"
    return client


async def gone(house: House) -> None:
    """Wait until nobody has a place."""
    await until(lambda: not house.sessions.places.taken)


async def until(happened: Callable[[], bool]) -> None:
    """Wait for other tasks, which cannot tell us."""
    for _ in range(round(SOON_S / 0.02)):
        if happened():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


async def test_a_huge_frame_closes_only_its_own_connection(house: House) -> None:
    async with served(house) as port:
        good, bad = await created(port), await created(port)
        with suppress(ConnectionClosed):  # it may come while we still send
            await bad.send("x" * (MOST_BYTES + 1))
        await bad.wait_closed()
        assert bad.close_code == 1009
        await good.send(json.dumps({"type": "input_audio_buffer.clear"}))
        assert json.loads(await good.recv())["type"] == "input_audio_buffer.cleared"
        await good.close()
        await gone(house)


async def test_the_largest_append_is_taken(house: House) -> None:
    async with served(house) as port:
        client = await created(port)
        audio = {"input": {"turn_detection": None}}
        await client.send(json.dumps({"type": "session.update", "session": {"audio": audio}}))
        await client.recv()
        sound = base64.b64encode(bytes(11_000_000)).decode()
        await client.send(json.dumps({"type": "input_audio_buffer.append", "audio": sound}))
        await client.send(json.dumps({"type": "input_audio_buffer.clear"}))
        assert json.loads(await client.recv())["type"] == "input_audio_buffer.cleared"
        await client.close()
        await gone(house)


async def test_a_half_open_connection_is_given_up(house: House) -> None:
    async with served(house, ping_s=0.2) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = (
            "GET /v1/realtime HTTP/1.1",
            f"Host: {HOST}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        assert b"101" in await reader.readline()
        await gone(house)  # pings are not answered
        writer.close()


async def test_a_client_that_breaks_off_is_gone(house: House) -> None:
    async with served(house) as port:
        for head in (b"", struct.pack("!BB", 0x81, 0xFE), struct.pack("!BB", 0x8F, 0x80)):
            client = await created(port)
            client.transport.write(head)  # half a frame, or an unknown one
            client.transport.abort()
            await gone(house)


async def test_who_does_not_read_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stuck(line: WebSocket, text: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(WebSocket, "send_text", stuck)
    monkeypatch.setattr(socket, "MOST_UNREAD", 20_000)
    async with RealtimeLine(house.app) as line:
        for _ in range(200):
            line.say("conversation.item.retrieve", item_id="x")
        await line.closed()
    assert house.sessions.places.taken == 0

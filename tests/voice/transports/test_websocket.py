"""The call over a WebSocket."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import numpy as np
import pytest

from models.base import Float32
from tests.fakes import settle
from tests.house import SOON_S, House, Line
from tests.stage import FRAME, Stage
from voice.api.access.guard import Guard
from voice.conversation.choices import Wanted
from voice.core.events import State
from voice.transports import websocket as socket
from voice.transports.websocket import GOING_AWAY, MAX_FRAME_BYTES, POLICY_VIOLATION, SocketCall

START = {"type": "start"}


def speak(line: Line, audio: Float32) -> None:
    data = np.round(audio * 32768).astype("<i2")
    for start in range(0, len(data), FRAME):
        line.binary(data[start : start + FRAME].tobytes())


async def listen(line: Line, house: House) -> str:
    """The words that arrive until the reply is over."""
    frames: list[bytes] = []
    while b"reply_done" not in (message := await line.next()).get("text", "").encode():
        frames += [message["bytes"]] if "bytes" in message else []
    assert {len(frame) for frame in frames} == {2 * FRAME}
    played = np.frombuffer(b"".join(frames), "<i2").astype(np.float32) / np.float32(32768)
    return house.vocabulary.hear(played)


async def say(client: httpx.AsyncClient, session_id: str, text: str) -> None:
    answer = await client.post(f"/session/{session_id}/say", json={"text": text})
    assert answer.status_code == 200


# --- conversations ----------------------------------------------------------------------------


async def test_a_typed_conversation(house: House, client: httpx.AsyncClient) -> None:
    async with Line(house.app) as line:
        line.text(START)
        assert (await line.next())["type"] == "websocket.accept"
        assert (await line.next())["text"] == '{"type": "audio_format", "sample_rate": 16000}'
        ready = await line.event("session_ready")
        assert house.sessions.places.taken == 1
        await say(client, ready["session_id"], "hello")
        assert (await line.event("user_turn"))["text"] == "hello"
        assert (await line.event("reply_text"))["text"] == "You said hello."
        assert await listen(line, house) == "You said hello."
        await say(client, ready["session_id"], "again")
        assert (await line.event("reply_text"))["text"] == "You said again."


async def test_a_spoken_conversation(house: House) -> None:
    async with Line(house.app) as line:
        line.text({**START, "settings": {"voice": "other"}})
        assert (await line.event("session_ready"))["voice"] == "other"
        speak(line, house.vocabulary.say("what is a cell"))
        speak(line, np.zeros(16_000, np.float32))
        turn = await line.event("user_turn")
        assert (turn["text"], turn["source"]) == ("what is a cell", "voice")
        assert await listen(line, house) == "You said what is a cell."


async def test_an_interruption_drops_what_the_page_has_not_played(
    house: House, client: httpx.AsyncClient
) -> None:
    async with Line(house.app) as line:
        line.text(START)
        session_id = (await line.event("session_ready"))["session_id"]
        await say(client, session_id, "a long story about many things")
        await line.event("reply_text")
        await say(client, session_id, "stop")
        await line.event("clear_audio")
        assert (await line.event("reply_done"))["interrupted"]
        assert (await line.event("reply_text"))["text"].endswith("stop.")


async def test_audio_runs_ahead_of_the_speaker_by_no_more_than_it_should(
    house: House, client: httpx.AsyncClient
) -> None:
    async with Line(house.app) as line:
        line.text(START)
        session_id = (await line.event("session_ready"))["session_id"]
        began = asyncio.get_running_loop().time()
        await say(client, session_id, "one two three")
        await listen(line, house)
        took = asyncio.get_running_loop().time() - began
        assert took >= 5 * 0.25 - 0.25, "a reply of 1.25 s was sent all at once"


# --- the connection ---------------------------------------------------------------------------


async def test_leaving_frees_the_place_and_keeps_the_conversation(house: House) -> None:
    before = asyncio.all_tasks()
    async with Line(house.app) as line:
        line.text(START)
        session_id = (await line.event("session_ready"))["session_id"]
        assert house.sessions.get(session_id).connected
    assert not house.sessions.get(session_id).connected
    assert house.sessions.places.taken == 0
    await house.sessions.close_all()
    await settle()
    assert asyncio.all_tasks() <= before


async def test_coming_back_goes_on(house: House, client: httpx.AsyncClient) -> None:
    async with Line(house.app) as line:
        line.text(START)
        session_id = (await line.event("session_ready"))["session_id"]
        await say(client, session_id, "hello")
        await line.event("reply_text")
    async with Line(house.app) as line:
        line.text({**START, "session_id": session_id})
        history = (await line.event("session_ready"))["history"]
        assert history[0]["text"] == "hello"


async def test_a_second_connection_takes_over(house: House) -> None:
    async with Line(house.app) as first, Line(house.app) as second:
        first.text(START)
        session_id = (await first.event("session_ready"))["session_id"]
        second.text({**START, "session_id": session_id})
        await second.event("session_ready")
        assert (await first.closed())[0] == GOING_AWAY
        assert house.sessions.get(session_id).connected


async def test_the_end_of_a_session_is_told_before_the_line_is_closed(
    house: House, client: httpx.AsyncClient
) -> None:
    async with Line(house.app) as line:
        line.text(START)
        session_id = (await line.event("session_ready"))["session_id"]
        assert (await client.post(f"/session/{session_id}/stop")).status_code == 200
        assert (await line.event("session_ended"))["reason"] == "stopped"
        assert (await line.closed())[0] == GOING_AWAY
    assert house.sessions.places.taken == 0


class Wire:
    """A WebSocket whose other side may stop reading: TCP then takes no more."""

    def __init__(self) -> None:
        self.sound = 0  # messages
        self.reads = asyncio.Event()
        self.reads.set()
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send_bytes(self, data: bytes) -> None:
        await self.reads.wait()
        self.sound += 1

    async def send_text(self, text: str) -> None:
        await self.reads.wait()

    async def receive(self) -> dict[str, Any]:
        return await self.incoming.get()


async def test_a_dead_line_keeps_nothing_from_the_one_that_takes_over(
    talker: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "FAREWELL_S", 0.01)
    talker.desk.disconnect()
    dead, alive = Wire(), Wire()
    first: Any = dead
    lingering = asyncio.create_task(SocketCall(first, talker.session).run())
    await settle()
    dead.reads.clear()
    talker.session.say("go on please")
    for _ in range(20):
        await talker.clock.advance(0.2)
    second: Any = alive
    talking = asyncio.create_task(SocketCall(second, talker.session).run())
    await settle()
    clock = talker.session.clock
    dead.incoming.put_nowait({"type": "websocket.receive", "bytes": b"\1\0" * 16_000})
    await settle()
    assert talker.session.clock == clock, "sound from the dead line was heard"
    async with asyncio.timeout(SOON_S):
        await lingering  # it is given up, and its place is free
    talker.session.say("tell me more")
    async with asyncio.timeout(SOON_S):
        while talker.session.state is not State.SPEAKING or alive.sound < 5:
            await talker.clock.advance(0.2)
            await asyncio.sleep(0.01)
    dead.reads.set()
    await settle()
    assert dead.sound == 0, "sound was kept for the dead line"
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)


# --- odd messages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    [
        "",
        "{",
        "null",
        "[]",
        {},
        {"type": "stop"},
        {"type": "start", "settings": {"volume": 1}},
        {"type": "start", "session_id": 5},
        {"type": "start", "ticket": "a" * 201},
        b"\0\0",
        b"",
    ],
)
async def test_the_first_message_must_be_a_start(house: House, first: Any) -> None:
    async with Line(house.app) as line:
        if isinstance(first, bytes):
            line.binary(first)
        else:
            line.text(first)
        code, reason = await line.closed()
        assert (code, "type start" in reason) == (POLICY_VIOLATION, True)
    assert house.sessions.places.taken == 0


async def test_who_says_nothing_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "FIRST_MESSAGE_S", 0.01)
    async with Line(house.app) as line:
        assert (await line.closed())[0] == POLICY_VIOLATION


async def test_who_leaves_before_saying_anything_does_no_harm(house: House) -> None:
    async with Line(house.app):
        pass
    assert house.sessions.places.taken == 0


@pytest.mark.parametrize(
    "odd", [b"\0", b"\0" * 641, b"\0" * (MAX_FRAME_BYTES + 2), "hello", '{"type": "start"}']
)
async def test_what_is_no_audio_is_named_and_ignored(house: House, odd: str | bytes) -> None:
    async with Line(house.app) as line:
        line.text(START)
        await line.event("session_ready")
        if isinstance(odd, bytes):
            line.binary(odd)
        else:
            line.text(odd)
        notice = await line.event("notice")
        assert (notice["level"], notice["fix"]) == ("warning", "Send int16 at 16 kHz")
        speak(line, house.vocabulary.say("hello there you"))
        speak(line, np.zeros(16_000, np.float32))
        assert (await line.event("user_turn"))["text"] == "hello there you"


async def test_frames_of_any_even_size_are_heard(house: House) -> None:
    async with Line(house.app) as line:
        line.text(START)
        session = house.sessions.get((await line.event("session_ready"))["session_id"])
        for samples in (0, 1, 5, 511, MAX_FRAME_BYTES // 2):
            line.binary(b"\1\0" * samples)
        line.text("the end")
        await line.event("notice")
        assert session.clock >= MAX_FRAME_BYTES // 2


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "code", "words"),
    [
        ({"session_id": "gone"}, "unknown_session", "Press Start"),
        ({"settings": {"mode": "oral"}}, "bad_request", "Choose one of test"),
        ({"settings": {"voice": "nobody"}}, "bad_request", "Choose another one"),
    ],
)
async def test_refusals_are_worded_as_the_routes_word_them(
    house: House, opening: dict[str, Any], code: str, words: str
) -> None:
    async with Line(house.app) as line:
        line.text({**START, **opening})
        assert (await line.next())["type"] == "websocket.accept"
        refusal = httpx.Response(200, text=(await line.next())["text"]).json()["error"]
        assert set(refusal) == {"code", "message", "fix"}
        assert refusal["code"] == code
        assert words in refusal["fix"]
        assert (await line.closed())[0] == POLICY_VIOLATION
    assert house.sessions.places.taken == 0


async def test_where_all_places_are_taken_there_is_a_line(house: House) -> None:
    waiting = await house.sessions.open(Wanted())
    for call in ("x", "y"):
        house.sessions.places.enter(call)
    ticket = ""
    for _ in range(3):
        async with Line(house.app) as line:
            line.text({**START, "ticket": ticket})
            assert (await line.next())["type"] == "websocket.accept"
            refusal = httpx.Response(200, text=(await line.next())["text"]).json()
            meta = refusal["meta"]
            assert (refusal["status"], meta["error"]) == ("failed", "concurrency_limit_reached")
            assert (meta["limit"], meta["position"]) == (2, 1)
            ticket = meta["ticket"]
            assert (await line.closed())[0] == GOING_AWAY
    house.sessions.places.leave("x")
    async with Line(house.app) as line:
        line.text({**START, "ticket": ticket})
        await line.event("session_ready")
    assert house.sessions.get(waiting.id)


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"host": "evil.example"}])
async def test_foreign_pages_are_not_even_accepted(house: House, headers: dict[str, str]) -> None:
    async with Line(house.app, **headers) as line:
        first = await line.next()
        assert (first["type"], first["code"]) == ("websocket.close", POLICY_VIOLATION)


async def test_without_login_the_line_is_closed() -> None:
    house = House(guard=Guard(required=True))
    async with Line(house.app) as line:
        assert await line.closed() == (POLICY_VIOLATION, "You are not signed in")

"""Live transcription: the protocol over fakes, the words over real engines and people."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection, connect

from models.base import Float32
from tests.fakes import settle
from tests.house import House, Line
from tests.recordings import recording, silence, word_errors, words
from voice.api.own.transcribe import MAX_FRAME_BYTES
from voice.core.audio import resample, to_int16

PATH = {"path": "/v1/transcribe"}
RATE = 48_000


# --- over real engines ----------------------------------------------------------------------------


async def say(socket: ClientConnection, audio: Float32) -> None:
    """Send float32 mono 16 kHz as the client's 48 kHz, 100 ms at a time."""
    sound = to_int16(resample(audio, 16_000, RATE)).astype("<i2")
    for start in range(0, len(sound), RATE // 10):
        await socket.send(sound[start : start + RATE // 10].tobytes())


async def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of that type."""
    while True:
        message: dict[str, Any] = json.loads(await socket.recv())
        assert message["type"] != "error", message
        if message["type"] == kind:
            return message


async def test_two_people_one_after_the_other(url: str) -> None:
    first, second = recording("2428-83705-0001"), recording("p226_006")
    address = f"{url.replace('http', 'ws', 1)}/v1/transcribe"
    async with connect(address) as socket:
        await socket.send(
            json.dumps(
                {
                    "type": "config",
                    "sample_rate": RATE,
                    "language": "en",
                    "vocabulary": ["Snellings"],
                }
            )
        )
        assert (await until(socket, "ready"))["sample_rate"] == RATE
        await say(socket, first.audio[:48_000])
        assert 0 <= (await until(socket, "speech_started"))["at_s"] < 1.5
        partial = await until(socket, "partial")
        assert partial["turn"] == 1
        assert partial["text"], "words appear while somebody still speaks"
        await say(socket, np.concatenate((first.audio[48_000:], silence(2.5))))
        await until(socket, "speech_stopped")
        heard = await until(socket, "final")
        assert heard["turn"] == 1
        assert heard["language"] == "en"
        assert word_errors(heard["text"], first.reference) / len(words(first.reference)) < 0.15
        await say(socket, second.audio)
        await socket.send('{"type": "end"}')
        then = await until(socket, "final")
        assert then["turn"] == 2
        assert word_errors(then["text"], second.reference) / len(words(second.reference)) < 0.15
        starts = [word["start_s"] for word in (*heard["words"], *then["words"])]
        assert starts == sorted(starts)
        assert then["words"][0]["start_s"] > len(first.audio) / 16_000 + 2
        done = await until(socket, "done")
        total = (len(first.audio) + len(second.audio)) / 16_000 + 2.5
        assert done["seconds"] == pytest.approx(total, abs=0.2)
        await socket.wait_closed()
    assert socket.close_code == 1000


# --- over fakes -----------------------------------------------------------------------------------


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House(places=1)
    yield house
    await house.close()


def pcm(house: House, text: str) -> bytes:
    """What a person who says `text` sounds like there, and a pause."""
    sound = np.concatenate((house.vocabulary.say(text), silence(2)))
    return to_int16(sound).astype("<i2").tobytes()


async def test_what_was_said_until_the_end_is_sent_before_the_line_closes(house: House) -> None:
    async with Line(house.app, PATH) as line:
        line.text({"type": "config", "patience": "quick"})
        line.binary(pcm(house, "one two three")[:24_000])  # in the middle of a word's silence
        line.text({"type": "end"})
        assert (await line.event("final"))["text"] == "one two three"
        await line.event("done")
        assert (await line.closed())[0] == 1000
    assert house.sessions.places.taken == 0


async def test_recognition_that_fails_is_told_and_the_next_turn_works(house: House) -> None:
    house.engines.stt.failures = 2  # type: ignore[attr-defined]
    async with Line(house.app, PATH) as line:
        line.text({"type": "config", "patience": "quick"})
        line.binary(pcm(house, "one two three"))
        assert (await line.event("error"))["error"]["code"] == "not_understood"
        line.binary(pcm(house, "four five six"))
        final = await line.event("final")
        assert final["turn"] == 2
        assert final["text"] == "one two three four five six", "what failed is tried again"


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("hello", "bad_config"),
        ("[" * 50_000, "bad_config"),
        ({"type": "start"}, "bad_config"),
        ({"type": "config", "sample_rate": 4_000}, "bad_config"),
        ({"type": "config", "sample_rate": 1e300}, "bad_config"),
        ({"type": "config", "encoding": "mp3"}, "bad_config"),
        ({"type": "config", "language": "klingon"}, "bad_config"),
        ({"type": "config", "vocabulary": ["x"] * 101}, "bad_config"),
        (b"\0\0", "no_config"),
    ],
)
async def test_a_wrong_beginning_is_explained_and_the_line_closed(
    house: House, first: Any, code: str
) -> None:
    async with Line(house.app, PATH) as line:
        if isinstance(first, bytes):
            line.binary(first)
        else:
            line.text(first)
        error = (await line.event("error"))["error"]
        assert error["code"] == code
        assert error["message"]
        assert (await line.closed())[0] == 1008
    assert house.sessions.places.taken == 0


@pytest.mark.parametrize(
    ("message", "code", "close"),
    [
        (b"\0\0\0", "bad_sound", 1003),
        (bytes(MAX_FRAME_BYTES + 2), "too_large", 1009),
        ("what?", "bad_message", 1003),
        ({"type": "end", "more": 1}, "bad_message", 1003),
    ],
)
async def test_a_wrong_message_is_explained_and_the_line_closed(
    house: House, message: Any, code: str, close: int
) -> None:
    async with Line(house.app, PATH) as line:
        line.text({"type": "config"})
        if isinstance(message, bytes):
            line.binary(message)
        else:
            line.text(message)
        assert (await line.event("error"))["error"]["code"] == code
        assert (await line.closed())[0] == close


async def test_a_line_on_which_nothing_is_said_keeps_nobody_out(house: House) -> None:
    async with Line(house.app, PATH), Line(house.app, PATH) as line:
        line.text({"type": "config"})
        await line.event("ready")


async def test_two_hundred_clients_who_hang_up_leave_nothing_behind(house: House) -> None:
    await settle()
    before = len(asyncio.all_tasks())
    for number in range(200):
        async with Line(house.app, PATH) as line:
            if number % 4:
                line.text({"type": "config", "patience": "quick"})
                await line.event("ready")
            if number % 4 > 1:
                line.binary(pcm(house, "one two three four")[: 8_000 * (number % 4)])
            if number % 4 > 2:
                line.text({"type": "end"})
    await settle()
    assert len(asyncio.all_tasks()) <= before
    assert house.sessions.places.taken == 0


async def test_a_place_is_needed_and_given_back(house: House) -> None:
    async with Line(house.app, PATH) as line:
        line.text({"type": "config"})
        await line.event("ready")
        async with Line(house.app, PATH) as other:
            other.text({"type": "config"})
            assert (await other.event("error"))["error"]["code"] == "busy"
            assert (await other.closed())[0] == 1013
    async with Line(house.app, PATH) as line:
        line.text({"type": "config"})
        await line.event("ready")

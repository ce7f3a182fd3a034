"""Real conversations over real connections: `app.py`, human recordings, real engines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from models.base import TranscribeOptions
from models.whisper.engine import FasterWhisper
from tests.models.fetched import weights
from tests.rtc_client import Caller
from tests.running import SMALL_MODEL, RunningApp, running_app
from tests.words import agreement
from voice.core.audio import read_file

DATA = Path(__file__).parent / "data"
QUESTION = DATA / "librispeech" / "2902-9008-0008.flac"
QUESTION_TEXT = "what do i care for food"


CallerOf = Callable[[], Caller]


@pytest.fixture(scope="module")
def app() -> Iterator[RunningApp]:
    with running_app(*SMALL_MODEL, "--max-sessions", "2", "--mode", "conversation") as app:
        app.url()
        yield app


@pytest.fixture
async def caller_of(app: RunningApp) -> AsyncIterator[CallerOf]:
    """Makes callers; all of them have hung up at the end."""
    callers: list[Caller] = []

    def make() -> Caller:
        callers.append(Caller(app.url()))
        return callers[-1]

    yield make
    for caller in callers:
        await caller.hang_up()


async def _greeted(caller: Caller, **extra: Any) -> dict[str, Any]:
    await caller.call(**extra)
    return await caller.wait_for("reply_done")


async def test_a_spoken_question_is_understood_answered_aloud_and_remembered(
    app: RunningApp, caller_of: CallerOf
) -> None:
    caller = caller_of()
    greeting = await _greeted(caller)
    heard_before = len(caller.audio())
    caller.microphone.say(read_file(QUESTION))
    turn = await caller.wait_for("user_turn")
    assert agreement(QUESTION_TEXT, turn["text"]) > 0.7, turn["text"]
    done = await caller.wait_for("reply_done", where=lambda e: e["reply"] == 2)
    assert not done["interrupted"]
    spoken = caller.audio()[heard_before:]
    assert np.sqrt(np.mean(spoken**2)) > 0.01, "the answer is not to be heard"
    stt = FasterWhisper(weights("whisper-base"), "base")
    heard = stt.transcribe(spoken, TranscribeOptions("en")).text
    said = agreement(done["text"], heard)
    assert said > max(0.6, agreement(greeting["text"], heard)), (done["text"], heard)
    async with httpx.AsyncClient() as client:
        seen = (await client.get(f"{app.url()}/session/{caller.session_id}")).json()
    assert [entry["role"] for entry in seen["history"]] == ["assistant", "user", "assistant"]


async def test_words_are_shown_while_they_are_spoken(caller_of: CallerOf) -> None:
    caller = caller_of()
    await _greeted(caller)
    caller.microphone.say(read_file(DATA / "librispeech" / "2428-83705-0001.flac"))
    partial = await caller.wait_for("partial_transcript", where=lambda e: len(e["text"]) > 12)
    assert not caller.microphone.said.is_set(), "the first words came after the last were said"
    assert agreement("but it is quite plain to me", partial["text"]) > 0.3


async def test_speaking_over_the_examiner_silences_it(caller_of: CallerOf) -> None:
    caller = caller_of()
    await caller.call()
    await caller.wait_for("reply_text")
    caller.microphone.say(read_file(QUESTION))
    await caller.wait_for("state_changed", where=lambda e: e["state"] == "interrupted")
    cut = await caller.wait_for("reply_done")
    assert cut["interrupted"]
    await caller.wait_for("user_turn")


async def test_a_reconnected_session_goes_on(caller_of: CallerOf) -> None:
    first = caller_of()
    await _greeted(first)
    await first.hang_up()
    second = caller_of()
    await second.call(session_id=first.session_id)
    ready = await second.wait_for("session_ready")
    assert [entry["role"] for entry in ready["history"]] == ["assistant"]


async def test_a_third_caller_waits_and_gets_the_place_that_is_freed(
    caller_of: CallerOf,
) -> None:
    first, second, third = caller_of(), caller_of(), caller_of()
    await first.call()
    await second.call()
    refusal = await third.offer()
    assert refusal["meta"]["error"] == "concurrency_limit_reached"
    assert refusal["meta"]["position"] == 1
    await first.hang_up()
    await third.call()
    assert third.session_id


async def test_two_callers_never_hear_each_other(caller_of: CallerOf) -> None:
    files = [QUESTION, DATA / "misc" / "goforward.flac"]
    texts = [QUESTION_TEXT, "go forward ten meters"]
    callers = [caller_of() for _ in files]
    await asyncio.gather(*(_greeted(caller) for caller in callers))
    for caller, file in zip(callers, files, strict=True):
        caller.microphone.say(read_file(file))
    for caller, text, other in zip(callers, texts, reversed(texts), strict=True):
        turn = await caller.wait_for("user_turn")
        assert agreement(text, turn["text"]) > max(0.6, agreement(other, turn["text"]))


@pytest.mark.parametrize("file", ["cough.flac", "keyboard-typing2.flac", "dog-bark.flac"])
async def test_noise_is_no_turn(caller_of: CallerOf, file: str) -> None:
    caller = caller_of()
    await _greeted(caller)
    caller.microphone.say(read_file(DATA / "noise" / file)[: 5 * 16_000])
    await caller.microphone.said.wait()
    start = caller.events[-1]["clock"]
    await caller.wait_for("time_left", where=lambda e: e["clock"] > start + 4 * 16_000)
    said = [e["text"] for e in caller.events if e["type"] == "user_turn"]
    assert said == [], f"{file} was taken for words"

"""Words while they are spoken: what the student sees of what is heard."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import numpy as np
import pytest

from tests.stage import Stage
from voice.core import events
from voice.engines.load_shedding import REST_S
from voice.hearing.listener import PARTIAL_UP_TO_S, quietest

LONG = "one two three four five six seven eight nine ten eleven twelve"  # 3 s


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await stage.end()


def shown(stage: Stage) -> list[str]:
    return [event.text for event in stage.events(events.PartialTranscript)]


async def test_each_look_shows_more_and_settles_what_two_agree_on(stage: Stage) -> None:
    await stage.say(LONG)
    partials = stage.events(events.PartialTranscript)
    assert len(partials) >= 4, "new words every half second"
    for before, now in itertools.pairwise(partials):
        assert now.text.startswith(before.text[: before.stable]), "settled words were taken back"
        assert len(now.text) > len(before.text)
    assert partials[-1].stable > 0


async def test_a_look_that_hears_nothing_leaves_the_words_on_the_page(stage: Stage) -> None:
    await stage.say("one two three four")
    stage.stt.deaf_partials = 1
    await stage.say("five six seven eight nine ten")
    assert all(shown(stage)), "the page went blank in the middle of a sentence"
    assert shown(stage)[-1].startswith("one two three four five")


async def test_a_look_that_fails_is_followed_by_the_next(stage: Stage) -> None:
    stage.stt.partial_failures = 1
    await stage.say(LONG)
    assert len(shown(stage)) >= 3
    assert not stage.events(events.Notice), "a partial that failed is nobody's worry"


async def test_no_look_delays_the_final_transcript(stage: Stage) -> None:
    stage.stt_runner.cost_s = 0.9  # a slow machine: a look still waits when the student pauses
    await stage.say("one two three four five")
    looks = stage.stt_runner.begun
    await stage.wait(2.5)
    assert stage.stt_runner.begun == looks + 1, "a look was made although the words are final"
    assert [turn for turn in stage.remembered() if turn[0] == "user"] == [
        ("user", "one two three four five")
    ]


async def test_looks_at_a_very_long_utterance_stop(stage: Stage) -> None:
    words = round(PARTIAL_UP_TO_S / 0.25)
    await stage.say(" ".join(f"w{n}" for n in range(words)))
    looks = len(shown(stage))
    await stage.say(" ".join(f"x{n}" for n in range(20)))
    assert len(shown(stage)) <= looks + 1, "every look at 20 s of speech costs a second"
    await stage.wait(1.5)
    assert stage.remembered()[0][1].endswith("x19"), "all of it is recognised in the end"


async def test_a_slow_machine_shows_no_partials_and_says_so_once(stage: Stage) -> None:
    stage.stt_runner.cost_s = 1.3  # every look
    for _ in range(2):
        await stage.say(LONG)
        await stage.wait(12)
    notices = [event.text for event in stage.events(events.Notice)]
    assert sum("appear only when you have finished" in text for text in notices) == 1
    looks = len(shown(stage))
    await stage.say(LONG)
    assert len(shown(stage)) == looks, "looks are made although they come too late"
    stage.stt_runner.cost_s = 0.2
    await stage.wait(REST_S + 5)
    await stage.say(LONG)
    assert len(shown(stage)) > looks, "they never came back"


async def test_a_very_slow_machine_prepares_no_answers(stage: Stage) -> None:
    stage.stt_runner.cost_s = 2.5
    for _ in range(3):
        await stage.say("what is a cell")
        await stage.wait(12)
    asked = len(stage.model.asked)
    await stage.say("what is a gene")
    await stage.wait(12)
    assert len(stage.model.asked) == asked + 1, "one answer is one call"
    assert [turn[1] for turn in stage.remembered() if turn[0] == "user"][-1] == "what is a gene"
    assert any("answers take longer" in event.text for event in stage.events(events.Notice))


def test_a_long_recording_is_cut_where_it_is_quietest() -> None:
    loud = np.full(40 * 16_000, 0.5, np.float32)
    loud[20 * 16_000 : 20 * 16_000 + 3200] = 0.0
    assert quietest(loud) == pytest.approx(20 * 16_000 + 1600, abs=1600)
    assert quietest(loud[: 16_000 * 28]) == 16_000 * 28
    assert quietest(loud[:0]) == 0

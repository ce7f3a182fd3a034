"""Words while they are spoken: what the student sees of what is heard."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import numpy as np
import pytest

from models.base import Float32, TranscribeOptions, Transcript
from tests.stage import Stage
from voice.core import events
from voice.core.events import State
from voice.engines.load_shedding import REST_S
from voice.hearing.listener import LONG_PAUSE_S, PARTIAL_UP_TO_S
from voice.hearing.recognition import WINDOW_S, quietest

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


# --- turns that go on and on --------------------------------------------------------------------


def said(stage: Stage) -> list[str]:
    return [text for role, text in stage.remembered() if role == "user"]


async def test_speech_without_a_pause_is_understood_word_for_word(stage: Stage) -> None:
    words = [f"w{n}" for n in range(160)]
    for start in range(0, len(words), 12):
        await stage.say(" ".join(words[start : start + 12]))
        await stage.wait(0.1)  # a breath, too short to be a pause
    await stage.wait(2)
    assert said(stage) == [" ".join(words)]
    assert max(stage.stt.seconds) <= WINDOW_S + 0.2
    heard = stage.session.memory.turns[0].words
    for n, word in enumerate(heard):
        assert word.start_s == pytest.approx(n * 0.25 + n // 12 * 0.1, abs=0.1), word.text
    shown_last = shown(stage)[-1].split()
    assert shown_last[:120] == words[:120], "words on the page were lost when a stretch was cut"


async def test_a_minute_of_thinking_is_neither_kept_nor_recognised(stage: Stage) -> None:
    await stage.say("one two three four")
    stage.session.hold(True)
    await stage.wait(60)
    await stage.say("five six seven eight")
    stage.session.done()
    await stage.wait(2)
    assert said(stage) == ["one two three four five six seven eight"]
    assert sum(stage.stt.seconds) < 6, "silence was recognised"
    words = stage.session.memory.turns[0].words
    assert words[4].start_s - words[3].end_s == pytest.approx(60, abs=0.1)


async def test_a_turn_can_end_in_a_long_pause(stage: Stage) -> None:
    await stage.say("one two three four")
    stage.session.hold(True)
    await stage.wait(LONG_PAUSE_S + 5)
    stage.session.hold(False)
    await stage.wait(2)
    assert said(stage) == ["one two three four"]


# --- who may call when -------------------------------------------------------------------------


async def test_a_turn_may_be_ended_by_whoever_is_told_of_its_pause(stage: Stage) -> None:
    def done(event: events.Event) -> None:
        if isinstance(event, events.SpeechStopped):
            stage.session.done()

    stage.session.subscribe(done)
    await stage.say("one two three four")
    await stage.wait(3)
    await stage.say("five six seven eight")
    await stage.wait(3)
    assert said(stage) == ["one two three four", "five six seven eight"]
    assert len(stage.events(events.TurnEnded)) == 2


async def test_a_turn_may_be_dropped_by_whoever_is_told_of_it(stage: Stage) -> None:
    def drop(event: events.Event) -> None:
        if isinstance(event, events.SpeechStarted):
            stage.session.listener.reset()

    unsubscribe = stage.session.subscribe(drop)
    speech = stage.vocabulary.say("one")
    stage.desk.connection.push(np.concatenate((speech, np.zeros(32_000, np.float32))))
    await stage.wait(1)
    unsubscribe()
    await stage.say("two three four five")
    await stage.wait(3)
    assert said(stage) == ["two three four five"]
    assert stage.session.state is not State.INTERRUPTED


async def test_dropping_a_turn_keeps_the_one_before_it(stage: Stage) -> None:
    stage.stt_runner.cost_s = 2.0
    await stage.say("one two three four")
    await stage.wait(1)
    await stage.say("five six seven")
    stage.session.listener.reset()
    await stage.wait(5)
    assert said(stage) == ["one two three four"]


async def test_a_bug_in_the_recogniser_ends_no_partials(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    transcribe, broken = stage.stt.transcribe, [ZeroDivisionError()]

    def once(audio: Float32, options: TranscribeOptions) -> Transcript:
        if broken and options.partial:
            raise broken.pop()
        return transcribe(audio, options)

    stage.stt.transcribe = once  # type: ignore[method-assign]
    await stage.say(LONG)
    assert len(shown(stage)) >= 3
    assert "ZeroDivisionError" in caplog.text


def test_a_long_recording_is_cut_where_it_is_quietest() -> None:
    loud = np.full(40 * 16_000, 0.5, np.float32)
    loud[20 * 16_000 : 20 * 16_000 + 3200] = 0.0
    assert quietest(loud) == pytest.approx(20 * 16_000 + 1600, abs=1600)
    assert quietest(loud[: 16_000 * 28]) == 16_000 * 28
    assert quietest(loud[:0]) == 0

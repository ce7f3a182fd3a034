"""Scripted conversations in simulated time: questions, answers, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from models.base import Message, VivaError
from tests.fakes import COUGH
from tests.stage import MODE, Stage
from voice.core import events
from voice.core.events import State


async def test_a_question_is_answered_aloud_and_remembered(stage: Stage) -> None:
    await stage.wait(0.5)
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said what is a cell."
    assert stage.remembered() == [
        ("user", "what is a cell"),
        ("assistant", "You said what is a cell."),
    ]


async def test_the_second_answer_knows_the_first_turn(stage: Stage) -> None:
    for question in ("my name is Ada", "what is my name"):
        await stage.say(question)
        await stage.until(State.SPEAKING)
        await stage.until(State.LISTENING)
    assert [m.content for m in stage.model.asked[1]][1:] == [
        "my name is Ada",
        "You said my name is Ada.",
        "what is my name",
    ]


async def test_states_are_announced_in_order(stage: Stage) -> None:
    await stage.say("hello there")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    states = [event.state for event in stage.events(events.StateChanged)]
    assert states == [
        State.CONNECTING,
        State.LISTENING,
        State.THINKING,
        State.SPEAKING,
        State.LISTENING,
    ]


async def test_words_appear_while_they_are_spoken(stage: Stage) -> None:
    await stage.say("the mitochondria make energy for the whole cell")
    partials = [event.text for event in stage.events(events.PartialTranscript)]
    assert len(partials) >= 2
    assert "the mitochondria make energy for the whole cell".startswith(partials[0])
    stable = stage.events(events.PartialTranscript)[-1]
    assert stable.stable > 0


async def test_a_greeting_is_spoken_first_and_without_the_model() -> None:
    stage = Stage(mode=replace(MODE, greeting={"en": "Welcome to your exam."}))
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "Welcome to your exam."
    assert stage.model.asked == []
    assert stage.remembered() == [("assistant", "Welcome to your exam.")]
    await stage.end()


async def test_typed_text_takes_the_same_road(stage: Stage) -> None:
    stage.session.say("  typed \n question ")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said typed question."
    assert stage.events(events.UserTurn)[0].source == "text"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "no text"), (" \n\t", "no text"), ("x" * 10_000, "10,000 characters")],
)
async def test_text_that_cannot_be_answered_is_refused(
    stage: Stage, text: str, complaint: str
) -> None:
    with pytest.raises(VivaError, match=complaint):
        stage.session.say(text)


async def test_emoji_and_right_to_left_text_are_answered(stage: Stage) -> None:
    stage.session.say("שלום 👩‍🎓 مرحبا")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert "שלום" in stage.remembered()[0][1]


async def test_latencies_add_up(stage: Stage) -> None:
    await stage.say("what is a cell")
    await stage.until(State.SPEAKING)
    metrics = stage.events(events.TurnMetrics)[0]
    assert metrics.end_of_turn_delay == pytest.approx(0.25, abs=0.08)
    assert metrics.transcription_delay == pytest.approx(0.08, abs=0.08)
    assert metrics.llm_ttft == pytest.approx(0.3, abs=0.05)
    assert metrics.tts_ttfb == pytest.approx(0.1, abs=0.05)
    assert metrics.voice_to_voice is not None
    assert 0.8 < metrics.voice_to_voice < 1.4


async def test_interruptions_are_counted(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(0.5)
    await talker.say(COUGH)
    await talker.until(State.SPEAKING)
    await talker.wait(0.3)
    await talker.say("stop now please")
    await talker.until(State.THINKING)
    await talker.until(State.SPEAKING)
    metrics = talker.events(events.TurnMetrics)[-1]
    assert (metrics.interruptions, metrics.false_interruptions) == (1, 1)


async def test_twenty_sessions_never_hear_each_other() -> None:
    def answer(number: int) -> Callable[[Sequence[Message]], str]:
        return lambda messages: f"reply{number} to {messages[-1].content}."

    first = Stage(reply=answer(0))
    stages = [first] + [
        Stage(reply=answer(n), clock=first.clock, vocabulary=first.vocabulary) for n in range(1, 20)
    ]
    said = [first.vocabulary.say(f"word{n} is mine{n} alone{n}") for n in range(20)]
    silence = np.zeros(320, np.float32)
    for tick in range(6 * 50):
        for number, stage in enumerate(stages):
            start = (tick - 3 * number) * 320  # each begins 60 ms after the one before
            frame = said[number][start : start + 320] if start >= 0 else silence
            stage.desk.tick(frame if len(frame) == 320 else silence)
        await first.clock.advance(0.02)
    for number, stage in enumerate(stages):
        text = f"word{number} is mine{number} alone{number}"
        assert stage.remembered() == [("user", text), ("assistant", f"reply{number} to {text}.")]
        assert stage.desk.heard() == f"reply{number} to {text}."
        assert [event.text for event in stage.events(events.UserTurn)] == [text]
    for stage in stages:
        await stage.end()

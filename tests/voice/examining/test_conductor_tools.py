"""What the model may do in an exam that is held aloud; in simulated time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence

import pytest

from models.base import Message, ModelStatus
from tests.fakes import settle
from tests.stage import Stage
from tests.voice.examining.test_conductor import heard, stage_for
from voice.core.events import State
from voice.exam.asking.commands import Command
from voice.examining.conductor import Conductor, exam_of

REACTION = "Nice beginning."


def reply(messages: Sequence[Message]) -> str:
    return REACTION


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A tutor, and a model that takes tools."""
    stage = stage_for("tutor")
    stage.model.reply = reply
    await settle()
    yield stage
    await stage.end()


def exam(stage: Stage) -> Conductor:
    exam = exam_of(stage.session)
    assert exam is not None
    return exam


async def answered(stage: Stage) -> None:
    """The first question, and half an answer to it."""
    await heard(stage, "What is part one?")
    await stage.say("it is betaone I think")


async def test_without_a_call_the_prepared_question_follows(stage: Stage) -> None:
    await answered(stage)
    await heard(stage, f"{REACTION} And what else one?")
    assert len(stage.model.asked) == 2, "it is tried with tools once, and asked once"


async def test_a_hint_comes_before_the_prepared_question(stage: Stage) -> None:
    stage.model.calls += ("give_hint",)
    await answered(stage)
    await heard(stage, f"{REACTION} Think of letters one. And what else one?")
    attempt = exam(stage).examiner.record.attempts[0]
    assert attempt.hints_given == 1
    await stage.say("also alphaone")
    await heard(stage, "part two?")
    assert [answer.text for answer in attempt.answers] == ["it is betaone I think", "also alphaone"]


async def test_understanding_is_checked_in_place_of_the_prepared_question(stage: Stage) -> None:
    stage.model.calls += ("check_understanding",)
    await answered(stage)
    await heard(stage, "in your own words")
    assert "And what else one?" not in stage.desk.heard()
    sitting = exam(stage).examiner.course.current
    assert sitting is not None
    assert sitting.follow_ups == 1, "what was never asked counts as asked"


async def test_the_model_may_go_on_to_the_next_question(stage: Stage) -> None:
    stage.model.calls += ("next_item",)
    await answered(stage)
    await stage.until(State.SPEAKING)
    await stage.wait(20)
    assert stage.marking.asked == [exam(stage).examiner.record.attempts[0].item.id]
    assert "And what else one?" not in stage.desk.heard()


async def test_the_end_of_the_exam_is_the_students_to_decide(stage: Stage) -> None:
    stage.model.calls += ("finish",)
    await answered(stage)
    await heard(stage, "really")
    assert not exam(stage).finished
    await stage.say("no")
    await heard(stage, "And what else one?")


async def test_what_is_refused_changes_nothing(stage: Stage) -> None:
    stage.model.calls += ("give_hint",)
    await heard(stage, "What is part one?")
    exam(stage).pressed(Command.HINT)
    await heard(stage, "Think of letters one.")
    await stage.say("it is betaone I think")
    await heard(stage, f"{REACTION} And what else one?")
    assert stage.desk.heard().count("Think of letters one.") == 1
    await stage.say("also alphaone")
    await heard(stage, "part two?")


async def test_a_reply_that_was_cut_does_nothing(stage: Stage) -> None:
    stage.model.calls += ("give_hint",)
    stage.model.reply = lambda messages: "Nice beginning indeed and now listen to me for long"
    await answered(stage)
    await heard(stage, "Nice", state=State.SPEAKING)
    await stage.say("but wait there is more")
    await stage.until(State.LISTENING)
    await stage.wait(15)
    assert exam(stage).examiner.record.attempts[0].hints_given == 0


async def test_one_call_is_enough(stage: Stage) -> None:
    stage.model.calls += ("give_hint", "next_item")
    await answered(stage)
    await heard(stage, "Think of letters one. And what else one?")
    assert len(exam(stage).examiner.record.attempts) == 1


async def test_a_model_without_tools_is_bound_to_a_schema(stage: Stage) -> None:
    stage.model.calls = ()
    said = {"say": REACTION, "tool": {"name": "give_hint", "arguments": {}}}
    stage.model.reply = lambda messages: json.dumps(said)
    await answered(stage)
    await heard(stage, f"{REACTION} Think of letters one. And what else one?")
    assert "{" not in stage.desk.heard()


async def test_a_model_that_breaks_is_replaced_by_fixed_words(stage: Stage) -> None:
    stage.model.fail_after = 0
    await answered(stage)
    await heard(stage, "And what else one?")
    assert REACTION not in stage.desk.heard()


async def test_a_small_model_is_not_asked() -> None:
    stage = stage_for("tutor")
    stage.model.status = ModelStatus("fake", "qwen-0.5b", "It is a test", 4096)
    stage.session.reset()
    await answered(stage)
    await heard(stage, "And what else one?")
    assert stage.model.asked == []
    await stage.end()


async def test_in_an_exam_the_model_has_no_tools() -> None:
    stage = stage_for("exam")
    stage.model.calls += ("give_hint", "next_item", "finish")
    await answered(stage)
    await heard(stage, "And what else one?")
    assert stage.model.asked == []
    await stage.end()

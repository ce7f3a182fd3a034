"""Whole exams through a session, in simulated time: asked aloud, answered aloud, marked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes import COUGH, settle
from tests.stage import Stage
from voice.conversation.choices import ExamChoice
from voice.core import events
from voice.core.audio import to_float
from voice.core.events import State
from voice.exam.asking.commands import Command
from voice.exam.marking.judge import size_b
from voice.exam.model.bank import Bank
from voice.exam.model.plan import MANNERS, Manner, Plan
from voice.examining.conductor import exam_of

BANK = Bank.model_validate(
    {
        "title": "Cells",
        "instructions": "Welcome to the exam.",
        "closing": "That was all.",
        "order": "parts",
        "topics": [
            {
                "title": f"Part {n}",
                "subtopics": [
                    {
                        "title": "All",
                        "items": [
                            {
                                "question": f"What is part {n}?",
                                "key_points": [
                                    {"text": f"alpha{n}", "follow_up": f"And what else {n}?"},
                                    {"text": f"beta{n}"},
                                ],
                                "hints": [f"Think of letters {n}."],
                                "seconds": 20,
                                "vocabulary": [f"term{n}"],
                            }
                        ],
                    }
                ],
            }
            for n in ("one", "two", "three")
        ],
    }
)


def stage_for(manner: Manner = "exam", minutes: float = 10) -> Stage:
    plan = Plan(MANNERS[manner], manner, minutes)
    return Stage(exam=ExamChoice("cells", BANK, plan))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = stage_for()
    await settle()
    yield stage
    await stage.end()


async def heard(
    stage: Stage, words: str, within_s: float = 30.0, state: State = State.LISTENING
) -> None:
    """Silence until the examiner has said these words, and is silent if not told otherwise."""
    for _ in range(round(within_s * 5)):
        await stage.wait(0.2)
        if stage.session.state is state and words in stage.desk.heard():
            return
    raise AssertionError(f"{words!r} was never heard, but: {stage.desk.heard()!r}")


async def test_a_whole_exam_is_asked_answered_and_marked(stage: Stage) -> None:
    await heard(stage, "What is part one?")
    assert stage.desk.heard().startswith("Welcome to the exam.")
    for n, following in (("one", "part two?"), ("two", "part three?"), ("three", "all.")):
        await stage.say(f"it is alpha{n} and beta{n}")
        await heard(stage, following)
    assert stage.model.asked == [], "the model had to be asked for fixed text"
    (finished,) = stage.events(events.ExamFinished)
    assert finished.reason == "finished"
    marks = stage.events(events.ExamMarked)
    assert [(mark.attempt, mark.total, mark.out_of) for mark in marks] == [
        (0, 2.0, 2.0),
        (1, 2.0, 2.0),
        (2, 2.0, 2.0),
    ]
    exam = exam_of(stage.session)
    assert exam is not None
    record = exam.examiner.record
    assert [attempt.answers[0].text for attempt in record.attempts] == [
        f"it is alpha{n} and beta{n}" for n in ("one", "two", "three")
    ]


async def test_answers_carry_their_words_with_times(stage: Stage) -> None:
    await heard(stage, "part one?")
    before_s = stage.session.clock / 16_000
    await stage.say("it is alphaone and betaone")
    await heard(stage, "part two?")
    exam = exam_of(stage.session)
    assert exam is not None
    answer = exam.examiner.record.attempts[0].answers[0]
    assert [word.text for word in answer.words] == "it is alphaone and betaone".split()
    assert answer.start_s == pytest.approx(before_s, abs=0.1)
    assert answer.end_s == pytest.approx(before_s + 5 * 0.25, abs=0.1)
    (kept,) = exam.kept
    assert stage.vocabulary.hear(to_float(kept.sound)) == "it is alphaone and betaone"


@pytest.mark.parametrize(
    ("says", "heard_of_it"),
    [
        ("You left out what alphaone is.", "You left out what alphaone is."),
        ("Exactly, well done!", "A full answer would say:"),
        ("The student left out alphaone.", "A full answer would say:"),
    ],
)
async def test_a_model_may_only_say_what_is_true(says: str, heard_of_it: str) -> None:
    stage = stage_for("practice")
    stage.model.reply = lambda messages: says
    await heard(stage, "part one?")
    await stage.say("it is a thing")
    await heard(stage, "And what else one?")
    await stage.say("it is another thing")
    await heard(stage, "part two?")
    said = stage.desk.heard()
    assert heard_of_it in said
    assert says == heard_of_it or says not in said
    await stage.end()


async def test_who_does_not_know_has_given_no_answer(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("i don't know")
    await heard(stage, "part two?")
    exam = exam_of(stage.session)
    assert exam is not None
    record = exam.examiner.record
    assert record.attempts[0].answers == []
    assert "i don't know" in [line.text for line in record.lines]
    assert stage.marking.asked == [], "there was nothing to mark"


async def test_a_missing_point_is_followed_up(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("it is betaone I think")
    await heard(stage, "And what else one?")
    await stage.say("also alphaone")
    await heard(stage, "part two?")
    assert stage.events(events.ExamMarked)[0].total == 2.0


async def test_a_spoken_command_is_obeyed_and_not_marked(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("please repeat the question")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard().count("What is part one?") == 2
    exam = exam_of(stage.session)
    assert exam is not None
    assert exam.examiner.record.attempts[0].answers == []


async def test_buttons_do_what_the_words_do() -> None:
    stage = stage_for("practice")
    await heard(stage, "part one?")
    exam = exam_of(stage.session)
    assert exam is not None
    exam.pressed(Command.HINT)
    await heard(stage, "Think of letters one.")
    exam.pressed(Command.SKIP)
    await heard(stage, "part two?")
    assert exam.examiner.record.attempts[0].skipped
    view = stage.events(events.ExamView)[-1]
    assert (view.number, view.question) == (2, "What is part two?")
    await stage.end()


async def test_a_button_stops_what_is_being_said(stage: Stage) -> None:
    await stage.until(State.SPEAKING)
    exam = exam_of(stage.session)
    assert exam is not None
    exam.pressed(Command.PAUSE)
    await stage.until(State.LISTENING)
    assert "What is part one?" not in stage.desk.heard(), "the exam went on although it is paused"
    left = stage.events(events.ExamView)[-1].left_s
    await stage.wait(20)
    assert stage.events(events.ExamView)[-1].left_s == pytest.approx(left, abs=0.5)
    exam.pressed(Command.RESUME)
    await heard(stage, "What is part one?")


async def test_in_an_exam_the_student_does_not_stop_the_examiner(stage: Stage) -> None:
    await stage.until(State.SPEAKING)
    await stage.say("hello hello hello")
    await heard(stage, "What is part one?")
    assert stage.remembered()[0][0] == "assistant", "what was said over the examiner counted"


async def test_a_tutor_may_be_interrupted_and_asks_again() -> None:
    stage = stage_for("tutor")
    await stage.until(State.SPEAKING)
    await stage.wait(0.3)
    await stage.say("wait please I was not ready")
    await heard(stage, "What is part one?")
    await stage.end()


async def test_a_cough_is_no_answer(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say(COUGH)
    await stage.wait(3)
    exam = exam_of(stage.session)
    assert exam is not None
    assert exam.examiner.record.attempts[0].answers == []
    assert stage.session.state is State.LISTENING


async def test_losing_the_line_stops_the_clock_and_asks_again(stage: Stage) -> None:
    await heard(stage, "part one?")
    left = stage.events(events.ExamView)[-1].left_s
    stage.desk.leave()
    await stage.clock.advance(100.0)
    await stage.reconnect()
    await heard(stage, "What is part one?")
    assert stage.events(events.ExamView)[-1].left_s > left - 30
    await stage.say("it is alphaone and betaone")
    await heard(stage, "part two?")


async def test_a_marker_that_breaks_loses_nothing(stage: Stage) -> None:
    stage.marking.broken = True
    await heard(stage, "part one?")
    await stage.say("it is alphaone and betaone")
    await heard(stage, "part two?")
    (marked,) = stage.events(events.ExamMarked)
    assert marked.total is None
    assert "marker broke" in marked.failed
    exam = exam_of(stage.session)
    assert exam is not None
    assert exam.examiner.record.attempts[0].answers


async def test_time_ends_the_exam() -> None:
    stage = stage_for("exam", minutes=1)
    await heard(stage, "part one?")
    await stage.wait(70)
    assert stage.events(events.ExamFinished), "the exam goes on although its time is over"
    await stage.until(State.LISTENING)
    await stage.say("hello is anybody there")
    await stage.wait(3)
    assert stage.session.state is State.LISTENING, "after the exam the session hangs"
    await stage.end()


async def test_start_afresh_begins_another_exam(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("it is alphaone and betaone")
    await heard(stage, "part two?")
    stage.session.reset()
    await stage.wait(0.1)
    exam = exam_of(stage.session)
    assert exam is not None
    assert all(not attempt.answers for attempt in exam.examiner.record.attempts)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("qwen2.5-coder-0.5b-instruct", 0.5),
        ("smollm2-135m-instruct", 0.135),
        ("qwen3:1.7b", 1.7),
        ("gemma3:4b-it-q4_K_M", 4),
        ("gpt-4o-mini", None),
    ],
)
def test_the_size_of_a_model_is_read_off_its_name(name: str, size: float | None) -> None:
    assert size_b(name) == size

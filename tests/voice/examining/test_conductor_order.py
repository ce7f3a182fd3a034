"""What comes first when an exam is held aloud: answers, buttons, marks, lost lines; simulated."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes import settle
from tests.stage import Stage
from tests.voice.examining.test_conductor import heard, stage_for
from voice.core import events
from voice.core.events import State
from voice.exam.asking.commands import Command
from voice.exam.model.record import Attempt
from voice.examining.conductor import Conductor, exam_of

FULL = "it is alpha{0} and beta{0}"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = stage_for()
    await settle()
    yield stage
    await stage.end()


def exam(stage: Stage) -> Conductor:
    exam = exam_of(stage.session)
    assert exam is not None
    return exam


def attempts(stage: Stage) -> list[Attempt]:
    return exam(stage).examiner.record.attempts


def texts(attempt: Attempt) -> list[str]:
    return [answer.text for answer in attempt.answers]


async def answered(stage: Stage, words: str = "it is betaone I think", look_s: float = 3.0) -> None:
    """The first question has been answered, and the answer is being looked at."""
    stage.marking.look_s = look_s
    await heard(stage, "part one?")
    await stage.say(words)
    await stage.until(State.THINKING)
    await stage.wait(0.5)


# --- an answer is looked at ---------------------------------------------------------------------


async def test_while_an_answer_is_looked_at_the_session_thinks(stage: Stage) -> None:
    await answered(stage)
    assert stage.session.state is State.THINKING
    assert attempts(stage)[0].answers == []
    await heard(stage, "And what else one?")
    assert texts(attempts(stage)[0]) == ["it is betaone I think"]


async def test_a_look_begins_while_the_student_may_still_go_on(stage: Stage) -> None:
    stage.marking.look_s = 1.2
    await heard(stage, "part one?")
    await stage.say("it is betaone I think")
    began_s = stage.clock.now_s
    await stage.until(State.SPEAKING)
    # Patience is 1.2 s where the sentence is complete: the look was over with it.
    assert stage.clock.now_s - began_s < 2.2
    assert stage.marking.looked == ["it is betaone I think"], "it was looked at again"


async def test_a_second_turn_does_not_overtake_the_first(stage: Stage) -> None:
    await answered(stage)
    stage.session.say("also alphaone")
    await heard(stage, "part two?")
    # The examiner had not said a word yet, so it is all one answer.
    assert texts(attempts(stage)[0]) == ["it is betaone I think also alphaone"]
    said = [line.text for line in exam(stage).examiner.record.lines if line.speaker == "student"]
    assert said == ["it is betaone I think", "also alphaone"]


async def test_who_goes_on_while_the_answer_is_looked_at_loses_nothing(stage: Stage) -> None:
    await answered(stage)
    await stage.say("also alphaone")
    await heard(stage, "part two?")
    (answer,) = attempts(stage)[0].answers
    assert answer.text == "it is betaone I think also alphaone"
    assert [word.text for word in answer.words] == answer.text.split()
    await stage.wait(1)
    assert stage.events(events.ExamMarked)[-1].total == 2.0


async def test_a_button_waits_for_the_answer_before_it(stage: Stage) -> None:
    await answered(stage, FULL.format("one"))
    exam(stage).pressed(Command.SKIP)
    assert not attempts(stage)[0].skipped
    await heard(stage, "part three?")
    assert texts(attempts(stage)[0]) == [FULL.format("one")]
    assert attempts(stage)[1].skipped, "the button was for the question after the answer"


async def test_a_button_waits_for_words_that_are_still_being_recognised(stage: Stage) -> None:
    stage.stt_runner.cost_s = 4.0
    await heard(stage, "part one?")
    await stage.say(FULL.format("one"))
    await stage.until(State.THINKING)
    exam(stage).pressed(Command.PAUSE)
    await heard(stage, "The exam is paused.", within_s=40)
    assert texts(attempts(stage)[0]) == [FULL.format("one")]
    assert exam(stage).examiner.view(exam(stage).now_s).phase == "paused"


async def test_a_button_is_not_lost_when_no_words_come(stage: Stage) -> None:
    stage.stt.failures = 2
    stage.stt_runner.cost_s = 2.0
    await heard(stage, "part one?")
    await stage.say(FULL.format("one"))
    await stage.until(State.THINKING)
    exam(stage).pressed(Command.SKIP)
    await heard(stage, "part two?")
    assert attempts(stage)[0].skipped


async def test_time_does_not_run_out_while_an_answer_is_looked_at() -> None:
    stage = stage_for("quick-fire")
    await heard(stage, "part one?")
    await stage.wait(17)
    await stage.say(FULL.format("one"))
    stage.marking.look_s = 30.0
    await stage.wait(20)
    assert len(attempts(stage)) == 1
    await heard(stage, "part two?")
    assert texts(attempts(stage)[0]) == [FULL.format("one")]
    await stage.end()


async def test_a_line_lost_while_an_answer_is_looked_at_keeps_it(stage: Stage) -> None:
    await answered(stage, FULL.format("one"))
    stage.desk.leave()
    stage.desk.disconnect()
    await stage.clock.advance(60.0)
    assert texts(attempts(stage)[0]) == [FULL.format("one")]
    await stage.reconnect()
    await heard(stage, "What is part two?")
    assert "part one?" not in stage.desk.heard()


async def test_who_is_back_before_the_look_is_over_is_not_asked_twice(stage: Stage) -> None:
    await answered(stage, FULL.format("one"), look_s=6.0)
    await stage.reconnect()
    await heard(stage, "What is part two?")
    assert len(attempts(stage)) == 2
    assert len(texts(attempts(stage)[0])) == 1


async def test_start_afresh_while_an_answer_is_looked_at_forgets_it(stage: Stage) -> None:
    await answered(stage)
    old = exam(stage)
    stage.session.reset()
    await heard(stage, "What is part one?")
    await stage.wait(5)
    assert old.examiner.record.attempts[0].answers == []
    assert attempts(stage)[0].answers == []
    assert stage.session.state is State.LISTENING


async def test_a_look_that_breaks_does_not_stop_the_exam(stage: Stage) -> None:
    stage.marking.blind = True
    await heard(stage, "part one?")
    await stage.say(FULL.format("one"))
    await heard(stage, "And what else one?")
    assert texts(attempts(stage)[0]) == [FULL.format("one")]


# --- marks --------------------------------------------------------------------------------------


async def test_items_are_read_while_they_are_asked(stage: Stage) -> None:
    await heard(stage, "part one?")
    assert stage.marking.warmed == [attempts(stage)[0].item.id]
    await stage.say(FULL.format("one"))
    await heard(stage, "part two?")
    assert stage.marking.warmed == [attempt.item.id for attempt in attempts(stage)]


async def test_marks_come_in_the_order_of_the_questions(stage: Stage) -> None:
    stage.marking.mark_s = [60.0, 0.0, 0.0]
    for n, following in (("one", "part two?"), ("two", "part three?"), ("three", "all.")):
        await heard(stage, f"part {n}?")
        await stage.say(FULL.format(n))
        await heard(stage, following)
    assert stage.events(events.ExamMarked) == []
    await stage.wait(60)
    assert [mark.attempt for mark in stage.events(events.ExamMarked)] == [0, 1, 2]
    assert all(attempt.mark for attempt in attempts(stage))


async def test_more_said_after_going_back_replaces_the_mark_on_its_way(stage: Stage) -> None:
    stage.marking.mark_s = [30.0]
    await heard(stage, "part one?")
    await stage.say("nothing much")
    await heard(stage, "And what else one?")
    await stage.say("nothing at all")
    await heard(stage, "part two?")
    exam(stage).pressed(Command.BACK)
    await stage.wait(6)
    await stage.say(FULL.format("one"))
    await stage.wait(45)
    marks = stage.events(events.ExamMarked)
    assert [(mark.attempt, mark.total) for mark in marks] == [(0, 2.0)]


async def test_start_afresh_while_an_answer_is_marked_forgets_its_mark(stage: Stage) -> None:
    stage.marking.mark_s = [20.0]
    await heard(stage, "part one?")
    await stage.say(FULL.format("one"))
    await heard(stage, "part two?")
    stage.session.reset()
    await heard(stage, "part one?")
    await stage.wait(25)
    assert stage.events(events.ExamMarked) == []
    assert attempts(stage)[0].mark is None


async def test_a_lost_line_does_not_stop_the_marks(stage: Stage) -> None:
    stage.marking.mark_s = [20.0]
    await heard(stage, "part one?")
    await stage.say(FULL.format("one"))
    await heard(stage, "part two?")
    stage.desk.leave()
    stage.desk.disconnect()
    await stage.clock.advance(30.0)
    mark = attempts(stage)[0].mark
    assert mark is not None
    assert mark.total == 2.0


# --- let me think ---------------------------------------------------------------------------------


async def test_who_asks_to_think_is_left_alone_and_nothing_is_lost(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("let me think please")
    await stage.wait(3)
    before = stage.desk.heard()
    await stage.wait(14)
    assert stage.desk.heard() == before
    await stage.say("well alphaone")
    await stage.wait(5)  # longer than any patience
    assert attempts(stage)[0].answers == []
    await stage.say("and then also betaone")
    await heard(stage, "part two?")
    assert texts(attempts(stage)[0]) == ["well alphaone and then also betaone"]


async def test_a_short_answer_after_thinking_ends_by_itself(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("let me think please")
    await stage.wait(8)
    assert [event.held for event in stage.events(events.HoldChanged)] == [True]
    await stage.say(FULL.format("one"))
    await heard(stage, "part two?", within_s=12)
    assert [event.held for event in stage.events(events.HoldChanged)] == [True, False]


async def test_a_button_ends_the_thinking(stage: Stage) -> None:
    await heard(stage, "part one?")
    await stage.say("let me think please")
    await stage.wait(5)
    exam(stage).pressed(Command.SKIP)
    await heard(stage, "part two?")
    assert not stage.events(events.HoldChanged)[-1].held


async def test_who_holds_with_the_button_is_not_spoken_to() -> None:
    stage = stage_for("practice")
    await heard(stage, "part one?")
    stage.session.hold(True)
    before = stage.desk.heard()
    await stage.wait(60)
    assert stage.desk.heard() == before
    await stage.say("let me think please")
    stage.session.done()
    await stage.wait(3)
    await stage.end()

"""A student who goes on before the examiner is heard loses nothing of the answer."""

from __future__ import annotations

import pytest

from tests.voice.exam.asking.hall import examiner, mark, small_bank
from tests.voice.exam.asking.test_orders import begun, full, kinds, say
from voice.exam.asking.commands import Command
from voice.exam.asking.examiner import Examiner
from voice.exam.model.plan import MANNERS, Manner
from voice.exam.model.steps import Converse, EndTurn, Said, Say, Step


def unheard(one: Examiner, steps: list[Step]) -> None:
    """The student speaks before any of this."""
    one.unspoken([step for step in steps if isinstance(step, Say | Converse)])


def texts(one: Examiner, attempt: int = 0) -> list[str]:
    return [answer.text for answer in one.record.attempts[attempt].answers]


@pytest.mark.parametrize("manner", [one for one in MANNERS if one != "tutor"])
def test_both_parts_are_one_answer(manner: Manner) -> None:
    one = begun(manner)
    if one.course.stage == "preparing":
        say(one, "I am ready.", 20)
    first, _, rest = full(one).partition(" and ")
    steps = say(one, f"{first} and", 30)
    one.spoken(Say("Thank you.", "acknowledgement"), "Thank", 31, 31.5, cut=True)
    unheard(one, steps)
    looked = one.looks_at(rest)
    assert looked is not None
    assert [answer.text for answer in looked[1]] == [f"{first} and {rest}"]
    steps = say(one, rest, 33)
    attempt = one.record.attempts[0]
    assert texts(one) == [f"{first} and {rest}"]
    assert (attempt.answers[0].start_s, attempt.answers[0].end_s) == (29, 33)
    assert mark(attempt.item, attempt.answers).total == attempt.item.marks
    assert "MarkItem" in kinds(steps)
    assert "question" in kinds(steps)
    assert len(one.record.attempts) == 2


def test_a_follow_up_that_was_not_heard_was_not_asked() -> None:
    one = begun("exam")
    unheard(one, say(one, "Something.", 30))
    steps = say(one, "And something else.", 33)
    assert kinds(steps) == ["acknowledgement", "follow_up"]
    assert texts(one) == ["Something. And something else."]
    assert one.record.attempts[0].answers[0].asked == "question"
    sitting = one.course.current
    assert sitting is not None
    assert sitting.follow_ups == 1


def test_a_closed_question_is_marked_anew_and_the_whole_answer_told() -> None:
    one = begun("practice")
    point = full(one).split()[-1].rstrip(".")
    steps = say(one, full(one), 30)
    one.marked(0, mark(one.record.attempts[0].item, one.record.attempts[0].answers), 30)
    unheard(one, steps)
    steps = say(one, "And this is the reason for it.", 33)
    assert kinds(steps) == ["MarkItem", "Converse", "question"]
    told = next(step for step in steps if isinstance(step, Converse))
    assert point in told.instruction
    assert "the reason for it" in told.instruction
    assert one.record.attempts[0].mark is None, "the mark of half the answer stands"


def test_a_tutor_explains_after_the_whole_answer() -> None:
    one = begun("tutor")
    steps = say(one, "I don't know.", 30)
    while "Converse" not in kinds(steps):
        steps = say(one, "I don't know.", 40)
    unheard(one, steps)
    steps = say(one, "Or is it something?", 45)
    assert kinds(steps) == ["MarkItem", "Converse", "follow_up"]
    assert texts(one)[-1] == "I don't know. Or is it something?"


@pytest.mark.parametrize("manner", ["exam", "quick-fire"])
def test_who_does_not_know_and_then_does_has_answered(manner: Manner) -> None:
    one = begun(manner)
    answer = full(one)
    unheard(one, say(one, "I don't know.", 30))
    assert texts(one) == []
    looked = one.looks_at(f"Or wait. {answer}")
    assert looked is not None
    steps = say(one, f"Or wait. {answer}", 33)
    assert texts(one) == [f"I don't know. Or wait. {answer}"]
    assert [answer.text for answer in looked[1]] == texts(one), "something else was looked at"
    assert kinds(steps) == ["MarkItem", "question"]
    assert one.record.attempts[0].mark is None, "it is not marked yet"


def test_who_still_does_not_know_has_not_answered() -> None:
    one = begun("exam")
    unheard(one, say(one, "I don't know.", 30))
    assert kinds(say(one, "No idea.", 33)) == ["question"]
    assert texts(one) == []
    assert one.record.attempts[0].mark is not None
    assert one.record.attempts[0].mark.judged_by == "no answer"


def test_a_command_in_its_place_is_obeyed() -> None:
    one = begun()
    unheard(one, say(one, "Something.", 30))
    assert kinds(say(one, "Could you repeat the question, please?", 33))[0] == "repeat"
    assert texts(one) == ["Something."]


def test_after_a_button_nothing_is_gone_on_with() -> None:
    one = begun()
    unheard(one, say(one, "Something.", 30))
    unheard(one, one.pressed(Command.SKIP, 31))
    say(one, "Something else.", 33)
    assert texts(one) == ["Something."]


def test_the_last_answer_may_go_on_until_the_goodbye() -> None:
    one = examiner("quick-fire", small_bank(), minutes=10, most_items=1)
    one.begin(0.0)
    steps = say(one, "Something and", 30)
    assert kinds(steps)[-2:] == ["closing", "Finish"]
    unheard(one, steps)
    assert kinds(say(one, one.record.attempts[0].item.model_answer, 33)) == ["MarkItem"]
    assert len(texts(one)) == 1
    one.unspoken([])
    assert say(one, "And goodbye to you.", 40) == []


def test_whose_time_is_over_cannot_go_on() -> None:
    one = begun()
    asked = one.course.posed
    assert asked is not None
    one.spoken(asked, asked.text, 8, 10)
    assert one.tick(70, speaking=True) == [EndTurn()]
    unheard(one, one.heard(Said("a very long answer", 20, 71), 71))
    assert kinds(say(one, "and even more", 74)) == ["question"]
    assert texts(one) == ["a very long answer"]

"""What the model may do: little, once, and never what would leak."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.voice.exam.asking.hall import examiner, small_bank
from tests.voice.exam.asking.test_orders import full, kinds, say
from voice.exam.asking.examiner import Examiner
from voice.exam.asking.tools import TOOLS, ToolRefused, apply
from voice.exam.model.plan import TOOL_NAMES, Manner
from voice.exam.model.steps import Converse, Say


def tutored() -> Examiner:
    """A tutor who has heard an incomplete answer and asked a follow-up."""
    one = examiner("tutor", small_bank(), minutes=20)
    one.begin(0.0)
    say(one, "Something.", 30)
    return one


def refused(name: str, arguments: Mapping[str, object], one: Examiner) -> str:
    before = (one.view(31), len(one.record.attempts), one.record.ended)
    with pytest.raises(ToolRefused) as caught:
        apply(name, arguments, one, 31)
    assert (one.view(31), len(one.record.attempts), one.record.ended) == before
    return caught.value.problem


def test_every_tool_has_a_schema() -> None:
    assert set(TOOLS) == set(TOOL_NAMES)
    for name, tool in TOOLS.items():
        assert tool.name == name
        assert tool.description
        assert tool.parameters["type"] == "object"
        assert tool.parameters["additionalProperties"] is False


def test_a_hint_is_given_once_in_a_turn() -> None:
    one = tutored()
    assert kinds(apply("give_hint", {}, one, 31)) == ["hint"]
    assert "already" in refused("give_hint", {}, one)
    say(one, "Something.", 40)
    assert kinds(apply("give_hint", {}, one, 41)) == ["hint"]


def test_a_follow_up_is_the_prepared_one() -> None:
    one = tutored()
    steps = apply("ask_follow_up", {"point": 2}, one, 31)
    assert kinds(steps) == ["follow_up"]
    assert isinstance(steps[0], Say)
    assert "second thing" in steps[0].text


def test_understanding_is_checked_in_own_words() -> None:
    one = tutored()
    assert kinds(apply("check_understanding", {}, one, 31)) == ["follow_up"]
    say(one, full(one), 40)
    assert len(one.record.attempts[0].answers) == 2, "it counts, as nothing was told yet"


def test_the_next_item_comes_when_something_was_answered() -> None:
    one = tutored()
    steps = apply("next_item", {}, one, 31)
    assert kinds(steps)[:2] == ["MarkItem", "Converse"]
    assert "already" in refused("give_hint", {}, one), "the item has changed"
    fresh = examiner("tutor", small_bank())
    fresh.begin(0.0)
    assert "does not fit" in refused("next_item", {}, fresh)


def test_the_model_cannot_end_the_exam_alone() -> None:
    one = tutored()
    steps = apply("finish", {}, one, 31)
    assert kinds(steps) == ["command"]
    assert one.record.ended == ""
    say(one, "No, let us go on.", 35)
    assert one.record.ended == ""


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("delete_exam", {}, "cannot be used"),
        ("give_hint", {"point": 1}, "no argument"),
        ("ask_follow_up", {"point": 9}, "from 1 to 2"),
        ("ask_follow_up", {"point": 0}, "from 1 to 2"),
        ("ask_follow_up", {"point": True}, "from 1 to 2"),
        ("ask_follow_up", {"point": "1"}, "from 1 to 2"),
        ("ask_follow_up", {"point": 1}, "asked about or made"),
        ("ask_follow_up", {"question": "What is the secret?"}, "no argument"),
    ],
)
def test_what_does_not_fit_is_refused(
    name: str, arguments: Mapping[str, object], words: str
) -> None:
    assert words in refused(name, arguments, tutored())


@pytest.mark.parametrize("name", TOOL_NAMES)
def test_nothing_can_be_used_in_an_exam(name: str) -> None:
    one = examiner("exam", small_bank())
    one.begin(0.0)
    assert "cannot be used" in refused(name, {}, one)


def test_nothing_can_be_used_before_it_begins_or_after_it_ended() -> None:
    one = examiner("tutor", small_bank())
    assert refused("give_hint", {}, one)
    one.begin(0.0)
    say(one, "Stop.", 10)
    say(one, "Yes.", 12)
    assert refused("give_hint", {}, one)


def test_the_model_is_told_of_tools_only_where_it_has_them() -> None:
    one = examiner("tutor", small_bank())
    one.begin(0.0)
    step = say(one, "Something.", 30)[0]
    assert isinstance(step, Converse)
    assert step.tools == one.plan.settings.tools


# --- before the prepared question has been asked ------------------------------------------------


def reacting(manner: Manner = "tutor") -> tuple[Examiner, str]:
    """An examiner who has only reacted to an answer, and the question that was to follow."""
    one = examiner(manner, small_bank(), minutes=20)
    one.begin(0.0)
    reaction, question = say(one, "Something.", 30)
    assert isinstance(reaction, Converse)
    assert isinstance(question, Say)
    one.unspoken([question])
    return one, question.text


@pytest.mark.parametrize("manner", ["practice", "tutor"])
def test_a_hint_is_followed_by_the_prepared_question(manner: Manner) -> None:
    one, prepared = reacting(manner)
    hint, question = apply("give_hint", {}, one, 31)
    assert kinds([hint, question]) == ["hint", "follow_up"]
    assert isinstance(question, Say)
    assert question.text == prepared
    assert kinds(say(one, full(one), 40))[:1] == ["MarkItem"], "the answer did not count"


def test_asking_what_is_prepared_is_asking_it() -> None:
    one, prepared = reacting("practice")
    (question,) = apply("ask_follow_up", {}, one, 31)
    assert isinstance(question, Say)
    assert question.text == prepared
    assert "already" in refused("ask_follow_up", {}, one)


def test_another_question_takes_the_place_of_the_prepared_one() -> None:
    one, prepared = reacting()
    (question,) = apply("ask_follow_up", {"point": 2}, one, 31)
    assert isinstance(question, Say)
    assert question.text != prepared
    sitting = one.course.current
    assert sitting is not None
    assert sitting.followed == {1}, "what was never asked counts as asked"
    assert kinds(say(one, "Something else.", 40)) == ["Converse", "follow_up"]


def test_going_on_leaves_the_prepared_question_unasked() -> None:
    one, _ = reacting("practice")
    steps = apply("next_item", {}, one, 31)
    assert kinds(steps) == ["MarkItem", "Converse", "question"]
    assert one.record.attempts[0].answers
    assert one.course.sittings[0].followed == set()


def test_who_does_not_want_to_end_is_asked_the_prepared_question() -> None:
    one, prepared = reacting()
    assert kinds(apply("finish", {}, one, 31)) == ["command"]
    again = say(one, "No.", 35)[-1]
    assert isinstance(again, Say)
    assert again.text == prepared


def test_a_closed_question_has_no_tools() -> None:
    one = examiner("practice", small_bank(), minutes=20)
    one.begin(0.0)
    told = [step for step in say(one, full(one), 30) if isinstance(step, Converse)]
    assert [step.tools for step in told] == [()]

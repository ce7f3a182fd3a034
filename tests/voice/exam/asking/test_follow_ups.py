"""What the examiner asks about next, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.voice.exam.judging import facts, judged
from voice.exam.asking.feedback_phrases import FEEDBACK_PHRASES
from voice.exam.asking.follow_ups import askable, clause, next_point, question_about
from voice.exam.model.bank import Item, KeyPoint
from voice.exam.model.record import PointMark


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ("mmmm", None),
        ("mnmn", 1),
        ("mnmN", 3),  # in doubt
        ("nnnM", 3),  # so is a point that may have been made
        ("nnrn", 2),
        ("npnn", 1),
    ],
)
def test_doubt_comes_before_what_was_not_said(verdicts: str, expected: int | None) -> None:
    item = facts()
    assert next_point(item, judged(item, verdicts), set(), "en") == expected


def test_of_the_same_kind_the_most_valuable_comes_first() -> None:
    points = (KeyPoint(text="a", follow_up="A?"), KeyPoint(text="b", marks=2, follow_up="B?"))
    item = Item(question="What?", key_points=points)
    assert next_point(item, judged(item, "nn"), set(), "en") == 1
    assert next_point(item, judged(item, "Nn"), set(), "en") == 0, "doubt counts more"


def test_what_was_asked_about_is_not_asked_again() -> None:
    item = facts()
    mark = judged(item, "mnmn")
    assert next_point(item, mark, {1}, "en") == 3
    assert next_point(item, mark, {1, 3}, "en") is None
    assert askable(item, mark, {3}, "en") == (1,)


def test_where_a_few_are_enough_no_more_is_asked() -> None:
    values = facts().model_dump() | {"choices": [{"points": [1, 2, 3], "enough": 2}]}
    item = Item.model_validate(values)
    assert askable(item, judged(item, "mmnn"), set(), "en") == (3,)
    assert askable(item, judged(item, "mnnm"), set(), "en") == (1, 2)


def test_a_point_without_a_follow_up_is_asked_about_by_the_students_words() -> None:
    item = facts(follow_ups=False)
    doubt = judged(item, "nnNn").points[2]
    assert question_about(item, doubt, "en") == (
        "You said: “what I said about number 3”. Can you say exactly what you mean by that?"
    )
    assert next_point(item, judged(item, "nnNn"), set(), "en") == 2


def test_without_words_to_ask_about_nothing_is_asked() -> None:
    item = facts(follow_ups=False)
    assert question_about(item, PointMark(0, confidence=0.5), "en") == ""
    assert next_point(item, judged(item, "nrpm"), set(), "en") is None, "these are not in doubt"


@pytest.mark.parametrize("language", FEEDBACK_PHRASES)
def test_the_question_gives_nothing_away(language: str) -> None:
    item = facts(follow_ups=False)
    doubt = replace(judged(item, "Nnnn").points[0], quote="it makes some cells")
    asked = question_about(item, doubt, language)
    assert "it makes some cells" in asked
    assert not any(word in asked for word in ("Meiosis", "four", "{", "}"))


@pytest.mark.parametrize(
    ("quote", "language", "repeated"),
    [
        ("It has no nucleus.", "en", "It has no nucleus"),
        ("it is big, and “round”, I think.", "en", "it is big, and round, I think"),
        (
            "it makes two cells, which are the same as the one that it came from in the end",
            "en",
            "it makes two cells",
        ),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", "en",
         "one two three four five six seven eight nine ten eleven twelve"),
        ("细胞膜控制物质进出细胞，像一道门一样可以打开可以关上。", "zh", "细胞膜控制物质进出细胞"),
        ("...", "en", ""),
    ],
)  # fmt: skip
def test_a_long_quote_is_cut_to_what_one_can_follow(
    quote: str, language: str, repeated: str
) -> None:
    assert clause(quote, language) == repeated

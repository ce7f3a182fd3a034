"""Delivery is measured from the words' times, and says nothing where it cannot."""

from __future__ import annotations

import pytest

from tests.voice.exam.sample import record, spoken
from voice.exam.model.bank import Item, KeyPoint
from voice.exam.model.record import Answer, Attempt, ExamRecord
from voice.exam.reports.delivery import (
    Delivery,
    measure,
    moving_ratio,
    repetitions,
    tokens,
    vocabulary,
)


def one(answer: Answer, prepare_s: int = 0, language: str = "en") -> Delivery:
    item = Item(
        question="What is it?", key_points=(KeyPoint(text="It."),), prepare_seconds=prepare_s
    )
    attempt = Attempt(item, item.question, "Topic", "Subtopic", [answer])
    return measure(ExamRecord("Exam", "exam", "practice", language, attempts=[attempt]), language)


def said(script: str, asked_s: float = 10.0, start_s: float = 11.0) -> Answer:
    words = spoken(script, start_s)
    return Answer(
        " ".join(word.text for word in words),
        asked_s=asked_s,
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        words=words,
    )


def test_a_spoken_answer_is_timed() -> None:
    # 10 words of 0.34 s, 8 short gaps of 0.06 s and one pause of 1.5 s
    delivery = one(said("It has no nucleus and (1.5) it is very small indeed."))
    (answer,) = delivery.answers
    assert answer.begin_s == 1.0
    assert answer.speaking_s == pytest.approx(10 * 0.34 + 8 * 0.06)
    assert answer.words_per_minute == pytest.approx(10 / 3.88 * 60)
    assert [pause.seconds for pause in answer.pauses or ()] == [1.5]
    assert delivery.longest_pause_s == 1.5


def test_a_pause_is_one_only_from_600_ms_on() -> None:
    assert one(said("It has (0.5) no nucleus.")).pauses == 0
    assert one(said("It has (0.7) no nucleus.")).pauses == 1


def test_a_typed_answer_has_words_but_no_times() -> None:
    delivery = one(Answer("It has no nucleus at all.", asked_s=1.0, start_s=9.0, typed=True))
    (answer,) = delivery.answers
    assert answer.words == 6
    assert (answer.begin_s, answer.speaking_s, answer.pauses) == (None, None, None)
    assert delivery.words_per_minute is None


def test_time_to_prepare_is_no_hesitation() -> None:
    assert one(said("My home town is small."), prepare_s=60).begin_s is None


def test_one_who_speaks_into_the_question_has_begun_at_once() -> None:
    assert one(said("A cell is alive.", asked_s=12.0)).begin_s == 0.0


def test_two_words_have_no_rate() -> None:
    assert one(said("A cell.")).words_per_minute is None


def test_an_exam_without_answers_is_measured_as_nothing() -> None:
    delivery = measure(ExamRecord("Exam", "exam", "practice", "en"), "en")
    assert delivery.words == 0
    assert delivery.begin_s is None
    assert delivery.pauses is None


def test_the_sample_as_a_whole() -> None:
    delivery = measure(record(), "en")
    assert delivery.fillers == {"um": 1}
    assert delivery.repetitions == 1  # "and and"
    assert delivery.longest_pause_s == 4.2
    assert delivery.longest_begin_s == 3.4
    assert delivery.pauses == 3
    assert delivery.words_per_minute == pytest.approx(150, abs=5)
    assert delivery.vocabulary is None


@pytest.mark.parametrize(
    ("language", "text", "filler"),
    [
        ("en", "Um, the cell", "um"),
        ("de", "Also, äh, er teilt sich", "äh"),  # "er" is a word here
        ("fr", "Euh, la cellule", "euh"),
        ("zh", "嗯，细胞", "嗯"),
    ],
)
def test_fillers_are_those_of_the_language(language: str, text: str, filler: str) -> None:
    assert one(said(text), language=language).fillers == {filler: 1}


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "the the cell", 1),
        ("en", "I think, I think the cell", 1),
        ("en", "the the the cell", 2),
        ("en", "the cell that had had no nucleus", 0),
        ("en", "2 2 4", 0),
        ("en", "the cell and the nucleus", 0),
        ("fr", "nous nous demandons", 0),
        ("de", "die, die das sagen", 0),
        ("zh", "妈妈常常说", 0),
        ("zh", "我觉得我觉得", 1),
    ],
)
def test_repetitions(language: str, text: str, found: int) -> None:
    assert repetitions(tokens(text), language) == found


def test_words_of_any_script() -> None:
    assert tokens("L’eau, don't – 细胞 CO₂ Zell-Wand") == [
        "l'eau", "don't", "细", "胞", "co₂", "zell-wand",
    ]  # fmt: skip


def test_the_moving_ratio_is_the_mean_of_its_windows() -> None:
    assert moving_ratio("a b a a".split(), 2) == pytest.approx((1 + 1 + 0.5) / 3)
    assert moving_ratio("a b".split(), 3) is None


def test_range_of_words_does_not_fall_with_length() -> None:
    words = [f"word{number}" for number in range(40)]
    short, long = vocabulary([" ".join(words * 2)], "en"), vocabulary([" ".join(words * 9)], "en")
    assert short.of_fifty == pytest.approx(long.of_fifty)
    assert short.of_fifty == pytest.approx(40)
    assert vocabulary(["too short"], "en").of_fifty is None

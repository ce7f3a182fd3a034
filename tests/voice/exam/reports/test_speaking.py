"""Speaking tests: the report says which parts of the task were done, and what is not judged."""

from __future__ import annotations

import pytest

from tests.voice.exam.sample import spoken
from voice.exam.model.bank import Bank, Item, KeyPoint, Subtopic, Topic
from voice.exam.model.record import Answer, Attempt, ExamRecord, Mark, PointMark
from voice.exam.reports.build import build
from voice.exam.reports.formats.markdown import to_markdown
from voice.exam.reports.model import Report

ANSWER = (
    "I live in a small flat because it is cheap. It has two rooms, and when the sun shines I "
    "sit on the balcony. I like it, although it is loud."
)


def speaking_test(typed: bool = False) -> Report:
    """A test of one question: the first part of the task was done, the second was not."""
    item = Item(
        question="What is your home like?",
        key_points=(
            KeyPoint(text="Says what kind of home it is.", aspect="names"),
            KeyPoint(text="Says how they like it.", aspect="opinion", follow_up="Do you like it?"),
        ),
        model_answer="I live in a caravan.",
    )
    bank = Bank(
        title="Speaking",
        assesses="language",
        topics=(Topic(title="Part one", subtopics=(Subtopic(title="Home", items=(item,)),)),),
    )
    words = () if typed else spoken(ANSWER, 5.0)
    end_s = words[-1].end_s if words else 5.0
    said = Answer(ANSWER, start_s=5.0, end_s=end_s, words=words, typed=typed)
    attempt = Attempt(item, item.question, "Part one", "Home", [said])
    attempt.mark = Mark(
        (
            PointMark(0, verdict="made", confidence=0.9, quote="I live in a small flat"),
            PointMark(1, verdict="not_made", confidence=0.9),
        ),
        2.0,
    )
    exam = ExamRecord("Speaking", "speaking", "practice", "en", level="CEFR B1 to C1")
    exam.assesses = "language"
    exam.attempts = [attempt]
    return build(exam, bank)


def test_it_says_which_parts_of_the_task_were_done() -> None:
    text = to_markdown(speaking_test())
    for part in (
        "| Part of the task |",
        "| Says what kind of home it is. | done (90 %) | 1 / 1 | “I live in a small flat” |",
        "| Says how they like it. | not done (90 %) | 0 / 1 |",
        "**Example of a full answer:** I live in a caravan.",
        "## What to practise next",
        "Practise: Do you like it?",
    ):
        assert part in text, f"the reader misses: {part}"


def test_it_says_what_is_not_judged_and_claims_no_level() -> None:
    report = speaking_test()
    told = " ".join(report.about)
    assert "which parts of the task were addressed" in told
    assert "Grammar, pronunciation and whether what was said is true are not judged." in told
    assert "no level such as B1 follows from it" in told
    assert "Level of the questions: CEFR B1 to C1" in to_markdown(report)


def test_the_language_is_measured_and_not_graded() -> None:
    report = speaking_test()
    text = to_markdown(report)
    for name in (
        "Words per minute of speaking time",
        "Pauses of 0.6 s or more",
        "Different words",
        "Words in a sentence (average)",
        "Clauses linked by a word such as “because”, “which” or “if”",
    ):
        assert f"| {name} | " in text, f"the reader misses: {name}"
    assert report.delivery.linking is not None
    assert (report.delivery.linking.sentences, report.delivery.linking.linked) == (3, 3)


def test_an_exam_of_knowledge_says_nothing_of_it() -> None:
    exam = ExamRecord("Exam", "exam", "practice", "en", attempts=[])
    assert build(exam, Bank.model_validate(BANK)).delivery.linking is None


BANK = {
    "title": "Exam",
    "topics": [
        {
            "title": "Topic",
            "subtopics": [
                {"title": "Part", "items": [{"question": "What?", "key_points": [{"text": "It."}]}]}
            ],
        }
    ],
}


@pytest.mark.parametrize("times", ["Speaking time", "Fillers", "Time to begin", "Pauses of"])
def test_what_was_typed_has_no_times(times: str) -> None:
    text = to_markdown(speaking_test(typed=True))
    assert times not in text
    assert "Counted in what was typed, not judged." in text

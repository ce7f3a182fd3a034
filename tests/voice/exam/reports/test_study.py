"""What to study next can be acted on: never a pattern with gaps, never what is not known."""

from __future__ import annotations

from voice.exam.model.bank import Bank, Choice, Item, KeyPoint, Subtopic, Topic
from voice.exam.model.record import Answer, Attempt, ExamRecord, Mark, PointMark, Verdict
from voice.exam.reports.build import build
from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.lines import advised
from voice.exam.reports.model import Report

FACT = KeyPoint(text="Water boils at 100 degrees.", follow_up="At what temperature?")
OTHER = KeyPoint(text="Steam is a gas.", follow_up="What is steam?")
REASON = KeyPoint(text="Says why.", aspect="reason", follow_up="Why do you think so?")
PATTERN = KeyPoint(text="I like … because …", follow_up="Why do you like it?")


def report_of(*points: tuple[KeyPoint, Verdict, float, str], enough: int = 0) -> Report:
    """Of an exam with one question, of which this became of the key points."""
    choice = (Choice(points=tuple(range(1, len(points) + 1)), enough=enough),) if enough else ()
    item = Item(question="What?", key_points=tuple(p for p, *_ in points), choices=choice)
    bank = Bank(
        title="Exam",
        topics=(Topic(title="Heat", subtopics=(Subtopic(title="Water", items=(item,)),)),),
    )
    marks = tuple(
        PointMark(n, point.marks, verdict, confidence, remark=remark)
        for n, (point, verdict, confidence, remark) in enumerate(points)
    )
    attempt = Attempt(item, item.question, "Heat", "Water", [Answer("It is warm.")])
    attempt.mark = Mark(marks, item.marks, choice)
    return build(ExamRecord("Exam", "exam", "practice", "en", attempts=[attempt]), bank)


def advice(report: Report) -> list[str]:
    """As a reader sees it."""
    words = phrases("en")
    return [advised(one, words) for step in report.study for one in step.advice]


def test_a_fact_that_was_missing_is_the_sentence_to_learn() -> None:
    assert advice(report_of((FACT, "not_made", 0.9, ""))) == ["Learn: Water boils at 100 degrees."]


def test_a_mistake_comes_with_what_the_bank_says_about_it() -> None:
    said = advice(report_of((FACT, "reversed", 0.9, "That is where it freezes.")))
    assert said == [
        "You had it the other way round. Learn: Water boils at 100 degrees. "
        "That is where it freezes."
    ]


def test_a_part_of_a_task_is_practised_by_its_question() -> None:
    said = advice(report_of((REASON, "not_made", 0.9, ""), (PATTERN, "partly", 0.9, "")))
    assert said == ["Practise: Why do you think so?", "Practise: Why do you like it?"]


def test_a_pattern_that_nobody_could_learn_is_left_out() -> None:
    bare = KeyPoint(text="I like … because …")
    assert advice(report_of((bare, "not_made", 0.9, ""))) == []


def test_what_is_in_doubt_is_not_called_missing() -> None:
    report = report_of((FACT, "not_made", 0.6, ""))
    assert advice(report) == ["Say more clearly: Water boils at 100 degrees."]
    assert not [line for line in report.summary if "above all" in line]


def test_what_costs_most_comes_first_and_a_mistake_before_a_gap() -> None:
    said = advice(report_of((OTHER, "not_made", 0.9, ""), (FACT, "reversed", 0.9, "")))
    assert [line.split(":")[0] for line in said] == [
        "You had it the other way round. Learn", "Learn",
    ]  # fmt: skip


def test_of_points_of_which_one_is_enough_one_is_to_be_learnt() -> None:
    report = report_of((FACT, "not_made", 0.9, ""), (OTHER, "not_made", 0.9, ""), enough=1)
    assert len(advice(report)) == 1
    assert advice(report_of((FACT, "made", 0.9, ""), (OTHER, "not_made", 0.9, ""), enough=1)) == []

"""People correct marks: what they say stands beside the program's verdict, and totals follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from tests.voice.exam.sample import bank, judged, marked, record
from voice.exam.model.record import Attempt, Correction, ExamRecord, PointMark
from voice.exam.reports.build import build
from voice.exam.reports.correcting import (
    CannotCorrect,
    correct,
    correct_report,
    take_back,
    take_back_in_report,
    with_wording,
)
from voice.exam.reports.formats.json import from_json, to_json

FIRST = 0
"""The first question: five key points, of which the program calls the first made."""

I_SAID_IT = Correction("made", "student", "I said it in the second answer")


@pytest.fixture
def exam() -> ExamRecord:
    """An exam of which two key points of the first question are in doubt."""
    exam = record()
    attempt = exam.attempts[FIRST]
    marked(
        attempt,
        judged(attempt, 0, "bacteria do not have a nucleus,"),
        judged(attempt, 2, "they are much smaller.", confidence=0.6),
        judged(attempt, 4, "is a ring.", "not_made", confidence=0.62),
    )
    return exam


def point(exam: ExamRecord, index: int) -> PointMark:
    mark = exam.attempts[FIRST].mark
    assert mark is not None
    return mark.points[index]


def test_doubt_is_a_range_that_a_correction_closes(exam: ExamRecord) -> None:
    before = build(exam, bank())
    assert (before.least, before.marks, before.most) == (9.0, 9.5, 10.5)
    assert before.open == 2
    correct(exam, FIRST, 4, I_SAID_IT)
    correct(exam, FIRST, 2, Correction("not_made", "student"))
    after = build(exam, bank())
    assert (after.least, after.marks, after.most) == (10.0, 10.0, 10.0)
    assert after.open == 0


def mistaken(exam: ExamRecord, costs: float, all_over: float = 0.0) -> Attempt:
    """The first question, with its last point said the other way round."""
    attempt = exam.attempts[FIRST]
    wrong = replace(judged(attempt, 4, "is a ring.", "reversed"), costs=costs)
    marked(attempt, judged(attempt, 0, "bacteria do not have a nucleus,"), wrong)
    assert attempt.mark is not None
    attempt.mark = replace(attempt.mark, costs=all_over)
    return attempt


def test_a_correction_lifts_what_its_mistake_cost_and_nothing_else(exam: ExamRecord) -> None:
    attempt = mistaken(exam, costs=1.0, all_over=0.5)
    assert attempt.mark is not None
    before = attempt.mark
    assert before.taken_off == build(exam, bank()).items[FIRST].costs == 1.5
    after = correct(exam, FIRST, 4, Correction("made", "student", "I said a ring"))
    assert after.taken_off == build(exam, bank()).items[FIRST].costs == 0.5
    assert after.total == before.total + before.points[4].worth + 1.0
    assert take_back(exam, FIRST, 4, "student") == before


def test_who_agrees_that_the_point_was_not_made_pays_for_the_mistake(exam: ExamRecord) -> None:
    mistaken(exam, costs=1.0)
    assert correct(exam, FIRST, 4, Correction("not_made", "student")).taken_off == 1.0


def test_a_mistake_costs_nothing_where_it_is_not_sure(exam: ExamRecord) -> None:
    attempt = mistaken(exam, costs=1.0)
    assert attempt.mark is not None
    points = attempt.mark.points
    unsure = replace(attempt.mark, points=(*points[:4], replace(points[4], confidence=0.6)))
    assert unsure.taken_off == 0


def test_what_was_corrected_stays_so_when_the_question_is_marked_again(exam: ExamRecord) -> None:
    attempt = exam.attempts[FIRST]
    assert attempt.mark is not None
    fresh = attempt.mark
    correct(exam, FIRST, 4, I_SAID_IT)
    correct(exam, FIRST, 2, Correction("not_made", "teacher"))
    take_back(exam, FIRST, 2, "teacher")
    attempt.take(fresh)
    assert point(exam, 4).correction == I_SAID_IT
    assert point(exam, 2).correction is None


def test_both_verdicts_are_kept_with_the_reason(exam: ExamRecord) -> None:
    correct(exam, FIRST, 4, I_SAID_IT)
    shown = build(exam, bank()).items[FIRST].points[4]
    assert (shown.judged, shown.confidence, shown.verdict) == ("not_made", 0.62, "made")
    assert shown.correction is not None
    assert (shown.correction.by, shown.correction.reason) == ("student", I_SAID_IT.reason)
    assert shown.sure


def test_who_agrees_with_what_the_program_doubts_decides_it(exam: ExamRecord) -> None:
    correct(exam, FIRST, 4, Correction("not_made", "student"))
    assert point(exam, 4).correction == Correction("not_made", "student")
    assert point(exam, 4).sure


def test_going_back_to_what_the_program_is_sure_of_takes_the_correction_back(
    exam: ExamRecord,
) -> None:
    correct(exam, FIRST, 0, Correction("not_made", "student"))
    assert point(exam, 0).marks == 0
    correct(exam, FIRST, 0, Correction("made", "student"))
    assert point(exam, 0).correction is None
    assert point(exam, 0).marks == 2


def test_a_correction_can_be_taken_back(exam: ExamRecord) -> None:
    before = build(exam, bank())
    correct(exam, FIRST, 1, Correction("partly", "student"))
    assert build(exam, bank()) != before
    take_back(exam, FIRST, 1, "student")
    assert build(exam, bank()) == before


@pytest.mark.parametrize("said", ["made", "partly", "not_made"])
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_kept_report_is_corrected_as_the_exam_itself_is(
    exam: ExamRecord, at: int, said: Literal["made", "partly", "not_made"]
) -> None:
    attempt = mistaken(exam, costs=1.0, all_over=0.5)
    assert attempt.mark is not None
    doubtful = replace(attempt.mark.points[2], confidence=0.6, likely=0.3)
    points = (*attempt.mark.points[:2], doubtful, *attempt.mark.points[3:])
    attempt.mark = replace(attempt.mark, points=points)
    before = build(exam, bank())
    said_so = Correction(said, "student", "so it was")
    kept = correct_report(from_json(to_json(before)), FIRST, at, said_so)
    correct(exam, FIRST, at, said_so)
    assert kept == build(exam, bank())
    assert take_back_in_report(kept, FIRST, at, "student") == before


def test_a_kept_report_is_corrected_by_the_same_rules(exam: ExamRecord) -> None:
    correct(exam, FIRST, 4, Correction("partly", "teacher", "only half"))
    report = build(exam, bank())
    with pytest.raises(CannotCorrect, match="A teacher has decided"):
        correct_report(report, FIRST, 4, I_SAID_IT)
    with pytest.raises(CannotCorrect, match="no question 99"):
        correct_report(report, 98, 0, I_SAID_IT)
    with pytest.raises(CannotCorrect, match="no key point 9"):
        correct_report(report, FIRST, 8, I_SAID_IT)
    skipped = next(n for n, item in enumerate(report.items) if item.status != "marked")
    with pytest.raises(CannotCorrect, match="has no marks"):
        correct_report(report, skipped, 0, I_SAID_IT)


def test_what_a_teacher_has_decided_is_not_the_students_to_change(exam: ExamRecord) -> None:
    correct(exam, FIRST, 4, Correction("partly", "teacher", "only half"))
    with pytest.raises(CannotCorrect, match="A teacher has decided"):
        correct(exam, FIRST, 4, I_SAID_IT)
    with pytest.raises(CannotCorrect, match="A teacher has decided"):
        take_back(exam, FIRST, 4, "student")
    correct(exam, FIRST, 4, Correction("made", "teacher"))
    assert point(exam, 4).share == 1


def test_a_teacher_may_decide_against_the_student(exam: ExamRecord) -> None:
    correct(exam, FIRST, 4, I_SAID_IT)
    correct(exam, FIRST, 4, Correction("not_made", "teacher"))
    assert point(exam, 4).marks == 0


@pytest.mark.parametrize(
    ("attempt", "at", "words"),
    [
        (9, 0, "There is no question 10"),
        (-1, 0, "There is no question 0"),
        (FIRST, 5, "Question 1 has no key point 6"),
        (FIRST, -1, "Question 1 has no key point 0"),
        (3, 0, "Question 4 has no marks"),  # it was skipped
    ],
)
def test_what_is_not_there_cannot_be_corrected(
    exam: ExamRecord, attempt: int, at: int, words: str
) -> None:
    with pytest.raises(CannotCorrect, match=words) as refused:
        correct(exam, attempt, at, I_SAID_IT)
    assert refused.value.fix


# --- wordings --------------------------------------------------------------------------------


def test_a_wording_is_added_to_its_point_and_nothing_else_changes() -> None:
    before = bank()
    after = with_wording(before, "mitosis-phases", 1, "  they queue up\nin the middle ")
    changed = after.find("mitosis-phases").item
    assert changed.key_points[1].accept[-1] == "they queue up in the middle"
    assert (
        before.find("mitosis-phases").item.key_points[1].accept
        == (changed.key_points[1].accept[:-1])
    )
    assert after.find("dna-structure") == before.find("dna-structure")


def test_a_wording_that_is_known_is_not_added_again() -> None:
    once = with_wording(bank(), "mitosis-phases", 1, "They queue up")
    assert with_wording(once, "mitosis-phases", 1, "they queue up") == once


@pytest.mark.parametrize(
    ("item", "at", "text", "words"),
    [
        ("mitosis-phases", 1, " ", "no words to keep"),
        ("mitosis-phases", 1, "x" * 401, "at most 400 characters"),
        ("mitosis-phases", 99, "it", "no key point 100"),
        ("gone", 0, "it", "no key point 1 of a question 'gone'"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(item: str, at: int, text: str, words: str) -> None:
    with pytest.raises(CannotCorrect, match=words) as refused:
        with_wording(bank(), item, at, text)
    assert refused.value.fix

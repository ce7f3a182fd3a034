"""A report says what is sure and what is not, and what people have said of it, in every format."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.voice.exam.sample import bank, judged, marked, record
from voice.exam.model.bank import Choice
from voice.exam.model.record import Correction, ExamRecord, Mark, PointMark
from voice.exam.reports.build import build
from voice.exam.reports.correcting import correct
from voice.exam.reports.formats.csv import to_csv
from voice.exam.reports.formats.html import fragment, to_html
from voice.exam.reports.formats.json import to_json
from voice.exam.reports.formats.markdown import to_markdown
from voice.exam.reports.formats.pdf import to_pdf
from voice.exam.reports.model import Report

RING, NUCLEUS = 4, 0
"""Key points of the first question."""


def doubted() -> ExamRecord:
    """An exam in which one point is in doubt and one was said the other way round."""
    exam = record()
    attempt = exam.attempts[0]
    marked(
        attempt,
        judged(attempt, NUCLEUS, "bacteria do not have a nucleus,", "reversed", 0.9,
               remark="It is the eukaryotes that have one."),
        judged(attempt, RING, "is a ring.", "not_made", 0.62),
    )  # fmt: skip
    return exam


def corrected() -> ExamRecord:
    exam = doubted()
    correct(exam, 0, RING, Correction("made", "student", "a ring is a circle"))
    correct(exam, 0, NUCLEUS, Correction("made", "teacher"))
    return exam


def of(exam: ExamRecord) -> Report:
    return build(exam, bank())


def html_text(report: Report) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", to_html(report)))


def pdf_text(report: Report) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(report))).pages
    return " ".join(page.extract_text() for page in pages)


def squeezed(text: str) -> str:
    return " ".join(text.split())


WRITTEN = pytest.mark.parametrize("write", [to_markdown, html_text, pdf_text])


@WRITTEN
def test_what_is_in_doubt_is_said_to_be(write: Callable[[Report], str]) -> None:
    text = squeezed(write(of(doubted())))
    for part in (
        "unsure (not made, 62 %)",
        "the other way round (90 %)",
        "It is the eukaryotes that have one.",
        "Between 7 and 8 until the open point is decided.",
        "What it is not sure of counts half",
        "No person has checked these marks.",
    ):
        assert part in text, f"the reader misses: {part}"


@WRITTEN
def test_both_verdicts_and_the_reason_are_shown(write: Callable[[Report], str]) -> None:
    text = squeezed(write(of(corrected())))
    for part in (
        "Program: not made (62 %). You: made. “a ring is a circle”",
        "Program: the other way round (90 %). Teacher: made.",
        "2 key points were decided by a person.",
    ):
        assert part in text, f"the reader misses: {part}"
    assert "until the open point" not in text, "the range is closed"
    assert "No person has checked" not in text


def test_a_spreadsheet_has_all_of_it() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(of(corrected())).removeprefix("\ufeff"))))
    row = rows[RING]
    assert (row["program"], row["confidence"], row["verdict"]) == ("not_made", "0.62", "made")
    assert (row["corrected_by"], row["reason"]) == ("student", "a ring is a circle")
    doubt = list(csv.DictReader(io.StringIO(to_csv(of(doubted())).removeprefix("\ufeff"))))[RING]
    assert (doubt["verdict"], doubt["sure"]) == ("unsure", "no")
    assert (doubt["least"], doubt["marks"], doubt["most"]) == ("0.0", "0.5", "1.0")


def test_json_has_all_of_it() -> None:
    point = json.loads(to_json(of(corrected())))["items"][0]["points"][RING]
    assert point["correction"] == {
        "verdict": "made", "by": "student", "reason": "a ring is a circle",
    }  # fmt: skip
    assert point["judged"] == "not_made"


def test_it_tells_how_many_points_the_program_was_sure_of() -> None:
    report = of(corrected())
    assert (report.judged, report.sure, report.corrected) == (18, 17, 2)
    assert "It was sure of 17 of 18 key points (94 %)." in report.about


def test_the_models_that_took_part_are_named_once() -> None:
    exam = record()
    for attempt in exam.attempts:
        if attempt.mark:
            object.__setattr__(attempt.mark, "judged_by", "words + all-MiniLM-L6-v2 + qwen3:8b")
    assert "It was helped by these models: all-MiniLM-L6-v2, qwen3:8b." in of(exam).about


def test_nothing_is_said_of_marks_that_are_not_there() -> None:
    assert of(ExamRecord("Exam", "exam", "practice", "en", ended="stopped")).about == ()


# --- buttons ---------------------------------------------------------------------------------


def buttons(report: Report, point: int) -> list[str]:
    """What can be pressed at a key point of the first question, counted from 1."""
    at = f'data-item="1" data-point="{point}"'
    return re.findall(rf"<button [^>]*{at}[^>]*>([^<]+)<", fragment(report, corrects=True))


def test_at_every_point_the_student_can_say_otherwise() -> None:
    report = of(doubted())
    assert buttons(report, RING + 1) == ["I said this", "I did not"]
    assert buttons(report, NUCLEUS + 1) == ["I said this", "I said half of it"]
    assert buttons(of(record()), 1) == ["That is not right", "I said half of it"]


def test_what_was_corrected_can_be_taken_back_explained_and_kept() -> None:
    report = of(corrected())
    assert buttons(report, RING + 1) == [
        "Take it back", "Add the reason", "Keep what I said as a way to say this point",
    ]  # fmt: skip
    assert buttons(report, NUCLEUS + 1) == [], "a teacher has decided it"
    assert 'data-text="is a ring."' in fragment(report, corrects=True)


def test_questions_without_an_answer_have_no_buttons() -> None:
    shown = fragment(of(record()), corrects=True)
    assert 'data-item="4"' not in shown, "it was skipped"


def test_a_file_has_no_buttons() -> None:
    assert "<button" not in to_html(of(doubted()))


def test_what_a_button_is_for_is_in_its_name() -> None:
    labels = re.findall(r'<button [^>]*aria-label="([^"]+)"', fragment(of(doubted()), True))
    assert any(label.startswith("I said this: Prokaryotic DNA is circular") for label in labels)


# --- how marks are counted -------------------------------------------------------------------


def test_of_points_of_which_a_few_are_enough_the_others_are_not_needed() -> None:
    exam = record()
    attempt = exam.attempts[0]
    marked(attempt, judged(attempt, NUCLEUS, "bacteria do not have a nucleus,"))
    assert attempt.mark is not None
    choices = (Choice(points=(1, 2), enough=1),)
    attempt.item = attempt.item.model_copy(update={"choices": choices})
    attempt.mark = Mark(attempt.mark.points, attempt.item.marks, choices, costs=0.5)
    report = of(exam)
    assert [point.counts for point in report.items[0].points][:2] == [True, False]
    text = to_markdown(report)
    assert "Of the points 1, 2, 1 make a full answer." in text
    assert "not made (80 %), not needed" in text
    assert "0.5 marks were taken off for what was wrong." in text
    other = attempt.item.key_points[1].text
    assert not [one for step in report.study for one in step.advice if one.text == other]


def test_a_doubt_that_changes_nothing_is_no_range() -> None:
    exam = record()
    attempt = exam.attempts[0]
    choices = (Choice(points=(1, 2), enough=1),)
    attempt.item = attempt.item.model_copy(update={"choices": choices})
    points = tuple(
        PointMark(n, point.marks, "made", 0.5 if n == 1 else 0.9)
        for n, point in enumerate(attempt.item.key_points)
    )
    attempt.mark = Mark(points, attempt.item.marks, choices)
    report = of(exam)
    assert (report.items[0].open, report.items[0].least) == (0, report.items[0].most)
    assert "until the open point" not in to_markdown(report)

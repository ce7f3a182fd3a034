"""Pictures: well-formed, told in words too, without a colour that carries the meaning alone."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.voice.exam.sample import bank, record
from voice.exam.model.record import ExamRecord
from voice.exam.reports.build import build
from voice.exam.reports.formats import pictures
from voice.exam.reports.model import Report

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def report() -> Report:
    return build(record(), bank())


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", [pictures.topic_bars, pictures.timeline, pictures.response_times])
def test_each_picture_is_named_and_described(report: Report, draw: Callable[[Report], str]) -> None:
    root = parsed(draw(report))
    ids = {node.get("id"): node.text for node in root.iter() if node.get("id")}
    named = (root.get("aria-labelledby") or "").split()
    assert len(named) == 2
    assert all(ids.get(name) for name in named), "a screen reader would say nothing"


def test_bars_carry_their_numbers(report: Report) -> None:
    said = words(pictures.topic_bars(report))
    assert "Cell structure" in said
    assert "3 / 5 (60 %)" in said
    assert "0 / 6.5 (0 %)" in said


def test_the_students_parts_lead_to_their_words(report: Report) -> None:
    root = parsed(pictures.timeline(report))
    links = list(root.iter(f"{SVG}a"))
    spoken = [line for line in report.transcript if line.speaker == "student"]
    assert [link.get("href") for link in links] == [f"#line-{line.number}" for line in spoken]
    assert [link.get("data-start") for link in links] == [
        f"{line.start_s:.2f}" if line.end_s > line.start_s else None for line in spoken
    ]
    assert links[-1].get("data-start") is None, "the last answer was typed"
    assert "bacteria do not have a nucleus" in (links[0].get("aria-label") or "")


def test_links_within_a_picture_can_be_reached(report: Report) -> None:
    assert parsed(pictures.timeline(report)).get("role") == "group"  # "img" would hide them


def test_thinking_is_hatched(report: Report) -> None:
    svg = pictures.timeline(report, name="mine")
    assert "url(#mine-hatch)" in svg
    assert "id='mine-hatch'" in svg


def test_time_begins_with_the_exam(report: Report) -> None:
    assert report.start_s == 30.0
    assert "0:00" in words(pictures.timeline(report))


def test_response_times_tell_the_answers_apart(report: Report) -> None:
    said = words(pictures.response_times(report))
    assert {"Question 1 (1)", "1.2 s", "Question 1 (2)", "3.4 s", "Question 2"} <= set(said)
    assert "Question 5" not in said, "the typed answer has no time"


def test_no_exam_no_pictures() -> None:
    empty = build(ExamRecord("Cell biology", "cell-biology", "practice", "en"), bank())
    assert pictures.topic_bars(empty) == ""
    assert pictures.timeline(empty) == ""
    assert pictures.response_times(empty) == ""
    assert pictures.progress([], "en") == ""


@pytest.mark.parametrize("count", [1, 2, 40])
def test_progress_shows_every_attempt(count: int) -> None:
    attempts = [pictures.Reached(f"2026-11-{n + 1:02d}", 2.5 * n) for n in range(count)]
    svg = pictures.progress(attempts, "de")
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == count
    assert "Fortschritt" in svg


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours."""

    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [pictures.STUDENT, pictures.EXAMINER, pictures.THINKING])
@pytest.mark.parametrize("paper", ["#ffffff", "#16181d"])
def test_colours_can_be_seen_by_day_and_by_night(colour: str, paper: str) -> None:
    assert contrast(colour, paper) >= 3


def test_topics_over_attempts_carry_their_numbers_and_dates() -> None:
    svg = pictures.topic_progress(
        [("<Cells> & more", (20.0, 80.0)), ("Division", (None, 50.0))],
        ["2026-11-01", "2026-11-02"],
        "en",
    )
    said = words(svg)
    assert "<Cells> & more" in said
    assert "20 %  2026-11-01" in said
    assert "–  2026-11-01" in said
    assert "50 %  2026-11-02" in said
    assert pictures.topic_progress([], [], "en") == ""

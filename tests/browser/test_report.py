"""The report of an exam, on the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.browser.scripted import Script
from tests.browser.student import Student

FILES = {
    "Download as PDF": ("pdf", b"%PDF-"),
    "Download the report as Markdown": ("md", b"# "),
    "Download as JSON": ("json", b"{"),
    "Download as CSV": ("csv", b"\xef\xbb\xbf"),
}


@pytest.fixture
def report(examinee: Student, stage: Script) -> FrameLocator:
    """The report of an exam that has just ended."""
    stage.finish("finished")
    examinee.press("See the report")
    shown = examinee.page.frame_locator("#viva-report-frame")
    expect(shown.locator(".viva-score")).to_be_visible()
    return shown


def test_the_report_is_shown_whole_without_scripts(examinee: Student, report: FrameLocator) -> None:
    page = examinee.page
    expect(page.locator("#viva-exam-phase")).to_have_text(
        "The exam is over: that was the last question."
    )
    expect(page.get_by_role("heading", name="Report")).to_be_focused()
    expect(report.get_by_role("heading", name="What to study next")).to_be_visible()
    fits = """() => {
        const frame = document.querySelector('#viva-report-frame');
        const inner = frame.contentDocument.documentElement;
        return inner.scrollHeight > 2000 && inner.scrollHeight <= frame.clientHeight;
    }"""
    page.wait_for_function(fits)
    assert "allow-scripts" not in page.locator("#viva-report-frame").evaluate(
        "(f) => f.sandbox.value"
    )
    examinee.picture("report")
    page.set_viewport_size({"width": 360, "height": 780})
    page.wait_for_function(fits)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)


def test_it_can_be_kept(examinee: Student, report: FrameLocator, tmp_path: Path) -> None:
    for button, (suffix, beginning) in FILES.items():
        with examinee.page.expect_download() as coming:
            examinee.press(button)
        name = coming.value.suggested_filename
        assert name.startswith("viva-cell-biology-")
        assert name.endswith(f".{suffix}")
        coming.value.save_as(tmp_path / suffix)
        assert (tmp_path / suffix).read_bytes().startswith(beginning)
    assert json.loads((tmp_path / "json").read_bytes())


def test_a_part_of_the_timeline_plays_what_was_said(
    examinee: Student, report: FrameLocator, stage: Script
) -> None:
    page = examinee.page
    playing = page.locator("#viva-playing")
    expect(playing).to_be_hidden()
    report.locator("svg a.viva-play").first.click()
    expect(playing).to_contain_text("Playing your own answer")
    [[start_s, end_s]] = stage.told["played"]
    assert 0 < start_s < end_s
    examinee.press("Stop playing")
    expect(playing).to_be_hidden()


def test_a_student_says_that_a_mark_is_not_right_and_takes_it_back(
    examinee: Student, report: FrameLocator, stage: Script
) -> None:
    expect(report.locator(".viva-score")).to_have_text("10 / 28.5 (35 %)")
    at = report.locator("#question-1 .viva-correct").first
    at.get_by_role("button", name="That is not right").press("Enter")
    expect(report.locator(".viva-score")).to_have_text("8 / 28.5 (28 %)")
    verdict = report.locator("#question-1 .viva-points tbody tr").first
    expect(verdict).to_contain_text("Program: made (80 %). You: not made.")
    undo = at.get_by_role("button", name="Take it back")
    expect(undo).to_be_focused()
    at.get_by_role("textbox").fill("I meant plants")
    at.get_by_role("textbox").press("Enter")
    expect(verdict).to_contain_text("You: not made. “I meant plants”")
    examinee.picture("report-corrected")
    undo.click()
    expect(report.locator(".viva-score")).to_have_text("10 / 28.5 (35 %)")
    expect(at.get_by_role("button", name="That is not right")).to_be_focused()


def test_what_was_said_is_kept_as_a_way_to_say_the_point(
    examinee: Student, report: FrameLocator, stage: Script
) -> None:
    at = report.locator("#question-1 .viva-correct").nth(4)
    at.get_by_role("button", name="I said this").click()
    at.get_by_role("button", name="Keep what I said").click()
    notice = examinee.page.locator("#viva-report-notices")
    expect(notice).to_contain_text("It is kept in your own exam “Cell biology (copy)”.")
    with examinee.page.expect_response("**/wordings"):
        at.get_by_role("button", name="Keep what I said").click()
    wordings = stage.told["wordings"]
    assert [one["text"] for one in wordings] == ["is a ring.", "is a ring."]
    assert [one["copy_name"] for one in wordings] == ["", "upload-1"]


def test_late_marks_arrive_in_it_and_another_exam_takes_its_place(
    examinee: Student, report: FrameLocator, stage: Script
) -> None:
    page = examinee.page
    with page.expect_response("**/report/html*"):
        stage.tell("exam_marked", attempt=4, item_id="x", total=1.0, out_of=2.0)
    expect(report.locator(".viva-score")).to_be_visible()
    stage.tell("memory_cleared")
    expect(page.locator("#viva-report")).to_be_hidden()
    expect(page.locator("#viva-exam")).to_be_hidden()


def test_marks_that_come_when_nobody_is_connected_arrive_in_it(
    examinee: Student, stage: Script
) -> None:
    page = examinee.page
    stage.wait_for_marks(2)
    stage.finish("finished")
    page.evaluate("window.viva.stop()")
    marking = page.get_by_text("2 answers are still being marked")
    expect(marking).to_be_visible()
    before = stage.told["reports"]
    stage.wait_for_marks(0)
    expect(marking).to_be_hidden()
    expect(page.frame_locator("#viva-report-frame").locator(".viva-score")).to_be_visible()
    assert stage.told["reports"] == before + 1


def test_an_end_that_came_just_as_the_student_hung_up_is_learnt(
    examinee: Student, stage: Script
) -> None:
    examinee.page.evaluate("window.viva.stop()")
    stage.finish("finished")
    expect(examinee.page.get_by_role("heading", name="Report")).to_be_visible()


def test_it_outlives_a_reload_of_the_page(examinee: Student, report: FrameLocator) -> None:
    examinee.open()
    expect(report.locator(".viva-score")).to_be_visible()


def test_it_has_the_pages_colours(examinee: Student, stage: Script) -> None:
    examinee.page.emulate_media(color_scheme="light")
    examinee.page.evaluate("document.body.classList.add('dark')")
    stage.finish("time")
    paper = examinee.page.frame_locator("#viva-report-frame").locator(".viva-report")
    expect(paper).to_have_css("background-color", "rgb(22, 24, 29)")

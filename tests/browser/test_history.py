"""Keeping exams, on the page: nothing by itself; then listed, compared, read, deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import StudentOf
from tests.browser.scripted import Script
from tests.browser.student import Student
from tests.voice.exam.sample import bank, record
from voice.exam.history.store import History, Recording
from voice.exam.reports.build import build

NASTY = '<img src=x onerror="window.hurt = true">'


@pytest.fixture
def history(stage: Script) -> History:
    """What the server keeps; there is not even a file."""
    history = History(stage.kept)
    history.file.unlink(missing_ok=True)
    return history


@pytest.fixture
def kept(history: History) -> list[str]:
    """Two attempts at one exam, the first with the student's voice, and one at another."""
    report = build(record(), bank())
    better = report.model_copy(update={"began_at": "2026-11-28T10:00:00+01:00", "marks": 20.0})
    other = report.model_copy(update={"bank_name": "other", "bank": NASTY})
    voice = Recording(0.0, 1.0, b"RIFF")
    return [history.save(report, [voice]), history.save(better), history.save(other)]


def opened(student: Student) -> Student:
    """The student looks at what is kept."""
    student.open()
    student.press("Show my exams")
    expect(student.page.get_by_role("heading", name="My exams")).to_be_visible()
    return student


def rows(student: Student) -> int:
    return student.page.locator("#viva-history-rows tr").count()


def test_nothing_is_kept_until_the_student_says_so(
    examinee: Student, stage: Script, history: History
) -> None:
    page = examinee.page
    keep = page.get_by_role("switch", name="Keep my exams")
    expect(keep).not_to_be_checked()
    expect(page.locator("#viva-keep-state")).to_have_text("Off: no exam is written to disk.")
    stage.finish("finished")
    expect(page.get_by_role("button", name="Keep this exam")).to_be_visible()
    assert stage.told["keeping"] == {"save": False, "save_voice": False}
    assert not history.folder.exists() or not list(history.folder.iterdir())
    with page.expect_response("**/keeping") as answered:
        keep.press("Space")
    assert answered.value.ok
    assert stage.told["keeping"] == {"save": True, "save_voice": False}
    expect(page.locator("#viva-keep-words")).to_contain_text("Nothing leaves that computer")
    expect(page.locator("#viva-keep-file")).to_contain_text(str(history.file))
    with page.expect_response("**/keeping"):
        page.get_by_role("switch", name="Also keep my voice").check()
    assert stage.told["keeping"] == {"save": True, "save_voice": True}
    examinee.picture("history-switches")
    examinee.press("Keep this exam")
    expect(page.get_by_role("button", name="Kept", exact=True)).to_be_disabled()
    assert len(history.attempts()) == 1
    examinee.open()  # the choice outlives a reload
    expect(keep).to_be_checked()
    with page.expect_response("**/keeping"):
        keep.uncheck()
        page.evaluate("window.viva.start({microphone: false})")
    examinee.press("Show my exams")
    expect(page.locator("#viva-history-rows tr")).to_have_count(1)
    examinee.picture("history-dialog")


def test_where_it_cannot_be_kept_the_switch_says_so(
    rehearsing: StudentOf, history: History
) -> None:
    student = rehearsing()
    student.open()
    history.folder.mkdir(exist_ok=True)
    history.file.write_bytes(b"not a database" * 100)
    student.page.get_by_role("switch", name="Keep my exams").click()
    expect(student.page.locator("#viva-keep-notices")).to_contain_text("is damaged")
    expect(student.page.get_by_role("switch", name="Keep my exams")).not_to_be_checked()
    student.press("Show my exams")
    expect(student.page.locator("#viva-history-notices")).to_contain_text("is damaged")
    history.file.unlink()
    student.errors.clear()  # the browser notes each refusal


def test_without_exams_it_says_how_to_keep_one(rehearsing: StudentOf, history: History) -> None:
    student = opened(rehearsing())
    expect(student.page.locator("#viva-history-empty")).to_be_visible()
    expect(student.page.locator("#viva-history-full")).to_be_hidden()
    student.page.keyboard.press("Escape")
    expect(student.page.get_by_role("button", name="Show my exams")).to_be_focused()
    assert not history.file.exists()


def test_attempts_are_compared_and_read_again(
    rehearsing: StudentOf, kept: list[str], tmp_path: Path
) -> None:
    student = opened(rehearsing())
    page = student.page
    expect(page.locator("#viva-history-rows")).to_contain_text(NASTY)
    expect(page.locator("#viva-history-rows")).to_contain_text("10 of 28.5 (35 %)")
    compare = page.get_by_role("button", name="Compare", exact=True)
    for number, name in enumerate((f"{NASTY}, 2026-11-21 09:15", "Cell biology, 2026-11-28 10:00")):
        expect(compare).to_be_disabled()
        page.get_by_label(f"Choose {name} to compare").check()
        assert number < 2
    expect(page.locator("#viva-history-hint")).to_contain_text("different exams")
    expect(compare).to_be_disabled()
    page.get_by_label(f"Choose {NASTY}, 2026-11-21 09:15 to compare").uncheck()
    page.get_by_label("Choose Cell biology, 2026-11-21 09:15 to compare").check()
    compare.click()
    expect(page.locator("#viva-history-subject")).to_have_text("Cell biology: 2 attempts")
    expect(page.get_by_role("row", name="All 35 % 70 %")).to_be_visible()
    expect(page.locator("#viva-history-compared svg")).to_have_count(2)
    student.picture("history-compared")
    student.press("Back to the list")
    student.press("Open the report of Cell biology, 2026-11-21 09:15")
    report = page.frame_locator("#viva-history-frame")
    expect(report.locator(".viva-score")).to_be_visible()
    with page.expect_download() as coming:
        student.press("Download this report as JSON")
    coming.value.save_as(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_bytes())["bank"] == "Cell biology"
    student.press("Back to the list")
    with page.expect_download() as coming:
        student.press("Download all exams with recordings (ZIP)")
    assert coming.value.suggested_filename == "viva-history.zip"
    page.set_viewport_size({"width": 360, "height": 780})
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    student.picture("history-phone")
    assert page.evaluate("window.hurt") is None


def test_deleting_names_what_goes_and_it_goes(
    rehearsing: StudentOf, history: History, kept: list[str]
) -> None:
    student = opened(rehearsing())
    page = student.page
    student.press("Delete Cell biology, 2026-11-21 09:15")
    asked = page.locator("#viva-dialog-text")
    expect(asked).to_contain_text("Cell biology, 2026-11-21 09:15 (10 of 28.5 (35 %))")
    expect(asked).to_contain_text("your voice in 1 recordings")
    student.press("Cancel")
    assert len(history.attempts()) == 3
    student.press("Delete Cell biology, 2026-11-21 09:15")
    page.locator("#viva-dialog-ok").click()
    expect(page.locator("#viva-history-rows tr")).to_have_count(2)
    assert kept[0].encode() not in history.file.read_bytes()
    expect(page.locator("#viva-history-heading")).to_be_focused()
    history.delete(kept[1])  # in another window
    student.press("Open the report of Cell biology, 2026-11-28 10:00")
    expect(page.locator("#viva-history-notices")).to_contain_text("no longer there")
    expect(page.locator("#viva-history-rows tr")).to_have_count(1)
    student.press("Delete all…")
    expect(asked).to_contain_text("The exam that is kept")
    page.locator("#viva-dialog-ok").click()
    expect(page.locator("#viva-history-empty")).to_be_visible()
    assert history.attempts() == ()
    student.errors.clear()  # the browser notes that a report was not found

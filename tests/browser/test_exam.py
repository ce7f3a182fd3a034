"""A whole exam in a real browser, with real models: set up, answered in writing, and reported."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import StudentOf
from voice.exam.history.store import History

FACTS = "A prokaryotic cell has no nucleus, its DNA lies free in the cytoplasm, and it is smaller."


def test_an_exam_is_held_reported_and_kept_only_when_asked(
    refusing: Browser, student_of: StudentOf, data_home: Path
) -> None:
    student = student_of(refusing)
    student.open()
    page = student.page
    page.get_by_label("Exam", exact=True).click()
    page.get_by_role("option", name="English: Cell biology").click()
    page.wait_for_function("JSON.parse(window.viva.settings()).bank === 'cell-biology'")
    expect(page.get_by_label("Mode", exact=True)).to_have_value("Practice exam")
    page.evaluate("window.viva.change({topics: ['Cell structure'], minutes: 5})")
    page.evaluate("window.viva.start({microphone: false})")
    question = page.locator("#viva-exam-question")
    expect(page.locator("#viva-exam-place")).to_contain_text("Question 1", timeout=45_000)
    expect(page.locator("#viva-exam-section")).to_have_text("Cell structure")
    expect(question).not_to_be_empty()
    first = question.inner_text()
    student.press("Skip")
    expect(page.locator("#viva-exam-place")).to_contain_text("Question 2", timeout=45_000)
    expect(question).not_to_have_text(first)
    expect(page.locator("#viva-exam-phase")).to_contain_text("Your turn", timeout=45_000)
    student.type(FACTS)
    student.wait("items.some((i) => i.role === 'user' && i.done)")
    student.picture("exam-real")
    page.keyboard.press("Alt+x")
    student.press("End the exam")
    expect(page.locator("#viva-exam-phase")).to_contain_text("you ended it", timeout=45_000)
    student.press("See the report")
    report = page.frame_locator("#viva-report-frame")
    expect(report.locator("blockquote", has_text=FACTS)).to_be_visible()
    with page.expect_download() as coming:
        student.press("Download as JSON")
    told = json.loads(coming.value.path().read_bytes())
    assert told["bank"] == "Cell biology"
    student.picture("report-real")
    assert list(data_home.rglob("*")) == [], "something was written, and nobody had asked"
    student.press("Keep this exam")
    expect(page.get_by_role("button", name="Kept", exact=True)).to_be_visible()
    (kept,) = History(data_home / "viva").attempts()
    assert kept.bank == "Cell biology"
    student.press("Show my exams")
    student.press(f"Open the report of {kept.bank}, {kept.began_at[:16].replace('T', ' ')}")
    again = page.frame_locator("#viva-history-frame")
    expect(again.locator("blockquote", has_text=FACTS)).to_be_visible()

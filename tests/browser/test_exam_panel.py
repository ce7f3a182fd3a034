"""The exam under way, on the page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import StudentOf
from tests.browser.scripted import Script
from tests.browser.student import Student


def _tells(student: Student, part: str, text: str) -> None:
    expect(student.page.locator(f"#viva-exam-{part}")).to_have_text(text)


def test_it_shows_where_the_exam_stands(examinee: Student, stage: Script) -> None:
    _tells(examinee, "place", "Question 1 of 3")
    _tells(examinee, "section", "Cell structure")
    _tells(examinee, "question", "What does a ribosome do?")
    _tells(examinee, "phase", "Your turn: answer the question.")
    stage.show(number=2, phase="preparing", answer_left_s=45.0, left_s=580.0)
    _tells(examinee, "place", "Question 2 of 3")
    expect(examinee.page.locator("#viva-answer-clock")).to_contain_text("Preparing")
    # Between the server's views the clocks count down by themselves.
    expect(examinee.page.get_by_label("Time for this answer")).to_have_text(re.compile("0:4[0-4]"))
    expect(examinee.page.get_by_label("Time left in the exam")).to_have_text(re.compile("9:3[0-9]"))
    examinee.picture("exam")
    stage.show(phase="paused")
    _tells(examinee, "phase", "The exam is paused and no time passes. Press Resume to go on.")
    stage.show(phase="asking", answer_left_s=60.0)
    expect(examinee.page.locator("#viva-answer-clock")).to_be_hidden()
    expect(examinee.page.get_by_label("Exam", exact=True)).to_be_disabled()  # under way: stays


def test_buttons_and_keys_reach_the_examiner(examinee: Student, stage: Script) -> None:
    page = examinee.page
    examinee.press("Repeat")
    examinee.press("Hint (2 left)")
    for key in "lkdp":
        page.keyboard.press(f"Alt+{key}")
    stage.show(phase="paused")
    examinee.press("Resume")
    page.keyboard.press("Alt+r")  # no time passes: nothing is said either
    stage.show(phase="answering", can_skip=False, can_go_back=True, hints_left=0)
    for name in ("Skip", "Hint (0 left)"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    page.keyboard.press("Alt+k")
    page.keyboard.press("Alt+i")
    page.keyboard.press("Alt+b")
    page.keyboard.press("Alt+x")
    examinee.press("Cancel")
    examinee.press("End exam")
    expected = "repeat hint slower skip done pause resume back stop".split()
    with page.expect_response(lambda _: stage.told["commands"] == expected):
        examinee.press("End the exam")


def test_who_practises_listening_reads_no_question(examinee: Student, stage: Script) -> None:
    page = examinee.page
    stage.tell("reply_started", reply=1, turn=0)
    stage.tell("reply_text", reply=1, text="What does a ribosome do?")
    said = page.locator("#viva-turns").get_by_text("What does a ribosome do?")
    expect(said).to_be_visible()
    page.keyboard.press("Alt+q")
    expect(page.locator("#viva-exam-question")).to_be_hidden()
    expect(said).to_be_hidden()
    examinee.open()  # it is remembered, and the exam is still there
    hidden = page.get_by_role("button", name="Show question")
    expect(hidden).to_have_attribute("aria-expanded", "false")
    _tells(examinee, "phase", "The exam waits for you, and no time passes. Press Start to go on.")
    hidden.click()
    expect(page.locator("#viva-exam-question")).to_be_visible()


def test_the_keys_are_listed_and_wait_while_a_question_is_open(
    examinee: Student, stage: Script
) -> None:
    page = examinee.page
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Alt R")
    examinee.picture("keys")
    page.keyboard.press("Alt+r")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    shown = set(page.locator("#viva-keys kbd").all_text_contents())
    used = page.locator("[aria-keyshortcuts^=Alt]").evaluate_all(
        "all => all.map((e) => e.getAttribute('aria-keyshortcuts').replace('+', ' '))"
    )
    assert set(used) <= shown, "a key that is listed nowhere"
    page.get_by_label("Type instead of speaking").press_sequentially("Why?")
    expect(keys).to_be_hidden()
    page.keyboard.press("Alt+l")
    with page.expect_response(lambda _: stage.told["commands"] == ["slower", "hint"]):
        page.keyboard.press("Alt+i")


def test_the_keyboard_alone_goes_from_the_exam_to_its_report(
    examinee: Student, stage: Script
) -> None:
    page = examinee.page
    page.get_by_role("button", name="End exam").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('#viva-dialog').open")
    stage.finish("stopped")
    expect(page.get_by_role("button", name="See the report")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Report")).to_be_focused()


def test_a_report_asked_for_before_it_is_there_is_shown_when_it_comes(
    examinee: Student, stage: Script
) -> None:
    page = examinee.page
    stage.show(phase="over", can_skip=False, can_go_back=False, answer_left_s=None)
    examinee.press("See the report")
    stage.tell("exam_finished", reason="stopped")
    expect(page.get_by_role("heading", name="Report")).to_be_focused()


def test_it_fits_a_phone(rehearsing: StudentOf, stage: Script) -> None:
    student = rehearsing(viewport={"width": 360, "height": 780}, has_touch=True)
    student.open("/?__theme=dark")
    student.page.evaluate("window.viva.change({bank: 'cell-biology'})")
    student.page.evaluate("window.viva.start({microphone: false})")
    expect(student.page.locator("#viva-exam")).to_be_visible()
    expect(student.page.get_by_label("Length in minutes").first).to_be_visible()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not student.page.evaluate(wide)
    student.picture("exam-phone")

"""The second screen: a page that takes part lets another one watch."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser.scripted import NO_WEBRTC
from tests.browser.student import Student
from tests.browser.watched import watched_server
from tests.voice.api.own.test_routes import BANK

ATTACK = "<img src=x onerror=document.title='hacked'> <b>water</b> and salts."


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    """The address of a server."""
    with watched_server() as url:
        yield url


@pytest.fixture
def program(place: str) -> Iterator[httpx.Client]:
    """Whoever takes part by text."""
    with httpx.Client(base_url=place, timeout=30) as client:
        yield client


@pytest.fixture
def watcher(granting: Browser, place: str) -> Iterator[Student]:
    """A tab for somebody else, on a telephone."""
    context = granting.new_context(viewport={"width": 390, "height": 800})
    student = Student(context.new_page(), place)
    yield student
    context.close()
    assert student.errors == []


def shown(page: Page, words: str) -> Locator:
    return page.locator("#viva-turns .viva-text", has_text=words)


def noticed(page: Page) -> Locator:
    return page.locator("#viva-notices .viva-notice-text")


def opened(program: httpx.Client) -> dict[str, Any]:
    """An exam of two questions."""
    body = {"name": "plants.yaml", "content": base64.b64encode(BANK.encode()).decode()}
    bank = program.post("/v1/banks", json=body).json()["name"]
    asked = {"bank": bank, "mode": "exam", "minutes": 10}
    session: dict[str, Any] = program.post("/v1/sessions", json=asked).json()
    return session


def test_a_student_lets_somebody_watch_and_ends_it(
    granting: Browser, place: str, watcher: Student
) -> None:
    context = granting.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(NO_WEBRTC)
    student = Student(context.new_page(), place)
    student.open()
    expect(student.page.locator("#viva-share")).to_be_disabled()
    student.type("hello")
    student.wait("items.some((i) => i.text === 'You said hello.')")
    student.press("Share…")
    expect(student.page.locator("#viva-share-until")).to_contain_text("It holds until")
    expect(student.page.locator("#viva-share-local")).to_be_visible()
    student.press("Copy link")
    link = student.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{place}/watch#token=[\w.-]+", link)
    assert link == student.page.locator("#viva-share-link").input_value()
    student.page.get_by_label("It is for a teacher").check()
    expect(student.page.locator("#viva-share-link")).not_to_have_value(link)
    student.press("Close")
    watcher.page.goto(link)
    expect(shown(watcher.page, "You said hello.")).to_be_visible()
    expect(watcher.page.get_by_test_id("watch-state")).to_have_text("It is the student’s turn")
    student.type("more")
    expect(shown(watcher.page, "You said more.")).to_be_visible()
    student.press("Shared…")
    student.press("End sharing")
    expect(student.page.locator("#viva-share")).to_have_text("Share…")
    student.type("a secret")
    student.wait("items.some((i) => i.text === 'You said a secret.')")
    expect(noticed(watcher.page)).to_have_text("This token was withdrawn.")
    assert shown(watcher.page, "secret").count() == 0
    forget_refusals(watcher)
    assert student.errors == []
    context.close()


def test_an_exam_is_followed_to_its_report(program: httpx.Client, watcher: Student) -> None:
    session = opened(program)
    path = f"/v1/sessions/{session['id']}"
    token = program.post(f"{path}/tokens", json={"role": "watch"}).json()
    page = watcher.page
    page.goto(watcher.url + token["watch"])
    expect(page.locator("#viva-exam-place")).to_contain_text("Question 1 of 2")
    expect(page.locator("#viva-exam-question")).to_have_text("What do roots take up?")
    expect(page.locator("#viva-exam-left")).to_have_text(re.compile(r"^(9:[345]\d|10:00)$"))
    expect(page.locator("#viva-watch-until")).to_contain_text("This link holds until")
    program.post(f"{path}/messages", json={"text": ATTACK})
    expect(shown(page, ATTACK)).to_be_visible()
    marks = page.locator("#viva-marks-items > li")
    expect(marks).to_have_count(1)
    expect(marks.locator("[data-verdict=made] q").first).to_have_text("water")
    expect(page.locator("#viva-marks-total")).to_have_text("3 of 3")
    expect(page.locator("#viva-exam-question")).to_have_text("What do leaves take up?")
    program.post(f"{path}/messages", json={"text": "They take up light."})
    expect(page.locator("#viva-exam-phase")).to_have_text(
        "The exam is over: that was the last question."
    )
    report = page.frame_locator("#viva-report-frame")
    expect(report.locator(".viva-score")).to_be_visible()
    expect(report.locator("b", has_text="water")).to_have_count(0)
    expect(marks).to_have_count(2)
    assert page.locator("#viva-report-frame").get_attribute("sandbox") == ""
    assert "hacked" not in page.title()
    watcher.picture("watch-phone")
    fits_and_ends(program, path, page, report)
    asked = {request.removeprefix(watcher.url) for request in watcher.requests}
    assert not [request for request in asked if session["id"] in request or "token" in request]


def test_a_teacher_corrects_marks(program: httpx.Client, watcher: Student) -> None:
    session = opened(program)
    path = f"/v1/sessions/{session['id']}"
    token = program.post(f"{path}/tokens", json={"role": "teach"}).json()
    page = watcher.page
    page.goto(watcher.url + token["watch"])
    expect(page.locator("#viva-watch-may")).to_contain_text("may correct the marks")
    program.post(f"{path}/messages", json={"text": "They take up water."})
    total = page.locator("#viva-marks-total")
    expect(total).to_have_text("2 of 3")
    at = page.locator("#viva-marks-items li li").nth(1)
    at.get_by_role("button", name="They said this").press("Enter")
    expect(total).to_have_text("3 of 3")
    expect(at).to_contain_text("Teacher: made.")
    undo = at.get_by_role("button", name="Take it back")
    expect(undo).to_be_focused()
    at.get_by_role("textbox").fill("in other words")
    at.get_by_role("textbox").press("Enter")
    expect(at).to_contain_text("Teacher: made. in other words")
    watcher.picture("watch-teacher")
    undo.click()
    expect(total).to_have_text("2 of 3")


def fits_and_ends(program: httpx.Client, path: str, page: Page, report: FrameLocator) -> None:
    """Nothing is wider than a telephone; what is shown stays when the session ends."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    program.delete(path)
    expect(noticed(page)).to_have_text("The session has ended.")
    expect(report.locator(".viva-score")).to_be_visible()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("/watch", "This link is not whole."),
        ("/watch#token=", "This link is not whole."),
        ("/watch#token=a.b.c", "This link is not whole."),
        ("/watch#token=%3Cscript%3E", "This link is not whole."),
    ],
)
def test_a_link_that_is_none(watcher: Student, link: str, words: str) -> None:
    watcher.page.goto(watcher.url + link)
    expect(noticed(watcher.page)).to_have_text(words)


def test_a_link_opened_after_the_end(program: httpx.Client, watcher: Student) -> None:
    session = opened(program)
    path = f"/v1/sessions/{session['id']}"
    token = program.post(f"{path}/tokens", json={"role": "watch"}).json()
    program.delete(path)
    watcher.page.goto(watcher.url + token["watch"])
    expect(noticed(watcher.page)).to_have_text("This token was withdrawn.")
    forget_refusals(watcher)


def forget_refusals(watcher: Student) -> None:
    """Chromium notes every answer of 401 as an error of the page."""
    watcher.errors[:] = [error for error in watcher.errors if "401" not in error]

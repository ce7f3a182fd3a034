"""The page speaks the language that is spoken: of the conversation, or of the exam chosen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import StudentOf
from tests.browser.scripted import Script


def test_the_page_speaks_the_language_that_is_chosen(rehearsing: StudentOf, stage: Script) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    expect(page.get_by_test_id("state")).to_have_text("Disconnected")
    page.evaluate("window.viva.change({language: 'de'})")
    expect(page.get_by_test_id("state")).to_have_text("Getrennt")
    expect(page.get_by_placeholder("Oder hier tippen")).to_be_visible()
    expect(page.get_by_role("button", name="Neu beginnen")).to_be_visible()
    expect(page.get_by_role("slider", name="Sprechtempo")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.evaluate("window.viva.start()")
    expect(page.get_by_test_id("state")).to_have_text("Hört zu")
    expect(page.get_by_role("button", name="Stopp", exact=True)).to_be_visible()
    page.evaluate("window.viva.change({language: 'fr'})")
    expect(page.get_by_test_id("state")).to_have_text("À l’écoute")
    expect(page.get_by_role("button", name="Couper le micro")).to_be_visible()
    page.get_by_role("button", name="Touches", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("répéter la question")

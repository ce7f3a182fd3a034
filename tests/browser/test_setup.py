"""Setting up an exam on the page."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import StudentOf
from tests.browser.scripted import Script
from tests.browser.student import Student

TABLE = b"""question,key points,topic
What is a stroma?,The fluid inside a chloroplast.,Plants
,A point of no question.,Plants
What is a thylakoid?,A membrane disc in a chloroplast.,Plants
"""


def _choose(student: Student, field: str, option: str) -> None:
    student.page.get_by_label(field, exact=True).click()
    student.page.get_by_role("option", name=option).click()


def _settings(student: Student, condition: str) -> dict[str, Any]:
    """The client's settings, once they are so."""
    student.page.wait_for_function(
        f"() => {{ const s = JSON.parse(window.viva.settings()); return {condition}; }}"
    )
    settings: dict[str, Any] = json.loads(student.page.evaluate("window.viva.settings()"))
    return settings


def test_an_exam_is_chosen_with_all_that_belongs_to_it(
    rehearsing: StudentOf, stage: Script
) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    expect(page.get_by_label("Length in minutes").first).to_be_hidden()
    page.get_by_label("Mode", exact=True).click()
    expect(page.get_by_role("option", name="Exam conditions")).to_have_count(0)
    page.keyboard.press("Escape")
    _choose(student, "Exam", "German: ")
    chosen = _settings(student, "s.bank")
    assert (chosen["bank"], chosen["mode"], chosen["language"]) == (
        "german-speaking", "practice", "de",
    )  # fmt: skip
    # The page speaks the exam's language from now on.
    expect(page.get_by_label("Modus", exact=True)).to_have_value("Practice exam")
    expect(page.get_by_label("Sprache", exact=True)).to_have_value("German")
    page.get_by_label("Modus", exact=True).click()
    expect(page.get_by_role("option", name="Exam conditions")).to_be_visible()
    expect(page.get_by_role("option", name="Interviewer")).to_have_count(0)
    page.keyboard.press("Escape")
    _choose(student, "Prüfung", "Keine Prüfung")
    assert _settings(student, "!s.bank")["mode"] == "examiner"
    expect(page.get_by_label("Modus", exact=True)).to_have_value("Examiner")


def test_topics_length_and_difficulty_reach_the_server(
    rehearsing: StudentOf, stage: Script
) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    _choose(student, "Exam", "English: Cell biology")
    topics = page.locator("#viva-topics").get_by_role("checkbox")
    expect(topics).to_have_count(6)
    assert all(box.is_checked() for box in topics.all())
    for box in topics.all()[2:]:
        box.uncheck()
    page.locator("#viva-minutes input[type=number]").fill("7")
    page.locator("#viva-difficulty input[type=number]").fill("4")
    student.picture("setup")
    page.evaluate("window.viva.start({microphone: false})")
    student.state("Listening")
    told = stage.told["settings"]
    assert {name: told[name] for name in ("bank", "topics", "minutes", "difficulty")} == {
        "bank": "cell-biology",
        "topics": ["Cell structure", "Membranes and transport"],
        "minutes": 7,
        "difficulty": 4,
    }


def test_what_an_exam_is_about_is_asked_for_and_sent(rehearsing: StudentOf, stage: Script) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    expect(page.locator("#viva-material")).to_be_hidden()
    _choose(student, "Exam", "English: Thesis defence")
    text = page.get_by_label("Abstract")
    text.fill("Typed.")
    abstract: FilePayload = {
        "name": "abstract.txt", "mimeType": "text/plain", "buffer": b"Plants of alpine meadows.",
    }  # fmt: skip
    page.get_by_label("Text file").set_input_files(abstract)
    expect(text).to_have_value("Plants of alpine meadows.")
    page.evaluate("window.viva.start({microphone: false})")
    student.state("Listening")
    assert stage.told["settings"]["material"] == "Plants of alpine meadows."
    student.picture("material")


def test_questions_of_ones_own_are_read_and_their_problems_listed(
    rehearsing: StudentOf, stage: Script
) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    file = page.get_by_label("File with questions")
    file.set_input_files({"name": "plants.csv", "mimeType": "text/csv", "buffer": TABLE})
    problems = page.locator("#viva-upload-problems")
    expect(problems).to_contain_text("plants.csv: 2 questions read. 1 problem:")
    expect(problems.get_by_role("listitem")).to_contain_text("line 3, question: is missing.")
    assert _settings(student, "s.bank")["bank"] == "upload-1"
    expect(page.get_by_label("Exam", exact=True)).to_have_value("English: Plants")
    student.picture("upload")
    file.set_input_files({"name": "void.csv", "mimeType": "text/csv", "buffer": b"x"})
    expect(problems).to_contain_text("void.csv could not be used.")
    expect(problems.get_by_role("listitem")).to_have_count(1)
    student.errors.clear()  # the browser's own line about the refusal


def test_an_exam_waits_for_what_it_is_about_and_its_details_go_together(
    rehearsing: StudentOf, stage: Script
) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    page.evaluate("window.viva.start({microphone: false})")
    student.state("Listening")
    page.evaluate("window.viva.stop()")
    _choose(student, "Exam", "English: Thesis defence")
    text = page.get_by_label("Abstract")
    expect(text).to_be_visible()
    assert "bank" not in stage.told["settings"]  # it could not begin yet
    text.fill("Meadows.")
    page.keyboard.press("Alt+s")
    student.state("Listening")
    told = stage.told["settings"]
    assert (told["bank"], told["mode"], told["material"]) == (
        "thesis-defence", "practice", "Meadows.",
    )  # fmt: skip
    expect(text).to_be_disabled()
    stage.finish("stopped")
    expect(text).to_be_enabled()
    page.evaluate("window.viva.change({minutes: 9})")
    page.wait_for_function("JSON.parse(window.viva.settings()).minutes === 9")
    assert (
        stage.told["settings"]["minutes"] != 9
    )  # the report stays until another exam is asked for
    student.press("Another exam")
    expect(page.locator("#viva-report")).to_be_hidden()
    assert stage.told["settings"]["minutes"] == 9


def test_a_list_that_is_open_when_settings_change_still_offers_all(rehearsing: StudentOf) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    _choose(student, "Exam", "English: Cell biology")
    _settings(student, "s.bank")
    page.get_by_label("Exam", exact=True).click()
    page.evaluate("window.viva.change({minutes: 9})")
    expect(page.get_by_label("Length in minutes").first).to_have_value("9")
    page.get_by_role("option", name="English: Thesis defence").click()
    assert _settings(student, "s.bank !== 'cell-biology'")["bank"] == "thesis-defence"


def test_problems_of_the_servers_own_files_are_there_for_who_looks(
    rehearsing: StudentOf, stage: Script
) -> None:
    student = rehearsing()
    student.open()
    told = student.page.get_by_text("1 problem in Viva’s own files of questions")
    problem = student.page.get_by_text("odd.yaml, line 7, title: is missing. Add it.")
    expect(problem).to_be_hidden()
    told.click()
    expect(problem).to_be_visible()


def test_a_reload_shows_the_exam_as_it_was_set_up(rehearsing: StudentOf, stage: Script) -> None:
    student = rehearsing()
    student.open()
    page = student.page
    _choose(student, "Exam", "English: Thesis defence")
    page.get_by_label("Abstract").fill("Meadows.")
    page.locator("#viva-minutes input[type=number]").fill("7")
    _settings(student, "s.minutes === 7")
    student.open()  # nothing has begun yet: the tab itself remembers
    expect(page.locator("#viva-minutes input[type=number]")).to_have_value("7")
    page.get_by_label("Abstract").fill("Meadows.")
    page.locator("#viva-difficulty input[type=number]").fill("4")
    _settings(student, "s.difficulty === 4")
    page.evaluate("window.viva.start({microphone: false})")
    student.state("Listening")
    page.evaluate("sessionStorage.removeItem('viva-wanted')")
    student.open()  # the server tells what is under way
    expect(page.get_by_label("Exam", exact=True)).to_have_value("English: Thesis defence")
    expect(page.locator("#viva-minutes input[type=number]")).to_have_value("7")
    expect(page.locator("#viva-difficulty input[type=number]")).to_have_value("4")
    expect(page.get_by_text("What you brought before is still here.")).to_be_visible()

"""The check of microphone and speaker before the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from models.base import Float32
from tests.browser.conftest import QUESTION, StudentOf
from tests.browser.scripted import Script
from tests.browser.student import Student, browser, microphone
from tests.recordings import recording

AUDIBLE = 0.01

JUDGE = """async (scale) => {
    const { judge } = await import("/viva/sound.js");
    const samples = Float32Array.from({ length: 32000 }, (_, n) =>
        Math.max(-1, Math.min(1, scale * Math.sin(n / 7) * Math.abs(Math.sin(n / 4000)))));
    return judge(samples, 16000);
}"""

HEARS = """async (scale) => {
    const { hears } = await import("/viva/sound.js");
    const notes = [523.25, 659.26, 783.99];
    const room = (n) => 0.01 * Math.sin(n * n);
    const before = Float32Array.from({ length: 6400 }, (_, n) => room(n));
    const during = Float32Array.from({ length: 25600 }, (_, n) =>
        room(n) + scale * Math.sin((2 * Math.PI * notes[Math.floor(n / 5600) % 3] * n) / 16000));
    return hears(before, during, notes, 16000);
}"""


@pytest.fixture
def talking(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose microphone speaks for a while from the moment it is opened."""
    speech: Float32 = np.tile(recording(QUESTION).audio, 4)
    started = browser(playwright, *microphone(speech, 0.0, tmp_path / "talk.wav"))
    yield started
    started.close()


def _finding(student: Student, subject: str) -> Locator:
    return student.page.locator(f"#viva-check-results [data-subject={subject}]")


def test_it_tells_what_is_wrong_with_a_recording(rehearsing: StudentOf) -> None:
    student = rehearsing()
    student.open()
    levels = {0.0: "muted", 0.001: "muted", 0.01: "quiet", 0.2: "fine", 0.9: "fine", 4: "clipping"}
    assert {scale: student.page.evaluate(JUDGE, scale) for scale in levels} == levels
    assert student.page.evaluate(HEARS, 0.05) is True
    assert student.page.evaluate(HEARS, 0.0) is False


def test_a_voice_is_recorded_and_played_back(
    talking: Browser, students_at_script: StudentOf, stage: Script
) -> None:
    student = students_at_script(talking)
    student.open()
    page = student.page
    page.keyboard.press("Alt+o")
    student.press("Record two seconds")
    expect(_finding(student, "microphone")).to_contain_text("hears you well", timeout=15_000)
    assert np.sqrt(np.mean(student.heard() ** 2)) > AUDIBLE
    student.press("Play the test sound")
    expect(page.get_by_text("Did you hear the notes?", exact=True)).to_be_visible(timeout=15_000)
    # Somebody talks meanwhile, whose vowels may be taken for the notes: that it is told at all.
    expect(_finding(student, "echo")).to_contain_text("hear")
    student.press("No, I heard nothing")
    expect(_finding(student, "speaker")).to_contain_text("Turn the volume up")
    student.picture("check")
    student.press("Close")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_refused_microphone_is_explained_and_the_speaker_can_be_tried(
    refusing: Browser, students_at_script: StudentOf, stage: Script
) -> None:
    student = students_at_script(refusing)
    student.open()
    student.press("Check microphone and speaker")
    expect(_finding(student, "microphone")).to_contain_text("not allowed to use your microphone")
    expect(student.page.get_by_role("button", name="Record two seconds")).to_be_disabled()
    expect(student.page.get_by_role("button", name="Play the test sound")).to_be_enabled()

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

HEARS = """async ([heard, scale, late]) => {
    const { hears } = await import("/viva/sound.js");
    const notes = [523.25, 659.26, 783.99];
    const all = Float32Array.from(heard, (sample, n) => {
        const at = n / 16000 - 0.4 - late;
        const playing = at >= 0 ? notes[Math.floor(at / 0.35)] : undefined;
        return sample + (playing ? scale * Math.sin((2 * Math.PI * playing * n) / 16000) : 0);
    });
    let count = 0;
    for (let from = 0; from + 32000 <= all.length; from += 8000) {
        const [before, during] = [[0, 6400], [6400, 32000]].map(([a, b]) =>
            all.subarray(from + a, from + b));
        count += hears(before, during, notes, 0.35, 16000);
    }
    return count;
}"""
"""In how many takes of two seconds the notes are heard, played `late` by seconds in the first."""

TAKE = 32_000  # samples


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
    room = np.random.default_rng(1).normal(0, 0.002, TAKE).tolist()
    for late in (0.0, 0.13, 0.3, 0.5):
        assert student.page.evaluate(HEARS, [room, 0.01, late]) == 1, late
    assert student.page.evaluate(HEARS, [room, 0.0, 0.0]) == 0


def test_who_talks_is_not_taken_for_the_notes(rehearsing: StudentOf) -> None:
    student = rehearsing()
    student.open()
    speech = np.tile(recording(QUESTION).audio, 2).round(4).tolist()
    assert student.page.evaluate(HEARS, [speech, 0.0, 0.0]) == 0


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
    # Somebody talks meanwhile, whose vowels have the pitch of the notes.
    expect(_finding(student, "echo")).to_contain_text("does not hear the speaker")
    student.press("No, I heard nothing")
    expect(_finding(student, "speaker")).to_contain_text("Turn the volume up")
    student.press("Record the sentence")
    student.press("Stop recording")
    missed = page.locator("#viva-check-sentence mark")
    expect(missed.first).to_have_text("on")
    found = _finding(student, "sentence")
    expect(found).to_contain_text("Not understood: on, the, table, beside, the, window.")
    expect(found).to_contain_text("Viva heard: “Please put the yellow flowers.”")
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

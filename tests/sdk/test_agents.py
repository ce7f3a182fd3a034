"""OpenAI's Agents SDK holds a conversation: words, an answer aloud, a tool, an interruption."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from models.base import Float32
from tests.browser.student import Student, browser, microphone
from tests.recordings import recording, word_error_rate
from tests.sdk.conftest import HERE, KEY
from voice.core.audio import resample, to_int16

QUESTION = "axb_a0006"
"""Three seconds of a man reading."""


def understood(heard: str) -> bool:
    """Whether these are the words of the recording, but for a few."""
    return word_error_rate(heard, recording(QUESTION).reference) <= 0.3


def test_over_its_websocket_in_node(url: str, tmp_path: Path) -> None:
    speech = tmp_path / "speech.pcm"
    audio = to_int16(resample(recording(QUESTION).audio, 16_000, 24_000))
    speech.write_bytes(audio.astype("<i2").tobytes())
    address = url.replace("http", "ws", 1) + "/v1/realtime"
    command = ["node", "conversation.mjs", address, KEY, str(speech)]
    ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=240, check=True)
    seen: dict[str, Any] = json.loads(ran.stdout)
    assert seen["errors"] == [], ran.stderr
    assert understood(seen["user"][0]), seen
    assert seen["assistant"][0]
    assert seen["spokenBytes"] > 24_000, "half a second of answer at least"
    assert seen["asked"] == ["Paris"]
    assert (
        seen["outcomes"][:2] == ["completed"] * 2
    )  # what a small model makes of "sunny" is its own
    assert seen["interrupted"]
    assert seen["truncated"], "the server was not told how much was heard"


def says(silence_s: float, every_s: float, times: int) -> Float32:
    """The question at once, again after a silence, and from then on every so often."""
    audio = recording(QUESTION).audio
    rest = np.zeros(round(every_s * 16_000) - len(audio), np.float32)
    again = np.tile(np.concatenate((audio, rest)), times)
    return np.concatenate((audio, np.zeros(round(silence_s * 16_000), np.float32), again))


@pytest.fixture
def student(site: str, tmp_path: Path) -> Iterator[Student]:
    """The page; its microphone is opened by the SDK."""
    flags = microphone(says(40, 9, 10), 4.0, tmp_path / "said.wav")
    with sync_playwright() as playwright:
        started = browser(playwright, *flags)
        student = Student(started.new_page(), site)
        student.page.goto(site)
        yield student
        started.close()


def test_over_webrtc_in_chromium(student: Student, url: str) -> None:
    made = httpx.post(
        f"{url}/v1/realtime/client_secrets",
        json={"session": {"type": "realtime"}},
        headers={"authorization": f"Bearer {KEY}"},
    )
    page, ears = student.page, student.ears()
    page.evaluate(
        "([calls, key]) => start(calls, key)", [f"{url}/v1/realtime/calls", made.json()["value"]]
    )

    page.wait_for_function("seen.played === 1")
    (role, words), (other, answer) = page.evaluate("seen.history")
    assert (role, other) == ("user", "assistant")
    assert understood(words), words
    assert answer
    assert np.abs(student.heard(ears)).max() > 0.02, "the answer cannot be heard"

    page.evaluate("update({tool_choice: 'required'})")
    page.evaluate("session.sendMessage('What is the weather in Paris?')")
    page.wait_for_function("seen.asked.length && seen.outcomes.length >= 3")
    assert page.evaluate("seen.asked") == ["Paris"]

    page.evaluate("update({max_output_tokens: 300})")
    for _ in range(8):  # a small model may tell a short one, and the microphone is silent meanwhile
        done = page.evaluate("seen.outcomes.length")
        page.evaluate("session.sendMessage('Tell me the whole story of Little Red Riding Hood.')")
        page.wait_for_function(f"seen.outcomes.length > {done}", timeout=120_000)
        if page.evaluate("seen.outcomes.includes('cancelled')"):
            break
    assert "cancelled" in page.evaluate("seen.outcomes"), "speech did not stop the answer"
    assert page.evaluate("seen.errors") == []
    page.evaluate("session.close()")

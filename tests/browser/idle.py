"""What a conversation in which nobody speaks costs, with Chromium at the other end.

    python -m tests.browser.idle

`bench load` measures the same with a client that sends its silence, which browsers need not.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.conftest import QUESTION
from tests.browser.student import RATE, Student, browser, microphone
from tests.recordings import recording
from tests.running import SMALL_MODEL, running_app
from voice.bench.tools.process import share, spent

MEASURED_S = 20.0
SETTLED_S = 8.0  # after the last word
NOISE = 30 / 32768  # root mean square of a quiet room, -61 dBFS


def main() -> None:
    """Measure a muted room and one with noise, and print both."""
    with (
        running_app(*SMALL_MODEL, "--mode", "conversation") as app,
        sync_playwright() as playwright,
    ):
        url = app.url()
        time.sleep(SETTLED_S)
        nobody = _share(app.process.pid)
        print(f"nobody connected: {nobody:.1%} of a core")
        for name, level in (("a silent microphone", 0.0), ("a quiet room's noise", NOISE)):
            somebody = _conversation(playwright, url, app.process.pid, level)
            print(f"{name}: {somebody - nobody:.1%} of a core more")


def _conversation(playwright: Playwright, url: str, pid: int, level: float) -> float:
    """Ask once, hear the answer, say nothing more."""
    question = recording(QUESTION).audio
    noise = np.random.default_rng(1).standard_normal(round(120 * RATE)).astype(np.float32) * level
    noise[: len(question)] += question
    with tempfile.TemporaryDirectory() as folder:
        started = browser(playwright, *microphone(noise, 6.0, Path(folder, "room.wav")))
        student = Student(started.new_page(), url)
        student.open()
        student.press("Start")
        student.wait("items.some((i) => i.role === 'assistant' && i.turn > 0 && i.done)")
        student.wait("state === 'listening'")
        time.sleep(SETTLED_S)
        used = _share(pid)
        started.close()
    return used


def _share(pid: int) -> float:
    earlier = spent(pid)
    time.sleep(MEASURED_S)
    return share(earlier, spent(pid))


if __name__ == "__main__":
    main()

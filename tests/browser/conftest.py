"""One app and two browsers for all tests of the page: with a microphone, and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.scripted import NO_WEBRTC, Script, scripted_server
from tests.browser.student import Student, browser, microphone
from tests.recordings import recording
from tests.running import SMALL_MODEL, running_app

SILENCE_S = 6.0
"""Silence before the recording, so that the greeting is over."""

BRIEF = """---
title: Brief
description: Says little.
max_tokens: 24
greeting:
  en: Hello, what shall we talk about?
---
You talk with the user, in one short sentence at a time.
"""

QUESTION = "2428-83705-0001"
StudentOf = Callable[..., Student]


@pytest.fixture(scope="module")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of modes that tests may add to, with one for short replies."""
    folder = tmp_path_factory.mktemp("prompts")
    (folder / "brief.md").write_text(BRIEF, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data folder for the app's user."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def url(prompts: Path, data_home: Path) -> Iterator[str]:
    """The address of a running app."""
    flags = ("--mode", "brief", "--max-sessions", "4", "--prompts", str(prompts))
    with running_app(*SMALL_MODEL, *flags, env={"XDG_DATA_HOME": str(data_home)}) as app:
        yield app.url()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def speaking(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose microphone plays a recording once, some seconds after it was opened."""
    flags = microphone(recording(QUESTION).audio, SILENCE_S, tmp_path / "said.wav")
    started = browser(playwright, *flags)
    yield started
    started.close()


@pytest.fixture(scope="module")
def refusing(playwright: Playwright) -> Iterator[Browser]:
    """A browser that denies access to the microphone."""
    started = browser(playwright, "--deny-permission-prompts")
    yield started
    started.close()


@pytest.fixture(scope="module")
def granting(playwright: Playwright) -> Iterator[Browser]:
    """A browser that grants access to its microphone, which beeps."""
    started = browser(playwright, "--use-fake-ui-for-media-stream")
    yield started
    started.close()


@pytest.fixture(scope="session")
def scripted() -> Iterator[Script]:
    """A server without models."""
    with scripted_server() as server:
        yield server


@pytest.fixture
def stage(scripted: Script) -> Script:
    """The server without models, reset to its initial state."""
    scripted.clear()
    return scripted


@pytest.fixture
def student_of(url: str) -> Iterator[StudentOf]:
    """Opens tabs; checks at the end that none failed or made requests to another machine."""
    with _students(url) as make:
        yield make


@pytest.fixture
def students_at_script(stage: Script) -> Iterator[StudentOf]:
    """Opens tabs at the server without models."""
    with _students(stage.url) as make:
        yield lambda at, **options: make(at, NO_WEBRTC, **options)


@pytest.fixture
def rehearsing(students_at_script: StudentOf, granting: Browser) -> StudentOf:
    """Opens tabs at the server without models, with a microphone that beeps."""
    return partial(students_at_script, granting)


@pytest.fixture
def examinee(rehearsing: StudentOf, stage: Script) -> Student:
    """A student in the middle of an exam."""
    student = rehearsing()
    student.open()
    student.page.evaluate("window.viva.change({bank: 'cell-biology'})")
    student.page.wait_for_function("JSON.parse(window.viva.settings()).bank")
    student.page.evaluate("window.viva.start({microphone: false})")
    expect(student.page.locator("#viva-exam")).to_be_visible()
    return student


@contextmanager
def _students(url: str) -> Iterator[StudentOf]:
    students: list[Student] = []
    with ExitStack() as stack:

        def make(at: Browser, script: str = "", **options: object) -> Student:
            options = {"viewport": {"width": 1280, "height": 860}, **options}
            context = at.new_context(**options)  # type: ignore[arg-type]
            stack.callback(context.close)
            if script:
                context.add_init_script(script)
            students.append(Student(context.new_page(), url))
            return students[-1]

        yield make
    for student in students:
        assert student.errors == []
        asked = {urlsplit(request).hostname for request in student.requests}
        assert asked - {None} == {"127.0.0.1"}, student.requests

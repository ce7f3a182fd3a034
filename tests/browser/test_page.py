"""The page in a real browser, with a human recording for a microphone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import httpx
import numpy as np
from playwright.sync_api import Browser, Request, expect

from models.base import Float32, TranscribeOptions
from models.whisper.engine import FasterWhisper
from tests.browser.conftest import QUESTION, StudentOf
from tests.browser.student import Student
from tests.models.fetched import weights
from tests.recordings import recording
from tests.words import agreement

AUDIBLE = 0.01  # root mean square of speech at full scale 1.0; room noise has a tenth of it

NO_WAY_THROUGH = """
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(options) { super({ ...options, iceTransportPolicy: "relay" }); }
};
"""
"""Leaves WebRTC without a single candidate."""


NOTES_CALLS = """
window.calls = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) { super(...options); window.calls.push(this); }
};
"""

PACKETS_SENT = """async () => {
  const stats = [...(await window.calls[0].getStats()).values()];
  return stats.find((one) => one.type === "outbound-rtp").packetsSent;
}"""


@cache
def _whisper() -> FasterWhisper:
    return FasterWhisper(weights("whisper-base"), "base")


def _transcript(audio: Float32) -> str:
    return _whisper().transcribe(audio, TranscribeOptions("en")).text


def _rms(audio: Float32) -> float:
    return float(np.sqrt(np.mean(audio**2)))


def _asks_aloud(student: Student) -> Float32:
    """Wait for the recording's words and the whole answer; returns the answer's sound."""
    # As soon as there are words, the greeting is silent: over, or cut into by the question.
    student.wait("items.some((i) => i.role === 'user')")
    since = student.ears()
    student.wait(
        "items.some((i) => i.role === 'assistant' && i.turn > 0 && i.done) && state === 'listening'"
    )
    assert agreement(recording(QUESTION).reference, student.shown("user")[0]) > 0.6
    return student.heard(since)


def test_a_silent_microphone_sends_next_to_nothing_and_time_passes(
    speaking: Browser, student_of: StudentOf, url: str
) -> None:
    student = student_of(speaking)
    student.page.add_init_script(NOTES_CALLS)
    student.open()
    student.press("Start")
    _asks_aloud(student)  # its turn ended, so that the silence after it was heard
    sent = student.page.evaluate(PACKETS_SENT)
    student.page.wait_for_timeout(2000)
    assert student.page.evaluate(PACKETS_SENT) - sent < 40, "silence was sent, 50 packets a second"


def test_a_spoken_question_appears_and_its_answer_is_heard(
    speaking: Browser, student_of: StudentOf, url: str
) -> None:
    student = student_of(speaking)
    student.open()
    student.picture("empty")
    student.press("Start")
    sound = _asks_aloud(student)
    assert student.page.evaluate("window.viva.transport") == "webrtc"
    audio = student.page.locator("#viva-audio")
    assert audio.evaluate("(a) => !a.paused && !a.muted && a.volume > 0")
    assert _rms(sound) > AUDIBLE
    reply = student.shown("assistant")[-1]
    assert agreement(reply, heard := _transcript(sound)) > 0.6, (reply, heard)
    student.picture("answered")
    student.press("Stop")
    student.state("Disconnected")
    student.picture("stopped")
    assert httpx.get(f"{url}/webrtc/place").json()["position"] == 0


def test_typed_text_is_answered_without_a_microphone(
    refusing: Browser, student_of: StudentOf
) -> None:
    student = student_of(refusing)
    student.open()
    student.type("What is the capital of France?")
    student.wait("items.some((i) => i.role === 'user' && i.done)")
    student.page.evaluate("window.viva.change({voice: 'piper-en_US-joe-medium', speed: 1.2})")
    student.answered(1)  # the settings, told anew in mid-conversation, have disturbed nothing
    assert student.shown("user") == ["What is the capital of France?"]
    assert student.shown("assistant")[-1]
    assert _rms(student.heard()) > AUDIBLE
    student.picture("typed")


def test_let_me_think_holds_the_turn_until_i_am_done(
    speaking: Browser, student_of: StudentOf
) -> None:
    student = student_of(speaking)
    student.open()
    page = student.page
    page.evaluate("seen = []; window.viva.on('event', (e) => seen.push(e.type)); null")
    student.press("Start")
    hold = page.get_by_role("button", name="Let me think")
    hold.click()
    expect(hold).to_have_attribute("aria-pressed", "true")
    # The server tells the time once a second: far longer than any pause that ends a turn.
    pause = "seen.slice(seen.lastIndexOf('speech_stopped'))"
    told = f"{pause}.filter((type) => type === 'time_left').length > 5"
    student.wait(f"seen.includes('speech_stopped') && {told}")
    expect(page.locator("#viva-hint")).to_contain_text("Take all the time you need")
    student.picture("held")
    assert "user_turn" not in page.evaluate("window.seen")
    page.keyboard.press("Alt+d")
    student.wait("items.some((i) => i.role === 'user' && i.done)")
    assert agreement(recording(QUESTION).reference, student.shown("user")[0]) > 0.6
    expect(hold).to_have_attribute("aria-pressed", "false")


def test_a_refused_microphone_is_explained_and_typing_goes_on(
    refusing: Browser, student_of: StudentOf
) -> None:
    student = student_of(refusing)
    student.open()
    student.press("Start")
    notice = student.page.locator("[data-subject=problem]")
    expect(notice).to_contain_text("not allowed to use your microphone")
    expect(notice).to_contain_text("allow the microphone, and press Start again")
    expect(student.page.get_by_role("alert")).to_contain_text("not allowed to use your microphone")
    student.state("Disconnected")
    student.picture("refused")
    student.press("Go on without a microphone")
    student.type("Hello.")
    student.wait("items.some((i) => i.role === 'assistant' && i.turn === 1 && i.text)")
    assert student.shown("user") == ["Hello."]


def test_a_conversation_outlives_a_reload_of_the_page(
    refusing: Browser, student_of: StudentOf
) -> None:
    student = student_of(refusing)
    student.open()
    student.type("Remember the word thylakoid.")
    student.wait("items.some((i) => i.role === 'assistant' && i.turn === 1 && i.done)")
    session = student.page.evaluate("window.viva.sessionId")
    said = student.shown("assistant")
    student.open()
    expect(student.page.locator("[data-subject=earlier]")).to_be_visible()
    student.picture("reloaded")
    student.page.evaluate("window.viva.start({microphone: false})")
    student.state("Listening")
    assert student.page.evaluate("window.viva.sessionId") == session
    assert student.shown("user") == ["Remember the word thylakoid."]
    assert student.shown("assistant") == said


def test_a_lost_connection_comes_back_with_the_conversation(
    refusing: Browser, student_of: StudentOf, url: str
) -> None:
    student = student_of(refusing)
    calls: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/webrtc/offer"):
            calls.append((request.post_data_json or {})["webrtc_id"])

    student.page.on("request", note)
    student.open()
    student.type("Remember the word stroma.")
    student.wait("items.some((i) => i.role === 'assistant' && i.turn === 1 && i.done)")
    session = student.page.evaluate("window.viva.sessionId")
    said = student.shown("assistant")
    httpx.post(f"{url}/webrtc/hangup", json={"webrtc_id": calls[-1]})
    notice = student.page.locator("[data-subject=line]")
    expect(notice).to_contain_text("Connection lost")
    student.picture("lost")
    student.state("Listening")
    expect(notice).to_have_count(0)
    assert len(calls) == 2
    assert student.page.evaluate("window.viva.sessionId") == session
    assert student.shown("user") == ["Remember the word stroma."]
    assert student.shown("assistant") == said


def test_of_two_tabs_with_one_conversation_the_newer_has_it(
    refusing: Browser, student_of: StudentOf
) -> None:
    student = student_of(refusing)
    student.open()
    student.page.evaluate("window.viva.start({microphone: false})")
    student.state("Listening")
    session = student.page.evaluate("window.viva.sessionId")
    other = student.page.context.new_page()  # as if the tab had been duplicated
    other.add_init_script(f"sessionStorage.setItem('viva-session', '{session}')")
    other.goto(student.url)
    other.wait_for_selector("html[data-viva=ready]")
    other.evaluate("window.viva.start({microphone: false})")
    student.state("Disconnected")
    notice = student.page.locator("[data-subject=ended]")
    expect(notice).to_contain_text("goes on in another tab")
    assert other.evaluate("window.viva.sessionId") == session
    assert other.evaluate("window.viva.state") != "disconnected"


def test_a_prompt_file_is_offered_without_a_restart(
    refusing: Browser, student_of: StudentOf, prompts: Path
) -> None:
    student = student_of(refusing)
    student.open()
    student.page.get_by_label("Mode", exact=True).click()
    expect(student.page.get_by_role("option", name="Tutor")).to_be_visible()
    expect(student.page.get_by_role("option", name="Botanist")).to_have_count(0)
    lines = "---\ntitle: Botanist\ndescription: Asks about plants.\n---\nAsk about plants.\n"
    (prompts / "botanist.md").write_text(lines, encoding="utf-8")
    student.open()
    student.page.get_by_label("Mode", exact=True).click()
    student.page.get_by_role("option", name="Botanist").click()
    student.page.wait_for_function("JSON.parse(window.viva.settings()).mode === 'botanist'")
    expect(student.page.get_by_label("Mode", exact=True)).to_have_value("Botanist")
    student.picture("modes")


def test_the_keyboard_does_everything(refusing: Browser, student_of: StudentOf) -> None:
    student = student_of(refusing)
    student.open()
    page = student.page
    start = page.get_by_role("button", name="Start", exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if start.evaluate("(e) => e === document.activeElement"):
            break
    expect(start).to_be_focused()
    outline = start.evaluate("(e) => getComputedStyle(e).outline")
    assert "solid" in outline
    assert "3px" in outline
    student.picture("focus")
    page.keyboard.press("Enter")
    expect(page.locator("[data-subject=problem]")).to_be_visible()
    page.keyboard.press("Alt+t")
    expect(page.get_by_label("Type instead of speaking")).to_be_focused()
    page.keyboard.type("Hi.")
    page.keyboard.press("Enter")
    student.wait("items.some((i) => i.role === 'user' && i.done)")
    page.keyboard.press("Alt+s")
    student.state("Disconnected")
    nameless = r"- (?:button|textbox|combobox|slider|checkbox|link|listbox|spinbutton)(?! \")"
    assert re.findall(nameless, page.locator("body").aria_snapshot()) == []


def test_a_socket_carries_the_conversation_where_webrtc_cannot(
    speaking: Browser, student_of: StudentOf
) -> None:
    student = student_of(speaking, script=NO_WAY_THROUGH)
    student.open()
    student.press("Start")
    sound = _asks_aloud(student)
    assert student.page.evaluate("window.viva.transport") == "websocket"
    assert _rms(sound) > AUDIBLE
    student.press("Stop")
    student.state("Disconnected")


def test_it_fits_a_phone_in_the_dark(refusing: Browser, student_of: StudentOf) -> None:
    student = student_of(
        refusing, viewport={"width": 360, "height": 780}, color_scheme="dark", has_touch=True
    )
    student.open("/?__theme=dark")
    student.type("Hello.")
    student.answered(1)
    student.page.get_by_text("Timing and engines").click()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not student.page.evaluate(wide)
    student.picture("phone")

"""A student at the page: Chromium with a recording as microphone, recording what it plays."""

from __future__ import annotations

import base64
import os
import wave
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, Playwright, TimeoutError

from models.base import Float32

OUT = Path(__file__).parent / "out"
RATE = 16_000  # what the ears record at
WAIT_MS = 45_000
"""Longest wait for anything; a reply takes a few seconds on two busy cores."""

SILENT_S = 60.0
"""Silence after the recording, as Chromium beeps when the microphone's file ends."""

FLAGS = """
    --no-sandbox --disable-gpu --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required
    --allow-loopback-in-peer-connection --disable-features=WebRtcHideLocalIpsWithMdns
    --use-fake-device-for-media-stream
""".split()

EARS = """
window.heard = { chunks: [], keep: [] };
const ears = (context) => {
  if (context.ears) return context.ears;
  const node = context.createScriptProcessor(4096, 1, 1);
  node.onaudioprocess = ({ inputBuffer }) => {
    window.heard.rate = context.sampleRate;
    window.heard.chunks.push(Float32Array.from(inputBuffer.getChannelData(0)));
  };
  connect.call(node, context.destination);
  window.heard.keep.push(node);
  return (context.ears = node);
};
const { connect } = AudioNode.prototype;
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode) connect.call(this, ears(this.context));
  return connect.call(this, to, ...rest);
};
const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
  ...source,
  set(stream) {
    source.set.call(this, stream);
    if (!stream) return;
    const context = new AudioContext({ sampleRate: 16000 });
    const node = context.createMediaStreamSource(stream);
    window.heard.keep.push(node);
    connect.call(node, ears(context));
  },
});
"""
"""Records what the page plays: its audio element's stream, and all that reaches the speakers."""

HEARD = """(from) => {
  const all = window.heard.chunks.slice(from);
  const whole = new Float32Array(all.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of all) { whole.set(chunk, at); at += chunk.length; }
  let text = "";
  for (const byte of new Uint8Array(whole.buffer)) text += String.fromCharCode(byte);
  return [btoa(text), window.heard.rate ?? 0];
}"""


def browser(playwright: Playwright, *flags: str) -> Browser:
    """Debian's Chromium, or the one that VIVA_CHROMIUM names."""
    path = os.environ.get("VIVA_CHROMIUM", "/usr/bin/chromium")
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


def microphone(audio: Float32, silence_s: float, file: Path) -> tuple[str, str]:
    """Flags for a permitted microphone that plays `audio` (16 kHz) once, after a silence."""
    before, after = (np.zeros(int(s * RATE), np.float32) for s in (silence_s, SILENT_S))
    whole = np.concatenate([before, audio, after])
    times = np.arange(len(whole) * 3) / 3
    samples = np.interp(times, np.arange(len(whole)), whole)  # Chromium's fake wants 48 kHz
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE * 3)
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    return "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={file}%noloop"


class Student:
    """One tab, with its requests and console messages."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        page.add_init_script(EARS)

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def open(self, query: str = "") -> None:
        """Load the page and wait until it can be used."""
        self.page.goto(self.url + query)
        self.page.wait_for_selector("html[data-viva=ready][data-viva-settings=told]")

    def state(self, word: str) -> None:
        """Wait until the page shows this state."""
        self.page.get_by_test_id("state").get_by_text(word, exact=True).wait_for()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def type(self, text: str) -> None:
        """Write into the text box and send it."""
        self.page.get_by_label("Type instead of speaking").fill(text)
        self.press("Send")

    def shown(self, role: str) -> list[str]:
        """The finished turns of one side, as the transcript shows them."""
        return self.page.locator(
            f"#viva-turns .viva-{role}:not(.viva-tentative) .viva-text"
        ).all_inner_texts()

    def wait(self, condition: str) -> Any:
        """Wait until this JavaScript, which has `items` and `state`, is true."""
        script = (
            f"() => {{ const {{transcript: items, state}} = window.viva; return {condition}; }}"
        )
        try:
            return self.page.wait_for_function(script)
        except TimeoutError as error:
            self.picture("timeout")
            seen = self.page.evaluate("[viva.state, viva.transcript, window.seen]")
            raise AssertionError(f"never came true: {condition}; {seen}") from error

    def answered(self, replies: int) -> None:
        """Wait until that many replies have been spoken to their end, and it is our turn."""
        done = "items.filter((i) => i.role === 'assistant' && i.done).length"
        self.wait(f"{done} >= {replies} && state === 'listening'")

    def ears(self) -> int:
        """Present position of the recording, for `heard`."""
        return int(self.page.evaluate("window.heard.chunks.length"))

    def heard(self, since: int = 0) -> Float32:
        """Sound played since that position: float32 [samples], 16 kHz."""
        encoded, rate = self.page.evaluate(HEARD, since)
        samples = np.frombuffer(base64.b64decode(encoded), np.float32)
        if rate in (0, RATE) or not len(samples):
            return samples
        at = np.arange(0, len(samples) - 1, rate / RATE)
        return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)

    def picture(self, name: str) -> None:
        """Save a screenshot."""
        OUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUT / f"{name}.png")

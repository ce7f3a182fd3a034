"""The Gradio page: settings in Gradio components, the call and the transcript in our own HTML.

The call panel is plain HTML (`call.html`, `conversation.html`) driven by ES modules in
`assets/`, because a conversation needs events within milliseconds, a choice of microphone and
a connection that comes back by itself. The settings are ordinary Gradio components, so that
adding one takes a line of Python here and a name in `window.viva.change`.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from voice.ui.theme import theme

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
ASSETS_URL = "/viva"
"""Where the server must mount `ASSETS`; not `/assets`, which is where Gradio keeps its own."""

FAVICON = ASSETS / "favicon.png"


@dataclass(frozen=True, slots=True)
class PageChoices:
    """What the student can choose from, asked anew each time the page is loaded."""

    modes: tuple[tuple[str, str, str], ...]  # (title, name, description)
    voices: tuple[tuple[str, str, str], ...]  # (label, name, language code)
    languages: tuple[tuple[str, str], ...]  # (label, code)
    models: tuple[tuple[str, str], ...]  # (label, name)
    mode: str  # chosen at first, as are the next five
    voice: str
    language: str
    model: str
    speed: float = 1.0  # 1.0 is the voice's own pace
    engine_line: str = ""  # which language model answers, and why
    session_minutes: float = 15.0  # how long one practice may last


class PageAssets(StaticFiles):
    """Serves `ASSETS` so that a new version of Viva never meets a browser's old modules."""

    def __init__(self) -> None:
        super().__init__(directory=ASSETS)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be asked for again by its ETag at each load."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def build_page(choices: Callable[[], PageChoices]) -> gr.Blocks:
    """The page, to be mounted at `/` by `gr.mount_gradio_app`.

    Parameters
    ----------
    choices : callable
        Called when the page is built and whenever it is loaded, so that a prompt file added
        a moment ago is there.
    """
    now = choices()
    with gr.Blocks(
        title="Viva: practise your oral exam",
        theme=theme(),
        head=_head(),
        analytics_enabled=False,
        fill_width=True,
    ) as page:
        gr.HTML(_read("header.html"), elem_id="viva-header", padding=False)
        with gr.Row(elem_id="viva-layout"):
            with gr.Column(elem_id="viva-call-column"):
                gr.HTML(_call(now), elem_id="viva-call", padding=False)
            with gr.Column(elem_id="viva-chat-column"):
                gr.HTML(_read("conversation.html"), elem_id="viva-chat", padding=False)
            with gr.Column(elem_id="viva-settings-column"):
                _settings(page, now, choices)
        gr.HTML(_read("footer.html"), elem_id="viva-footer", padding=False)
    return page


def _settings(page: gr.Blocks, now: PageChoices, choices: Callable[[], PageChoices]) -> None:
    """The Gradio controls and what they do; JavaScript answers with the value that holds."""
    gr.HTML('<h2 class="viva-h2">Settings</h2>', padding=False)
    mode = gr.Dropdown(label="Mode", elem_id="viva-mode", **_mode_values(now, now.mode))
    language = gr.Dropdown(
        list(now.languages), value=now.language, label="Language", elem_id="viva-language"
    )
    voice = gr.Dropdown(
        label="Voice", elem_id="viva-voice", **_voice_values(now, now.language, now.voice)
    )
    speed = gr.Slider(
        0.6, 1.6, value=now.speed, step=0.05, label="Speaking rate", elem_id="viva-speed"
    )
    model = gr.Dropdown(list(now.models), value=now.model, label="Model", elem_id="viva-model")
    announce = gr.Checkbox(
        False,
        label="Send replies to my screen reader as text too",
        info="Off by default: the voice already speaks them.",
        elem_id="viva-announce",
    )
    engine = gr.HTML(_engine(now), elem_id="viva-engine", padding=False)

    def offered() -> list[Any]:
        fresh = choices()
        return [
            gr.update(**_mode_values(fresh, fresh.mode)),
            gr.update(choices=list(fresh.languages), value=fresh.language),
            gr.update(**_voice_values(fresh, fresh.language, fresh.voice)),
            gr.update(value=fresh.speed),
            gr.update(choices=list(fresh.models), value=fresh.model),
            _engine(fresh),
        ]

    def voices_of(code: str) -> Any:
        return gr.update(**_voice_values(choices(), code, ""))

    def describe(name: str) -> Any:
        return gr.update(**_mode_values(choices(), name))

    quiet: dict[str, Any] = {"api_name": False, "show_progress": "hidden", "queue": False}
    controls = [mode, language, voice, speed, model]
    page.load(offered, outputs=[*controls, engine], **quiet).then(
        None, inputs=controls, js=_defaults_js(), **quiet
    )
    mode.input(None, inputs=mode, outputs=mode, js=_change_js("mode"), **quiet).then(
        describe, inputs=mode, outputs=mode, **quiet
    )
    language.input(voices_of, inputs=language, outputs=voice, **quiet).then(
        None,
        inputs=[language, voice],
        js="(language, voice) => window.viva?.change({language, voice})",
        **quiet,
    )
    voice.input(None, inputs=voice, outputs=voice, js=_change_js("voice"), **quiet)
    model.input(None, inputs=model, outputs=model, js=_change_js("model"), **quiet)
    # No output: the handle must not jump back under a finger that still moves it.
    speed.input(None, inputs=speed, js=_change_js("speed"), **quiet)
    announce.input(
        None, inputs=announce, js="(on) => window.viva?.announceReplies(on)", **quiet
    )


def _change_js(name: str) -> str:
    """A handler that offers the new value to the session and returns the one that holds."""
    return (
        f"async (value) => window.viva ? (await window.viva.change({{{name}: value}})).{name}"
        " : value"
    )


def _defaults_js() -> str:
    return (
        "(mode, language, voice, speed, model) =>"
        " window.viva?.defaults({mode, language, voice, speed, model})"
    )


def _mode_values(choices: PageChoices, chosen: str) -> dict[str, Any]:
    described = {name: description for _, name, description in choices.modes}
    return {
        "choices": [(title, name) for title, name, _ in choices.modes],
        "value": chosen,
        "info": described.get(chosen, ""),
    }


def _voice_values(choices: PageChoices, language: str, chosen: str) -> dict[str, Any]:
    offered = [(label, name) for label, name, code in choices.voices if code == language]
    names = [name for _, name in offered]
    fallback = names[0] if names else None
    return {"choices": offered, "value": chosen if chosen in names else fallback}


def _engine(choices: PageChoices) -> str:
    return f'<p class="viva-engine-line">{html.escape(choices.engine_line)}</p>'


def _call(choices: PageChoices) -> str:
    minutes = f"{choices.session_minutes:g}"
    return _read("call.html").replace("{minutes}", html.escape(minutes))


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _head() -> str:
    """Our style sheet and entry module; the hash makes each version a new address."""
    digest = hashlib.sha256()
    for file in sorted(ASSETS.glob("*.*s*")):
        digest.update(file.read_bytes())
    version = digest.hexdigest()[:12]
    return (
        f'<link rel="icon" type="image/svg+xml" href="{ASSETS_URL}/icon.svg">'
        f'<link rel="stylesheet" href="{ASSETS_URL}/viva.css?v={version}">'
        f'<script type="module" src="{ASSETS_URL}/viva.js?v={version}"></script>'
    )

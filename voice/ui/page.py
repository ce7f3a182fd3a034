"""The Gradio page: settings in Gradio components, the call and the transcript in our own HTML.

The call panel is plain HTML (`call.html`, `conversation.html`) driven by ES modules in
`assets/`, because a conversation needs events within milliseconds, a choice of microphone and
a connection that comes back by itself. The settings are ordinary Gradio components, so that
adding one takes a line of Python here and a name in `window.viva.change`.
"""

from __future__ import annotations

import hashlib
import html
import json
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
    page = gr.Blocks(
        title="Viva: practise your oral exam",
        theme=theme(),
        head=_head(),
        analytics_enabled=False,
        fill_width=True,
    )
    with page:
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
    mode = gr.Dropdown(label="Mode", elem_id="viva-mode-choice", **_mode_values(now, now.mode))
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

    # Written and pressed by our JavaScript only: the settings in force, as JSON.
    carrier = gr.Textbox("{}", visible="hidden", elem_id="viva-carrier")
    sync = gr.Button("Show the settings in force", visible="hidden", elem_id="viva-sync")
    controls = [mode, language, voice, speed, model]

    def shown(in_force: str) -> list[Any]:
        return [*_updates(choices(), json.loads(in_force)), gr.update()]

    def offered() -> list[Any]:
        fresh = choices()
        return [*_updates(fresh, {}), _engine(fresh)]

    quiet: dict[str, Any] = {"api_name": False, "show_progress": "hidden", "queue": False}
    page.load(offered, outputs=[*controls, engine], **quiet).then(
        None, inputs=controls, js=DEFAULTS_JS, **quiet
    )
    sync.click(
        shown,
        inputs=carrier,
        outputs=[*controls, engine],
        js="() => window.viva.settings()",
        **quiet,
    )
    for name, control in zip(
        ("mode", "language", "voice", "speed", "model"), controls, strict=True
    ):
        listen = control.input  # type: ignore[attr-defined]  # Gradio adds events at run time
        listen(None, inputs=control, js=_change_js(name), **quiet)
    announce.input(None, inputs=announce, js="(on) => window.viva?.announceReplies(on)", **quiet)


DEFAULTS_JS = """(mode, language, voice, speed, model) =>
    window.viva?.defaults({mode, language, voice, speed, model})"""


def _change_js(name: str) -> str:
    return f"(value) => {{ window.viva?.change({{{name}: value}}); }}"


def _updates(choices: PageChoices, in_force: dict[str, Any]) -> list[Any]:
    """Mode, language, voice, speed and model, as they are `in_force` or by default."""
    language = in_force.get("language") or choices.language
    voice = in_force.get("voice") or choices.voice
    return [
        gr.update(**_mode_values(choices, in_force.get("mode") or choices.mode)),
        gr.update(choices=list(choices.languages), value=language),
        gr.update(**_voice_values(choices, language, voice)),
        gr.update(value=in_force.get("speed") or choices.speed),
        gr.update(choices=list(choices.models), value=in_force.get("model", choices.model)),
    ]


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

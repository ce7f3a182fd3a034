"""The Gradio page: settings in Gradio components, the call and the transcript in our own HTML.

The call panel is plain HTML (`call.html`, `conversation.html`) driven by ES modules in
`assets/`, because a conversation needs events within milliseconds, a choice of microphone and
a connection that comes back by itself. The settings are ordinary Gradio components; see
`controls.py`.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Awaitable, Callable
from pathlib import Path

import gradio as gr
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from voice.exam.reports.formats.registry import formats
from voice.ui.choices import PageChoices
from voice.ui.controls import build_controls
from voice.ui.theme import theme

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
ASSETS_URL = "/viva"
"""Where the server must mount `ASSETS`; not `/assets`, which is where Gradio keeps its own."""

FAVICON = ASSETS / "favicon.png"


class PageAssets(StaticFiles):
    """Serves `ASSETS` so that a new version of Viva never meets a browser's old modules."""

    def __init__(self) -> None:
        super().__init__(directory=ASSETS)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be asked for again by its ETag at each load."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def build_page(
    now: PageChoices,
    choices: Callable[[], Awaitable[PageChoices]],
    way_out: tuple[str, str] | None = None,
) -> gr.Blocks:
    """The page, to be mounted at `/` by `gr.mount_gradio_app`.

    Parameters
    ----------
    now : PageChoices
        What there is to choose from at first.
    choices : callable
        Asked whenever the page is loaded, so that a prompt file added a moment ago is there.
    way_out : (str, str), optional
        Where people sign in: method and path by which they sign out again.
    """
    page = gr.Blocks(
        title="Viva: practise your oral exam",
        theme=theme(),
        head=_head(),
        analytics_enabled=False,
        fill_width=True,
    )
    with page:
        gr.HTML(_header(way_out), elem_id="viva-header", padding=False)
        with gr.Row(elem_id="viva-layout"):
            with gr.Column(elem_id="viva-call-column"):
                gr.HTML(_call(now), elem_id="viva-call", padding=False)
            with gr.Column(elem_id="viva-chat-column"):
                gr.HTML(_read("conversation.html"), elem_id="viva-chat", padding=False)
                gr.HTML(
                    _with_formats("report.html", "the"), elem_id="viva-report-place", padding=False
                )
            with gr.Column(elem_id="viva-settings-column"):
                build_controls(page, now, choices, _read("setup.html") + _read("editor.html"))
                gr.HTML(
                    _with_formats("history.html", "this"),
                    elem_id="viva-history-place",
                    padding=False,
                )
        gr.HTML(_read("footer.html"), elem_id="viva-footer", padding=False)
    return page


def _header(way_out: tuple[str, str] | None) -> str:
    form = ""
    if way_out is not None:
        method, path = way_out
        button = '<button class="viva-button viva-small">Sign out</button>'
        form = f'<form method="{method}" action="{path}">{button}</form>'
    return _read("header.html").replace("{way_out}", form)


def _call(choices: PageChoices) -> str:
    minutes = f"{choices.session_minutes:g}"
    return _read("call.html").replace("{minutes}", html.escape(minutes))


def _with_formats(name: str, which: str) -> str:
    """A piece of the page with a button for each format in which a report can be kept."""
    buttons = [
        f'<button type="button" class="viva-button viva-small" data-format="{one.name}" '
        f'aria-label="Download {which} report as {html.escape(one.title)}">'
        f"{html.escape(one.title)}</button>"
        for one in formats()
        if not one.shown
    ]
    return _read(name).replace("{formats}", "\n".join(buttons))


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
        f'<link rel="stylesheet" href="{ASSETS_URL}/exam.css?v={version}">'
        f'<link rel="stylesheet" href="{ASSETS_URL}/editor.css?v={version}">'
        f'<link rel="stylesheet" href="{ASSETS_URL}/history.css?v={version}">'
        f'<link rel="stylesheet" href="{ASSETS_URL}/watch.css?v={version}">'
        f'<script type="module" src="{ASSETS_URL}/viva.js?v={version}"></script>'
    )

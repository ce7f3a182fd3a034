"""The Gradio page: settings in Gradio components, the call and the transcript in our own HTML.

The call panel is plain HTML (`call.html`, `conversation.html`) driven by ES modules in
`assets/`, because a conversation needs events within milliseconds, a choice of microphone and
a connection that recovers by itself. The settings are ordinary Gradio components; see
`controls.py`.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import gradio as gr
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from voice.exam.reports.formats.registry import formats
from voice.ui.choices import PageChoices
from voice.ui.controls import build_controls
from voice.ui.texts import TEXTS, filled, script
from voice.ui.theme import theme

HERE = Path(__file__).parent
FORMAT_LABELS = {"report.html": "report.", "history.html": "history.this_"}
"""Pieces of the page that offer a report in each format; see `format_buttons`."""

ASSETS = HERE / "assets"
ASSETS_URL = "/viva"
"""Where the server must mount `ASSETS`; not `/assets`, which is where Gradio keeps its own."""

FAVICON = ASSETS / "favicon.png"


_TEXTS_PATH = re.compile(r"texts.([a-z]{2,3})\.json")  # with the system's own separator


class PageAssets(StaticFiles):
    """Serves `ASSETS`, and has browsers revalidate them so that they never use old modules."""

    def __init__(self) -> None:
        super().__init__(directory=ASSETS)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, which browsers revalidate by its ETag, or the texts of a language."""
        if asked := _TEXTS_PATH.fullmatch(path):
            return JSONResponse(TEXTS.or_english(asked[1]), headers={"cache-control": "no-cache"})
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
        What there is to choose from at the start.
    choices : callable
        Returns the present choices; called whenever the page is loaded, so that a prompt file that
        was just added is listed.
    way_out : (str, str), optional
        Method and path by which users sign out, if they have to sign in.
    """

    def read(name: str) -> str:
        markup = (HERE / name).read_text(encoding="utf-8")
        if section := FORMAT_LABELS.get(name):
            markup = markup.replace("{formats}", format_buttons(section))
        return filled(markup, now.language)

    page = gr.Blocks(
        title=str(TEXTS.or_english(now.language)["title"]),
        theme=theme(),
        head=_head() + script(now.language),
        analytics_enabled=False,
        fill_width=True,
    )
    with page:
        gr.HTML(
            _header(read("header.html"), way_out, now.language),
            elem_id="viva-header",
            padding=False,
        )
        with gr.Row(elem_id="viva-layout"):
            with gr.Column(elem_id="viva-call-column"):
                gr.HTML(_call(read("call.html"), now), elem_id="viva-call", padding=False)
            with gr.Column(elem_id="viva-chat-column"):
                gr.HTML(read("conversation.html"), elem_id="viva-chat", padding=False)
                gr.HTML(read("report.html"), elem_id="viva-report-place", padding=False)
            with gr.Column(elem_id="viva-settings-column"):
                build_controls(page, now, choices, read("setup.html") + read("editor.html"))
                gr.HTML(read("history.html"), elem_id="viva-history-place", padding=False)
        gr.HTML(read("footer.html"), elem_id="viva-footer", padding=False)
    return page


def format_buttons(labels: str) -> str:
    """A button for each format in which a report can be kept.

    `labels` begins the keys of what a screen reader calls them. A format that the page has no
    text for goes by its title.
    """
    known = TEXTS["en"]
    return "\n".join(
        f'<button type="button" class="viva-button viva-small" data-format="{one.name}"'
        + (f' data-label="{labels}{one.name}"' if f"{labels}{one.name}" in known else "")
        + f">{html.escape(one.title)}</button>"
        for one in formats()
        if not one.shown
    )


def _header(markup: str, way_out: tuple[str, str] | None, language: str) -> str:
    form = ""
    if way_out is not None:
        method, path = way_out
        button = '<button class="viva-button viva-small" data-text="sign_out"></button>'
        form = filled(f'<form method="{method}" action="{path}">{button}</form>', language)
    return markup.replace("{way_out}", form)


def _call(markup: str, choices: PageChoices) -> str:
    minutes = f"{choices.session_minutes:g}"
    return markup.replace("{minutes}", html.escape(minutes))


def _head() -> str:
    """Tags for our style sheets and entry module; a hash gives each version another URL."""
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

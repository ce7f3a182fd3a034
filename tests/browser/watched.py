"""A server with real sessions and fake engines, for a page that takes part and one that watches.

It runs in its own process, as Playwright's event loop cannot share one with the server's.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import gradio as gr
import uvicorn

from tests.house import MODES, House
from tests.running import ROOT
from tests.stage import MODE
from voice.exam.model.plan import MANNERS
from voice.server.site import SafeHeaders
from voice.ui import ASSETS_URL, ModeChoice, OfflinePage, PageAssets, PageChoices, build_page

NOW = PageChoices(
    modes=(ModeChoice("Test", "test", "", False, True),),
    voices=(("Fake", "fake", "en"),),
    languages=(("English", "en"),),
    models=(("fake", ""),),
    mode="test",
    voice="fake",
    language="en",
    model="",
)


async def _choices() -> PageChoices:
    return NOW


def application() -> House:
    """The server, with Viva's page."""
    house = House(places=4)
    exam = replace(MODE, name="exam", title="Exam conditions", exam=MANNERS["exam"])
    modes = {**MODES, "exam": exam}
    house.sessions.modes = lambda: modes
    house.app.mount(ASSETS_URL, PageAssets())
    gr.mount_gradio_app(house.app, build_page(NOW, _choices), path="/", show_api=False)
    house.app.add_middleware(OfflinePage)
    house.app.add_middleware(SafeHeaders)
    return house


@contextmanager
def watched_server() -> Iterator[str]:
    """Such a server, running; its address."""
    command = [sys.executable, "-m", "tests.browser.watched"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            yield next(line for line in server.stdout if line.startswith("http")).strip()
        finally:
            server.terminate()


async def _serve() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    house = application()
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(house.app, log_level="error", timeout_graceful_shutdown=1)
    await uvicorn.Server(config).serve([listening])


if __name__ == "__main__":
    asyncio.run(_serve())

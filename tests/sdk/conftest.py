"""The SDK as npm installs it, and an app to talk to."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.running import running_app

HERE = Path(__file__).parent

KEY = "tests-know-this-key"


@pytest.fixture(scope="session")
def sdk() -> Path:
    """The folder of the SDK's package; npm checks it against the lock file."""
    modules = HERE / "node_modules"
    lock = (HERE / "package-lock.json").read_bytes()
    done = modules / ".installed"
    if shutil.which("npm") is None:
        pytest.fail("The tests of the SDK need Node and npm: apt-get install nodejs npm")
    if not done.exists() or done.read_bytes() != lock:
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(npm, cwd=HERE, check=True, capture_output=True, text=True, timeout=300)
        done.write_bytes(lock)
    return modules / "@openai" / "agents-realtime"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="session")
def site(sdk: Path) -> Iterator[str]:
    """A web page of somebody's own, on another origin than the app's, with the SDK in it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(HERE)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def url(site: str) -> Iterator[str]:
    """The address of a running app that wants a key, and lets the page use it."""
    flags = ("--mode", "conversation", "--api-key", KEY, "--allow-origin", site)
    with running_app(*flags) as app:
        yield app.url()

"""A server in a child process, for the benchmarks to call."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from models.base import EngineUnavailable

ROOT = Path(__file__).parents[3]

OPEN = re.compile(r"Open (https?://\S+) in a browser")
"""Printed by both servers once they accept calls."""

START_S = 240.0
"""Longest wait for a server: a large model may have to be loaded from a slow disk."""

STOP_S = 15.0
"""How long a server may take to shut down before it is killed."""

KEPT_LINES = 20
"""Lines of output to keep for the error message."""


class Child:
    """A server process: a context manager that waits until it accepts calls, and stops it.

    Parameters
    ----------
    command : sequence of str
        Arguments for the Python interpreter.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._url = ""
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def url(self) -> str:
        """The address it serves on.

        Raises
        ------
        EngineUnavailable
            The process ended, or did not accept calls in time.
        """
        deadline = time.monotonic() + START_S
        with self._changed:
            while not self._url:
                if not self._reader.is_alive() or time.monotonic() > deadline:
                    raise EngineUnavailable(
                        "The server to be measured did not start: " + self.output(),
                        "Start it by itself to see more: python app.py",
                    )
                self._changed.wait(0.5)
        return self._url

    def output(self) -> str:
        """The end of its output, in one line."""
        return " / ".join(self._lines)

    def stop(self) -> None:
        """Stop the process, whatever it is doing."""
        if self._process.poll() is None:
            # On Windows a process can only be killed.
            self._process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(STOP_S)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        for line in self._process.stdout:
            with self._changed:
                self._lines.append(line.strip())
                if found := OPEN.search(line):
                    self._url = found[1]
                self._changed.notify_all()


def viva(flags: Sequence[str]) -> Child:
    """Viva itself, with the user's settings and `flags`."""
    return Child([str(ROOT / "app.py"), "--port", "0", *flags])


def stock(flags: Sequence[str]) -> Child:
    """FastRTC's own recipe with the same engines; see `voice.bench.stock`."""
    return Child(["-m", "voice.bench.stock", "--port", "0", *flags])

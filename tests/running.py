"""Viva as a user starts it: `python app.py` in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

START_S = 240.0
"""Longest wait for the address; the first start fetches weights."""

SMALL_MODEL = ("--llm", "llamacpp", "--llm-model", "smollm2-135m-instruct")
"""Flags for tests that need an answer, but not a good one."""


AS_A_FILE = (sys.executable, str(ROOT / "app.py"))
"""The program as it is started from its own folder."""


class RunningApp:
    """A process of Viva and what it printed.

    Parameters
    ----------
    command : sequence of str
        The program and its flags.
    env : mapping
        Environment variables in addition to those of this process.
    cwd : Path
        Working directory.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """Everything printed so far."""
        return "".join(self._lines)

    def wait_for(self, pattern: str, timeout_s: float = START_S) -> re.Match[str]:
        """Wait until the output matches `pattern`."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while (found := re.search(pattern, self.output)) is None:
                left = deadline - time.monotonic()
                ended = self.process.poll() is not None and not self._reader.is_alive()
                if left <= 0 or ended:
                    raise AssertionError(f"{pattern!r} never appeared in:\n{self.output}")
                self._changed.wait(min(left, 0.5))
        return found

    def url(self) -> str:
        """The address it serves on, once it does."""
        return self.wait_for(r"Open (https?://\S+) in a browser")[1]

    def interrupt(self) -> float:
        """Press Ctrl-C; returns how many seconds it took to end."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        seconds = time.monotonic() - start
        self._reader.join(5)
        return seconds

    def stop(self) -> None:
        """Stop the process, whatever it is doing."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()


@contextmanager
def running_app(
    *flags: str,
    env: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
    program: Sequence[str] = AS_A_FILE,
    cwd: Path = ROOT,
) -> Iterator[RunningApp]:
    """Run Viva on a free port with `flags`; stops it at the end, and checks its exit code."""
    app = RunningApp([*prefix, *program, "--port", "0", *flags], env or {}, cwd)
    try:
        yield app
    finally:
        app.stop()

"""Progress bars on a terminal, a few plain lines if output goes to a file."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as RichProgress
from rich.table import Column

from models.base import Progress

LINE_EVERY_PERCENT = 25


class ProgressBars:
    """One bar for each name that is reported: bytes, rate and time left.

    Parameters
    ----------
    stream : TextIO
        Where to draw, usually standard error.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._tasks: dict[str, TaskID] = {}
        self._percents: dict[str, int] = {}
        self._begun_s: dict[str, float] = {}
        self._rich = RichProgress(
            TextColumn("{task.description}", table_column=Column(no_wrap=True)),
            BarColumn(bar_width=20),
            DownloadColumn(table_column=Column(no_wrap=True)),
            TransferSpeedColumn(table_column=Column(no_wrap=True)),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[note]}", style="dim"),
            console=Console(file=stream),
            disable=not self._terminal,
        )

    def __enter__(self) -> Self:
        self._rich.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._rich.stop()

    def show(self, progress: Progress) -> None:
        """Show one report; usable as `on_progress` of everything that fetches."""
        if self._terminal:
            self._bar(progress)
        else:
            self._line(progress)

    def _bar(self, progress: Progress) -> None:
        if progress.name not in self._tasks:
            self._tasks[progress.name] = self._rich.add_task(progress.name, note="")
        self._rich.update(
            self._tasks[progress.name],
            completed=progress.done_bytes,
            total=progress.total_bytes or None,
            note=progress.note,
        )

    def _line(self, progress: Progress) -> None:
        name, done, total = progress.name, progress.done_bytes, progress.total_bytes
        begun_s = self._begun_s.setdefault(name, time.monotonic())
        percent = 100 * done // total if total else 0
        step = percent - percent % LINE_EVERY_PERCENT
        if step <= self._percents.get(name, -1):
            return
        self._percents[name] = step
        rate = done / 1e6 / max(time.monotonic() - begun_s, 0.1)
        size = f"{done / 1e6:.1f} of {total / 1e6:.1f} MB" if total else f"{done / 1e6:.1f} MB"
        print(f"{name}: {size}, {rate:.1f} MB/s", file=self._stream, flush=True)

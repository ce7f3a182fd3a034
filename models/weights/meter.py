"""Progress and cancellation of a fetch."""

from __future__ import annotations

import time
from collections.abc import Callable

from models.base import Progress, WeightsError

REPORT_EVERY_S = 0.1
POLL_S = 0.1

OnProgress = Callable[[Progress], None]
Cancelled = Callable[[], bool]


class FetchStopped(WeightsError):
    """The user stopped a fetch."""


class SourceFailed(WeightsError):
    """One source cannot deliver the file now; another one may."""


class Meter:
    """Counts the bytes of one entry and checks at every step whether to stop.

    Parameters
    ----------
    name : str
        The entry.
    total : int
        Its size in bytes, 0 if unknown.
    """

    def __init__(
        self, name: str, total: int, on_progress: OnProgress | None, cancelled: Cancelled | None
    ) -> None:
        self._name = name
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._reported_s = 0.0
        self.total = total
        self.before = 0  # bytes of completed files

    def stopped(self) -> bool:
        """Whether the user wants to stop; called from several threads."""
        return self._cancelled is not None and self._cancelled()

    def check(self) -> None:
        """Raise FetchStopped if the user wants to stop."""
        if self.stopped():
            raise FetchStopped(f"Fetching {self._name} was stopped", "Fetch again to go on")

    def at(self, done: int, note: str = "", always: bool = False) -> None:
        """Report that `done` bytes of the current file have been fetched."""
        self.check()
        now_s = time.monotonic()
        if self._on_progress is None or (now_s - self._reported_s < REPORT_EVERY_S and not always):
            return
        self._reported_s = now_s
        total = max(self.total, 0)
        bytes_done = min(self.before + done, total) if total else self.before + done
        self._on_progress(Progress(self._name, bytes_done, total, note))

    def pause(self, seconds: float) -> None:
        """Wait, unless the user wants to stop."""
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            self.check()
            time.sleep(min(POLL_S, left_s))

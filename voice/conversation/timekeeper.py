"""Reports once a second how much of a session's time is left."""

from __future__ import annotations

from collections.abc import Iterator

from models.base import INPUT_RATE
from voice.core.events import Event, Notice, TimeLeft

WARN_BEFORE_END_S = 60.0
"""How long before the time limit the student is warned."""


class Timekeeper:
    """Counts a session's seconds.

    Parameters
    ----------
    limit_s : float
        How long the session may last, in seconds during which a student is connected.
    """

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._seconds = 0

    def left_s(self, clock: int) -> float:
        """Seconds left at `clock` (input samples since the session began)."""
        return max(0.0, self._limit_s - clock / INPUT_RATE)

    def passing(self, clock: int) -> Iterator[Event]:
        """The events that are due at `clock`; none within the same second."""
        if clock // INPUT_RATE == self._seconds:
            return
        self._seconds = clock // INPUT_RATE
        left = self.left_s(clock)
        yield TimeLeft(clock=clock, remaining_s=left)
        if 0 < left <= WARN_BEFORE_END_S < left + 1:
            yield Notice(clock=clock, level="info", text="One minute is left in this session")

"""Load shedding: leaves out extras while the machine cannot keep up, and tells the student.

Partial transcripts are left out first, then answers prepared during a pause; both only save time.
The transcript of a pause is always made, since the turn needs it anyway.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from enum import IntEnum

from voice.core.events import Notify
from voice.core.notices import notice_words

PARTIAL_LATE_S = 1.0
"""A partial transcript that takes longer is late: two more could have been made in that time, and
it delays the final one."""

FINAL_LATE_S = 2.0
"""A final transcript that takes longer is late: turns usually wait less than this for their end."""

TOO_OFTEN = 2
"""With this many late ones among the last `REMEMBERED`, an extra is left out."""

REMEMBERED = 3

REST_S = 30.0
"""How long an extra is left out before it is tried again."""


class Level(IntEnum):
    """How much is left out."""

    ALL = 0  # nothing
    NO_PARTIALS = 1
    NO_SPECULATION = 2  # nor partials


class Effort:
    """Decides which extras to leave out; shared by all sessions, since they share the machine.

    Called from the event loop.

    Parameters
    ----------
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._partials: deque[bool] = deque(maxlen=REMEMBERED)
        self._finals: deque[bool] = deque(maxlen=REMEMBERED)
        self._level = Level.ALL
        self._until = 0.0

    @property
    def level(self) -> Level:
        """What is left out now."""
        return self._level if self._now() < self._until else Level.ALL

    @property
    def partials(self) -> bool:
        """Whether there is time for partial transcripts."""
        return self.level < Level.NO_PARTIALS

    @property
    def speculates(self) -> bool:
        """Whether there is time for answers that may not be wanted."""
        return self.level < Level.NO_SPECULATION

    def took(self, seconds: float, partial: bool) -> None:
        """Note how long a transcript took, including the wait for the engine."""
        late = seconds > (PARTIAL_LATE_S if partial else FINAL_LATE_S)
        recent = self._partials if partial else self._finals
        recent.append(late)
        if sum(recent) >= TOO_OFTEN:
            recent.clear()
            wanted = Level.NO_PARTIALS if partial else Level.NO_SPECULATION
            self._level = max(wanted, self.level)
            self._until = self._now() + REST_S


class EffortNotice:
    """Tells one student what is left out, once for each extra.

    Parameters
    ----------
    effort : Effort
        Shared by all sessions.
    notify : callable
        `(level, text, fix)`, as `Session.notify`.
    """

    def __init__(
        self,
        effort: Effort,
        notify: Notify,
    ) -> None:
        self._effort = effort
        self._notify = notify
        self._told = Level.ALL

    def check(self, language: str) -> None:
        """Tell in `language` (ISO 639-1) what is left out, unless that has been told already."""
        level = self._effort.level
        if level > self._told:
            self._told = level
            words = notice_words(language)
            told = words.no_partials if level is Level.NO_PARTIALS else words.no_speculation
            self._notify("info", *told)

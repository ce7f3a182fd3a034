"""Turn-taking as pure logic: takes speech probabilities, window by window, and gives turn events.

A turn goes quiet → speech → pause → (speech → pause …) → quiet. It ends in a pause, either
because the turn detector is sure that the sentence is complete and the pause is long enough to
trust it, or because the pause has outlasted the patience in force. Nothing here waits, sleeps or
calls a model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from models.base import INPUT_RATE, Belief, Patience

WINDOW_SAMPLES = 512
"""Silero's window at 16 kHz, 32 ms."""

SPEECH_PROBABILITY = 0.5
"""A window at least this likely to be speech is voiced (Silero's published default)."""

HYSTERESIS = 0.15
"""During speech, the threshold is lower by this much, so that the verdict does not flicker (as in
Silero's own iterator)."""

ONSET_WINDOWS = 4
"""Speech begins with this many voiced windows: 128 ms, less than any word, more than a click."""

ONSET_SPAN = 6
"""The last windows among which these must be, so that an unvoiced one inside a word is allowed."""

PAUSE_MS = 128
"""Silence after which a pause is announced: the turn detector is asked, and transcript and answer
are begun. Compared with 200 ms, there are a quarter more pauses in the recordings of `bench turns`,
and with quick patience the answer is ready 70 ms sooner. The detector is not less accurate."""

MOST_S: Mapping[Patience, float] = MappingProxyType({"quick": 0.8, "normal": 1.5, "thinking": 3.0})
"""Silence that ends a turn whatever the turn detector says."""

DOUBT = Belief(sure=math.inf, least_s=math.inf)
"""A belief that is never reached, for when there is no turn detector."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a silence inside a turn may last."""

    sure: float  # probability from which the turn detector's verdict is trusted
    least_s: float  # silence that must have passed even then
    most_s: float  # silence that ends a turn whatever the detector says


class TurnSignal(Enum):
    """What has just become true."""

    STARTED = "started"  # the student has begun to speak
    PAUSED = "paused"  # a short silence: ask the turn detector about it
    RESUMED = "resumed"  # the same turn goes on
    ENDED = "ended"  # the turn is over


@dataclass(frozen=True, slots=True)
class TurnEvent:
    """`signal` at `clock`; speech ran from `voiced_from` to `voiced_to` (input samples)."""

    signal: TurnSignal
    clock: int
    voiced_from: int
    voiced_to: int


class TurnTaker:
    """The turns of one student.

    Parameters
    ----------
    patience : str
        "quick", "normal" or "thinking"; may be changed at any time.
    calibration : Mapping[str, Belief]
        When to trust the turn detector, as it states itself; empty if there is none.
    """

    def __init__(
        self,
        patience: Patience = "normal",
        calibration: Mapping[Patience, Belief] = MappingProxyType({}),
    ) -> None:
        self._calibration = calibration
        self.patience = patience
        self.held = False  # while True, no pause ends the turn
        self.waiting: Waiting | None = None  # overrides `patience`
        self.threshold = SPEECH_PROBABILITY
        self._clock = 0
        self._speaking = False  # verdict on the newest window
        self._recent: list[bool] = []
        self._in_turn = False
        self._paused = False
        self._completion = 0.0  # the detector's verdict on the present pause
        self._voiced_from = 0
        self._voiced_to = 0
        self._pause_clock = -1

    @property
    def clock(self) -> int:
        """Samples fed so far."""
        return self._clock

    @property
    def in_turn(self) -> bool:
        """Whether the student has the floor."""
        return self._in_turn

    @property
    def paused(self) -> bool:
        """Whether the student is in a pause that has been announced."""
        return self._in_turn and self._paused

    @property
    def silence(self) -> int:
        """Samples since the last voiced one; 0 while the student speaks or has not begun."""
        return self._clock - self._voiced_to if self._in_turn else 0

    def feed(self, probability: float) -> list[TurnEvent]:
        """Take one window's speech probability; return the resulting events in order."""
        self._clock += WINDOW_SAMPLES
        threshold = self.threshold - HYSTERESIS if self._speaking else self.threshold
        self._speaking = probability >= threshold
        return self._inside() if self._in_turn else self._outside()

    def judge(self, asked_at: int, completion: float) -> list[TurnEvent]:
        """Take the turn detector's answer about the pause announced at `asked_at`.

        An answer that comes too late, after the student went on, is ignored.
        """
        if not (self._paused and self._pause_clock == asked_at):
            return []
        self._completion = completion
        return self._inside() if not self._speaking else []

    def finish(self) -> list[TurnEvent]:
        """End the turn now, if there is one, because the student is done."""
        return self._end() if self._in_turn else []

    def reset(self) -> None:
        """Forget the turn in progress; the clock goes on."""
        self._speaking = self._in_turn = self._paused = False
        self._completion = 0.0
        self._recent.clear()

    def _outside(self) -> list[TurnEvent]:
        self._recent = [*self._recent[-(ONSET_SPAN - 1) :], self._speaking]
        if sum(self._recent) < ONSET_WINDOWS:
            return []
        first = self._recent.index(True)
        self._voiced_from = self._clock - (len(self._recent) - first) * WINDOW_SAMPLES
        self._voiced_to = self._clock
        self._recent = []
        self._in_turn, self._paused = True, False
        return [self._event(TurnSignal.STARTED)]

    def _inside(self) -> list[TurnEvent]:
        if self._speaking:
            self._voiced_to = self._clock
            if not self._paused:
                return []
            self._paused, self._completion = False, 0.0
            return [self._event(TurnSignal.RESUMED)]
        if not self._paused:
            if self.silence * 1000 < PAUSE_MS * INPUT_RATE:
                return []
            self._paused, self._pause_clock = True, self._clock
            return [self._event(TurnSignal.PAUSED)]
        waiting = self.waiting or self._waiting()
        complete = self._completion >= waiting.sure
        enough_s = waiting.least_s if complete else waiting.most_s
        return self._end() if not self.held and self.silence >= enough_s * INPUT_RATE else []

    def _waiting(self) -> Waiting:
        belief = self._calibration.get(self.patience, DOUBT)
        return Waiting(belief.sure, belief.least_s, MOST_S[self.patience])

    def _end(self) -> list[TurnEvent]:
        event = self._event(TurnSignal.ENDED)
        self.reset()
        return [event]

    def _event(self, signal: TurnSignal) -> TurnEvent:
        return TurnEvent(signal, self._clock, self._voiced_from, self._voiced_to)

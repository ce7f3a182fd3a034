"""Turns incoming samples into turn events, each with the audio of the utterance."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from models.base import INPUT_RATE, Belief, Float32, Patience, VoiceActivityDetector
from voice.hearing.turn_taking import (
    ONSET_SPAN,
    PAUSE_MS,
    WINDOW_SAMPLES,
    TurnEvent,
    TurnSignal,
    TurnTaker,
)

PREROLL_S = 0.4
"""Audio kept from before the first voiced window, since soft consonants score low at first."""

POSTROLL_S = PAUSE_MS / 1000
"""Audio kept after the last voiced window, for final fricatives. This is all the audio there is
when a pause is announced, so the whole utterance is recognised then."""


class Ear:
    """Listens to one stream; called from the event loop and never blocks it for long.

    Parameters
    ----------
    vad : VoiceActivityDetector
        Its `window_samples` must be `voice.hearing.turn_taking.WINDOW_SAMPLES`.
    patience, calibration
        See `voice.hearing.turn_taking.TurnTaker`.
    """

    def __init__(
        self,
        vad: VoiceActivityDetector,
        patience: Patience,
        calibration: Mapping[Patience, Belief] = MappingProxyType({}),
    ) -> None:
        if vad.window_samples != WINDOW_SAMPLES:
            raise ValueError(
                f"{vad.name} scores {vad.window_samples} samples, not {WINDOW_SAMPLES}"
            )
        self._vad = vad.stream()
        self.preroll_s = PREROLL_S
        self.turns = TurnTaker(patience, calibration)
        self._rest = np.zeros(0, np.float32)  # less than a window
        self._windows: deque[Float32] = deque()  # audio that may still belong to an utterance
        self._start = 0  # clock of the first sample in `_windows`
        self._spoken_for = 0  # clock up to which audio belongs to earlier utterances or stretches

    @property
    def clock(self) -> int:
        """Samples heard in whole windows."""
        return self.turns.clock

    @property
    def onset_samples(self) -> int:
        """How many samples of silence must be kept, since speech may have begun in them."""
        preroll = round(self.preroll_s * INPUT_RATE / WINDOW_SAMPLES)
        return (preroll + ONSET_SPAN) * WINDOW_SAMPLES

    def hear(self, samples: Float32) -> list[tuple[TurnEvent, Float32]]:
        """Take float32 mono 16 kHz samples; return events, each with the utterance so far.

        The utterance is empty with events that do not need it (STARTED and RESUMED).
        """
        heard: list[tuple[TurnEvent, Float32]] = []
        self._rest = np.concatenate((self._rest, samples))
        while len(self._rest) >= WINDOW_SAMPLES:
            window, self._rest = self._rest[:WINDOW_SAMPLES], self._rest[WINDOW_SAMPLES:]
            self._windows.append(window)
            for event in self.turns.feed(self._vad.score(window)):
                heard.append((event, self._audio_for(event)))
            self._forget()
        return heard

    def judge(self, asked_at: int, completion: float) -> list[tuple[TurnEvent, Float32]]:
        """Pass on the turn detector's answer; see `TurnTaker.judge`."""
        return [(event, self._audio_for(event)) for event in self.turns.judge(asked_at, completion)]

    def finish(self) -> list[tuple[TurnEvent, Float32]]:
        """End the turn now; see `TurnTaker.finish`."""
        return [(event, self._audio_for(event)) for event in self.turns.finish()]

    def reset(self) -> None:
        """Forget the utterance in progress, and what was heard before it."""
        self.turns.reset()
        self.settle(self.clock)

    @property
    def unsettled(self) -> int:
        """How many samples of the turn in progress are not settled: the length of `so_far`.

        Costs the same however long the turn is, so it can be checked with every frame.
        """
        return self.clock - max(self._start, self._spoken_for)

    def settle(self, clock: int) -> None:
        """Forget the audio up to `clock`, which is recognised already or not needed."""
        self._spoken_for = max(self._spoken_for, clock)
        while self._windows and self._start + WINDOW_SAMPLES <= clock:
            self._windows.popleft()
            self._start += WINDOW_SAMPLES

    def so_far(self) -> Float32:
        """Copy the audio of the turn in progress that is not settled."""
        return self._slice(max(self._start, self._spoken_for), self.clock)

    def _audio_for(self, event: TurnEvent) -> Float32:
        if event.signal in (TurnSignal.STARTED, TurnSignal.RESUMED):
            return np.zeros(0, np.float32)
        # Speech may continue so soon after an utterance that the pre-roll would repeat its end.
        first = max(self._spoken_for, event.voiced_from - round(self.preroll_s * INPUT_RATE))
        if event.signal is TurnSignal.ENDED:
            self._spoken_for = max(self._spoken_for, event.voiced_to)
        return self._slice(first, event.voiced_to + round(POSTROLL_S * INPUT_RATE))

    def _slice(self, first: int, last: int) -> Float32:
        if not self._windows:
            return np.zeros(0, np.float32)
        audio = np.concatenate(self._windows)
        return audio[max(0, first - self._start) : max(0, last - self._start)]

    def _forget(self) -> None:
        """Between turns, keep only the audio that may turn out to be the start of the next one."""
        if self.turns.in_turn:
            return
        while len(self._windows) * WINDOW_SAMPLES > self.onset_samples:
            self._windows.popleft()
            self._start += WINDOW_SAMPLES

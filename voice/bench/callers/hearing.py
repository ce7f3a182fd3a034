"""Measurements on sound: where speech ends, when it becomes audible, where there are gaps.

Pure functions of arrays and times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.base import INPUT_RATE, Float32
from models.vad_silero import WINDOW_SAMPLES, SileroVad
from voice.bench.callers.caller import Arrival

STEP = INPUT_RATE // 100
"""Samples per level measurement: 10 ms."""

AUDIBLE = 0.01
"""Samples above this (-40 dBFS) are audible. Piper's speech is 30 dB louder, and silence encoded
by Opus 30 dB quieter."""

BELOW_SPEECH_DB = 30.0
"""A step this far below the loudest ones of a recording is not speech."""

REACH = INPUT_RATE // 5
"""How far a final consonant may extend beyond Silero's last voiced window."""

NATURAL_PAUSE_S = 0.5
"""Longest silence between sentences that the voice makes by itself."""

LATE_S = 0.06
"""A frame this late would have missed a small jitter buffer."""


def last_voiced(audio: Float32, vad: SileroVad) -> int:
    """Index of the last voiced sample of a clean recording (float32 mono 16 kHz).

    Silero finds the window (32 ms), the level the position in it (10 ms). Without any speech it
    is the end of the recording.
    """
    (voiced,) = np.nonzero(vad.scores(audio) >= 0.5)
    if not len(voiced):
        return max(0, len(audio) - 1)
    sure = min((int(voiced[-1]) + 1) * WINDOW_SAMPLES, len(audio))
    levels = _levels(audio)
    loud = levels > np.percentile(levels, 95) * 10 ** (-BELOW_SPEECH_DB / 20)
    (steps,) = np.nonzero(loud[: (sure + REACH) // STEP])
    return min((int(steps[-1]) + 1) * STEP, len(audio)) - 1 if len(steps) else sure - 1


def first_audible(heard: Sequence[Arrival], after: float) -> float | None:
    """Time of the first audible sample, in frames that arrived after `after` (seconds)."""
    for arrival in heard:
        if arrival.at > after:
            (loud,) = np.nonzero(np.abs(arrival.audio) > AUDIBLE)
            if len(loud):
                return arrival.at + int(loud[0]) / INPUT_RATE
    return None


def last_audible(heard: Sequence[Arrival]) -> float | None:
    """When the latest audible frame arrived."""
    for arrival in reversed(heard):
        if np.any(np.abs(arrival.audio) > AUDIBLE):
            return arrival.at
    return None


@dataclass(frozen=True, slots=True)
class Playback:
    """How smoothly one reply arrived."""

    seconds: float  # from the first to the last audible frame
    late_frames: int  # frames more than LATE_S after their due time
    gaps: int  # number of silences longer than the voice's own
    gap_s: float  # their total length beyond NATURAL_PAUSE_S


def playback(heard: Sequence[Arrival]) -> Playback:
    """Evaluate the frames of one reply.

    Frames are due one after the other from the first one on; a late frame shifts the due time of
    the following ones, as in a player that waits for it.
    """
    loud = [bool(np.any(np.abs(one.audio) > AUDIBLE)) for one in heard]
    if not any(loud):
        return Playback(0.0, 0, 0, 0.0)
    first, last = loud.index(True), len(loud) - 1 - loud[::-1].index(True)
    late, gaps, gap_s = 0, 0, 0.0
    due, spoken = heard[first].at, heard[first].at
    for one, audible in zip(heard[first : last + 1], loud[first : last + 1], strict=True):
        if one.at > due + LATE_S:
            late += 1
            due = one.at
        due += len(one.audio) / INPUT_RATE
        if audible:
            silence = one.at - spoken
            if silence > NATURAL_PAUSE_S:
                gaps, gap_s = gaps + 1, gap_s + silence - NATURAL_PAUSE_S
            spoken = one.at
    return Playback(heard[last].at - heard[first].at, late, gaps, gap_s)


def _levels(audio: Float32) -> Float32:
    """Root mean square of each 10 ms."""
    whole = audio[: len(audio) // STEP * STEP].reshape(-1, STEP)
    levels: Float32 = np.sqrt(np.mean(np.square(whole), axis=1))
    return levels

"""What a benchmark's ear makes of sound: where speech ends, when it is first heard, where it gaps.

Pure: arrays and times in, numbers out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.base import INPUT_RATE, Float32
from models.vad_silero import WINDOW_SAMPLES, SileroVad
from voice.bench.callers.caller import Arrival

STEP = INPUT_RATE // 100
"""Levels are taken over 10 ms."""

AUDIBLE = 0.01
"""A sample beyond this (-40 dB of full scale) is heard; Piper speaks 30 dB above it, and what
Opus makes of silence stays 30 dB below."""

BELOW_SPEECH_DB = 30.0
"""A step this far below the loudest ones of a recording is no speech any more."""

REACH = INPUT_RATE // 5
"""How far beyond Silero's last voiced window a final consonant may reach."""

NATURAL_PAUSE_S = 0.5
"""Silence inside a reply that the voice makes by itself, between sentences."""

LATE_S = 0.06
"""A frame that comes later than this after its due time was missed by any small jitter buffer."""


def last_voiced(audio: Float32, vad: SileroVad) -> int:
    """Index of the last voiced sample of a clean recording (float32 mono 16 kHz).

    Silero says in which window, to 32 ms; the level says where, to 10 ms. Without any speech it
    is the recording's end.
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
    """When the first audible sample could be heard, of frames that came after `after` (seconds)."""
    for arrival in heard:
        if arrival.at > after:
            (loud,) = np.nonzero(np.abs(arrival.audio) > AUDIBLE)
            if len(loud):
                return arrival.at + int(loud[0]) / INPUT_RATE
    return None


def last_audible(heard: Sequence[Arrival]) -> float | None:
    """When the newest audible frame came."""
    for arrival in reversed(heard):
        if np.any(np.abs(arrival.audio) > AUDIBLE):
            return arrival.at
    return None


@dataclass(frozen=True, slots=True)
class Playback:
    """How evenly one reply came."""

    seconds: float  # from its first audible frame to its last
    late_frames: int  # came more than LATE_S after their due time
    gaps: int  # silences longer than the voice's own
    gap_s: float  # their length beyond NATURAL_PAUSE_S, together


def playback(heard: Sequence[Arrival]) -> Playback:
    """Judge the frames of one reply.

    Frames are due one after the other, from the first one on; one that is late moves the due
    time of those after it, as a player that waits for it would.
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
    """Root mean square of every 10 ms."""
    whole = audio[: len(audio) // STEP * STEP].reshape(-1, STEP)
    levels: Float32 = np.sqrt(np.mean(np.square(whole), axis=1))
    return levels

"""Puts the times of recognised words where the sound is.

Whisper aligns words by attention, and lets a word after a pause begin in the middle of the pause:
half a second early (median over 32 pauses of 0.5 to 2 s between synthetic phrases, whisper-base),
so that pauses come out 0.4 s too short. What is silent at the edges of a word is taken off it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.base import INPUT_RATE, Float32, Transcript, Word

FRAME_S = 0.01
FRAME = round(FRAME_S * INPUT_RATE)

RISE = 0.35
"""Where speech begins between the quietest and the loudest of a recording, on the scale of dB."""

LEAST_RANGE_DB = 15.0
"""With less between quiet and loud the room is too noisy to tell words from silence."""

GAP_S = 0.2
"""A longer silence is not within a word: one half of it is another word's."""

SHORTEST_S = 0.06
"""Less than this of a word is no better than the recogniser's own times."""


def settled(transcript: Transcript, audio: Float32) -> Transcript:
    """The transcript of `audio` (float32 mono 16 kHz), its words without silence around them."""
    voiced = _voiced(audio)
    if voiced is None or not transcript.words:
        return transcript
    return replace(transcript, words=tuple(_settled(word, voiced) for word in transcript.words))


def _voiced(audio: Float32) -> NDArray[np.bool_] | None:
    """Which frames hold speech; None if that cannot be told."""
    frames = audio[: len(audio) // FRAME * FRAME].reshape(-1, FRAME)
    if not len(frames):
        return None
    power = np.mean(frames.astype(np.float64) ** 2, axis=1)
    level = 10 * np.log10(np.convolve(power, np.full(3, 1 / 3), "same") + 1e-8)
    quiet, loud = np.percentile(level, (5, 95))
    if loud - quiet < LEAST_RANGE_DB:
        return None
    voiced: NDArray[np.bool_] = level > quiet + RISE * (loud - quiet)
    return voiced


def _settled(word: Word, voiced: NDArray[np.bool_]) -> Word:
    """The word at the longest stretch of sound within its times."""
    first, last = round(word.start_s / FRAME_S), round(word.end_s / FRAME_S)
    stretches = list(_stretches(voiced[first:last]))
    begin, end = max(stretches, key=lambda one: one[1] - one[0], default=(0, 0))
    if (end - begin) * FRAME_S < SHORTEST_S:
        return word
    start_s = word.start_s if begin == 0 else (first + begin) * FRAME_S
    end_s = word.end_s if first + end >= last else (first + end) * FRAME_S
    return replace(word, start_s=start_s, end_s=end_s)


def _stretches(voiced: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Stretches of sound that a longer silence divides, as frames from and to."""
    (at,) = np.nonzero(voiced)
    if not len(at):
        return
    begin = int(at[0])
    for before, after in pairwise(map(int, at)):
        if (after - before) * FRAME_S > GAP_S:
            yield begin, before + 1
            begin = after
    yield begin, int(at[-1]) + 1

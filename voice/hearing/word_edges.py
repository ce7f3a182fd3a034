"""Corrects the times of recognised words by the sound.

Whisper aligns words by attention, and lets a word after a pause begin in the middle of the pause:
half a second early (median over 32 pauses of 0.5 to 2 s between synthetic phrases, whisper-base),
so that pauses come out 0.4 s too short. Here, the silence at the edges of each word is trimmed.
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
"""Threshold of speech as a share of the way from the quiet to the loud level, in dB."""

LEAST_RANGE_DB = 15.0
"""With a smaller range between the two levels, noise cannot be told from words."""

GAP_S = 0.2
"""A longer silence cannot be inside a word: the sound on one side belongs to another word."""

SHORTEST_S = 0.06
"""If less sound than this is found for a word, the recogniser's own times are kept."""


def settled(transcript: Transcript, audio: Float32) -> Transcript:
    """The transcript of `audio` (float32 mono 16 kHz) with silence trimmed from its words."""
    voiced = _voiced(audio)
    if voiced is None or not transcript.words:
        return transcript
    return replace(transcript, words=tuple(_settled(word, voiced) for word in transcript.words))


def _voiced(audio: Float32) -> NDArray[np.bool_] | None:
    """Which frames contain speech; None if that cannot be determined."""
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
    """The word with the times of the longest stretch of sound within its own."""
    first, last = round(word.start_s / FRAME_S), round(word.end_s / FRAME_S)
    stretches = list(_stretches(voiced[first:last]))
    begin, end = max(stretches, key=lambda one: one[1] - one[0], default=(0, 0))
    if (end - begin) * FRAME_S < SHORTEST_S:
        return word
    start_s = word.start_s if begin == 0 else (first + begin) * FRAME_S
    end_s = word.end_s if first + end >= last else (first + end) * FRAME_S
    return replace(word, start_s=start_s, end_s=end_s)


def _stretches(voiced: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Stretches of sound separated by silences over `GAP_S`, as first frame and end frame."""
    (at,) = np.nonzero(voiced)
    if not len(at):
        return
    begin = int(at[0])
    for before, after in pairwise(map(int, at)):
        if (after - before) * FRAME_S > GAP_S:
            yield begin, before + 1
            begin = after
    yield begin, int(at[-1]) + 1

"""Splitting the output of Whisper's decoder into segments, and detecting hallucinations.

Whisper was trained on windows of exactly 30 s. Given a shorter one, it answers 3 to 6 times faster
with the same words, but sometimes misses the end and repeats the sentence. If timestamps are
decoded, the repetition is placed after the end of the clip, where it can be told from speech;
what timestamps do not reveal, length and repetition do.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

SHORTEST_S = 0.2  # a segment that begins this close to the end repeats earlier words
LEAST_PROGRESS_S = 0.5  # least progress per pass that is worth decoding again
LEAST_LOST_S = 0.5  # speech without text; imprecise timestamps leave up to 0.3, one lost word 0.67
TIMESTAMP_S = 0.02  # one step between two timestamp tokens

# Fast English has 7 tokens a second; scripts that the vocabulary covers poorly up to 20.
TOKENS_PER_S = 20
SPARE_TOKENS = 16

# faster-whisper's own thresholds, which are openai/whisper's.
MAX_COMPRESSION = 2.4
MIN_LOGPROB = -1.0
MAX_NO_SPEECH = 0.6

_MIN_REPEATS = 4  # nobody says the same four times in a row with the same punctuation
_MIN_REPEATED_TOKENS = 8
_MIN_DOUBLED_TOKENS = 4  # "no, no" and "very, very" are real; repeated sentences hardly ever
_MIN_TRIPLED_TOKENS = 6  # three times in a row, the last time perhaps only in part


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text between two timestamps."""

    start_s: float
    end_s: float
    tokens: tuple[int, ...]  # without timestamps


def token_limit(clip_s: float) -> int:
    """Most tokens that a clip of `clip_s` seconds can need."""
    return SPARE_TOKENS + int(TOKENS_PER_S * clip_s)


def segments_within(
    tokens: Sequence[int], timestamp_begin: int, end_of_text: int, clip_s: float
) -> tuple[Segment, ...]:
    """Split the decoder's tokens at timestamps; segments past the clip's end are dropped.

    Parameters
    ----------
    tokens : sequence of int
        As generated, including timestamps.
    timestamp_begin : int
        The token that stands for 0.00 s; later times follow it.
    end_of_text : int
        The first special token; those from here up to `timestamp_begin` are not text.
    clip_s : float
        Length of the clip without padding.
    """
    segments: list[Segment] = []
    start_s, text = 0.0, list[int]()
    for token in tokens:
        if token < end_of_text:
            text.append(token)
        elif token >= timestamp_begin:
            time_s = (token - timestamp_begin) * TIMESTAMP_S
            if text:
                segments.append(Segment(start_s, time_s, tuple(text)))
                text = []
            start_s = time_s
    if text:
        segments.append(Segment(start_s, clip_s, tuple(text)))
    return tuple(segment for segment in segments if _spoken(segment, clip_s))


def _spoken(segment: Segment, clip_s: float) -> bool:
    """Whether at least most of a segment lies within the clip."""
    if segment.start_s == 0:
        return True
    middle_s = (segment.start_s + segment.end_s) / 2
    return segment.start_s < clip_s - SHORTEST_S and middle_s < clip_s


def unheard_from_s(tokens: Sequence[int], timestamp_begin: int, clip_s: float) -> float | None:
    """Where the decoder stopped before the clip's end, if it did.

    The output ends with the same timestamp twice if another segment is to begin in another window,
    and openai/whisper moves its window there. Parameters as for `segments_within`.
    """
    if len(tokens) < 2 or min(tokens[-2:]) < timestamp_begin:
        return None
    time_s = (tokens[-1] - timestamp_begin) * TIMESTAMP_S
    return time_s if LEAST_PROGRESS_S <= time_s < clip_s - SHORTEST_S else None


def uncovered_from_s(
    segments: Sequence[Segment], speech: NDArray[np.bool_], window_s: float
) -> float | None:
    """Start of the first stretch of speech that no segment covers, if any.

    A single timestamp at the end means that nothing follows. That is often wrong after the first
    sentences of a long clip, and rounding alone, which differs between processors, decides
    whether the decoder ends there. Speech before the first segment is ignored, because decoding
    again from the beginning would give the same text.

    Parameters
    ----------
    segments : sequence of Segment
        In order.
    speech : bool [windows]
        Whether there is speech in each window of the clip.
    window_s : float
        Length of a window.
    """
    times_s = (np.flatnonzero(speech) + 0.5) * window_s
    heard_s = 0.0
    for one, following in zip_longest(segments, segments[1:]):
        heard_s = max(heard_s, one.end_s)
        next_s = following.start_s if following else math.inf
        lost_s = np.count_nonzero((times_s > heard_s) & (times_s < next_s)) * window_s
        if heard_s >= LEAST_PROGRESS_S and lost_s >= LEAST_LOST_S:
            return heard_s
    return None


def repeats(tokens: Sequence[int]) -> bool:
    """Whether `tokens` contain a sentence twice, or end in a loop."""
    half = len(tokens) // 2
    if half >= _MIN_DOUBLED_TOKENS and tokens[:half] == tokens[half : 2 * half]:
        return True
    for period in range(1, len(tokens) // 2 + 1):
        times = 3 if period >= _MIN_TRIPLED_TOKENS else _MIN_REPEATS
        span = max(period * times, _MIN_REPEATED_TOKENS)
        if span <= len(tokens) and all(
            tokens[-i] == tokens[-i - period] for i in range(1, span - period + 1)
        ):
            return True
    return False


def compression(text: str) -> float:
    """Compression ratio of `text` by zlib: high for loops, low for speech."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0

"""What the decoder wrote, as tokens: which of it was said, and which was made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.whisper.decode import (
    MAX_COMPRESSION,
    SHORTEST_S,
    Segment,
    compression,
    repeats,
    segments_within,
    token_limit,
    uncovered_from_s,
    unheard_from_s,
)

EOT = 50_257  # text is below it, timestamps begin some special tokens after it
ZERO = 50_364
SENTENCE = (867, 1116, 456, 1097, 13)


def at(seconds: float) -> int:
    """The timestamp token nearest to `seconds`."""
    return ZERO + round(seconds / 0.02)


def segments(tokens: list[int], clip_s: float) -> tuple[Segment, ...]:
    return segments_within(tokens, ZERO, EOT, clip_s)


def test_splits_at_timestamps() -> None:
    tokens = [at(0), 1, 2, at(1.5), at(1.8), 3, at(2.4)]
    assert segments(tokens, 2.5) == (Segment(0.0, 1.5, (1, 2)), Segment(1.8, 2.4, (3,)))


def test_text_without_timestamps_fills_the_clip() -> None:
    assert segments([1, 2, 3], 2.0) == (Segment(0.0, 2.0, (1, 2, 3)),)


def test_text_after_the_last_timestamp_ends_with_the_clip() -> None:
    assert segments([at(0), 1, at(1), at(1), 2], 2.0)[-1] == Segment(1.0, 2.0, (2,))


def test_special_tokens_are_not_text() -> None:
    assert segments([at(0), 1, EOT, EOT + 3, at(1)], 1.2) == (Segment(0.0, 1.0, (1,)),)


@pytest.mark.parametrize(
    "starts_before_end_s", [0.008, 0.0, -0.5, SHORTEST_S - 0.05], ids=lambda s: f"{s} s before"
)
def test_a_repetition_at_the_very_end_is_dropped(starts_before_end_s: float) -> None:
    clip_s = 2.028
    start_s = clip_s - starts_before_end_s
    tokens = [at(0), *SENTENCE, at(start_s), at(start_s), *SENTENCE, at(start_s + 2)]
    assert [one.tokens for one in segments(tokens, clip_s)] == [SENTENCE]


def test_a_repetition_mostly_beyond_the_end_is_dropped() -> None:
    tokens = [at(0), *SENTENCE, at(1.6), at(1.6), *SENTENCE, at(3.2)]
    assert [one.tokens for one in segments(tokens, 2.0)] == [SENTENCE]


def test_a_short_last_word_stays() -> None:
    tokens = [at(0), *SENTENCE, at(1.6), at(1.6), 1, at(2.1)]
    assert [one.tokens for one in segments(tokens, 2.0)] == [SENTENCE, (1,)]


def test_the_first_segment_always_stays() -> None:
    assert segments([at(0), *SENTENCE, at(9.0)], 0.15) == (Segment(0.0, 9.0, SENTENCE),)


def test_nothing_decoded_is_no_segment() -> None:
    assert segments([], 2.0) == ()
    assert segments([at(0), at(2)], 2.0) == ()


@given(
    st.lists(st.one_of(st.integers(0, EOT + 5), st.integers(ZERO, ZERO + 1500)), max_size=40),
    st.floats(0.1, 28.0),
)
def test_no_text_is_added_or_reordered(tokens: list[int], clip_s: float) -> None:
    text = [token for token in tokens if token < EOT]
    kept = [token for one in segments(tokens, clip_s) for token in one.tokens]
    remaining = iter(text)
    assert all(token in remaining for token in kept)
    if not any(token >= ZERO for token in tokens):
        assert kept == text


def test_a_time_said_twice_at_the_end_means_there_is_more() -> None:
    tokens = [at(0), *SENTENCE, at(5.6), at(5.6)]
    assert unheard_from_s(tokens, ZERO, clip_s=8.3) == pytest.approx(5.6)
    assert unheard_from_s(tokens[:-1], ZERO, clip_s=8.3) is None  # the decoder was done
    assert unheard_from_s(tokens, ZERO, clip_s=5.7) is None  # and so was the clip
    assert unheard_from_s([at(0), at(0)], ZERO, clip_s=8.3) is None  # nothing would change
    assert unheard_from_s([], ZERO, clip_s=8.3) is None


WINDOW_S = 0.032


def speaking(clip_s: float, *stretches: tuple[float, float]) -> NDArray[np.bool_]:
    """Windows of a clip in which somebody speaks in these stretches, in seconds."""
    times_s = (np.arange(round(clip_s / WINDOW_S)) + 0.5) * WINDOW_S
    inside = [(start <= times_s) & (times_s < end) for start, end in stretches]
    return np.asarray(np.any(inside, axis=0), np.bool_)


def test_speech_after_a_last_time_said_once_is_uncovered() -> None:
    said = segments([at(0), *SENTENCE, at(3.6)], 16.3)
    speech = speaking(16.3, (0.2, 3.5), (4.4, 15.3))
    assert uncovered_from_s(said, speech, WINDOW_S) == pytest.approx(3.6)


def test_speech_between_two_segments_is_uncovered() -> None:
    said = segments([at(0), *SENTENCE, at(3.6), at(9), *SENTENCE, at(12)], 12.3)
    speech = speaking(12.3, (0.2, 3.5), (4.4, 8.8), (9.1, 12))
    assert uncovered_from_s(said, speech, WINDOW_S) == pytest.approx(3.6)


@pytest.mark.parametrize(
    "tokens",
    [
        [],  # nothing decoded: the same clip would give nothing again
        [at(0), *SENTENCE, at(3.6), at(9), *SENTENCE, at(12)],  # a pause in between
        [at(0), *SENTENCE, at(3.2), at(9.2), *SENTENCE, at(11.7)],  # times a little off
        [at(1), *SENTENCE, at(12)],  # from the beginning the text would be the same
        [at(0), 1, at(0.3)],  # no progress
        [*SENTENCE],  # no times
    ],
    ids=["nothing", "pause", "loose", "late", "no progress", "no times"],
)
def test_pauses_and_loose_times_are_no_gap(tokens: list[int]) -> None:
    speech = speaking(12.3, (0.2, 3.5), (9.0, 12))
    assert uncovered_from_s(segments(tokens, 12.3), speech, WINDOW_S) is None


def test_a_sentence_said_a_third_time_in_part_is_a_repetition() -> None:
    assert repeats([1, *(*SENTENCE, 99) * 3])
    assert repeats([1, 2, 3, *(*SENTENCE, 99, 98) * 3, *SENTENCE[:2]])


def test_a_doubled_sentence_is_a_repetition() -> None:
    assert repeats([*SENTENCE, *SENTENCE])
    assert repeats([*SENTENCE, *SENTENCE, 13])  # and one token too many


def test_a_loop_at_the_end_is_a_repetition() -> None:
    assert repeats([5, 6, 7, *(8, 9) * 4])
    assert repeats([5, 6, 7, *(8,) * 8])


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        [1],
        [572, 11, 572, 11],  # "no, no,"
        [572, 11, 572, 13],  # "no, no."
        [588, 11, 588, 11, 588, 13],  # "very, very, very."
        [*SENTENCE],
        [*SENTENCE, 1, *SENTENCE],  # the same with something between
        [1, 2, 3, *(8, 9) * 3],
    ],
    ids=str,
)
def test_what_people_say_is_no_repetition(tokens: list[int]) -> None:
    assert not repeats(tokens)


def test_loops_compress_and_speech_does_not() -> None:
    assert compression("Thank you. " * 12) > MAX_COMPRESSION
    said = "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen. "
    assert compression(said) < MAX_COMPRESSION
    assert compression("No, no, no.") < MAX_COMPRESSION
    assert compression("") == 0.0


def test_the_limit_grows_with_the_clip() -> None:
    assert token_limit(0.1) >= 16  # a word and its timestamps
    assert token_limit(10) - token_limit(5) == 100

"""Words lie where the sound is: a pause is as long as it was."""

from __future__ import annotations

import numpy as np
import pytest

from models.base import INPUT_RATE, Float32, Transcript, Word
from voice.hearing.word_edges import settled

NOISE = 0.001
"""Of a quiet room; speech is a hundred times as loud."""


def sound(*stretches: tuple[float, bool], noise: float = NOISE) -> Float32:
    """Seconds of speech and of silence, one after the other."""
    random = np.random.default_rng(1)
    parts = [
        random.normal(0, 0.1 if speech else noise, round(seconds * INPUT_RATE))
        for seconds, speech in stretches
    ]
    return np.concatenate(parts).astype(np.float32)


PAUSE = sound((0.3, False), (0.5, True), (1.0, False), (0.4, True), (0.3, False))
"""Speech from 0.3 to 0.8 s and from 1.8 to 2.2 s."""


def times(audio: Float32, *words: tuple[float, float]) -> list[tuple[float, float]]:
    heard = Transcript("", "en", tuple(Word("word", a, b, 0.9) for a, b in words))
    return [(word.start_s, word.end_s) for word in settled(heard, audio).words]


def about(start_s: float, end_s: float) -> object:
    return pytest.approx((start_s, end_s), abs=0.03)


def test_a_word_that_begins_within_the_pause_begins_after_it() -> None:
    first, second = times(PAUSE, (0.3, 0.8), (1.3, 2.2))
    assert first == about(0.3, 0.8)
    assert second == about(1.8, 2.2)


def test_a_word_that_lasts_into_the_pause_ends_before_it() -> None:
    assert times(PAUSE, (0.1, 1.4))[0] == about(0.3, 0.8)


def test_a_pause_that_two_words_have_swallowed_is_there_again() -> None:
    first, second = times(PAUSE, (0.3, 0.7), (0.75, 2.2))
    assert first == about(0.3, 0.7)
    assert second == about(1.8, 2.2)


def test_words_that_follow_each_other_stay_as_they_are() -> None:
    audio = sound((0.3, False), (1.0, True), (0.3, False))
    assert times(audio, (0.3, 0.7), (0.7, 1.3)) == [about(0.3, 0.7), about(0.7, 1.3)]


def test_a_word_where_there_is_no_sound_keeps_its_times() -> None:
    assert times(PAUSE, (1.0, 1.5)) == [(1.0, 1.5)]


def test_in_a_noisy_room_nothing_is_changed() -> None:
    audio = sound((0.5, True), (1.0, False), (0.5, True), noise=0.05)
    assert times(audio, (0.0, 0.9), (0.9, 2.0)) == [(0.0, 0.9), (0.9, 2.0)]


@pytest.mark.parametrize("audio", [np.zeros(0, np.float32), np.zeros(100, np.float32)])
def test_nothing_to_hear_changes_nothing(audio: Float32) -> None:
    assert times(audio, (0.0, 0.5)) == [(0.0, 0.5)]


def test_times_beyond_the_end_of_the_sound_are_kept_within_reason() -> None:
    assert times(PAUSE, (1.3, 3.0))[0] == about(1.8, 2.2)

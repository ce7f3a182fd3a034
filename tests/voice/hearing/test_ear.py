"""What audio an utterance consists of. Every sample's value is its own position, or near it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import INPUT_RATE, Float32
from models.turn_smart import CALIBRATION
from tests.fakes import FakeVad
from voice.hearing.ear import POSTROLL_S, PREROLL_S, Ear
from voice.hearing.turn_taking import WINDOW_SAMPLES, TurnEvent, TurnSignal

Heard = list[tuple[TurnEvent, Float32]]


class MarkedSound:
    """Samples that differ from one another, so that each can be found again.

    Speech is 0.5 and more, silence less than 0.05; both rise by the smallest step that
    float32 can tell apart there.
    """

    def __init__(self) -> None:
        self._position = 0

    def speech(self, seconds: float) -> Float32:
        return self._ramp(seconds, 0.5)

    def silence(self, seconds: float) -> Float32:
        return self._ramp(seconds, 0.0)

    def _ramp(self, seconds: float, base: float) -> Float32:
        count = round(seconds * INPUT_RATE)
        ramp = base + (np.arange(count) + 1 + self._position) * 1e-7
        self._position += count
        return ramp.astype(np.float32)


def ends(heard: Heard) -> list[tuple[TurnEvent, Float32]]:
    return [pair for pair in heard if pair[0].signal is TurnSignal.ENDED]


def test_an_utterance_has_its_pre_roll_and_its_post_roll() -> None:
    ear, sound = Ear(FakeVad(), "quick", CALIBRATION), MarkedSound()
    audio = np.concatenate((sound.silence(3.2), sound.speech(1.6), sound.silence(1.6)))
    ((ended, utterance),) = ends(ear.hear(audio))
    first = round((3.2 - PREROLL_S) * INPUT_RATE)
    last = round((4.8 + POSTROLL_S) * INPUT_RATE)
    assert ended.voiced_from == 3.2 * INPUT_RATE
    assert ended.voiced_to == 4.8 * INPUT_RATE
    assert np.array_equal(utterance, audio[first:last])


def test_speech_from_the_first_sample_on_is_whole() -> None:
    ear, sound = Ear(FakeVad(), "quick", CALIBRATION), MarkedSound()
    audio = np.concatenate((sound.speech(0.64), sound.silence(1.6)))
    ((_, utterance),) = ends(ear.hear(audio))
    assert np.array_equal(utterance, audio[: len(utterance)])
    assert len(utterance) == round((0.64 + POSTROLL_S) * INPUT_RATE)


def test_the_audio_of_a_pause_is_already_the_utterance() -> None:
    ear, sound = Ear(FakeVad(), "normal", CALIBRATION), MarkedSound()
    heard = ear.hear(np.concatenate((sound.speech(0.64), sound.silence(2.0))))
    assert [event.signal for event, _ in heard] == [
        TurnSignal.STARTED,
        TurnSignal.PAUSED,
        TurnSignal.ENDED,
    ]
    assert len(heard[0][1]) == 0
    assert np.array_equal(heard[1][1], heard[2][1]), "recognition in the pause hears less"


def test_what_was_said_before_is_never_heard_again() -> None:
    """Speech that went on right after an utterance used to begin with that utterance's end."""
    ear, sound = Ear(FakeVad(), "quick", CALIBRATION), MarkedSound()
    utterances: list[Float32] = []
    for _ in range(4):
        ear.hear(sound.speech(0.96))
        heard = ear.hear(sound.silence(0.32))
        assert heard[-1][0].signal is TurnSignal.PAUSED
        utterances += [audio for _, audio in ear.judge(heard[-1][0].clock, 0.99)]
    assert len(utterances) == 4
    voiced = np.concatenate([audio[audio >= 0.5] for audio in utterances])
    assert len(voiced) == len(np.unique(voiced)), "a student would read a word twice"
    assert len(voiced) == 4 * round(0.96 * INPUT_RATE), "a student would miss a word"


def test_finishing_in_the_middle_of_a_word_splits_it_cleanly() -> None:
    ear, sound = Ear(FakeVad(), "normal", CALIBRATION), MarkedSound()
    ear.hear(sound.speech(0.96))
    ((_, first),) = ear.finish()
    ear.hear(sound.speech(0.96))
    ((_, second),) = ear.finish()
    both = np.concatenate((first, second))
    assert len(both) == len(np.unique(both)) == round(1.92 * INPUT_RATE)


def test_so_far_is_the_turn_in_progress() -> None:
    ear, sound = Ear(FakeVad(), "normal", CALIBRATION), MarkedSound()
    ear.hear(sound.silence(1.6))
    speech = sound.speech(0.96)
    ear.hear(speech)
    assert np.array_equal(ear.so_far()[-len(speech) :], speech)
    assert len(ear.so_far()) <= len(speech) + (PREROLL_S + 0.2) * INPUT_RATE


def test_reset_forgets_the_utterance() -> None:
    ear, sound = Ear(FakeVad(), "normal", CALIBRATION), MarkedSound()
    ear.hear(sound.speech(3.2))
    ear.reset()
    assert not ear.turns.in_turn
    assert len(ear.so_far()) < INPUT_RATE
    assert ear.finish() == []


def test_hours_of_silence_cost_no_memory() -> None:
    ear = Ear(FakeVad(), "normal", CALIBRATION)
    minute = np.zeros(60 * INPUT_RATE, np.float32)
    for _ in range(3):
        ear.hear(minute)
        assert len(ear.so_far()) < INPUT_RATE, "an ear that hears nothing grows"
    for _ in range(5):  # and nothing stays of utterances
        ear.hear(np.concatenate((np.full(5 * INPUT_RATE, 0.5, np.float32), minute[:64_000])))
        assert len(ear.so_far()) < INPUT_RATE


def test_another_window_than_the_turn_takers_is_refused() -> None:
    vad = FakeVad()
    vad.window_samples = 256
    with pytest.raises(ValueError, match="256 samples"):
        Ear(vad, "normal", CALIBRATION)


def hear_in(ear: Ear, audio: Float32, sizes: Sequence[int]) -> Heard:
    heard: Heard = []
    position = number = 0
    while position < len(audio):
        size = sizes[number % len(sizes)]
        heard += ear.hear(audio[position : position + size])
        position, number = position + size, number + 1
    return heard


@given(
    sizes=st.lists(st.integers(0, 3000), min_size=1, max_size=8).filter(any),
    parts=st.lists(st.integers(1, 40), min_size=1, max_size=8),
)
def test_chunks_of_any_size_are_heard_alike(sizes: list[int], parts: list[int]) -> None:
    sound = MarkedSound()
    makers = (sound.speech, sound.silence)
    audio = np.concatenate(
        [makers[n % 2](part * WINDOW_SAMPLES / INPUT_RATE) for n, part in enumerate(parts)]
    )
    whole = hear_in(Ear(FakeVad(), "quick", CALIBRATION), audio, [WINDOW_SAMPLES])
    odd = hear_in(Ear(FakeVad(), "quick", CALIBRATION), audio, sizes)
    assert [event for event, _ in odd] == [event for event, _ in whole]
    for (_, one), (_, other) in zip(odd, whole, strict=True):
        assert np.array_equal(one, other)

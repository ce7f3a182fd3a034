"""Silero: speech and noise told apart as the sound arrives."""

from __future__ import annotations

import numpy as np
import pytest
from faster_whisper.vad import VadOptions, get_speech_timestamps

from models.base import INPUT_RATE, EngineUnavailable, Float32
from models.vad_silero import WINDOW_SAMPLES, SileroVad
from tests.recordings import Recording, noises, recording, silence, spoken


@pytest.fixture(scope="module")
def vad() -> SileroVad:
    return SileroVad()


def by_window(vad: SileroVad, audio: Float32) -> Float32:
    """Scores of the whole windows of `audio`, as a call hears them."""
    stream = vad.stream()
    count = len(audio) // WINDOW_SAMPLES
    windows = audio[: count * WINDOW_SAMPLES].reshape(count, WINDOW_SAMPLES)
    return np.array([stream.score(window) for window in windows], np.float32)


@pytest.mark.parametrize("one", spoken(), ids=lambda one: one.file)
def test_hears_people(vad: SileroVad, one: Recording) -> None:
    scores = by_window(vad, one.audio)
    assert scores.max() > 0.9
    assert 0.25 < float(np.mean(scores > 0.5)) < 1.0


@pytest.mark.parametrize("one", noises(), ids=lambda one: one.file)
def test_is_not_taken_in_by_noise(vad: SileroVad, one: Recording) -> None:
    assert float(np.mean(by_window(vad, one.audio) > 0.5)) < 0.02


def test_the_whole_clip_scores_as_window_by_window(vad: SileroVad) -> None:
    audio = recording("jfk").audio
    one_by_one = by_window(vad, audio)
    at_once = vad.scores(audio)[: len(one_by_one)]
    # Window by window, digital silence is not asked about, and the state stands still.
    assert np.abs(at_once - one_by_one).max() < 0.05
    assert float(np.mean((at_once >= 0.5) == (one_by_one >= 0.5))) > 0.99


def test_agrees_with_faster_whisper(vad: SileroVad) -> None:
    audio = recording("sound-with-pause").audio
    options = VadOptions(speech_pad_ms=0, min_silence_duration_ms=100, min_speech_duration_ms=0)
    theirs = np.zeros(-(-len(audio) // WINDOW_SAMPLES), bool)
    for stretch in get_speech_timestamps(audio, options, sampling_rate=INPUT_RATE):
        theirs[stretch["start"] // WINDOW_SAMPLES : stretch["end"] // WINDOW_SAMPLES] = True
    ours = vad.scores(audio) >= 0.5
    assert 0.2 < float(np.mean(ours)) < 0.9
    assert float(np.mean(ours == theirs)) > 0.97


def test_scores_clips_of_any_length(vad: SileroVad) -> None:
    for samples, windows in ((0, 0), (1, 1), (512, 1), (513, 2)):
        scores = vad.scores(np.zeros(samples, np.float32))
        assert scores.shape == (windows,)
        assert scores.dtype == np.float32


def test_one_bad_window_does_not_deafen_the_stream(vad: SileroVad) -> None:
    stream = vad.stream()
    for bad in (np.nan, np.inf, -np.inf, 1e30):
        assert 0 <= stream.score(np.full(WINDOW_SAMPLES, bad, np.float32)) <= 1
    audio = recording("p225_001").audio
    count = len(audio) // WINDOW_SAMPLES
    scores = [
        stream.score(window)
        for window in audio[: count * WINDOW_SAMPLES].reshape(count, WINDOW_SAMPLES)
    ]
    assert max(scores) > 0.9


def test_speech_after_a_muted_microphone_is_heard_as_well(vad: SileroVad) -> None:
    speech = recording("jfk").audio
    muted = silence(64 * WINDOW_SAMPLES / INPUT_RATE)
    alone, after = by_window(vad, speech), by_window(vad, np.concatenate((muted, speech)))
    assert not after[:64].any(), "digital silence is nobody"
    same = (alone >= 0.5) == (after[64:] >= 0.5)
    assert float(np.mean(same)) > 0.97, "the mute has dulled the ear"


def test_hears_the_end_of_speech_within_a_tenth_of_a_second(vad: SileroVad) -> None:
    audio = recording("jfk").audio
    spoken_until = int(np.nonzero(vad.scores(audio) > 0.5)[0][-1]) + 1
    cut = audio[: spoken_until * WINDOW_SAMPLES]
    scores = vad.scores(np.concatenate([cut, silence(1.0)]))
    last = int(np.nonzero(scores > 0.5)[0][-1]) + 1
    assert (last - spoken_until) * WINDOW_SAMPLES / INPUT_RATE <= 0.1


def test_without_faster_whisper_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.vad_silero.find_spec", lambda _: None)
    with pytest.raises(EngineUnavailable) as caught:
        SileroVad()
    assert "faster-whisper" in caught.value.problem
    assert "pip install" in caught.value.fix

"""The spectrogram is Whisper's own."""

from __future__ import annotations

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from models.base import Float32
from models.features import clean, log_mel
from tests.recordings import recording, silence


@pytest.mark.parametrize("bands", [80, 128])
def test_the_spectrogram_is_the_one_faster_whisper_computes(bands: int) -> None:
    audio = recording("jfk").audio
    theirs = FeatureExtractor(feature_size=bands)(audio, padding=0)
    ours = log_mel(audio, bands)
    assert ours.shape == (bands, len(audio) // 160)
    assert ours == pytest.approx(theirs[:, : ours.shape[1]], abs=1e-5)


def test_silence_has_a_flat_spectrogram() -> None:
    assert np.ptp(log_mel(silence(1))) == 0


def test_broken_samples_become_silence_and_loud_ones_are_clipped() -> None:
    broken = np.array([0.5, np.nan, np.inf, -np.inf, 3.0, -3.0], np.float32)
    assert clean(broken).tolist() == [0.5, 0.0, 0.0, 0.0, 1.0, -1.0]


@pytest.mark.parametrize("audio", [np.zeros(9, np.float64), np.zeros((1, 9), np.float32)])
def test_sound_of_another_kind_is_a_mistake_of_the_caller(audio: Float32) -> None:
    with pytest.raises(ValueError, match="float32"):
        clean(audio)

"""Audio features for the networks: a clean waveform, and Whisper's log-mel spectrogram.

The spectrogram is computed here rather than by faster-whisper's `FeatureExtractor`, because
Smart Turn needs the same one and must not import a whole recogniser for it.

References
----------
Radford et al. 2022, *Robust Speech Recognition via Large-Scale Weak Supervision*, section 2.2.
Slaney 1998, *Auditory Toolbox*, for the mel scale and its area normalisation.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from models.base import INPUT_RATE, Float32

FFT_SAMPLES = 400  # 25 ms
HOP_SAMPLES = 160  # 10 ms
FRAMES_PER_S = INPUT_RATE // HOP_SAMPLES

# Slaney's mel scale: linear to 1 kHz (15 mel), from there 27 mel for every factor of 6.4.
_BREAK_HZ = 1000.0
_BREAK_MEL = 15.0
_LOG_STEP = np.log(6.4) / 27.0


def clean(audio: Float32) -> Float32:
    """Make `audio` safe for a network: NaN and infinities become silence, the rest is clipped.

    Audio that is safe already is returned unchanged, without a copy.

    Parameters
    ----------
    audio : float32 [samples], mono, 16 kHz

    Raises
    ------
    ValueError
        `audio` has another type or shape: a mistake in the calling code.
    """
    if audio.dtype != np.float32 or audio.ndim != 1:
        raise ValueError(
            f"audio must be float32 of one dimension, not {audio.dtype} of shape {audio.shape}"
        )
    if np.abs(audio).max(initial=0.0) <= 1.0:  # False when there is a NaN
        return audio  # the usual case, every 32 ms of every session
    finite = np.nan_to_num(audio, nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(finite, -1.0, 1.0)


def log_mel(audio: Float32, bands: int = 80) -> Float32:
    """Whisper's log-mel spectrogram.

    Parameters
    ----------
    audio : float32 [samples], mono, 16 kHz
        At least half a window (200 samples), as its ends are mirrored.
    bands : int
        80, or 128 for the large-v3 family.

    Returns
    -------
    float32 [bands, samples // 160]
        Dynamic range limited to 80 dB below the loudest cell, then scaled to about ±1.
    """
    half = FFT_SAMPLES // 2
    windows = sliding_window_view(np.pad(audio, half, mode="reflect"), FFT_SAMPLES)[::HOP_SAMPLES]
    spectrum = np.fft.rfft(windows[:-1] * _hann(), axis=-1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    mel = np.log10(np.maximum(_mel_filters(bands) @ power.T, 1e-10))
    mel = (np.maximum(mel, mel.max() - 8.0) + 4.0) / 4.0
    return np.asarray(mel, np.float32)


@lru_cache(maxsize=1)
def _hann() -> Float32:
    return np.hanning(FFT_SAMPLES + 1)[:-1].astype(np.float32)


@lru_cache(maxsize=2)
def _mel_filters(bands: int) -> Float32:
    """Triangles of equal area on the mel scale: float32 [bands, FFT_SAMPLES // 2 + 1]."""
    top_mel = _BREAK_MEL + np.log(INPUT_RATE / 2 / _BREAK_HZ) / _LOG_STEP
    mels = np.linspace(0.0, top_mel, bands + 2)
    corners_hz = np.where(
        mels < _BREAK_MEL,
        mels * _BREAK_HZ / _BREAK_MEL,
        _BREAK_HZ * np.exp(_LOG_STEP * (mels - _BREAK_MEL)),
    )[:, None]
    bins_hz = np.fft.rfftfreq(FFT_SAMPLES, 1 / INPUT_RATE)[None, :]
    widths = np.diff(corners_hz, axis=0)
    rising = (bins_hz - corners_hz[:-2]) / widths[:-1]
    falling = (corners_hz[2:] - bins_hz) / widths[1:]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * 2.0 / (corners_hz[2:] - corners_hz[:-2]), np.float32)

"""Conversions of sound: sample format, sample rate, channels, files, and levels.

Within the program, what a student says is float32 mono 16 kHz within ±1; what the examiner says
is int16 mono at the voice's own rate.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import soxr
from av.container import InputContainer
from numpy.typing import NDArray

from models.base import INPUT_RATE, Float32, Int16, VivaError

FULL_SCALE = 32768.0
"""int16 value that corresponds to 1.0, so that -32768 is -1.0 and the conversion is lossless."""

SILENCE_DBFS = -120.0
"""The level reported for digital silence, whose logarithm would be infinite."""

_QUALITY = "HQ"


class AudioError(VivaError):
    """The sound cannot be used: a damaged file, an impossible rate or shape."""


def to_float(audio: Int16) -> Float32:
    """Convert int16 [any shape] to float32 in [-1, 1)."""
    return np.asarray(audio).astype(np.float32) / np.float32(FULL_SCALE)


def to_int16(audio: Float32) -> Int16:
    """Convert float32 [any shape] to int16; values beyond ±1 are clipped, NaN becomes silence."""
    finite = np.nan_to_num(audio, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.asarray(np.clip(np.rint(finite * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1), np.int16)


def mono(audio: NDArray[Any]) -> Float32:
    """Mix channels to one.

    Parameters
    ----------
    audio : int16, or float in ±1; [samples] or [channels, samples]

    Returns
    -------
    float32 [samples], finite and within ±1
    """
    if audio.ndim not in (1, 2) or audio.dtype.kind not in "fi":
        raise AudioError(
            f"Sound came as {audio.dtype} of shape {list(audio.shape)}",
            "Send int16 or float32, as [samples] or [channels, samples]",
        )
    if audio.dtype.kind == "i":
        if audio.dtype != np.int16:
            raise AudioError(f"Sound came as {audio.dtype}", "Send int16 or float32")
        audio = to_float(audio)
    if audio.ndim == 2:
        audio = audio.mean(axis=0) if audio.shape[0] else np.zeros(0)
    finite = np.nan_to_num(audio.astype(np.float32, copy=False), nan=0.0, posinf=1.0, neginf=-1.0)
    return np.clip(finite, -1.0, 1.0)


def to_input(audio: NDArray[Any], rate: int) -> Float32:
    """Convert a whole recording, of any rate and channels, to float32 mono 16 kHz in ±1.

    Parameters
    ----------
    audio : int16, or float in ±1; [samples] or [channels, samples]
    rate : int
        Sample rate of `audio`, in Hz.
    """
    return resample(mono(audio), rate, INPUT_RATE)


def resample(audio: Float32, from_rate: int, to_rate: int) -> Float32:
    """Change the sample rate (in Hz) of a whole recording, float32 [samples]."""
    _check_rates(from_rate, to_rate)
    if from_rate == to_rate or not len(audio):
        return audio
    return _limited(soxr.resample(audio, from_rate, to_rate, quality=_QUALITY))


class StreamResampler:
    """Changes the sample rate of a stream that arrives in pieces, without audible seams.

    The output lags behind the input by the length of the filter, some 10 to 20 ms.
    """

    def __init__(self, from_rate: int, to_rate: int) -> None:
        _check_rates(from_rate, to_rate)
        self._same = from_rate == to_rate
        self._stream = soxr.ResampleStream(
            from_rate, to_rate, num_channels=1, dtype="float32", quality=_QUALITY
        )

    def feed(self, audio: Float32) -> Float32:
        """Take float32 [samples] at the input rate; return what is ready at the output rate."""
        if self._same:
            return audio
        return _limited(self._stream.resample_chunk(audio))

    def flush(self) -> Float32:
        """Return what the filter still holds, and reset it for another stream."""
        if self._same:
            return np.zeros(0, np.float32)
        rest = self._stream.resample_chunk(np.zeros(0, np.float32), last=True)
        self._stream.clear()
        return _limited(rest)


def read_file(path: Path) -> Float32:
    """Read a recording in any format FFmpeg knows: float32 mono 16 kHz in ±1.

    Raises
    ------
    AudioError
        There is no such file, or no sound in it.
    """
    try:
        with av.open(str(path)) as container:
            rate = container.streams.audio[0].rate
            frames = [frame for frame, _ in frames_of(container)]
    except (av.FFmpegError, IndexError, ValueError, OSError) as error:
        raise AudioError(
            f"The recording {path} cannot be read ({error})", "Give a WAV, FLAC or MP3 file"
        ) from error
    return to_input(np.concatenate(frames, axis=1), rate) if frames else np.zeros(0, np.float32)


def frames_of(container: InputContainer) -> Iterator[tuple[Float32, int]]:
    """Decode the first audio stream: frames of float32 [channels, samples], with their rate in Hz.

    Raises
    ------
    IndexError
        There is no audio stream in the file.
    FFmpegError
        The file is damaged.
    """
    # FFmpeg only converts the sample format: its mix to mono would be 3 dB too loud. The format is
    # packed, since reading the planes of a WAV file with eight or more channels crashes.
    packed = av.AudioResampler(format="flt")
    for frame in container.decode(container.streams.audio[0]):
        for converted in packed.resample(frame):
            channels = converted.layout.nb_channels
            if channels < 1:
                raise ValueError("a frame without channels")
            samples: Float32 = np.asarray(converted.to_ndarray(), np.float32)
            yield samples.reshape(-1, channels).T, converted.sample_rate


def wav(audio: Int16, rate: int) -> bytes:
    """Encode mono int16 [samples] at `rate` Hz as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(audio.astype("<i2").tobytes())
    return file.getvalue()


def level_dbfs(audio: Float32) -> float:
    """Root mean square level of float32 [samples] in dB: 0 is a full-scale square wave."""
    if not len(audio):
        return SILENCE_DBFS
    rms = float(np.sqrt(np.mean(np.square(audio, dtype=np.float64))))
    return max(SILENCE_DBFS, 20.0 * float(np.log10(rms))) if rms > 0 else SILENCE_DBFS


def _limited(audio: NDArray[Any]) -> Float32:
    # The filter overshoots slightly at full scale.
    return np.asarray(np.clip(audio, -1.0, 1.0), np.float32)


def _check_rates(*rates: int) -> None:
    for rate in rates:
        if not 1_000 <= rate <= 384_000:
            raise AudioError(f"{rate} Hz is no rate for speech", "Send 8000 to 192000 Hz")

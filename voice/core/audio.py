"""Every change of format, rate and level that sound undergoes between microphone and loudspeaker.

Inside, what a student says is float32 in ±1, mono, 16 kHz; what an examiner says is int16,
mono, at the voice's own rate.
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
"""int16 counts to 1.0; so that -32768 is -1.0 and the conversion loses nothing."""

SILENCE_DBFS = -120.0
"""The level given for digital silence, whose logarithm has no end."""

_QUALITY = "HQ"


class AudioError(VivaError):
    """Sound that cannot be used: a damaged file, an impossible rate or shape."""


def to_float(audio: Int16) -> Float32:
    """Convert int16 [any shape] to float32 in [-1, 1)."""
    return np.asarray(audio).astype(np.float32) / np.float32(FULL_SCALE)


def to_int16(audio: Float32) -> Int16:
    """Convert float32 [any shape] to int16: beyond ±1 is clipped, NaN is silence."""
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
        Of `audio`, in Hz.
    """
    return resample(mono(audio), rate, INPUT_RATE)


def resample(audio: Float32, from_rate: int, to_rate: int) -> Float32:
    """Change the rate of a whole recording: float32 [samples] at Hz to float32 at Hz."""
    _check_rates(from_rate, to_rate)
    if from_rate == to_rate or not len(audio):
        return audio
    return _limited(soxr.resample(audio, from_rate, to_rate, quality=_QUALITY))


class StreamResampler:
    """Changes the rate of sound that arrives in pieces, without a seam between them.

    Output lags behind input by the filter's length, some 10 to 20 ms.
    """

    def __init__(self, from_rate: int, to_rate: int) -> None:
        _check_rates(from_rate, to_rate)
        self._same = from_rate == to_rate
        self._stream = soxr.ResampleStream(
            from_rate, to_rate, num_channels=1, dtype="float32", quality=_QUALITY
        )

    def feed(self, audio: Float32) -> Float32:
        """Take float32 [samples] at the one rate, give what is ready of it at the other."""
        if self._same:
            return audio
        return _limited(self._stream.resample_chunk(audio))

    def flush(self) -> Float32:
        """Give what the filter still holds, and begin afresh."""
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
    """The first stream of sound in a file, frame by frame: float32 [channels, samples], and Hz.

    Raises
    ------
    IndexError
        There is no sound in it.
    FFmpegError
        It is damaged.
    """
    # Only the format is left to FFmpeg: its mix to mono is 3 dB too loud. Not planar: reading
    # the planes of a WAV file with eight channels or more ends the process.
    packed = av.AudioResampler(format="flt")
    for frame in container.decode(container.streams.audio[0]):
        for converted in packed.resample(frame):
            channels = converted.layout.nb_channels
            if channels < 1:
                raise ValueError("a frame without channels")
            samples: Float32 = np.asarray(converted.to_ndarray(), np.float32)
            yield samples.reshape(-1, channels).T, converted.sample_rate


def wav(audio: Int16, rate: int) -> bytes:
    """A whole WAV file of mono int16 [samples] at `rate` Hz."""
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
    # The filter overshoots by a little at full scale.
    return np.asarray(np.clip(audio, -1.0, 1.0), np.float32)


def _check_rates(*rates: int) -> None:
    for rate in rates:
        if not 1_000 <= rate <= 384_000:
            raise AudioError(f"{rate} Hz is no rate for speech", "Send 8000 to 192000 Hz")

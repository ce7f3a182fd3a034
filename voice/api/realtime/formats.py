"""Sound on the wire: PCM at 24 kHz, and G.711 µ-law and A-law at 8 kHz, base64 in JSON.

References
----------
ITU-T Recommendation G.711, Pulse code modulation of voice frequencies, 1988.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.base import INPUT_RATE, Float32, Int16
from voice.core.audio import StreamResampler, to_float, to_int16

Kind = Literal["audio/pcm", "audio/pcmu", "audio/pcma"]

RATES: dict[Kind, int] = {"audio/pcm": 24_000, "audio/pcmu": 8_000, "audio/pcma": 8_000}
"""Samples per second; PCM has two bytes each, little-endian, G.711 one."""

Bytes = NDArray[np.uint8]


def _mu_law_levels() -> Int16:
    """The int16 level of each of the 256 µ-law codes."""
    code = ~np.arange(256, dtype=np.uint8)
    magnitude = ((code & 0x0F).astype(np.int32) << 3) + 0x84
    magnitude = (magnitude << ((code & 0x70) >> 4)) - 0x84
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _a_law_levels() -> Int16:
    """The int16 level of each of the 256 A-law codes."""
    code = np.arange(256, dtype=np.uint8) ^ 0x55
    segment = ((code & 0x70) >> 4).astype(np.int32)
    magnitude = ((code & 0x0F).astype(np.int32) << 4) + np.where(segment, 0x108, 8)
    magnitude <<= np.maximum(segment - 1, 0)
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)


class _Law:
    """A table of levels and its inverse, which maps samples to the code of the nearest level."""

    def __init__(self, levels: Int16) -> None:
        self.levels = levels
        self._codes = np.argsort(levels, kind="stable").astype(np.uint8)
        ordered = levels[self._codes].astype(np.int32)
        self._borders = (ordered[:-1] + ordered[1:]) / 2

    def encode(self, audio: Int16) -> Bytes:
        return self._codes[np.searchsorted(self._borders, audio)]


_LAWS: dict[Kind, _Law] = {
    "audio/pcmu": _Law(_mu_law_levels()),
    "audio/pcma": _Law(_a_law_levels()),
}


def decode(kind: Kind, data: bytes) -> Int16:
    """Decode `data`; an odd byte at the end of PCM is ignored."""
    if kind == "audio/pcm":
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16)
    return _LAWS[kind].levels[np.frombuffer(data, np.uint8)]


def encode(kind: Kind, audio: Int16) -> bytes:
    """Encode `audio`."""
    if kind == "audio/pcm":
        return audio.astype("<i2").tobytes()
    return _LAWS[kind].encode(audio).tobytes()


def from_base64(text: str) -> bytes:
    """Decode base64 strictly.

    Raises
    ------
    ValueError
        It is not base64.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


class Decoder:
    """Incremental decoder of pieces split anywhere, to float32 mono 16 kHz."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._resampler = StreamResampler(RATES[kind], INPUT_RATE)
        self._rest = b""  # half a sample

    def feed(self, data: bytes) -> Float32:
        """Decode a piece; returns the samples that are ready."""
        data = self._rest + data
        whole = len(data) // 2 * 2 if self.kind == "audio/pcm" else len(data)
        self._rest = data[whole:]
        return self._resampler.feed(to_float(decode(self.kind, data[:whole])))

    def flush(self) -> Float32:
        """Return the remaining samples, and start a new recording."""
        self._rest = b""
        return self._resampler.flush()


class Encoder:
    """Incremental encoder of int16 mono at `rate` Hz to base64; one for each reply."""

    def __init__(self, kind: Kind, rate: int) -> None:
        self.kind = kind
        self.sent_samples = 0
        self._resampler = StreamResampler(rate, RATES[kind])

    @property
    def sent_ms(self) -> int:
        """Length of the sound encoded so far."""
        return self.sent_samples * 1000 // RATES[self.kind]

    def feed(self, frame: Int16) -> str:
        """Encode a frame; returns what is ready, or ""."""
        return self._encoded(self._resampler.feed(to_float(frame)))

    def flush(self) -> str:
        """Return the remaining sound."""
        return self._encoded(self._resampler.flush())

    def _encoded(self, audio: Float32) -> str:
        self.sent_samples += len(audio)
        return base64.b64encode(encode(self.kind, to_int16(audio))).decode("ascii")


def whole(kind: Kind, data: bytes) -> Float32:
    """Decode a whole recording to float32 mono 16 kHz."""
    resampler: Any = StreamResampler(RATES[kind], INPUT_RATE)
    return np.concatenate((resampler.feed(to_float(decode(kind, data))), resampler.flush()))

"""Incremental encoding of sound in the formats that clients ask for."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, Protocol

import av
import numpy as np

from models.base import Int16

RATE = 24_000
"""Sample rate of all formats in Hz: that of OpenAI's `pcm`, supported by all codecs."""

Format = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]

MEDIA_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        "mp3": "audio/mpeg",
        "opus": "audio/ogg",
        "aac": "audio/aac",
        "flac": "audio/flac",
        "wav": "audio/wav",
        "pcm": "audio/pcm",
    }
)

UNKNOWN_BYTES = 0xFFFFFFFF
"""Length field of a WAV file that is sent before it is complete."""


class Encoder(Protocol):
    """An incremental encoder."""

    def feed(self, sound: Int16) -> bytes:
        """Encode int16 mono at `RATE`; returns the bytes that are ready."""
        ...

    def finish(self) -> bytes:
        """End the file; returns the remaining bytes."""
        ...


def encoder(kind: Format) -> Encoder:
    """Create the encoder for one file."""
    if kind == "pcm":
        return _Raw(b"")
    if kind == "wav":
        return _Raw(_wav_header())
    return _Packed(_CODECS[kind])


@dataclass(frozen=True, slots=True)
class _Codec:
    name: str
    container: str
    bit_rate: int | None
    options: Mapping[str, str] = field(default_factory=dict)


_CODECS: Mapping[Format, _Codec] = MappingProxyType(
    {
        # No Xing header, which would be written last, at the start of the file.
        "mp3": _Codec("libmp3lame", "mp3", 64_000, {"write_xing": "0", "id3v2_version": "0"}),
        # Pages of 0.2 s rather than 1 s, so that the first words are not delayed.
        "opus": _Codec("libopus", "ogg", 32_000, {"page_duration": "200000"}),
        "aac": _Codec("aac", "adts", 64_000),
        "flac": _Codec("flac", "flac", None),
    }
)


class _Raw:
    def __init__(self, header: bytes) -> None:
        self._header = header

    def feed(self, sound: Int16) -> bytes:
        header, self._header = self._header, b""
        return header + sound.astype("<i2").tobytes()

    def finish(self) -> bytes:
        header, self._header = self._header, b""
        return header


def _wav_header() -> bytes:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    return b"".join(
        (
            struct.pack("<4sI4s", b"RIFF", UNKNOWN_BYTES, b"WAVE"),
            form,
            struct.pack("<4sI", b"data", UNKNOWN_BYTES),
        )
    )


class _Sink:
    """A write-only file without seeking."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)


class _Packed:
    def __init__(self, codec: _Codec) -> None:
        self._sink = _Sink()
        self._container: Any = av.open(
            self._sink, "w", format=codec.container, options=dict(codec.options)
        )
        self._stream = self._added(codec)
        self._samples = 0

    def _added(self, codec: _Codec) -> Any:
        stream = self._container.add_stream(codec.name, rate=RATE, layout="mono")
        if codec.bit_rate is not None:
            stream.bit_rate = codec.bit_rate
        return stream

    def feed(self, sound: Int16) -> bytes:
        frame = av.AudioFrame.from_ndarray(np.atleast_2d(sound), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = self._samples
        self._samples += len(sound)
        self._container.mux(self._stream.encode(frame))
        return self._taken()

    def finish(self) -> bytes:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._taken()

    def _taken(self) -> bytes:
        data = bytes(self._sink.written)
        self._sink.written.clear()
        return data

"""Decodes uploaded recordings of any format, and cuts long ones at silences.

The contents of a file are not known before it has been decoded: 25 MB of Opus can be ten hours,
and a text file can be a playlist that names other files. So only audio formats are opened, no
other file or address is, and decoding stops at a limit.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial

import av
import numpy as np

from models.base import INPUT_RATE, Float32, Int16, VoiceActivityDetector
from voice.core.audio import AudioError, StreamResampler, frames_of, mono, to_float, to_int16
from voice.core.worker import in_thread

LONGEST_S = 3_600.0
"""Longest recording: 115 MB of memory, and some five minutes of work on two cores."""

DECODING_S = 60.0
"""How long decoding may take; an hour of MP3 takes about 5 s."""

PIECE_S = 28.0
"""Longest piece that is recognised at a time: Whisper's window less its padding."""

SHORT_PIECE_S = 12.0
"""Longest piece when somebody waits for the words or for the recogniser."""

MAX_CHANNELS = 8

FORMATS = (
    *("wav", "w64", "aiff", "au", "caf", "flac", "mp3", "aac", "ogg", "amr"),
    *("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm"),
)
"""Names of the FFmpeg formats that are allowed; none of them can refer to other files."""

_OPEN = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "none"}

_PAUSE_S = 0.3


def decode(data: bytes, stop: threading.Event, longest_s: float = LONGEST_S) -> Int16:
    """Decode a file in any allowed format to int16 mono 16 kHz.

    Blocks, so call it in a thread; setting `stop` from another thread ends it early.

    Raises
    ------
    AudioError
        The file holds no readable sound, or too much of it, or decoding was stopped.
    """
    pieces: list[Int16] = []
    samples = 0
    deadline = time.monotonic() + DECODING_S
    try:
        for piece in _decoded(data):
            pieces.append(to_int16(piece))
            samples += len(piece)
            if samples > longest_s * INPUT_RATE:
                raise AudioError(
                    f"The recording is longer than {longest_s / 60:.0f} minutes",
                    "Send it in parts",
                )
            if stop.is_set() or time.monotonic() > deadline:
                raise AudioError("The recording takes too long to decode", "Send it as WAV or MP3")
    except (av.FFmpegError, ValueError, IndexError, OSError, MemoryError) as error:
        raise AudioError(
            "The file cannot be read as a recording", "Send a WAV, FLAC, MP3, M4A, Ogg or WebM file"
        ) from error
    if not samples:
        raise AudioError("There is no sound in the file", "Send a recording")
    return np.concatenate(pieces)


def _decoded(data: bytes) -> Iterator[Float32]:
    with av.open(io.BytesIO(data), "r", options=_OPEN) as container:
        resampler: StreamResampler | None = None
        for frame, rate in frames_of(container):
            if len(frame) > MAX_CHANNELS:
                raise ValueError(f"{len(frame)} channels")
            resampler = resampler or StreamResampler(rate, INPUT_RATE)
            yield resampler.feed(mono(frame))
        if resampler is not None:
            yield resampler.flush()


async def cut(
    sound: Int16, vad: VoiceActivityDetector, longest_s: float = PIECE_S
) -> AsyncIterator[tuple[int, int]]:
    """Yield the start and end, in samples, of pieces of a recording (int16 mono 16 kHz).

    Cuts are made where there is the least speech.
    """
    start = 0
    while start < len(sound):
        end = len(sound)
        if end - start > longest_s * INPUT_RATE:
            first = start + round(longest_s * INPUT_RATE / 2)
            last = start + round(longest_s * INPUT_RATE)
            window = to_float(sound[first:last])
            end = first + await in_thread(partial(_calmest, window, vad))
        yield start, end
        start = end


def _calmest(audio: Float32, vad: VoiceActivityDetector) -> int:
    """The middle of the stretch of `_PAUSE_S` with the least speech in it, in samples."""
    size, stream = vad.window_samples, vad.stream()
    count = len(audio) // size
    scores = [stream.score(audio[n * size : (n + 1) * size]) for n in range(count)]
    width = max(1, round(_PAUSE_S * INPUT_RATE / size))
    speech = np.convolve(scores, np.ones(width), "same")
    # At both ends, the sums cover fewer windows and are left out.
    return (width + int(np.argmin(speech[width:-width]))) * size

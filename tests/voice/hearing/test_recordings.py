"""Recordings that somebody brings: formats, limits, and where long ones are cut."""

from __future__ import annotations

import io
import struct
import threading
from pathlib import Path

import av
import numpy as np
import pytest

from models.base import INPUT_RATE, Float32, Int16
from models.vad_silero import SileroVad
from tests.recordings import DATA, recording, silence
from voice.core.audio import AudioError, to_int16
from voice.hearing.recordings import PIECE_S, cut, decode


def packed(sound: Int16, container: str, codec: str, rate: int = INPUT_RATE) -> bytes:
    """A file of int16 mono sound."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate)
        frame = av.AudioFrame.from_ndarray(np.atleast_2d(sound), format="s16", layout="mono")
        frame.sample_rate = rate
        out.mux(stream.encode(frame))  # type: ignore[union-attr, arg-type]
        out.mux(stream.encode(None))  # type: ignore[union-attr]
    return file.getvalue()


@pytest.mark.parametrize(
    ("container", "codec"),
    [("wav", "pcm_s16le"), ("flac", "flac"), ("mp3", "libmp3lame"), ("ipod", "aac"),
     ("ogg", "libopus"), ("webm", "libopus"), ("adts", "aac")],
)  # fmt: skip
def test_every_usual_format_is_read(container: str, codec: str) -> None:
    sound = to_int16(recording("p225_001").audio)
    data = packed(sound, container, codec, 48_000 if codec == "libopus" else INPUT_RATE)
    speed = 3 if codec == "libopus" else 1  # the same samples, played faster
    decoded = decode(data, threading.Event())
    assert decoded.dtype == np.int16
    assert len(decoded) == pytest.approx(len(sound) / speed, abs=2_500)
    assert np.abs(decoded.astype(int)).max() > 1_000


def test_hours_of_silence_in_a_small_file_end_at_the_limit() -> None:
    data = packed(np.zeros(600 * INPUT_RATE, np.int16), "flac", "flac")
    assert len(data) < 1_000_000
    with pytest.raises(AudioError, match="longer than 5 minutes"):
        decode(data, threading.Event(), longest_s=300)


def test_decoding_stops_when_nobody_waits() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(AudioError):
        decode((DATA / recording("jfk").file).read_bytes(), stop)


def test_files_that_name_other_files_are_not_followed(tmp_path: Path) -> None:
    own = tmp_path / "own.wav"
    own.write_bytes(packed(to_int16(recording("jfk").audio), "wav", "pcm_s16le"))
    for text in (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:11\n#EXTINF:11,\n{own}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{own}'\n",
        f"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\na={own}\n",
    ):
        with pytest.raises(AudioError):
            decode(text.encode(), threading.Event())


async def pieces(sound: Float32) -> list[tuple[int, int]]:
    return [one async for one in cut(to_int16(sound), SileroVad())]


async def test_a_short_recording_is_one_piece() -> None:
    assert await pieces(recording("jfk").audio) == [(0, len(recording("jfk").audio))]
    assert await pieces(silence(0)) == []


async def test_a_long_one_is_cut_where_nobody_speaks() -> None:
    one = recording("p226_006").audio
    sound = np.concatenate([np.concatenate((one, silence(1.0)))] * 8)
    found = await pieces(sound)
    assert len(found) > 2
    assert found[0][0] == 0
    assert found[-1][1] == len(sound)
    assert [end for _, end in found[:-1]] == [start for start, _ in found[1:]]
    assert all(end - start <= PIECE_S * INPUT_RATE for start, end in found)
    for _, end in found[:-1]:
        around = sound[end - 800 : end + 800]
        assert np.abs(around).max() < 0.05, "cut in the middle of a word"


@pytest.mark.parametrize("channels", [2, 8, 9, 64])
def test_many_channels_are_mixed_or_refused(channels: int) -> None:
    """Without a channel mask, as old recorders write them."""
    sound = to_int16(recording("p225_001").audio)
    data = np.repeat(sound, channels).astype("<i2").tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, INPUT_RATE,
                       2 * channels * INPUT_RATE, 2 * channels, 16)  # fmt: skip
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    file = struct.pack("<4sI", b"RIFF", len(body)) + body
    if channels > 8:
        with pytest.raises(AudioError):
            decode(file, threading.Event())
    else:
        assert np.abs(decode(file, threading.Event()).astype(int) - sound).max() <= 1

"""Sound on the wire, against FFmpeg's codecs."""

from __future__ import annotations

import base64

import av
import numpy as np
import pytest

from models.base import Int16
from tests.recordings import recording
from voice.api.realtime.formats import (
    RATES,
    Decoder,
    Encoder,
    Kind,
    decode,
    encode,
    from_base64,
    whole,
)
from voice.core.audio import level_dbfs, resample, to_float, to_int16

LAWS: list[tuple[Kind, str]] = [("audio/pcmu", "pcm_mulaw"), ("audio/pcma", "pcm_alaw")]
ALL: list[Kind] = ["audio/pcm", "audio/pcmu", "audio/pcma"]


def ffmpeg_decoded(codec: str, data: bytes) -> Int16:
    context = av.CodecContext.create(codec, "r")
    context.sample_rate = 8000  # type: ignore[attr-defined]
    context.layout = "mono"  # type: ignore[attr-defined]
    frames = context.decode(av.Packet(data))  # type: ignore[attr-defined]
    return np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])


def ffmpeg_encoded(codec: str, audio: Int16) -> bytes:
    context = av.CodecContext.create(codec, "w")
    context.sample_rate = 8000  # type: ignore[attr-defined]
    context.layout = "mono"  # type: ignore[attr-defined]
    context.format = "s16"  # type: ignore[attr-defined]
    frame = av.AudioFrame.from_ndarray(audio.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = 8000
    packets = [*context.encode(frame), *context.encode(None)]  # type: ignore[attr-defined]
    return b"".join(bytes(packet) for packet in packets)


@pytest.mark.parametrize(("kind", "codec"), LAWS)
def test_every_code_means_what_ffmpeg_says(kind: Kind, codec: str) -> None:
    codes = bytes(range(256))
    assert np.array_equal(decode(kind, codes), ffmpeg_decoded(codec, codes))


@pytest.mark.parametrize(("kind", "codec"), LAWS)
def test_speech_is_encoded_no_worse_than_by_ffmpeg(kind: Kind, codec: str) -> None:
    speech = to_int16(resample(recording("axb_a0006").audio, 16_000, 8_000))
    ours = decode(kind, encode(kind, speech)).astype(int) - speech
    theirs = decode(kind, ffmpeg_encoded(codec, speech)).astype(int) - speech
    assert np.abs(ours).sum() <= np.abs(theirs).sum()


@pytest.mark.parametrize(("kind", "codec"), LAWS)
def test_every_level_comes_back(kind: Kind, codec: str) -> None:
    everything = np.arange(-32768, 32768).astype(np.int16)
    back = decode(kind, encode(kind, everything)).astype(int)
    error = np.abs(back - everything)
    assert np.all(error <= np.maximum(16, np.abs(everything.astype(int)) * 0.04))


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("piece", [1, 3, 160, 99_999])
def test_sound_may_be_cut_anywhere(kind: Kind, piece: int) -> None:
    speech = recording("axb_a0006").audio[:32_000]
    data = encode(kind, to_int16(resample(speech, 16_000, RATES[kind])))
    if piece == 1:
        data = data[:2000]
    decoder = Decoder(kind)
    parts = [decoder.feed(data[n : n + piece]) for n in range(0, len(data), piece)]
    heard, expected = np.concatenate(parts), whole(kind, data)
    assert 0 <= len(expected) - len(heard) <= 1600, "the resampler holds little back"
    assert np.allclose(heard, expected[: len(heard)], atol=1e-6)


@pytest.mark.parametrize("kind", ALL)
def test_what_is_played_arrives(kind: Kind) -> None:
    speech = to_int16(recording("axb_a0006").audio)
    encoder = Encoder(kind, 16_000)
    parts = [encoder.feed(speech[n : n + 320]) for n in range(0, len(speech), 320)]
    data = b"".join(base64.b64decode(part) for part in [*parts, encoder.flush()])
    heard = resample(to_float(decode(kind, data)), RATES[kind], 16_000)
    assert abs(encoder.sent_ms - len(speech) / 16) <= 5
    assert abs(level_dbfs(heard) - level_dbfs(to_float(speech))) < 1.0


@pytest.mark.parametrize("text", ["*", "AAA", "AAAAA=", "ÄÄÄÄ", "AA AA"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|ASCII"):
        from_base64(text)


def test_half_a_sample_waits_for_its_other_half() -> None:
    assert len(decode("audio/pcm", b"\0\1\2")) == 1
    assert not len(Decoder("audio/pcm").feed(b"\0"))

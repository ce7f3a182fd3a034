"""Sound changes format, rate and level without harm, and garbage is refused in words."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from models.base import Float32
from tests.recordings import DATA, recording, silence
from voice.core.audio import (
    SILENCE_DBFS,
    AudioError,
    StreamResampler,
    level_dbfs,
    mono,
    read_file,
    resample,
    to_float,
    to_input,
    to_int16,
    wav,
)


def tone(hz: float, seconds: float, rate: int, amplitude: float = 0.5) -> Float32:
    time_s = np.arange(round(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


def loudest_hz(audio: Float32, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio))))
    return float(np.argmax(spectrum) * rate / len(audio))


def test_every_int16_survives_the_way_to_float_and_back() -> None:
    every = np.arange(-32768, 32768).astype(np.int16)
    assert np.array_equal(to_int16(to_float(every)), every)


def test_what_is_too_loud_is_clipped_and_nan_is_silence() -> None:
    audio = np.array([2.0, -2.0, np.inf, -np.inf, np.nan, 1.0], np.float32)
    assert to_int16(audio).tolist() == [32767, -32768, 32767, -32768, 0, 32767]
    assert mono(audio).tolist() == [1.0, -1.0, 1.0, -1.0, 0.0, 1.0]


def test_stereo_at_44_1_khz_becomes_mono_at_16_khz() -> None:
    left, right = tone(440, 1.0, 44_100), tone(440, 1.0, 44_100, amplitude=0.3)
    heard = to_input(np.stack([left, right]), 44_100)
    assert heard.dtype == np.float32
    assert heard.shape == (16_000,)
    assert loudest_hz(heard, 16_000) == pytest.approx(440, abs=2)
    assert level_dbfs(heard) == pytest.approx(level_dbfs(0.8 * left), abs=0.1)


def test_stereo_int16_from_a_sound_card_is_understood() -> None:
    card = to_int16(np.stack([tone(300, 0.5, 48_000)] * 2))
    heard = to_input(card, 48_000)
    assert loudest_hz(heard, 16_000) == pytest.approx(300, abs=3)


def test_a_tone_above_the_band_does_not_fold_into_it() -> None:
    assert level_dbfs(to_input(tone(11_000, 1.0, 48_000), 48_000)) < -60


@pytest.mark.parametrize(
    ("from_rate", "to_rate"), [(48_000, 16_000), (16_000, 48_000), (22_050, 16_000)]
)
def test_pieces_resample_to_the_same_sound_as_the_whole(from_rate: int, to_rate: int) -> None:
    whole = tone(440, 1.0, from_rate)
    stream = StreamResampler(from_rate, to_rate)
    frame = from_rate // 50
    pieces = [stream.feed(whole[i : i + frame]) for i in range(0, len(whole), frame)]
    joined = np.concatenate([*pieces, stream.flush()])
    expected = resample(whole, from_rate, to_rate)
    assert abs(len(joined) - len(expected)) <= 1
    shortest = min(len(joined), len(expected))
    assert np.abs(joined[:shortest] - expected[:shortest]).max() < 1e-3


def test_a_stream_lags_less_than_a_frame_of_20_ms_and_begins_afresh_after_flush() -> None:
    stream = StreamResampler(48_000, 16_000)
    first = stream.feed(tone(440, 0.2, 48_000))
    assert len(first) > 0.18 * 16_000
    stream.flush()
    assert np.array_equal(stream.feed(tone(440, 0.2, 48_000)), first)


def test_equal_rates_pass_through() -> None:
    audio = tone(440, 0.1, 16_000)
    stream = StreamResampler(16_000, 16_000)
    assert np.array_equal(stream.feed(audio), audio)
    assert not len(stream.flush())
    assert resample(audio, 16_000, 16_000) is audio


def test_no_sound_stays_no_sound() -> None:
    assert len(to_input(np.zeros((2, 0), np.int16), 44_100)) == 0
    assert len(to_input(np.zeros((0, 10), np.float32), 16_000)) == 0
    assert level_dbfs(silence(0)) == SILENCE_DBFS


def test_levels_are_in_decibels_below_full_scale() -> None:
    assert level_dbfs(np.ones(100, np.float32)) == pytest.approx(0)
    assert level_dbfs(np.full(100, 0.1, np.float32)) == pytest.approx(-20, abs=1e-3)
    assert level_dbfs(silence(0.1)) == SILENCE_DBFS


def test_a_recording_is_read_whole() -> None:
    jfk = recording("jfk")
    assert len(jfk.audio) == pytest.approx(jfk.seconds * 16_000, abs=160)
    assert -40 < level_dbfs(jfk.audio) < -10


def test_a_stereo_wav_at_44_1_khz_is_read_as_mono_at_16_khz(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(to_int16(np.stack([tone(440, 1.0, 44_100)] * 2, axis=1)).tobytes())
    heard = read_file(path)
    assert len(heard) == pytest.approx(16_000, abs=32)
    assert loudest_hz(heard, 16_000) == pytest.approx(440, abs=2)
    assert np.abs(heard).max() == pytest.approx(0.5, abs=0.02)


def test_a_file_that_is_no_recording_is_named(tmp_path: Path) -> None:
    jpeg = tmp_path / "photo.wav"
    jpeg.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    with pytest.raises(AudioError, match=r"photo\.wav"):
        read_file(jpeg)
    with pytest.raises(AudioError, match="absent"):
        read_file(tmp_path / "absent.flac")
    with pytest.raises(AudioError, match="manifest"):
        read_file(DATA / "manifest.tsv")


@pytest.mark.parametrize("rate", [0, -16_000, 999, 10**9])
def test_an_impossible_rate_is_refused(rate: int) -> None:
    with pytest.raises(AudioError, match=str(rate)):
        to_input(silence(0.1), rate)
    with pytest.raises(AudioError, match=str(rate)):
        StreamResampler(rate, 16_000)


@pytest.mark.parametrize(
    "audio",
    [
        np.zeros((1, 2, 3), np.float32),
        np.zeros(3, np.complex64),
        np.zeros(3, np.int32),
        np.float32(0),
    ],
    ids=["three dimensions", "complex", "int32", "scalar"],
)
def test_sound_of_another_kind_is_refused(audio: Float32) -> None:
    with pytest.raises(AudioError, match="Sound came as"):
        mono(audio)


def test_a_wav_file_gives_back_what_was_put_in() -> None:
    samples = to_int16(tone(440, 0.1, 16_000))
    with wave.open(io.BytesIO(wav(samples, 16_000))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert np.array_equal(np.frombuffer(file.readframes(len(samples)), "<i2"), samples)

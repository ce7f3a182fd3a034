"""`bench latency`: where speech ends and sound begins, and what the tables make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.base import Float32, SettingsError
from models.vad_silero import SileroVad
from tests.recordings import DATA, recording, silence
from voice.bench.callers.caller import Arrival
from voice.bench.callers.conversation import STAGES, TurnSample, distinct, stock_stages, viva_stages
from voice.bench.callers.hearing import Playback, first_audible, last_audible, last_voiced, playback
from voice.bench.latency import report, speech, summarise
from voice.bench.tools.common import Recording, read_manifest

FRAME_S = 0.02


def _tone(seconds: float, level: float = 0.3) -> Float32:
    return np.full(round(seconds * 16_000), level, np.float32)


def _frames(audio: Float32, start: float = 10.0) -> list[Arrival]:
    """Frames of 20 ms that come on time, the first at `start`."""
    pieces = audio.reshape(-1, 320)
    return [Arrival(start + i * FRAME_S, piece) for i, piece in enumerate(pieces)]


def _sample(server: str = "viva", seconds: float | None = 1.0, **changes: Any) -> TurnSample:
    fields: dict[str, Any] = {
        "server": server,
        "conversation": 1,
        "turn": 1,
        "recording": "one.flac",
        "reference": "one two",
        "heard": ("One two.",),
        "cut": False,
        "voice_to_voice": seconds,
        "stages": {},
        "played": Playback(1.0, 0, 0, 0.0),
        "said_at": 0.0,
    }
    return TurnSample(**{**fields, **changes})


@pytest.mark.parametrize("name", ["2902-9008-0008", "p225_001", "goforward"])
def test_silence_after_a_recording_does_not_move_its_last_voiced_sample(name: str) -> None:
    vad, audio = SileroVad(), recording(name).audio
    end = last_voiced(audio, vad)
    assert 0.5 * len(audio) < end < len(audio)
    assert abs(last_voiced(np.concatenate((audio, silence(2))), vad) - end) <= 320


def test_a_recording_without_speech_ends_where_it_ends() -> None:
    assert last_voiced(silence(1), SileroVad()) == 15_999


def test_the_first_audible_sample_counts_from_its_frame_on() -> None:
    quiet_then_loud = np.concatenate((silence(0.05), _tone(0.05)))
    heard = _frames(quiet_then_loud, start=10.0)
    assert first_audible(heard, after=9.0) == pytest.approx(10.05)
    assert first_audible(heard, after=10.07) == pytest.approx(10.08), "older frames must not count"
    assert first_audible(_frames(silence(1) + 0.001), after=0.0) is None, "Opus's hiss was heard"
    assert last_audible(heard) == pytest.approx(10.08)


def test_a_pause_between_sentences_is_no_gap_and_a_longer_one_is() -> None:
    spoken = np.concatenate((_tone(1), silence(0.4), _tone(1), silence(1.5), _tone(1), silence(3)))
    even = playback(_frames(spoken))
    assert (even.late_frames, even.gaps) == (0, 1)
    assert even.gap_s == pytest.approx(1.0, abs=2 * FRAME_S)
    assert even.seconds == pytest.approx(4.9, abs=2 * FRAME_S)


def test_a_stall_is_one_late_frame_and_not_many() -> None:
    before, after = _frames(_tone(1), start=0.0), _frames(_tone(1), start=1.3)
    assert playback([*before, *after]).late_frames == 1
    assert playback([]) == Playback(0.0, 0, 0, 0.0)


def test_what_speculation_had_ready_costs_nothing() -> None:
    metrics = {
        "end_of_turn_delay": 0.5,
        "transcribed_at": 0.3,
        "first_token_at": 0.45,
        "tts_asked_at": 0.7,
        "first_audio_at": 0.9,
    }
    stages = viva_stages(metrics)
    assert list(stages.values()) == pytest.approx([0.5, 0.0, 0.0, 0.2, 0.2])
    assert viva_stages({}) == {}


def test_stages_of_the_recipe_follow_each_other() -> None:
    log = dict(zip(
        ("called", "transcribed", "first_token", "tts_asked", "first_audio"),
        (5.0, 6.0, 6.5, 7.5, 7.75), strict=True,
    ))  # fmt: skip
    assert stock_stages(log) == dict(zip(STAGES[1:], (1.0, 0.5, 1.0, 0.25), strict=False))
    assert stock_stages({**log, "first_token": None}) == {}


def test_only_clean_turns_count_and_the_ratio_is_of_medians() -> None:
    samples = [
        *(_sample("viva", seconds) for seconds in (1.0, 2.0, 9.0)),
        _sample("viva", 0.1, cut=True),
        _sample("viva", 0.1, heard=("One.", "Two.")),
        _sample("viva", None, heard=()),
        *(_sample("stock", seconds) for seconds in (4.0, 8.0, 10.0)),
    ]
    summary = summarise(samples)
    assert summary["ratio_of_medians"] == pytest.approx(0.25)
    viva = summary["viva"]
    assert (viva["voice_to_voice"]["count"], viva["turns"]) == (3, 6)
    assert (viva["cut"], viva["split"], viva["missed"]) == (1, 1, 1)
    assert "ratio_of_medians" not in summarise(samples[:3])


def test_the_report_names_both_servers(capsys: pytest.CaptureFixture[str]) -> None:
    samples = [_sample("viva"), _sample("stock", 4.0)]
    report(samples, summarise(samples))
    printed = capsys.readouterr().out
    assert "Ratio of medians, viva to stock: 0.25" in printed
    report([], summarise([]))
    assert "Nothing has been measured" in capsys.readouterr().out


def test_recordings_with_long_pauses_stay_out_unless_asked_for() -> None:
    bundled = read_manifest()
    chosen = {one.name for one in speech(bundled)}
    assert "2902-9008-0008" in chosen
    assert not chosen & {"sound-with-pause", "cough", "jfk"}
    assert "jfk" in {one.name for one in speech(bundled, everything=True)}
    noise: list[Recording] = [one for one in bundled if one.set == "noise"]
    with pytest.raises(SettingsError, match="long pause"):
        speech(noise)


def test_conversations_go_on_where_the_one_before_stopped() -> None:
    everything = speech(read_manifest(Path(DATA / "manifest.tsv")))
    first, second = distinct(everything, 0, 3), distinct(everything, 1, 3)
    assert not {one.file for one in first} & {one.file for one in second}

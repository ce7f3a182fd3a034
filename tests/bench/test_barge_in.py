"""Barge-in as `bench latency` measures it: when silence counts, and what went wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.base import Float32
from tests.recordings import silence
from tests.running import SMALL_MODEL
from voice.bench.barge_in import (
    BargeIn,
    Disturbed,
    Sample,
    barged_in,
    disturbed,
    report,
    silenced,
    summarise,
)
from voice.bench.callers.caller import Arrival
from voice.bench.cli import main
from voice.bench.latency import script, speech
from voice.bench.tools.common import NOISE_SET, read_manifest

FOREVER = float("inf")


def voice(seconds: float) -> Float32:
    return np.full(round(seconds * 16_000), 0.3, np.float32)


def heard(*pieces: Float32, start: float = 10.0) -> list[Arrival]:
    """`pieces` one after the other, as frames of 20 ms that come on time."""
    frames = np.concatenate(pieces).reshape(-1, 320)
    return [Arrival(start + i * 0.02, frame) for i, frame in enumerate(frames)]


def event(at: float, kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "at": at, **fields}


def interrupted(at: float) -> dict[str, Any]:
    return event(at, "state_changed", state="interrupted")


def barge_in(milliseconds: float | None, **changes: Any) -> BargeIn:
    took = None if milliseconds is None else milliseconds / 1000
    fields: dict[str, Any] = {"noticed": took, "silence": took, "again": 0, "cut": True}
    return BargeIn(1, "one.flac", **{**fields, **changes})


def rounded(found: tuple[float | None, int]) -> tuple[float | None, int]:
    """Without the noise of floating point."""
    return None if found[0] is None else round(found[0], 3), found[1]


# --- by sound --------------------------------------------------------------------------------


def test_silence_counts_from_the_onset_to_the_last_audible_sample() -> None:
    reply = heard(voice(2.22), silence(3))
    assert rounded(silenced(reply, 12.0, FOREVER)) == (0.22, 0)


def test_the_next_reply_is_not_the_old_one_again() -> None:
    both = heard(voice(2.2), silence(3), voice(2))
    assert rounded(silenced(both, 12.0, until=15.0)) == (0.2, 0)
    assert rounded(silenced(both, 12.0, FOREVER)) == (0.2, 1), "it sounded again"


def test_a_breath_of_the_voice_is_not_yet_silence() -> None:
    reply = heard(voice(2.1), silence(0.4), voice(0.3), silence(2))
    assert rounded(silenced(reply, 12.0, FOREVER)) == (0.8, 0)


def test_a_reply_that_was_silent_by_itself_was_not_silenced() -> None:
    assert silenced(heard(voice(1), silence(3)), 12.0, FOREVER) == (None, 0), "it was over"
    between = heard(voice(1.7), silence(0.4), voice(1))
    assert silenced(between, 12.0, FOREVER) == (None, 0), "it was between two sentences"
    assert silenced(heard(voice(1.9), silence(3)), 12.0, FOREVER) == (None, 0), "it just ended"
    assert silenced([], 12.0, FOREVER) == (None, 0)


# --- with what the server said ---------------------------------------------------------------


def test_a_student_who_speaks_is_noticed_and_the_reply_cut() -> None:
    told = [
        event(9.0, "reply_started", reply=1),
        interrupted(12.15),
        event(14.0, "reply_done", reply=1, interrupted=True, text="Plants make"),
        event(14.1, "reply_started", reply=2),
        event(16.0, "reply_done", reply=2, interrupted=False, text="Yes."),
    ]
    sound = heard(voice(2.2), silence(2.8), voice(1))
    sample = barged_in(1, "one.flac", told, sound, onset=12.0)
    assert sample.noticed == pytest.approx(0.15)
    assert sample.silence == pytest.approx(0.2)
    assert (sample.again, sample.cut) == (0, True)


def test_a_reply_that_goes_on_is_not_cut() -> None:
    told = [event(9.0, "reply_started"), event(16.0, "reply_done", interrupted=False, text="")]
    sample = barged_in(1, "one.flac", told, heard(voice(6), silence(1)), onset=12.0)
    assert sample.silence == pytest.approx(4.0)
    assert (sample.noticed, sample.again, sample.cut) == (None, 0, False)


def test_a_reply_whose_end_met_the_onset_does_not_count() -> None:
    told = [interrupted(12.15), event(12.3, "reply_done", interrupted=False, text="All.")]
    sample = barged_in(1, "one.flac", told, heard(voice(2.1), silence(1)), onset=12.0)
    assert sample.silence is None


def test_a_cough_pauses_and_the_reply_goes_on() -> None:
    told = [
        event(9.0, "reply_text", reply=1, text="One."),
        interrupted(12.2),
        event(14.0, "reply_text", reply=1, text="Two."),
        event(15.0, "reply_done", reply=1, interrupted=False, text="One. Two."),
    ]
    sound = heard(voice(2.2), silence(1.8), voice(1), silence(1), voice(1))
    sample = disturbed(1, "cough.flac", told, sound, began=12.0, over=15.0)
    assert sample.silence_s == pytest.approx(1.8)
    assert (sample.pauses, sample.stopped, sample.lost) == (1, False, False)


def test_a_noise_that_stops_a_reply_or_costs_it_words_is_told() -> None:
    told = [
        event(9.0, "reply_text", reply=1, text="One."),
        event(13.0, "reply_done", reply=1, interrupted=True, text="One"),
    ]
    sample = disturbed(1, "cough.flac", told, heard(voice(3)), began=12.0, over=13.0)
    assert (sample.stopped, sample.lost) == (True, True)
    assert disturbed(1, "cough.flac", [], [], began=12.0, over=FOREVER).stopped


# --- what is printed -------------------------------------------------------------------------


def test_replies_that_were_over_do_not_count_and_failures_do() -> None:
    samples: list[Sample] = [
        *(barge_in(milliseconds) for milliseconds in (150, 200, 250)),
        barge_in(None, noticed=None, cut=False),
        barge_in(4000, noticed=None, cut=False),
        barge_in(200, again=1),
        Disturbed(1, "cough.flac", 1, 1.8, stopped=False, lost=False),
    ]
    summary = summarise(samples)
    assert summary["silence"]["count"] == 5
    assert summary["silence"]["median"] == pytest.approx(0.2)
    assert summary["silence"]["max"] == pytest.approx(4.0)
    assert (summary["replies"], summary["again"], summary["not_cut"]) == (6, 1, 1)
    assert [one["kind"] for one in summary["samples"]] == ["barge_in"] * 6 + ["noise"]
    assert summary["noise"]["paused"] == 1
    assert summary["noise"]["longest_silence_s"] == pytest.approx(1.8)


def test_the_report_tells_median_p90_and_worst(capsys: pytest.CaptureFixture[str]) -> None:
    report(summarise([barge_in(200), barge_in(300)]))
    row = next(line for line in capsys.readouterr().out.splitlines() if "onset to silence" in line)
    assert row.split()[3:] == ["250", "290", "300", "2", "of", "2", "0", "0"]
    report(summarise([]))
    assert "0 of 0" in capsys.readouterr().out


def test_each_conversation_has_its_turns_its_barge_ins_and_a_noise() -> None:
    bundled = read_manifest()
    noises = [one for one in bundled if one.set == NOISE_SET]
    first = script(speech(bundled), noises, 0, turns=3, barge_ins=2)
    assert (len(first.turns), len(first.barge_ins), len(first.noises)) == (3, 2, 1)
    assert first.noises[0].name == "cough"
    assert not {one.file for one in first.turns} & {one.file for one in first.barge_ins}
    without = script(speech(bundled), noises, 0, turns=3, barge_ins=0)
    assert (len(without.turns), without.barge_ins, without.noises) == (3, [], [])
    assert script(speech(bundled), [], 0, turns=3, barge_ins=2).noises == []


def test_a_student_and_a_cough_in_a_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real thing, small: the app, a call, one reply spoken and one coughed into."""
    file = tmp_path / "latency.json"
    options = ["--conversations", "1", "--turns", "1", "--barge-ins", "1", "--json", str(file)]
    assert main(["latency", *options, "--", *SMALL_MODEL, "--mode", "tutor"]) == 0
    printed = capsys.readouterr().out
    result = json.loads(file.read_text("utf-8"))
    assert [one["server"] for one in result["samples"]] == ["viva"]
    spoken, coughed = result["summary"]["barge_in"]["samples"]
    assert spoken["cut"], printed
    assert 0 < spoken["noticed"] < 2, printed
    assert 0 < spoken["silence"] < 2, printed
    assert spoken["again"] == 0, printed
    assert not coughed["stopped"], printed

"""`bench load`: how many at once, and that nobody hears another's words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from models.base import SettingsError
from tests.bench.test_latency import _sample
from tests.running import SMALL_MODEL
from voice.bench.cli import main
from voice.bench.latency import speech
from voice.bench.load import Level, assigned, held_at_once, is_crossed, memory_per_session
from voice.bench.tools.common import read_manifest
from voice.bench.tools.process import Spent, resident_mib, share, spent

SPOKEN = {"one two", "please call stella"}


def _level(sessions: int, seconds: float | None, mib: float = 1000.0) -> Level:
    return Level(sessions, (_sample("viva", seconds),) * sessions, mib, 1.0, 0)


def test_saturation_is_twice_the_time_of_one() -> None:
    assert held_at_once([_level(1, 1.0), _level(2, 1.5), _level(3, 2.0), _level(4, 2.1)]) == 3
    assert held_at_once([_level(1, 1.0), _level(2, 2.5), _level(3, 1.9)]) == 1
    assert held_at_once([_level(1, 1.0), _level(2, None)]) == 1
    assert held_at_once([]) == 0


def test_memory_of_a_session_is_what_the_later_ones_add() -> None:
    assert memory_per_session([_level(1, 1.0, 1000), _level(3, 1.0, 1030)]) == pytest.approx(15)
    assert memory_per_session([_level(1, 1.0)]) is None


def test_words_of_another_recording_are_noticed_and_misheard_ones_are_not() -> None:
    assert is_crossed(_sample(heard=("Please call Stella.",)), SPOKEN)
    assert not is_crossed(_sample(heard=("One too many.",)), SPOKEN)
    assert not is_crossed(_sample(heard=()), SPOKEN)


def test_in_any_turn_all_sessions_say_something_else() -> None:
    recordings = speech(read_manifest())
    said = assigned(recordings, len(recordings), 2)
    for turn in zip(*said, strict=True):
        assert len({one.file for one in turn}) == len(recordings)


def test_more_sessions_than_recordings_are_refused() -> None:
    with pytest.raises(SettingsError, match="as many recordings"):
        main(["load", "--max", "60"])


def test_a_process_is_measured() -> None:
    before = spent(os.getpid())
    assert sum(range(3_000_000)) > 0
    after = spent(os.getpid())
    assert after.cpu_s >= before.cpu_s > 0
    assert share(Spent(10.0, 1.0), Spent(12.0, 2.0)) == pytest.approx(0.5)
    assert 10 < resident_mib(os.getpid()) < 100_000
    with pytest.raises(SettingsError, match="process 4194305"):  # beyond Linux's largest
        spent(4_194_305)


def test_two_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The real thing, small: the app, two calls, each one's words its own."""
    file = tmp_path / "load.json"
    flags = [*SMALL_MODEL, "--mode", "conversation"]
    options = ["--max", "2", "--turns", "1", "--idle-seconds", "1", "--on", "--json", str(file)]
    assert main(["load", *options, "--", *flags]) == 0
    printed = capsys.readouterr().out
    assert "Words that crossed sessions: 0 turns" in printed
    result = json.loads(file.read_text("utf-8"))
    assert [level["sessions"] for level in result["summary"]["levels"]] == [1, 2]
    assert all(sample["heard"] for sample in result["samples"]), printed
    assert result["summary"]["idle_share_of_core_per_session"] >= 0

"""Manifests, percentiles, results and the command line that all benchmarks share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base import SettingsError, WeightsError
from voice.bench import cli
from voice.bench.tools.common import (
    EXIT_INTERRUPTED,
    print_table,
    read_manifest,
    spread,
    summary_of,
    until_stopped,
    weights,
    write_json,
)

HEADER = "file\treference\tset\tlongest_pause_s\n"


def test_the_bundled_recordings_are_read_and_can_be_heard() -> None:
    recordings = {one.name: one for one in read_manifest()}
    food = recordings["2902-9008-0008"]
    assert food.reference == "what do i care for food"
    assert food.longest_pause_s == 0.0
    assert len(food.audio) / 16_000 == pytest.approx(2.15, abs=0.01)
    assert recordings["cough"].longest_pause_s is None
    assert recordings["cough"].reference == ""


def test_paths_are_relative_to_the_manifest_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "one.wav").touch()
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text("speaker\tset\tfile\tlongest_pause_s\treference\nme\tmine\tone.wav\t\thi\n")
    (recording,) = read_manifest(manifest)
    assert recording.path == tmp_path / "one.wav"
    assert (recording.set, recording.reference, recording.notes) == ("mine", "hi", "")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("file\treference\n", "rows"),
        ("file\treference\nno.wav\thi\n", "set, longest_pause_s"),
        (HEADER + "no.wav\thi\tmine\t\n", "no.wav"),
        (HEADER + "manifest.tsv\thi\tmine\tlong\n", "line 2"),
    ],
)
def test_a_manifest_that_will_not_do_is_told(tmp_path: Path, text: str, named: str) -> None:
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text(text)
    with pytest.raises(SettingsError, match=named):
        read_manifest(manifest)


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.tsv"):
        read_manifest(tmp_path / "none.tsv")


def test_a_limit_takes_recordings_from_everywhere() -> None:
    assert spread(range(100), 4) == [0, 25, 50, 75]
    assert list(spread(range(3), 4)) == [0, 1, 2]
    assert list(spread(range(3), None)) == [0, 1, 2]


def test_percentiles() -> None:
    summary = summary_of([float(x) for x in range(1, 102)])
    assert (summary["median"], summary["p90"], summary["p95"]) == (51, 91, 96)
    assert summary_of([]) == {"count": 0}


def test_ctrl_c_leaves_what_was_measured() -> None:
    measured = []
    with until_stopped() as stop:
        for i in range(5):
            if i == 2:
                raise KeyboardInterrupt
            measured.append(i)
    assert measured == [0, 1]
    assert stop.exit_code == EXIT_INTERRUPTED


def test_a_result_says_where_and_how_it_was_measured(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    write_json(file, "stt", {"model": "base"}, [{"file": "a", "seconds": 1.5}], {"count": 1})
    result = json.loads(file.read_text())
    assert result["command"] == "bench stt"
    assert result["machine"]["cores"] >= 1
    assert result["machine"]["packages"]["faster-whisper"]
    assert result["settings"] == {"model": "base"}
    assert result["samples"] == [{"file": "a", "seconds": 1.5}]


def test_a_result_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        write_json(tmp_path, "stt", {}, [], {})


def test_a_table_names_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Times", ("set", "median"), [("vctk", "0.31 s")])
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("Times", "set", "median", "vctk", "0.31 s"))


def test_weights_that_are_not_here_are_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_HOME", str(tmp_path))
    with pytest.raises(WeightsError, match="models fetch whisper-base"):
        weights("base", "stt")


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in cli.COMMANDS)


def test_a_command_that_does_not_exist_is_told() -> None:
    with pytest.raises(SettingsError, match="--help"):
        cli.main(["sst"])

"""`python -m models`: what it prints, and with which exit code it ends."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from models.__main__ import main
from models.base import Progress
from models.weights.catalogue import Catalogue
from models.weights.progress_bars import ProgressBars
from tests.models.weights.test_catalogue import cache

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The real catalogue over an empty folder, where neither hub nor index answers."""
    monkeypatch.setenv("VIVA_HOME", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    return Catalogue.load()


def test_the_list_says_what_is_here_how_large_and_under_which_licence(
    weights: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    cache(weights, "smart-turn-v3.2")
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (turn,) = [line for line in lines if "smart-turn" in line]
    assert turn.split()[:4] == ["smart-turn-v3.2*", "here", "9", "MB"]
    assert "BSD-2-Clause" in turn
    (small,) = [line for line in lines if "whisper-small" in line]
    assert small.split()[1] == "-"


def test_the_list_can_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--role", "tts", "--language", "fr"]) == 0
    out = capsys.readouterr().out
    assert "piper-fr_FR-siwis-medium" in out
    assert "joe" not in out
    assert main(["list", "--role", "tts", "--language", "xx"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["fetch", "whisper-tny"],
        ["fetch", "whisper-small"],
        ["fetch", "smart-turn-v3.2"],
        ["verify", "whisper-base"],
        ["where", "nothing"],
        ["remove"],
        ["remove", "nothing"],
    ],
    ids=" ".join,
)
def test_errors_are_one_line_and_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    complaints = [line for line in captured.err.splitlines() if line.startswith("error: ")]
    assert len(complaints) == 1
    assert "Traceback" not in captured.err


def test_a_wrong_command_is_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bring"])
    assert ended.value.code == 2
    assert "fetch" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for word in ("list", "fetch", "verify", "where", "remove", "VIVA_HOME"):
        assert word in out


def test_where_prints_folders_and_remove_empties_them(
    weights: Catalogue, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = cache(weights, "whisper-base")
    assert main(["where", "whisper-base"]) == 0
    assert capsys.readouterr().out.strip() == str(folder)
    assert main(["where"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "weights")
    assert main(["remove", "whisper-base"]) == 0
    assert not folder.exists()
    assert main(["remove", "--all"]) == 0


def test_fetching_what_is_here_says_where(
    weights: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cache(weights, "whisper-base")
    assert main(["fetch", "whisper-base"]) == 0
    assert capsys.readouterr().out.strip() == f"whisper-base: {folder}"


def test_an_empty_cache_has_nothing_to_verify(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert "nothing to verify" in capsys.readouterr().out


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_and_a_file_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    for stream, expected in ((Terminal(), "━"), (io.StringIO(), "a: 50.0 of 100.0 MB")):
        with ProgressBars(stream) as bars:
            for done in range(0, 101, 10):
                bars.show(Progress("a", done * 1_000_000, 100_000_000))
        assert expected in stream.getvalue()
    plain = io.StringIO()
    with ProgressBars(plain) as bars:
        for done in range(1001):
            bars.show(Progress("a", done, 1000))
    assert len(plain.getvalue().splitlines()) == 5

"""The speed of the models that are here, and what is made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base import SettingsError
from tests.models.fetched import smollm, weights
from voice.bench import cli
from voice.bench.tools.advice import Speech, Thought, Voice, advice

QUICK = (Speech("tiny", 0, 0.1), Speech("base", 0, 0.3))
VOICE = (Voice("joe", 0, first_s=0.1, factor=0.1),)


def test_the_best_that_keeps_up_is_recommended() -> None:
    minds = [
        Thought("135m", 0, first_token_s=0.2, reads_per_s=200, writes_per_s=50),
        Thought("0.5b", 0, first_token_s=0.4, reads_per_s=70, writes_per_s=20),
        Thought("8b", 0, first_token_s=4.0, reads_per_s=7, writes_per_s=2),
    ]
    said = advice(QUICK, minds, VOICE)
    assert "Recommended here: base, 0.5b, joe." in said
    assert "1.2 s" in said, "0.3 s to hear, 0.8 s to think of a clause, 0.1 s to speak it"


def test_a_machine_that_is_too_slow_is_told_so() -> None:
    said = advice([Speech("base", 0, 3.0), Speech("tiny", 0, 1.2)], [], VOICE)
    assert "too slow to be fluent: tiny" in said
    assert "Recommended here: joe." in said
    assert "end of a turn" not in said, "not everything was measured"


def test_nothing_is_said_of_nothing() -> None:
    assert advice([], [], []) == ""


def test_models_that_are_here_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = smollm().parent
    home = tmp_path / "home"
    (home / "weights").mkdir(parents=True)
    for folder in (weights("whisper-base"), small, weights("piper-en_US-joe-medium")):
        (home / "weights" / folder.name).symlink_to(folder)
    monkeypatch.setenv("VIVA_HOME", str(home))
    monkeypatch.setattr("voice.bench.models.ANSWER_TOKENS", 8)
    file = tmp_path / "models.json"
    assert cli.main(["models", "--json", str(file)]) == 0
    shown = capsys.readouterr().out
    for text in ("whisper-base", "smollm2-135m-instruct", "piper-en_US-joe-medium", "tokens/s"):
        assert text in shown
    hear, think, speak = json.loads(file.read_text())["samples"]
    assert hear["seconds"] > 0
    assert think["writes_per_s"] > 0
    assert think["reads_per_s"] > 0
    assert speak["first_s"] > 0


def test_without_models_there_is_a_way_to_get_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match="models fetch"):
        cli.main(["models"])

"""`bench marking --probe`: what is read, counted and printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base import SettingsError
from tests.models.fetched import weights
from voice.bench import cli
from voice.bench.probe import (
    Judged,
    JudgedReply,
    pairs_above,
    read_probes,
    read_replies,
    reliability,
    summarise,
)

DATA = Path(__file__).parents[1] / "data" / "marking"


def judged(kind: str, awarded: float, deserved: float, **more: object) -> Judged:
    """An answer with two key points: one surely and rightly made, one unsure."""
    values: dict[str, object] = {
        "bank": "cells",
        "item": "one",
        "kind": kind,
        "answer": "…",
        "deserved": deserved,
        "awarded": awarded,
        "complete": False,
        "expected": (True, False),
        "verdicts": ("made", "not_made"),
        "confidences": (0.9, 0.6),
        "sure": (True, False),
        "counted": (True, True),
        "seconds": 0.1,
    }
    return Judged(**{**values, **more})  # type: ignore[arg-type]  # the fields above


def test_what_is_counted() -> None:
    reply = JudgedReply("cells", "one", 0, "Two.", 1.0, True)
    found = summarise([judged("full", 0.75, 1.0), judged("wrong", 0.25, 0.0)], [reply])
    assert found["kinds"]["full"]["awarded"] == 0.75
    assert found["kinds"]["wrong"]["mean_error"] == 0.25
    assert found["unsure"] == 0.5
    assert (found["made_for_sure"], found["made_for_sure_right"]) == (2, 1.0)
    assert found["not_made_for_sure_right"] is None
    assert found["right_above_wrong"] == 1.0
    assert found["replies"] == {"count": 1, "earned": 1.0, "earned_something": 1.0}
    assert found["complete_of_incomplete"] == 0


def test_pairs_are_of_one_item() -> None:
    answers = [
        judged("full", 0.5, 1.0),
        judged("wrong", 0.5, 0.0),
        judged("wrong_own", 0.9, 0.0),
        judged("wrong", 0.0, 0.0, item="two"),
    ]
    assert pairs_above(answers) == 0.25  # one tie, one defeat; "two" has no right answer


def test_confidence_is_compared_with_what_was_right() -> None:
    points = [("made", 0.92, True), ("made", 0.92, True), ("reversed", 0.93, True)]
    (row,) = reliability(points)  # type: ignore[arg-type]  # literals in a list
    assert (row["points"], row["right"]) == (3, pytest.approx(2 / 3, abs=1e-3))


def test_the_data_that_come_with_viva_are_sound() -> None:
    for name in ("fitted", "kept"):
        probes = read_probes(DATA / f"{name}.tsv")
        assert {one.kind for one in probes} >= {"full", "partial", "wrong", "whisper", "off"}
        assert read_replies(DATA / f"{name}_replies.tsv")
    fitted, kept = (
        {(one.bank, one.item) for one in read_probes(DATA / f"{name}.tsv")}
        for name in ("fitted", "kept")
    )
    assert fitted.isdisjoint(kept)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks rows"),
        ("bank\titem\tkind\tanswer\nx\ty\tfull\tz\n", "lacks expected_points"),
        ("bank\titem\tkind\tanswer\texpected_points\nx\ty\tfull\tz\tall\n", "line 2"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "probe.tsv"
    file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        read_probes(file)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_replies(tmp_path / "none.tsv")


def test_it_runs_and_writes_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights("use-multilingual-v3")
    weights("all-minilm-l6-v2")
    out = tmp_path / "out.json"
    flags = ["--probe", DATA / "kept.tsv", "--replies", DATA / "kept_replies.tsv"]
    run = [*flags, "--limit", 10, "--json", out]
    assert cli.main(["marking", *[str(one) for one in run]]) == 0
    shown = capsys.readouterr().out
    for words in ("falsely given", "Called made for sure", "Reliability", "Short right replies"):
        assert words in shown
    summary = json.loads(out.read_text())["summary"]["knowledge"]
    assert summary["answers"] == 10
    assert summary["complete_of_incomplete"] == 0


def test_an_item_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "probe.tsv"
    head = "bank\titem\tkind\tanswer\texpected_points\n"
    file.write_text(head + "cell-biology\tno-such-item\tfull\tA cell.\t[0]\n")
    with pytest.raises(SettingsError, match="no-such-item"):
        cli.main(["marking", "--no-embeddings", "--probe", str(file)])
    with pytest.raises(SettingsError, match="--replies goes with --probe"):
        cli.main(["marking", "--data", str(file), "--replies", str(file)])

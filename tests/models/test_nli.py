"""What follows from a sentence: the contract of entailment, on the model that comes with Viva."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import models
from models.base import EngineUnavailable, Entailment
from models.nli_cross_encoder import COLUMNS, OWN_FOLDER, OWN_NAME, CrossEncoder

STATEMENT = "A prokaryotic cell has no nucleus; its DNA lies free in the cytoplasm."


@pytest.fixture(scope="module")
def judge() -> Entailment:
    return models.entailment(None)


def test_it_keeps_to_the_seam(judge: Entailment) -> None:
    assert isinstance(judge, Entailment)
    assert judge.judge([]).shape == (0, 3)
    found = judge.judge([("", ""), ("word " * 500, STATEMENT), ("\ud7ff 💡", "x")])
    assert found.shape == (3, 3)
    assert found.dtype == np.float32
    assert found.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_it_tells_a_statement_from_its_opposite(judge: Entailment) -> None:
    same, opposite, other = judge.judge(
        [
            ("In bacteria there isn't any nucleus, the DNA just floats about.", STATEMENT),
            ("Bacteria keep their DNA in a nucleus with a membrane.", STATEMENT),
            ("The weather has been terrible this week.", STATEMENT),
        ]
    )
    assert same[0] > max(opposite[0], other[0])
    assert opposite[2] > same[2]


def test_company_changes_nothing(judge: Entailment) -> None:
    pairs = [("It has a wall.", "Plants have a cell wall."), ("So what? " * 9, STATEMENT)]
    together = judge.judge(pairs)
    for pair, row in zip(pairs, together, strict=True):
        assert np.array_equal(judge.judge([pair])[0], row)


def copied(folder: Path, labels: dict[str, str]) -> Path:
    """Our model as if it were another, whose outputs are called so."""
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).write_bytes((OWN_FOLDER / name).read_bytes())
    (folder / "config.json").write_text(json.dumps({"id2label": labels}))
    return folder


def test_another_model_says_what_its_outputs_mean(judge: Entailment, tmp_path: Path) -> None:
    labels = {"0": "CONTRADICTION", "1": "entailment", "2": "neutral"}
    other = models.entailment(copied(tmp_path, labels))
    pair = ("Bacteria have no nucleus.", STATEMENT)
    ours, theirs = judge.judge([pair])[0], other.judge([pair])[0]
    # Its first output is taken for the contradiction, and so on.
    assert [theirs[2], theirs[0], theirs[1]] == pytest.approx(list(ours))
    assert (judge.name, other.name) == (OWN_NAME, tmp_path.name)


def test_outputs_that_mean_something_else_are_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path, {"0": "positive", "1": "negative", "2": "neutral"})
    with pytest.raises(EngineUnavailable, match=", ".join(COLUMNS)):
        models.entailment(folder)
    (folder / "config.json").unlink()
    with pytest.raises(EngineUnavailable, match="config"):
        models.entailment(folder)


def test_its_card_stands_beside_it() -> None:
    assert (OWN_FOLDER / "README.md").is_file()
    assert (OWN_FOLDER / "model.onnx").stat().st_size < 30_000_000


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    copied(tmp_path, dict(enumerate(COLUMNS)))  # type: ignore[arg-type]  # JSON makes them texts
    (tmp_path / "model.onnx").write_bytes(b"\x08\x00")
    with pytest.raises(EngineUnavailable, match=r"model\.onnx"):
        CrossEncoder(tmp_path)

"""What follows from a sentence: the contract of entailment, on the model that comes with Viva."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import models
from models.base import EngineUnavailable, Entailment
from models.nli_cross_encoder import ORDERS, OWN_FOLDER, OWN_NAME, CrossEncoder

STATEMENT = "A prokaryotic cell has no nucleus; its DNA lies free in the cytoplasm."


@pytest.fixture(scope="module")
def judge() -> Entailment:
    return models.entailment(None, OWN_NAME)


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


def test_each_model_names_the_same_three() -> None:
    for order in ORDERS.values():
        assert sorted(order) == ["contradiction", "entailment", "neutral"]


def test_its_card_stands_beside_it() -> None:
    assert (OWN_FOLDER / "README.md").is_file()
    assert (OWN_FOLDER / "model.onnx").stat().st_size < 30_000_000


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((OWN_FOLDER / "tokenizer.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"\x08\x00")
    with pytest.raises(EngineUnavailable, match=r"model\.onnx"):
        CrossEncoder(tmp_path, OWN_NAME)

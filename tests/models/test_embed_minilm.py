"""Words in context: the same word lies near what it means in its sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.base import EngineUnavailable, TokenEmbedder
from models.embed_minilm import MOST_PIECES, MiniLm
from tests.models.fetched import weights


@pytest.fixture(scope="module")
def encoder() -> MiniLm:
    return MiniLm(weights("all-minilm-l6-v2"))


def word(encoder: MiniLm, text: str, wanted: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Direction of the piece of `text` that begins `wanted`."""
    read = encoder.read([text])[0]
    return np.asarray(read.vectors[list(read.starts).index(text.index(wanted))])


def test_it_keeps_to_the_seam(encoder: MiniLm) -> None:
    assert isinstance(encoder, TokenEmbedder)
    short, empty, long = encoder.read(["A cell has a membrane.", "", "word " * 1000])
    assert short.vectors.shape == (6, 384)
    assert short.vectors.dtype == np.float32
    assert np.linalg.norm(short.vectors, axis=1) == pytest.approx(np.ones(6), abs=1e-5)
    assert [("A cell has a membrane."[a:b]) for a, b in zip(short.starts, short.ends, strict=True)][
        :2
    ] == ["A", "cell"]
    assert len(empty.vectors) == 0
    assert len(long.vectors) <= MOST_PIECES
    assert encoder.read([]) == []


def test_a_word_means_what_its_sentence_says(encoder: MiniLm) -> None:
    river = word(encoder, "They sat down on the bank of the river.", "bank")
    money = word(encoder, "She took the money to the bank.", "bank")
    shore = word(encoder, "They walked along the shore of the lake.", "shore")
    assert river @ shore > money @ shore


def test_company_changes_nothing(encoder: MiniLm) -> None:
    together = encoder.read(["It stores energy.", "A much longer sentence stands beside it."])
    alone = encoder.read(["It stores energy."])[0]
    assert np.array_equal(together[0].vectors, alone.vectors)


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(EngineUnavailable, match=r"tokenizer\.json"):
        MiniLm(tmp_path)

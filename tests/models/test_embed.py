"""Sentences that mean the same lie near one another, in one language and across two."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.base import EngineUnavailable, TextEmbedder
from models.embed_use import DIMENSIONS, UniversalSentenceEncoder
from models.sentencepiece import read_tokenizer
from tests.models.fetched import weights

NAME = "use-multilingual-v3"


@pytest.fixture(scope="module")
def encoder() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder(weights(NAME))


def likeness(encoder: TextEmbedder, one: str, other: str) -> float:
    """Cosine."""
    a, b = encoder.embed([one, other])
    return float(a @ b)


def test_it_keeps_to_the_seam(encoder: UniversalSentenceEncoder) -> None:
    assert isinstance(encoder, TextEmbedder)
    assert {"en", "de", "fr", "es", "it", "pt", "zh"} <= set(encoder.languages)
    found = encoder.embed(["A cell has a membrane.", "", "x", "word " * 1000, "\ud7ff 💡"])
    assert found.shape == (5, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert encoder.embed([]).shape == (0, DIMENSIONS)


def test_company_changes_nothing(encoder: UniversalSentenceEncoder) -> None:
    texts = ["It stores energy.", "A much longer sentence stands beside it, of many words.", "No."]
    together = encoder.embed(texts)
    for text, row in zip(texts, together, strict=True):
        assert encoder.embed([text])[0] == pytest.approx(row, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("Plants make sugar from light.", "Photosynthesis produces glucose.", "He plays chess."),
        ("The heart pumps blood.", "Das Herz pumpt Blut.", "Das Haus ist sehr alt."),
        ("Water boils when heated.", "L'eau bout quand on la chauffe.", "Il aime le football."),
    ],
)
def test_the_same_meaning_lies_nearer(
    encoder: UniversalSentenceEncoder, text: str, same: str, other: str
) -> None:
    near, far = likeness(encoder, text, same), likeness(encoder, text, other)
    assert near > far + 0.2, f"{near:.2f} against {far:.2f}"


def test_rare_words_tell_more(encoder: UniversalSentenceEncoder) -> None:
    the, cell, prokaryote = encoder.information(["the", "cell", "prokaryote"])
    assert 0 < the < cell < prokaryote


def test_the_tokenizer_reads_as_its_trainer_meant() -> None:
    tokenizer, pieces = read_tokenizer(weights(NAME) / "sp.model")
    assert len(pieces) == 128_000
    assert tokenizer.encode("½ cup  ﬁne", add_special_tokens=False).tokens == [
        "▁1⁄2",
        "▁cup",
        "▁fine",
    ]
    assert tokenizer.encode("", add_special_tokens=False).ids == []


@pytest.mark.parametrize("damage", ["absent", "cut", "other"])
@pytest.mark.parametrize("file", ["sp.model", "weights.npz"])
def test_damaged_weights_are_named(tmp_path: Path, file: str, damage: str) -> None:
    for name in ("sp.model", "weights.npz"):
        content = (weights(NAME) / name).read_bytes()
        if name == file:
            content = {"absent": b"", "cut": content[: len(content) // 2], "other": b"\xff" * 999}[
                damage
            ]
        if content:
            (tmp_path / name).write_bytes(content)
    with pytest.raises(EngineUnavailable, match=file) as caught:
        UniversalSentenceEncoder(tmp_path)
    assert caught.value.fix

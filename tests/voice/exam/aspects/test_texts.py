"""Texts are compared by an encoder, or else by the words that they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from models.base import Float32
from voice.exam.aspects.texts import Texts, best_mean
from voice.exam.text.lexical import Words


def telling(text: str) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset(token.stem for token in Words("en").tokens(text) if token.content)


def test_without_an_encoder_shared_words_make_texts_alike() -> None:
    texts = Texts(telling, None)
    said = texts.read(["the dog barks", "a violin", ""])
    alike = said.cosines(texts.read(["dogs bark loudly", "the dog barks"]))
    assert alike.shape == (3, 2)
    assert alike[0, 1] == pytest.approx(1)
    assert 0 < alike[0, 0] < 1
    assert not alike[1:].any()


def test_with_an_encoder_its_directions_count() -> None:
    def embed(texts: Sequence[str]) -> Float32:
        return np.array([[1, 0] if "dog" in text else [0, 1] for text in texts], np.float32)

    texts = Texts(telling, embed)
    alike = texts.read(["dog", "cat"]).cosines(texts.read(["my dog"]))
    assert alike.tolist() == [[1], [0]]


def test_the_best_few_are_averaged() -> None:
    rows = np.array([[0.1, 0.9, 0.5], [0.2, 0.2, 0.2]], np.float32)
    assert best_mean(rows, 2).tolist() == pytest.approx([0.7, 0.2])

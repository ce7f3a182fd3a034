"""Similarity of texts, by a sentence encoder or, without one, by the stems of their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.base import Float32

Embed = Callable[[Sequence[str]], Float32]
"""Embeds texts as unit vectors: float32 [texts, dimensions]."""


@dataclass(frozen=True, slots=True)
class Read:
    """Some texts, ready to be compared."""

    stems: tuple[frozenset[str], ...]
    vectors: Float32 | None

    def cosines(self, others: Read) -> Float32:
        """Similarity of each text to each of the others: float32 [texts, others]."""
        if self.vectors is not None and others.vectors is not None:
            return np.asarray(self.vectors @ others.vectors.T, np.float32)
        rows = [[_overlap(one, other) for other in others.stems] for one in self.stems]
        return np.array(rows, np.float32).reshape(len(self.stems), len(others.stems))


class Texts:
    """Makes texts ready to be compared.

    Parameters
    ----------
    telling : callable
        The stems of the words of a text that carry content.
    embed : callable or None
        None compares stems.
    """

    def __init__(self, telling: Callable[[str], frozenset[str]], embed: Embed | None) -> None:
        self._telling = telling
        self._embed = embed
        self.by_meaning = embed is not None

    def read(self, texts: Sequence[str]) -> Read:
        """Texts, in order."""
        if self._embed is not None:
            return Read((), self._embed(texts))
        return Read(tuple(map(self._telling, texts)), None)


def best_mean(cosines: Float32, best: int) -> Float32:
    """The mean of the `best` highest values of each row."""
    return np.asarray(np.sort(cosines, axis=1)[:, -best:].mean(axis=1), np.float32)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Cosine of two sets."""
    return len(one & other) / (len(one) * len(other)) ** 0.5 if one and other else 0.0

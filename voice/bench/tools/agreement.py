"""Agreement between two markers, by the measures used in the literature on marking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 10
"""Marks are compared as shares of full marks in ten steps, that is half marks out of five."""

Array = NDArray[np.float64]


def steps(shares: Sequence[float] | Array) -> NDArray[np.int64]:
    """Round shares of full marks, in [0, 1], to steps; halves go to the even one."""
    return np.asarray(np.clip(np.rint(np.asarray(shares, float) * STEPS), 0, STEPS), np.int64)


def kappa(one: Sequence[float] | Array, other: Sequence[float] | Array) -> float:
    """Quadratic weighted kappa: 1 is agreement, 0 is chance.

    References
    ----------
    Cohen, Weighted kappa, Psychological Bulletin 70 (1968)
    """
    a, b = steps(one), steps(other)
    seen = np.mean((a - b) ** 2)
    by_chance = np.mean((a[:, None] - b[None, :]) ** 2)
    return float(1 - seen / by_chance) if by_chance else 1.0


def pearson(one: Sequence[float] | Array, other: Sequence[float] | Array) -> float:
    """Pearson correlation; 0 if either is constant."""
    a, b = np.asarray(one, float), np.asarray(other, float)
    if len(a) < 2 or not a.std() or not b.std():
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def agreement(one: Sequence[float] | Array, other: Sequence[float] | Array) -> dict[str, Any]:
    """All measures; exact and adjacent count steps, the mean error is a share of full marks."""
    a, b = np.asarray(one, float), np.asarray(other, float)
    apart = np.abs(steps(a) - steps(b))
    return {
        "answers": len(a),
        "qwk": kappa(a, b),
        "pearson": pearson(a, b),
        "exact": float(np.mean(apart == 0)),
        "adjacent": float(np.mean(apart <= 1)),
        "mae": float(np.mean(np.abs(a - b))),
    }


def fitted_elsewhere(score: Array, human: Array, question: Sequence[str]) -> Array:
    """Scores mapped to marks by a straight line fitted to the answers to all other questions."""
    names = np.array(question)
    marks = np.empty_like(score)
    for name in dict.fromkeys(question):
        here = names == name
        x, y = score[~here], human[~here]
        slope = np.cov(x, y, bias=True)[0, 1] / x.var() if len(x) and x.var() else 0.0
        middle = y.mean() if len(y) else 0.5
        start = x.mean() if len(x) else 0.0
        marks[here] = middle + slope * (score[here] - start)
    return np.clip(marks, 0, 1)

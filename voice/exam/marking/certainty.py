"""Turns signs into a calibrated probability, by small decision trees from `voice.bench.fit`.

The trees are stored in `certainty.json`. There is one set for each combination of what the item
offers (whether it lists false statements) and which models are loaded, since a sign means something
different when another is missing. They are gradient-boosted and constrained to be monotonic: more
agreement never makes a point less likely, nor more contradiction more likely. They were fitted to
answers written for this purpose (`tests/data/marking/fitted.tsv`); their accuracy on unseen answers
is reported in `docs/marking.md`.

References
----------
Friedman, Greedy Function Approximation: A Gradient Boosting Machine, Annals of Statistics 2001
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voice.exam.marking.signs import Signs

Features = tuple[float, ...]

RISING = {
    "likeness": 1,
    "coverage": 1,
    "agreeing": 1,
    "turned": -1,
    "mistaken": -1,
    "entailed": 1,
    "contradicted": -1,
    "wording_entailed": 1,
    "mistake_entailed": -1,
    "truer_words": 1,
    "truer_clauses": 1,
    "ordered": 1,
    "meaning": 1,
    "truer_meaning": 1,
    "lead": 1,
    "elsewhere": 0,
}
"""The inputs of the trees, in the order of `features`, and whether each speaks for a point."""

LEAST, MOST = 0.02, 0.98
"""Bounds of the probability that a point was made in the student's own words."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Selects the set of trees."""

    mistakes: bool  # the point lists false statements
    sentences: bool  # a sentence encoder is loaded
    context: bool  # an encoder of words in context is loaded
    entailment: bool

    @property
    def name(self) -> str:
        """The name of the set in the file; each model counts only if those before it are loaded."""
        models = []
        for name, there in (
            ("sentences", self.sentences),
            ("context", self.context),
            ("entailment", self.entailment),
        ):
            if not there:
                break
            models.append(name)
        return "+".join(("mistakes" if self.mistakes else "plain", *models))


def features(signs: Signs) -> Features:
    """The signs, and combinations of them."""
    against = max(signs.turned, signs.mistaken)
    false = (signs.mistake_likeness + signs.mistake_coverage) / 2
    true = (signs.likeness + signs.coverage) / 2
    return (
        signs.likeness,
        signs.coverage,
        signs.agreeing,
        signs.turned,
        signs.mistaken,
        signs.entailed,
        signs.contradicted,
        signs.wording_entailed,
        signs.mistake_entailed,
        true - false,
        signs.agreeing - against,
        signs.ordered,
        signs.meaning,
        signs.meaning - signs.mistake_meaning,
        signs.lead,
        signs.elsewhere,
    )


def probability(signs: Signs, kind: Kind) -> float:
    """How likely it is that a point was made, in [0, 1], rounded to three digits."""
    if signs.span is None:
        return LEAST
    # Rounded, so that differences in floating point between processors change nothing.
    seen = [round(value, 3) for value in features(signs)]
    fitted = _table()[kind.name]
    total = fitted["bias"] + sum(_value(tree, seen) for tree in fitted["trees"])
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


def reply_probability(replied: float) -> float:
    """How likely a reply to a follow-up makes its point, by its similarity to right replies."""
    fitted = _table()["replies"]
    total = fitted["bias"] + fitted["slope"] * round(replied, 3)
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


def _value(tree: Sequence[Sequence[float]], seen: Sequence[float]) -> float:
    """The value of the leaf; nodes are [feature, threshold, left, right], leaves [value]."""
    node = tree[0]
    while len(node) > 1:
        feature, threshold, left, right = node
        node = tree[int(left if seen[int(feature)] <= threshold else right)]
    return node[0]


@cache
def _table() -> Mapping[str, Any]:
    text = (files("voice.exam.marking") / "certainty.json").read_text(encoding="utf-8")
    table: Mapping[str, Any] = json.loads(text)["fitted"]
    return table

"""From signs to an honest probability: a few small decision trees, fitted by `voice.bench.fit`.

The trees stand in `certainty.json`, one set for each combination of what an item gives (false
statements to compare with, or not) and of the models that are there, since a sign means something
else where another one is missing. They are boosted, and held to be monotonic: more agreement never
makes a point less likely, more contradiction never more. They were fitted to answers written for
this purpose (`tests/data/marking/fitted.tsv`); what they are worth on answers that they have not
seen stands in `docs/marking.md`.

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
"""What the trees see (`features`, in this order), and whether more of it speaks for a point."""

LEAST, MOST = 0.02, 0.98
"""No verdict on what somebody said in their own words is surer than that."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Which set of constants holds."""

    mistakes: bool  # the point lists false statements
    sentences: bool  # whole texts have directions
    context: bool  # words have directions in their context
    entailment: bool

    @property
    def name(self) -> str:
        """As in the file: one model is only listened to beside those before it."""
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
    """The signs, and what several of them say together."""
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
    # Rounded, so that the last digit of another processor moves nothing.
    seen = [round(value, 3) for value in features(signs)]
    fitted = _table()[kind.name]
    total = fitted["bias"] + sum(_value(tree, seen) for tree in fitted["trees"])
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


def reply_probability(replied: float) -> float:
    """The same for a reply to the follow-up of a point, by its nearness to right ones."""
    fitted = _table()["replies"]
    total = fitted["bias"] + fitted["slope"] * round(replied, 3)
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


def _value(tree: Sequence[Sequence[float]], seen: Sequence[float]) -> float:
    """The leaf that is reached: nodes are [feature, threshold, left, right], leaves [value]."""
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

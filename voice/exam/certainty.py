"""From signs to an honest probability: logistic regression, fitted by `voice.bench.fit`.

The constants stand in `certainty.json`, one set for each combination of what an item gives
(false statements to compare with, or not) and of the models that are there, since a sign means
something else where another one is missing. They were fitted to answers written for this purpose
(`tests/data/marking`), one half of the items; what they are worth on the other half, and on
answers by others, is in `docs/marking.md`.

References
----------
Platt, Probabilistic Outputs for Support Vector Machines, 1999
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from voice.exam.signs import Signs

Features = tuple[float, ...]

NAMES = (
    "likeness",
    "coverage",
    "agreeing",
    "turned",
    "mistaken",
    "entailed",
    "contradicted",
    "truer_words",
    "truer_clauses",
    "mistaken_most",
    "made_plainly",
)
"""What the regression sees; see `features`."""

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
        """As in the file."""
        models = [
            name
            for name, there in (
                ("sentences", self.sentences),
                ("context", self.context),
                ("entailment", self.entailment),
            )
            if there
        ]
        return "+".join((("mistakes" if self.mistakes else "plain"), *models))


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
        true - false,
        signs.agreeing - against,
        max(0.0, signs.mistaken - 0.7),
        signs.agreeing * signs.coverage,
    )


def probability(signs: Signs, kind: Kind) -> float:
    """How likely it is that a point was made, in [0, 1], rounded to three digits."""
    if signs.span is None:
        return LEAST
    constants = _table()[kind.name]
    total = constants["bias"] + sum(
        constants[name] * value for name, value in zip(NAMES, features(signs), strict=True)
    )
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


@cache
def _table() -> Mapping[str, Mapping[str, float]]:
    text = (files("voice.exam") / "certainty.json").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, float]] = json.loads(text)["constants"]
    return table

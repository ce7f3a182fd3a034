"""`python -m voice.bench.fit`: fit the constants of `voice.exam.certainty` to labelled answers.

Each set of constants is a logistic regression on the signs that are found where certain models
are there, on items as they are and, for banks that list nothing false, on the same items with
nothing but their key points. A third of the answers' items is left out in turn to choose how
strongly the constants are held near zero. The file for reporting (`kept.tsv`) is never read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from voice.bench import common
from voice.bench.probe import Probe, read_probes
from voice.exam.bank import Item
from voice.exam.banks import list_banks
from voice.exam.certainty import NAMES, Kind, features
from voice.exam.record import Answer
from voice.exam.signs import Signs
from voice.exam.weighing import Weigher
from voice.exam.witnesses import OWN_ENTAILMENT, Witnesses, load

FITTED = Path("voice/exam/certainty.json")
DATA = Path("tests/data/marking/fitted.tsv")
STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0)

Array = NDArray[np.float64]


def main() -> None:
    """Fit all sets, print how good each is on items left out, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="default: %(default)s")
    parser.add_argument("--out", type=Path, default=FITTED, help="default: %(default)s")
    parser.add_argument("--entailment", default=OWN_ENTAILMENT, help="default: %(default)s")
    arguments = parser.parse_args()
    witnesses = load(common.weights, arguments.entailment)
    probes = read_probes(arguments.data)
    constants: dict[str, dict[str, float]] = {}
    for kind, found, made, groups in _sets(witnesses, probes):
        fitted, loss = fit(found, made, groups)
        constants[kind.name] = fitted
        common.print_line(f"{kind.name}: {len(made)} key points, log loss left out {loss:.3f}")
    written = {
        "fitted_by": "python -m voice.bench.fit",
        "data": arguments.data.name,
        "models": witnesses.names,
        "constants": constants,
    }
    arguments.out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _sets(
    witnesses: Witnesses, probes: Sequence[Probe]
) -> Iterator[tuple[Kind, Array, Array, NDArray[Any]]]:
    """What each set of constants is fitted to."""
    for plain in (False, True):
        for sentences in (False, True):
            for context in (False, True):
                there = Witnesses(
                    witnesses.sentences if sentences else None,
                    witnesses.context if context else None,
                    witnesses.entailment,
                )
                signs, made, groups = _weighed(there, probes, plain)
                for entailment in (False, True):
                    heard = signs if entailment else [_without_entailment(one) for one in signs]
                    kind = Kind(not plain, sentences, context, entailment)
                    yield kind, np.array([features(one) for one in heard]), made, groups


def _without_entailment(signs: Signs) -> Signs:
    return replace(signs, entailed=0.0, contradicted=0.0)


def _weighed(
    witnesses: Witnesses, probes: Sequence[Probe], plain: bool
) -> tuple[list[Signs], Array, NDArray[Any]]:
    """The signs of each key point of each answer, whether it was made, and its item."""
    banks = list_banks()[0]
    weigher = Weigher(witnesses.sentences, witnesses.context, witnesses.entailment, "en")
    prepared: dict[tuple[str, str], Any] = {}
    signs: list[Signs] = []
    made: list[float] = []
    groups: list[str] = []
    for probe in common.progress(list(probes), "Weighing"):
        key = probe.bank, probe.item
        if key not in prepared:
            item = banks[probe.bank].find(probe.item).item
            prepared[key] = weigher.prepare(bare(item) if plain else item)
        found = weigher.weigh(prepared[key], [Answer(probe.answer)])
        signs += found
        made += [float(n in probe.expected) for n in range(len(found))]
        groups += [f"{probe.bank} {probe.item}"] * len(found)
    return signs, np.array(made), np.array(groups)


def bare(item: Item) -> Item:
    """An item as other programs export it: question and key points, nothing else."""
    points = tuple(
        point.model_copy(update={"accept": (), "mistakes": (), "replies": ()})
        for point in item.key_points
    )
    return item.model_copy(
        update={
            "key_points": points,
            "rivals": (),
            "alternatives": (),
            "mistakes": (),
            "model_answer": "",
        }
    )


def fit(found: Array, made: Array, groups: NDArray[Any]) -> tuple[dict[str, float], float]:
    """Constants by name, and the mean log loss on items left out."""
    losses = {strength: _loss(found, made, groups, strength) for strength in STRENGTHS}
    best = min(losses, key=lambda strength: losses[strength])
    model = LogisticRegression(C=best, max_iter=5000).fit(found, made)
    fitted = {
        name: round(float(value), 4) for name, value in zip(NAMES, model.coef_[0], strict=True)
    }
    return {**fitted, "bias": round(float(model.intercept_[0]), 4)}, losses[best]


def _loss(found: Array, made: Array, groups: NDArray[Any], strength: float) -> float:
    total = 0.0
    for train, test in GroupKFold(5).split(found, made, groups):
        model = LogisticRegression(C=strength, max_iter=5000).fit(found[train], made[train])
        chance = np.clip(model.predict_proba(found[test])[:, 1], 1e-3, 1 - 1e-3)
        right = made[test]
        total -= float((right * np.log(chance) + (1 - right) * np.log(1 - chance)).sum())
    return total / len(made)


if __name__ == "__main__":
    main()

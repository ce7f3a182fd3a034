"""`python -m voice.bench.fit`: fit the trees of `voice.exam.marking.certainty` to labelled answers.

Each set is fitted to the features that are available with certain models, on items as they are
and, for banks that list no mistakes, on the same items reduced to their key points. The file
reserved for reporting (`kept.tsv`) is never read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from voice.bench.probe import Probe, read_probes, read_replies
from voice.bench.tools import common
from voice.exam.collection.listing import list_banks
from voice.exam.marking.certainty import RISING, Kind, features
from voice.exam.marking.signs import Signs
from voice.exam.marking.weighing import Weigher
from voice.exam.marking.witnesses import OWN_ENTAILMENT, Witnesses, load
from voice.exam.model.bank import Item
from voice.exam.model.record import Answer

FITTED = Path("voice/exam/marking/certainty.json")
DATA = Path("tests/data/marking/fitted.tsv")
RIGHT_REPLIES = 2.0
"""Assumed ratio of right to wrong replies: students mostly know what a follow-up asks for,
whereas the files hold equally many of both."""

MADE = 1.3
"""Weight of points that were made: half of the kinds of answers were written to be entirely wrong,
whereas in an exam most of what is said is right."""

TREES, LEAVES, RATE, SMALLEST_LEAF = 160, 8, 0.08, 25

Array = NDArray[np.float64]


def main() -> None:
    """Fit all sets, print the quality of each on held-out items, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="default: %(default)s")
    parser.add_argument("--out", type=Path, default=FITTED, help="default: %(default)s")
    parser.add_argument("--entailment", default=OWN_ENTAILMENT, help="default: %(default)s")
    arguments = parser.parse_args()
    witnesses = load(common.weights, arguments.entailment)
    probes = read_probes(arguments.data)
    fitted: dict[str, Any] = {}
    for kind, found, made, groups in _sets(witnesses, probes):
        fitted[kind.name], loss = fit(found, made, groups)
        common.print_line(f"{kind.name}: {len(made)} key points, log loss left out {loss:.3f}")
    fitted["replies"] = _fit_replies(witnesses, arguments.data)
    written = {
        "fitted_by": "python -m voice.bench.fit",
        "data": arguments.data.name,
        "models": witnesses.names,
        "features": list(RISING),
        "fitted": fitted,
    }
    arguments.out.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")


def _sets(
    witnesses: Witnesses, probes: Sequence[Probe]
) -> Iterator[tuple[Kind, Array, Array, NDArray[Any]]]:
    """The training data of each set."""
    for plain in (False, True):
        for sentences, context in ((False, False), (True, False), (True, True)):
            there = Witnesses(
                witnesses.sentences if sentences else None,
                witnesses.context if context else None,
                witnesses.entailment if context else None,
            )
            signs, made, groups = _weighed(there, probes, plain)
            for entailment in (False, True) if context else (False,):
                heard = signs if entailment else [_without_entailment(one) for one in signs]
                kind = Kind(not plain, sentences, context, entailment)
                yield kind, np.array([features(one) for one in heard]), made, groups


def _without_entailment(signs: Signs) -> Signs:
    return replace(
        signs, entailed=0.0, contradicted=0.0, wording_entailed=0.0, mistake_entailed=0.0
    )


def _weighed(
    witnesses: Witnesses, probes: Sequence[Probe], plain: bool
) -> tuple[list[Signs], Array, NDArray[Any]]:
    """For each key point of each answer: features, whether the point was made, and the item."""
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
    """An item as imported from other programs: question and key points only."""
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


def fit(found: Array, made: Array, groups: NDArray[Any]) -> tuple[dict[str, Any], float]:
    """Fit a set of trees; returns it with the mean log loss on held-out items."""
    found = np.round(found, 3)
    model = _model().fit(found, made, _weights(made))
    return _written(model), _loss(found, made, groups)


def _fit_replies(witnesses: Witnesses, data: Path) -> dict[str, float]:
    """Fit the probability that a reply to a follow-up is right, from its similarity to the point.

    Reads two files beside `data`.
    """
    banks = list_banks()[0]
    weigher = Weigher(witnesses.sentences, witnesses.context, witnesses.entailment, "en")
    prepare = cache(weigher.prepare)
    near: list[float] = []
    right: list[int] = []
    for suffix, made in (("replies", 1), ("wrong_replies", 0)):
        for reply in read_replies(data.with_name(f"{data.stem}_{suffix}.tsv")):
            item = banks[reply.bank].find(reply.item).item
            asked = item.key_points[reply.point].follow_up
            answer = Answer(reply.text, asked="follow_up", prompt=asked, point=reply.point)
            near.append(weigher.weigh(prepare(item), [answer])[reply.point].replied)
            right.append(made)
    weight = np.where(np.array(right) == 1, RIGHT_REPLIES, 1.0)
    model = LogisticRegression(C=100.0).fit(np.array(near)[:, None], right, weight)
    return {
        "slope": round(float(model.coef_[0][0]), 4),
        "bias": round(float(model.intercept_[0]), 4),
    }


def _weights(made: Array) -> Array:
    return np.where(made == 1, MADE, 1.0)


def _model() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=SMALLEST_LEAF,
        l2_regularization=1.0,
        monotonic_cst=list(RISING.values()),
        early_stopping=False,
        random_state=0,
    )


def _written(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The trees in the format that `voice.exam.marking.certainty` reads."""
    trees = []
    for (tree,) in model._predictors:
        trees.append(
            [
                [round(float(node["value"]), 5)]
                if node["is_leaf"]
                else [
                    int(node["feature_idx"]),
                    round(float(node["num_threshold"]), 5),
                    int(node["left"]),
                    int(node["right"]),
                ]
                for node in tree.nodes
            ]
        )
    return {"bias": round(float(model._baseline_prediction.ravel()[0]), 5), "trees": trees}


def _loss(found: Array, made: Array, groups: NDArray[Any]) -> float:
    """Mean log loss on held-out items."""
    total = 0.0
    for train, test in GroupKFold(5).split(found, made, groups):
        model = _model().fit(found[train], made[train], _weights(made[train]))
        chance = np.clip(model.predict_proba(found[test])[:, 1], 1e-3, 1 - 1e-3)
        right = made[test]
        total -= float((right * np.log(chance) + (1 - right) * np.log(1 - chance)).sum())
    return total / len(made)


if __name__ == "__main__":
    main()

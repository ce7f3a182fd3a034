"""Whether an answer is about the student's own work, judged by their material.

In a thesis defence some parts of a task are about the thesis itself, such as its question or its
result. A fluent answer about someone else's thesis sounds just as good, so the answer is compared
with the abstract: by its overall meaning, and by the terms they share beyond those of the item.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from voice.exam.aspects.texts import Texts
from voice.exam.model.bank import Item

OWN: Mapping[str, float] = {"whole": 12.4, "shared": 16.6, "bias": -5.6}
"""Weights of the signs that an answer is about the student's own work."""

OWN_BY_STEMS: Mapping[str, float] = {"shared": 24.4, "bias": -3.6}
"""The same without an encoder. Both come from logistic regression on the "tune" half of
`tests/data/marking/defences.yaml`."""

MOST_SHARED = 0.4
"""Share of an answer's terms found in the abstract above which the sign saturates."""

FEW_TERMS = 4
"""Least number of terms assumed, so that one term of a very short answer is no large share."""


class OwnSubject:
    """The student's own subject, for the answers to one item.

    Parameters
    ----------
    material : sequence of str
        Sentences of the material.
    item : Item
        The item; its own words say nothing about the student's work.
    texts : Texts
        How texts are compared.
    telling : callable
        The stems of the words of a text that carry content and do not fit any subject.
    """

    def __init__(
        self,
        material: Sequence[str],
        item: Item,
        texts: Texts,
        telling: Callable[[str], frozenset[str]],
    ) -> None:
        self._texts, self._telling = texts, telling
        self._weights = OWN if texts.by_meaning else OWN_BY_STEMS
        asked = [item.question, *item.hints, *item.vocabulary]
        for point in item.key_points:
            asked += [point.text, point.follow_up]
        self._generic = frozenset[str]().union(*map(telling, asked))
        whole = " ".join(material)
        self._terms = telling(whole)
        self._whole = texts.read([whole])

    def spoken_of(self, said: Sequence[str]) -> float:
        """How likely it is that the answers are about the student's own work, in [0, 1]."""
        every = " ".join(text for text in said if text.strip())
        if not every:
            return 0.0
        terms = {one for one in self._telling(every) - self._generic if not one.isdigit()}
        shared = len(terms & self._terms) / max(len(terms), FEW_TERMS)
        signs = {"shared": min(shared, MOST_SHARED), "bias": 1.0}
        if self._texts.by_meaning:
            signs["whole"] = float(self._texts.read([every]).cosines(self._whole)[0, 0])
        return 1 / (1 + math.exp(-sum(self._weights[name] * sign for name, sign in signs.items())))

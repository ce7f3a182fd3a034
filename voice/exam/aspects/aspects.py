"""Whether the parts of a task were addressed, in the student's own words.

In a speaking test or a thesis defence a key point is not a fact but a part of the task, such as
giving a reason (`KeyPoint.aspect`). There is no right answer to compare with, so this only judges
whether the part was addressed: whether the student, on the topic of the item, says something of
their own that sounds like it. The examples of a point show how varied such answers are; they are
not a standard.

The topic comes first: talk about something else earns nothing, however fluent. Then each clause is
scored for each point, and the clauses are assigned so that none serves two points.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from models.base import Float32
from voice.exam.aspects.clauses import Clause, Listener, plain
from voice.exam.aspects.own_subject import OwnSubject
from voice.exam.aspects.texts import Embed, Texts, best_mean
from voice.exam.aspects.words import FIRST_PERSON, SIGNALS
from voice.exam.model.bank import Aspect, Item, KeyPoint
from voice.exam.text.evidence import Span
from voice.exam.text.lexical import sentences

Verdict = Literal["made", "partly", "not_made"]
Weights = Mapping[str, float]
Signs = Mapping[str, float]

TOPIC: Weights = {
    "nearest": 1.0,
    "average": 5.3,
    "examples": 11.3,
    "words": 7.9,
    "question": 5.9,
    "replied": 5.6,
    "bias": -7.8,
}
"""Weights of the signs that an answer is on the topic."""

PART: Weights = {
    "like": 3.0,
    "lead": 2.9,
    "signal": 2.3,
    "other_signals": 1.0,
    "displaced": -0.9,
    "impersonal": -0.2,
    "clauses": -1.1,
    "amount": 3.0,
    "simple": 1.1,
    "replied": 1.6,
    "bias": -2.7,
}
"""Weights of the signs that a clause addresses a point, in an answer on the topic."""

TOPIC_BY_STEMS: Weights = {
    "nearest": 3.4,
    "average": 6.6,
    "examples": 11.9,
    "words": 11.3,
    "question": 8.9,
    "replied": 5.0,
    "bias": -5.9,
}
PART_BY_STEMS: Weights = {
    "like": 2.1,
    "lead": 2.2,
    "signal": 2.7,
    "other_signals": 1.4,
    "displaced": -0.4,
    "impersonal": -0.2,
    "clauses": -1.2,
    "amount": 3.1,
    "simple": 1.1,
    "replied": 1.9,
    "bias": -2.4,
}
"""The same if similarity is by the stems of words. All weights come from logistic regression on
the "tune" half of `tests/data/marking/aspects.tsv`; those of the topic were then sharpened, so that
doubt about the topic counts less than doubt about the part."""

MOST_WORDS, MOST_QUESTION = 0.6, 0.4
"""Values above which two signs saturate: a share of words, and a cosine."""

BEST_TOPICS, BEST_EXAMPLES = 3, 2
"""Similarity to several texts is the mean of this many of the highest."""

AROUND = 0.3
"""Weight of the whole sentence in the similarity of a clause."""

SIMPLE: frozenset[Aspect] = frozenset({"names", "where", "when", "opinion"})
"""Parts that a word or two can address."""

PERSONAL = 0.6
"""Share of examples in the first person from which an answer is expected to be so too."""

LEFT = 0.05
"""Probability of a point to which no clause could be assigned."""

KEPT_TASKS = 64


@dataclass(frozen=True, slots=True)
class Addressed:
    """The verdict on one part of a task."""

    verdict: Verdict
    confidence: float  # in [0.5, 1]: how likely the verdict is right
    span: Span | None = None  # the clause that shows it, or comes nearest


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may address a point."""

    clause: Clause
    topic: Signs  # of the answer in which it stands, as in `TOPIC`
    part: Signs  # as in `PART`
    says: Literal["enough", "little", "nothing"]  # in words of the student's own


class Task:
    """One item whose key points are parts of a task.

    Parameters
    ----------
    item : Item
        Key points without an aspect count as `describes`.
    language : str
        ISO 639-1.
    embed : callable or None
        Embeds texts; with None, the stems of words are compared, and more stays unsure.
    about : sequence of str
        Sentences of the student's own material, such as an abstract. Answers may be about it, and
        points that are about it (`KeyPoint.about`) must be.
    """

    def __init__(
        self, item: Item, language: str, embed: Embed | None, about: Sequence[str] = ()
    ) -> None:
        self._listener = Listener(language, item.question)
        self._texts = Texts(self._listener.telling, embed)
        self._aspects = [point.aspect or "describes" for point in item.key_points]
        self._of_material = [point.about == "material" for point in item.key_points]
        self._signals = SIGNALS.get(language, {})
        self._self = FIRST_PERSON.get(language)
        telling = self._listener.telling
        self._own = OwnSubject(about, item, self._texts, telling) if about else None
        self._weights = (TOPIC, PART) if embed is not None else (TOPIC_BY_STEMS, PART_BY_STEMS)
        model = [item.model_answer[a:b] for a, b in sentences(item.model_answer)]
        examples = [_examples(point) for point in item.key_points]
        every = [text for some in examples for text in some]
        topics = (*every, item.question, *model, *about)
        self._topics = self._texts.read(topics)
        self._question = self._texts.read([item.question])
        self._together = self._texts.read([" ".join(every)])
        self._examples = [self._texts.read(some) for some in examples]
        words = map(telling, (*topics, *item.vocabulary, *item.hints))
        self._words = frozenset[str]().union(*words)
        self._personal = sum(map(self._of_self, every)) >= PERSONAL * len(every)

    def addressed(
        self, said: Sequence[str], asked: Sequence[int | None] = ()
    ) -> tuple[Addressed, ...]:
        """The verdict on each key point, in order.

        Parameters
        ----------
        said : sequence of str
            The answers to the question and to follow-ups.
        asked : sequence of int or None
            For each answer the index of the key point that was asked about; None, or left out, for
            answers to the question itself.
        """
        about = [*asked, *[None] * (len(said) - len(asked))]
        rows = [row for i, text in enumerate(said) for row in self.candidates(i, text, about[i])]
        own = self._own_subject(said)
        made = [
            [self.probability(one) * part for one, part in zip(row, own, strict=True)]
            for row in rows
        ]
        taken = dealt(made, len(self._aspects))
        found = {point: rows[row][point] for point, row in taken.items()}
        used = Counter(one.clause.sentence for one in found.values())
        return tuple(
            self._judged(found[i], made[taken[i]][i], used)
            if i in found
            else Addressed("not_made", 1 - LEFT)
            for i in range(len(self._aspects))
        )

    def candidates(
        self, answer: int, text: str, asked: int | None = None
    ) -> list[tuple[Candidate, ...]]:
        """For each clause of an answer, the signs that it addresses each key point."""
        clauses = self._listener.clauses(answer, text)
        if not clauses:
            return []
        topic = self._topic(clauses, asked is not None)
        likeness = self._likeness(clauses)
        common = self._of_answer(text, clauses)
        return [
            tuple(
                Candidate(
                    clause,
                    topic,
                    {**common, **self._signs(clause, point, likeness[:, i], asked)},
                    self._says(clause, self._aspects[point]),
                )
                for point in range(len(self._aspects))
            )
            for i, clause in enumerate(clauses)
        ]

    def probability(self, one: Candidate) -> float:
        """The probability that a clause addresses its point."""
        if one.says == "nothing":
            return 0.0
        return _logistic(one.topic, self._weights[0]) * _logistic(one.part, self._weights[1])

    def _own_subject(self, said: Sequence[str]) -> list[float]:
        """For each point, how likely it is that the answers are about its subject."""
        if self._own is None or not any(self._of_material):
            return [1.0] * len(self._aspects)
        own = self._own.spoken_of(said)
        return [own if of_material else 1.0 for of_material in self._of_material]

    def _judged(self, one: Candidate, made: float, used: Mapping[Span, int]) -> Addressed:
        # A sentence that shows no other point is quoted whole.
        span = one.clause.sentence if used[one.clause.sentence] == 1 else one.clause.span
        if made < 0.5:
            return Addressed("not_made", round(1 - made, 3), span)
        return Addressed("made" if one.says == "enough" else "partly", round(made, 3), span)

    def _topic(self, clauses: Sequence[Clause], replied: bool) -> Signs:
        said = list(dict.fromkeys(clause.sentence.text for clause in clauses))
        read = self._texts.read(said)
        near = best_mean(read.cosines(self._topics), BEST_TOPICS)
        content = frozenset[str]().union(*(clause.content for clause in clauses))
        together = self._texts.read([" ".join(said)]).cosines(self._together)
        return {
            "nearest": float(near.max()),
            "average": float(near.mean()),
            "examples": float(together.max()),
            "words": min(len(content & self._words) / max(len(content), 1), MOST_WORDS),
            "question": min(float(read.cosines(self._question).max()), MOST_QUESTION),
            "replied": float(replied),
            "bias": 1.0,
        }

    def _likeness(self, clauses: Sequence[Clause]) -> Float32:
        """How like the clauses are to the examples of each point: float32 [points, clauses]."""
        inside = self._texts.read([clause.span.text for clause in clauses])
        around = self._texts.read([clause.sentence.text for clause in clauses])
        rows = [
            (1 - AROUND) * best_mean(inside.cosines(examples), BEST_EXAMPLES)
            + AROUND * best_mean(around.cosines(examples), BEST_EXAMPLES)
            for examples in self._examples
        ]
        return np.array(rows, np.float32)

    def _of_answer(self, text: str, clauses: Sequence[Clause]) -> Signs:
        own = frozenset[str]().union(*(clause.own for clause in clauses))
        return {
            "impersonal": float(self._personal and not self._of_self(text)),
            "clauses": math.log1p(len(clauses)),
            "amount": math.log1p(len(own) / len(self._aspects)),
            "bias": 1.0,
        }

    def _signs(self, clause: Clause, point: int, likeness: Float32, asked: int | None) -> Signs:
        aspect = self._aspects[point]
        inside = plain(clause.span.text)
        heard = self._sounds_like(aspect, inside)
        others = [self._sounds_like(one, inside) for one in self._aspects if one != aspect]
        rivals = np.delete(likeness, point)
        middle = (point + 0.5) / len(self._aspects)
        return {
            "like": float(likeness[point]),
            "lead": float(likeness[point] - rivals.max()) if len(rivals) else 0.0,
            "signal": float(heard),
            "other_signals": sum(others) / len(others) if others else 0.0,
            "displaced": abs(clause.place - middle) if asked is None else float(asked != point) / 2,
            "simple": float(aspect in SIMPLE),
            "replied": float(asked == point),
        }

    def _says(self, clause: Clause, aspect: Aspect) -> Literal["enough", "little", "nothing"]:
        if clause.own or (clause.stance and aspect == "opinion"):
            return "enough"
        if clause.vague and self._sounds_like(aspect, plain(clause.span.text)):
            return "little"
        return "nothing"

    def _sounds_like(self, aspect: Aspect, text: str) -> bool:
        pattern = self._signals.get(aspect)
        return pattern is not None and pattern.search(text) is not None

    def _of_self(self, text: str) -> bool:
        return self._self is None or self._self.search(plain(text)) is not None


def addressed(
    item: Item,
    said: Sequence[str],
    language: str,
    embed: Embed | None,
    asked: Sequence[int | None] = (),
    about: Sequence[str] = (),
) -> tuple[Addressed, ...]:
    """The verdict on each key point of an item; see `Task`."""
    return _task(item, language, embed, tuple(about)).addressed(said, asked)


# Cached, since an item is prepared once for all answers to it.
_task = lru_cache(maxsize=KEPT_TASKS)(Task)


def dealt(made: Sequence[Sequence[float]], points: int) -> dict[int, int]:
    """Assign each point at most one clause, maximising the sum of `made` [clauses][points]."""
    best: dict[frozenset[int], tuple[float, dict[int, int]]] = {frozenset(): (0.0, {})}
    for clause, row in enumerate(made):
        longer = dict(best)
        for served, (total, taken) in best.items():
            for point in range(points):
                more = served | {point}
                worth = total + row[point]
                if point not in served and worth > longer.get(more, (0.0, {}))[0]:
                    longer[more] = (worth, {**taken, point: clause})
        best = longer
    return max(best.values(), key=lambda one: one[0])[1]


def _examples(point: KeyPoint) -> tuple[str, ...]:
    return point.accept or (point.text,)


def _logistic(signs: Signs, weights: Weights) -> float:
    return 1 / (1 + math.exp(-sum(weights[name] * sign for name, sign in signs.items())))

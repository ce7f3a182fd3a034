"""An item and an answer made ready to be compared: clauses, wordings, and what each word counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.base import Float32
from voice.exam.bank import Item, Mistake
from voice.exam.claims import Claim, Reader
from voice.exam.evidence import Span
from voice.exam.lexical import Words
from voice.exam.misheard import Repaired, Terms
from voice.exam.vectors import Text

ASKED = 0.3
"""What a word of the question is worth in a clause, against one that tells something new."""

SAID, MEANT = 0.3, 0.7
"""How much it counts that a wording meets the clause, and that the clause meets the wording."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text, with what each word of the text counts in it."""

    claim: Claim
    weights: Float32  # [words of the text]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a point, or something false about it."""

    point: int
    text: Text
    clauses: tuple[Clause, ...]
    weights: Float32  # [words]: what it tells beyond the question
    new: bool  # whether it tells anything beyond the question
    mistake: Mistake | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item, ready to be compared with answers."""

    item: Item
    question: frozenset[str]  # stems
    reader: Reader
    terms: Terms
    wordings: tuple[Wording, ...]
    mistakes: tuple[Wording, ...]
    replies: tuple[Wording, ...]  # right answers to follow-ups
    general: tuple[Wording, ...]  # false statements that contradict no single point
    directions: Float32  # [wordings and mistakes, dimensions]
    echo: Float32  # [wordings and mistakes] likeness that repeating the question would give

    def tells(self, point: int) -> bool:
        """Whether every wording of a point tells more than the question."""
        return all(one.new for one in self.wordings if one.point == point)

    def only(self, point: int) -> Prepared:
        """The same with nothing to compare but what concerns one point: others find no signs."""
        every = (*self.wordings, *self.mistakes)
        rows = [row for row, one in enumerate(every) if one.point == point]
        return replace(
            self,
            wordings=tuple(one for one in self.wordings if one.point == point),
            mistakes=tuple(one for one in self.mistakes if one.point == point),
            directions=self.directions[rows],
            echo=self.echo[rows],
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer, repaired and divided."""

    index: int
    repaired: Repaired
    text: Text
    clauses: tuple[Clause, ...]
    stretches: tuple[Span, ...]  # places in the repaired text

    def quoted(self, answer: str, start: int, end: int) -> Span:
        """The stretch as the student said it."""
        first, last = self.repaired.original(start, end)
        return Span(self.index, first, last, answer[first:last])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch or clause of an answer."""

    inside: NDArray[np.bool_]  # [words of the answer]: its words with content
    new: bool  # whether it tells anything beyond the question
    demands: bool  # whether it may be about the marks rather than the matter


def alike(wording: Wording, heard: Heard, match: Float32) -> Float32:
    """Likeness of each clause of a wording to each of an answer: float32 [meant, said]."""
    said = np.stack([clause.weights for clause in heard.clauses])
    meant = np.stack([clause.weights for clause in wording.clauses])
    # How well each word is met by each clause of the other side.
    by_said = np.stack([(match * (row > 0)[None, :]).max(axis=1) for row in said])
    by_meant = np.stack([(match * (row > 0)[:, None]).max(axis=0) for row in meant])
    found = MEANT * (meant @ by_said.T) / meant.sum(axis=1, keepdims=True)
    found = found + SAID * (by_meant @ said.T) / said.sum(axis=1)
    for k, clause in enumerate(wording.clauses):
        for c, other in enumerate(heard.clauses):
            # "Positive." and "negative": nothing is left of either but what the rules compare.
            if _bare(clause.claim) and _bare(other.claim):
                found[k, c] = float(bool(clause.claim.sides.keys() & other.claim.sides.keys()))
    return np.asarray(found, np.float32)


def _bare(claim: Claim) -> bool:
    return bool(claim.sides) and not claim.telling


def corrected(clauses: Sequence[Clause]) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """The clauses that stand, and those that the student took back ("no, wait, it is ...")."""
    kept: list[Clause] = []
    dropped: list[Clause] = []
    for clause in clauses:
        if clause.claim.corrects and kept:
            dropped.append(kept.pop())
        kept.append(clause)
    return tuple(kept), tuple(dropped)


def clause_weights(claim: Claim, text: Text, question: frozenset[str]) -> Float32:
    """What each word of a text counts in one of its clauses: float32 [words]."""
    starts = {token.start for token in claim.telling}
    if not starts:
        starts = {token.start for token in claim.tokens if token.content}
    if not starts:
        starts = {token.start for token in claim.tokens}
    return np.array(
        [
            (information or 1.0) * (ASKED if stem in question else 1.0)
            if token.start in starts
            else 0.0
            for token, stem, information in zip(
                text.tokens, text.stems, text.information.tolist(), strict=True
            )
        ],
        np.float32,
    )


def terms_of(item: Item, words: Words) -> Terms:
    """What recognition may have misheard."""
    texts = [item.question, *(point.text for point in item.key_points)]
    content = [token.text for text in texts for token in words.tokens(text) if token.content]
    names = [name for group in item.rivals for entry in group for name in entry.split("/")]
    said = [
        text
        for point in item.key_points
        for text in (point.text, *point.accept, *(one.text for one in point.mistakes))
    ]
    return Terms([*item.vocabulary, *names, *content], said)

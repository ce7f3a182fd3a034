"""An item and an answer prepared for comparison: clauses, wordings and the weight of each word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.base import Float32
from voice.exam.marking.vectors import Text
from voice.exam.model.bank import Item, Mistake
from voice.exam.text.claims import Claim, Reader
from voice.exam.text.evidence import Span
from voice.exam.text.lexical import Words, sentences
from voice.exam.text.misheard import Repaired, Terms

ASKED = 0.3
"""Weight of a word from the question in a clause, relative to a word that is new."""

NAMED = 0.5
"""Weight of a word that rules compare, such as the name of a rival, relative to other words:
an answer about either rival is on the same subject."""

TELLING = 14.0
"""Information in nats at which a clause of a wording counts as much as half a wording. A clause
with less must be nearly all that was said, since "the model underfits" is matched by every sentence
that mentions a model."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text, with the weight of each word of the text in it."""

    claim: Claim
    weights: Float32  # [words of the text]
    bare: bool  # all it tells beyond the question is an opposite: "positive", "cells are smaller"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to state a point, or something false about it."""

    point: int
    text: Text
    clauses: tuple[Clause, ...]
    weights: Float32  # [words]: what it says beyond the question
    new: bool  # whether it tells anything beyond the question
    mistake: Mistake | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item, ready to be compared with answers."""

    item: Item
    question: frozenset[str]  # stems of the question
    matter: frozenset[str]  # words of the item that elsewhere would be about marks
    reader: Reader
    terms: Terms
    wordings: tuple[Wording, ...]
    mistakes: tuple[Wording, ...]
    replies: tuple[Wording, ...]  # right answers to follow-ups
    general: tuple[Wording, ...]  # false statements that contradict no single key point
    directions: Float32  # [wordings and mistakes, dimensions]
    meanings: Float32  # [wordings and mistakes, dimensions], by the other encoder
    echo: Float32  # [wordings and mistakes] similarity that repeating the question reaches

    @property
    def points(self) -> NDArray[np.int64]:
        """The key point of each wording and mistake: int64 [wordings and mistakes]."""
        return np.array([one.point for one in (*self.wordings, *self.mistakes)], np.int64)

    @property
    def own(self) -> NDArray[np.bool_]:
        """Which of the wordings and mistakes are wordings of a single point."""
        said = Counter(one.text.text for one in self.wordings)
        own = [said[one.text.text] == 1 for one in self.wordings]
        return np.array(own + [False] * len(self.mistakes), np.bool_)

    def tells(self, point: int) -> bool:
        """Whether every wording of a point says more than the question."""
        return all(one.new for one in self.wordings if one.point == point)


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer, with misheard terms corrected, divided into stretches and clauses."""

    index: int
    repaired: Repaired
    text: Text
    clauses: tuple[Clause, ...]
    stretches: tuple[Span, ...]  # ranges of the corrected text

    def quoted(self, answer: str, start: int, end: int) -> Span:
        """The stretch as the student said it."""
        first, last = self.repaired.original(start, end)
        return Span(self.index, first, last, answer[first:last])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch or clause of an answer."""

    inside: NDArray[np.bool_]  # [words of the answer]: its content words
    new: bool  # whether it tells anything beyond the question
    demanding: bool  # whether it has words with which one may talk about marks
    demands: bool  # whether some of them do not belong to the item itself


def alike(wording: Wording, heard: Heard, match: Float32) -> Float32:
    """Similarity of each clause of a wording to each clause of an answer: float32 [meant, said].

    It measures how well the answer's clause covers the wording's and, the less the wording says,
    also how well the wording's covers the answer's.
    """
    found = np.zeros((len(wording.clauses), len(heard.clauses)), np.float32)
    for k, meant in enumerate(wording.clauses):
        for c, said in enumerate(heard.clauses):
            # "Positive." and "negative": neither has any words but those that rules compare.
            if meant.bare and said.bare:
                found[k, c] = float(bool(meant.claim.sides.keys() & said.claim.sides.keys()))
                continue
            met = _met(wording.text, meant, said, match)
            meets = _met(heard.text, said, meant, match.T)
            tells = float(meant.weights.sum())
            share = tells / (tells + TELLING)
            found[k, c] = share * met + (1 - share) * meets
    return found


def _met(text: Text, one: Clause, other: Clause, match: Float32) -> float:
    """The share of a clause that the words of another cover; `match` is [its words, other's]."""
    met = (match * (other.weights > 0)[None, :]).max(axis=1)
    for i in np.flatnonzero(one.weights):
        start = text.tokens[i].start
        topic = one.claim.names.get(start, -1) in other.claim.topics
        if topic or one.claim.opposed.get(start, -1) in other.claim.opposed.values():
            met[i] = 1
    return float(one.weights @ met / one.weights.sum())


def word_for_word(heard: Heard) -> dict[tuple[str, ...], Span]:
    """The sentences of an answer by their words, without those that the student took back."""
    found: dict[tuple[str, ...], Span] = {}
    for start, end in sentences(heard.text.text):
        if any(start <= one.claim.start < end for one in heard.clauses):
            words = tuple(one.text for one in heard.text.tokens if start <= one.start < end)
            found.setdefault(words, Span(heard.index, start, end, heard.text.text[start:end]))
    return found


def corrected(clauses: Sequence[Clause]) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """The clauses that stand, and those the student took back ("no, wait, it is ...")."""
    kept: list[Clause] = []
    dropped: list[Clause] = []
    for clause in clauses:
        if clause.claim.corrects and kept:
            dropped.append(kept.pop())
        kept.append(clause)
    return tuple(kept), tuple(dropped)


def clause_weights(claim: Claim, text: Text, question: frozenset[str]) -> Float32:
    """The weight of each word of a text in one of its clauses: float32 [words]."""
    compared = claim.names.keys() | claim.opposed.keys()
    counted = {token.start for token in claim.telling} | compared
    if not counted:
        counted = {token.start for token in claim.tokens if token.content}
    if not counted:
        counted = {token.start for token in claim.tokens}
    weights = np.zeros(len(text.tokens), np.float32)
    for i, (token, stem) in enumerate(zip(text.tokens, text.stems, strict=True)):
        if token.start in counted:
            worth = float(text.information[i]) or 1.0
            worth *= ASKED if stem in question else 1.0
            weights[i] = worth * (NAMED if token.start in compared else 1.0)
    return weights


def terms_of(item: Item, words: Words) -> Terms:
    """The terms of an item that the recogniser may have misheard."""
    texts = [item.question, *(point.text for point in item.key_points)]
    content = [token.text for text in texts for token in words.tokens(text) if token.content]
    names = [name for group in item.rivals for entry in group for name in entry.split("/")]
    said = [
        text
        for point in item.key_points
        for text in (point.text, *point.accept, *(one.text for one in point.mistakes))
    ]
    return Terms([*item.vocabulary, *names, *content], said, words.homophones)

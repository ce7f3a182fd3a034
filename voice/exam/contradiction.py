"""Whether a student said the opposite of a key point: same words, other polarity.

Deliberately narrow. On human-marked answers, a negation that stands in the answer and not in
the reference (or the other way about) says nothing about the mark: good answers say "the array
cannot grow" where the reference says "the list can". Only a clause that says the same thing in
the same words, and then turns it round, is taken for a contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.exam.function_words import OPPOSITES
from voice.exam.lexical import Token, Words

SAME_WORDS = 0.75
"""Share of the content words of either clause that stand in the other one, too."""

FEWEST_WORDS = 2
"""A clause with fewer content words says too little to be turned round."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a clause says, reduced to its words."""

    stems: tuple[str, ...]  # of content words, in order, without opposites
    negations: int
    sides: Mapping[int, int]  # group of opposites to the side that is named


def statement(text: str, words: Words, language: str) -> Statement:
    """Reduce a clause."""
    opposites = OPPOSITES.get(language, {})
    tokens = words.tokens(text)
    sides = {opposites[t.text][0]: opposites[t.text][1] for t in tokens if t.text in opposites}
    stems = tuple(t.stem for t in tokens if t.content and t.text not in opposites)
    return Statement(stems, _negations(tokens), sides)


def _negations(tokens: Sequence[Token]) -> int:
    # "ne … pas" and "nicht … kein" say it once; "not without" is too rare in speech to count.
    return int(any(token.negation for token in tokens))


def contradicts(one: Statement, other: Statement) -> bool:
    """Whether two clauses are about the same thing and exclude each other."""
    if min(len(one.stems), len(other.stems)) < FEWEST_WORDS or not _alike(one, other):
        return False
    turned = one.negations != other.negations
    shared = one.sides.keys() & other.sides.keys()
    for group in shared:
        # "A is larger than B" and "B is smaller than A" are the same.
        if one.sides[group] != other.sides[group] and _same_order(one, other):
            turned = not turned
    return turned


def agrees(one: Statement, other: Statement) -> bool:
    """Whether two clauses say the same thing the same way round."""
    return _alike(one, other) and not contradicts(one, other)


def _alike(one: Statement, other: Statement) -> bool:
    a, b = set(one.stems), set(other.stems)
    return bool(a) and bool(b) and len(a & b) >= SAME_WORDS * max(len(a), len(b))


def _same_order(one: Statement, other: Statement) -> bool:
    """Whether the first words that both have come in the same order."""
    shared = set(one.stems) & set(other.stems)
    first = [stem for stem in one.stems if stem in shared]
    second = [stem for stem in other.stems if stem in shared]
    return not first or not second or first[0] == second[0]

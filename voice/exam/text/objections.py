"""Whether one claim contradicts another, by exact rules rather than similarity.

Two claims about the same thing exclude each other if one denies what the other says, names the
opposite or a different number, or says of one thing what is true of its rival. Two such reversals
cancel out: "prokaryotes are smaller" and "eukaryotes are larger" are the same claim.
"""

from __future__ import annotations

from enum import Enum
from itertools import product

from voice.exam.text.claims import SET_ASIDE, Claim
from voice.exam.text.numbers import same


class Relation(Enum):
    """How a claim relates to another about the same thing."""

    SAME = "same"  # no rule objects
    TURNED = "turned"  # one says the opposite of the other
    APART = "apart"  # neither: they are about different things


def relation(said: Claim, meant: Claim) -> Relation:
    """How `said` relates to `meant`."""
    turns = _rival_turns(said, meant)
    turns += said.negated != meant.negated
    sides, other = _sides(said, meant), _sides(meant, said)
    turns += sum(sides[group] != other[group] for group in sides.keys() & other.keys())
    turns += _exchanged(said, meant)
    if _other_number(said, meant):
        # A different number may well be true of a different thing.
        return Relation.APART if turns else Relation.TURNED
    if turns == 0:
        return Relation.SAME
    return Relation.TURNED if turns % 2 else Relation.SAME


def _rival_turns(said: Claim, meant: Claim) -> int:
    """The number of groups of rivals in which the claims are about different sides."""
    turns = 0
    for group in said.topics.keys() & meant.topics.keys():
        if group in said.named or group in meant.named:
            turns += said.topics[group] != meant.topics[group]
    return turns


def _sides(claim: Claim, other: Claim) -> dict[int, int]:
    """The opposites a claim names, except within the name of a rival that `other` is about too."""
    named = {
        group: side for group, (side, rivals) in claim.within.items() if rivals not in other.topics
    }
    return {**named, **claim.sides}


def _exchanged(said: Claim, meant: Claim) -> bool:
    """Whether two things have swapped places: "light into heat" and "heat into light"."""
    all_said = {token.stem for token in said.tokens}
    all_meant = {token.stem for token in meant.tokens}
    for preposition in said.goals.keys() & meant.goals.keys():
        one = said.goals[preposition] & all_meant
        other = meant.goals[preposition] & all_said
        if one and other and not one & other:
            return True
    return _takes_aside(said, meant) or _takes_aside(meant, said)


def _takes_aside(one: Claim, other: Claim) -> bool:
    """Whether a claim says of a thing what the other, which only sets it aside, says of another.

    "Microsoft does the updates" beside "The owner does the updates, not Microsoft".
    """
    if SET_ASIDE in one.goals:
        return False
    aside = other.goals.get(SET_ASIDE, frozenset())
    stems = {token.stem for token in one.tokens}
    rest = {token.stem for token in other.tokens if token.content} - aside
    return bool(aside & stems) and not rest <= stems


def _other_number(said: Claim, meant: Claim) -> bool:
    """Whether both claims give numbers and have none in common."""
    if not said.numbers or not meant.numbers:
        return False
    return not any(same(a, b) for a, b in product(said.numbers, meant.numbers))

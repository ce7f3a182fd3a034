"""What was said, claim by claim: each clause and its topic.

In "Meiosis has two divisions, whereas the other has one", the second clause is about mitosis but
does not name it. An item lists the terms that its question contrasts (`Item.rivals`). A clause is
about the one it names first or, if it names none, about the one that came up before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voice.exam.text.contrast import REACH, Contrasts, SetAside, comma_before
from voice.exam.text.function_words import (
    ARTICLES,
    CONNECTIVES,
    CONTRASTS,
    CORRECTIONS,
    DIRECTIONS,
    JOINING,
    OPPOSITES,
    OTHERS,
)
from voice.exam.text.lexical import Token, Words, sentences
from voice.exam.text.numbers import numbers

SHORTEST = 2
"""Fewest words that form a clause of their own."""

SET_ASIDE = "set aside"
"""The key of what is set aside among a claim's `goals`."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause of a text."""

    start: int  # in characters
    end: int
    text: str
    tokens: tuple[Token, ...]
    telling: tuple[Token, ...]  # content words other than rivals, negations and opposites
    named: Mapping[int, int] = field(default_factory=dict)  # group of rivals -> side named
    names: Mapping[int, int] = field(default_factory=dict)  # start of each of their words -> group
    opposed: Mapping[int, int] = field(default_factory=dict)  # start of each opposite -> group
    topics: Mapping[int, int] = field(default_factory=dict)  # `named`, with topics carried over
    negated: bool = False
    sides: Mapping[int, int] = field(default_factory=dict)  # group of opposites -> side
    within: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Opposites within names of rivals: group of opposites -> (its side, the group of rivals)."""
    numbers: tuple[float, ...] = ()
    goals: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The stems that follow each preposition, such as "into" or "than", and those set aside."""
    corrects: bool = False  # takes back what was said just before


class Rivals:
    """Groups of mutually exclusive terms.

    Parameters
    ----------
    groups : sequence of sequence of str
        As in `Item.rivals`: names of one thing share an entry, separated by slashes.
    words : Words
        How the language is read.
    question : str
        The question; the terms it names are the topics of clauses that name none.
    """

    def __init__(self, groups: Sequence[Sequence[str]], words: Words, question: str) -> None:
        self._names: dict[tuple[str, ...], tuple[int, int]] = {}
        for group, sides in enumerate(groups):
            for side, entry in enumerate(sides):
                for name in entry.split("/"):
                    stems = tuple(token.stem for token in words.tokens(name))
                    if stems:
                        self._names.setdefault(stems, (group, side))
        self._longest = max(map(len, self._names), default=0)
        self._sizes = {group: len(sides) for group, sides in enumerate(groups)}
        asked = self.mentions(words.tokens(question))
        self.carried = frozenset(group for _, _, group, _ in asked)
        """Groups from which the question names at least one term."""
        named = {g: {side for _, _, group, side in asked if group == g} for g in self.carried}
        self.asked = {group: next(iter(one)) for group, one in named.items() if len(one) == 1}
        """The side that the question is about, for groups of which it names exactly one."""

    def mentions(self, tokens: Sequence[Token]) -> list[tuple[int, int, int, int]]:
        """First token, last token, group and side of each name in `tokens`."""
        found = []
        at = 0
        while at < len(tokens):
            for length in range(min(self._longest, len(tokens) - at), 0, -1):
                stems = tuple(token.stem for token in tokens[at : at + length])
                if stems in self._names:
                    found.append((at, at + length, *self._names[stems]))
                    at += length - 1
                    break
            at += 1
        return found

    def other(self, group: int, side: int) -> int | None:
        """The other side of a group of two."""
        return 1 - side if self._sizes[group] == 2 else None


class Reader:
    """Divides the answers and wordings of one item into claims.

    Parameters
    ----------
    words : Words
        How the language is read.
    language : str
        ISO 639-1.
    rivals : Rivals
        The item's rivals.
    """

    def __init__(self, words: Words, language: str, rivals: Rivals) -> None:
        self._words = words
        self._language = language
        self.rivals = rivals
        self._connectives = CONNECTIVES.get(language, frozenset())
        self._opposites = OPPOSITES.get(language, {})
        self._joining = JOINING.get(language, frozenset())
        self._directions = DIRECTIONS.get(language, frozenset())
        self._contrasts = Contrasts(language)
        self._others = OTHERS.get(language, ())
        self._corrects = re.compile(rf"(?:{CORRECTIONS.get(language, '(?!)')})\b")

    def claims(self, text: str) -> tuple[Claim, ...]:
        """The clauses of `text`, in order, each with its topics."""
        found = []
        topics = dict(self.rivals.asked)
        for start, end in _whole_sentences(text):
            tokens = [one for one in self._words.tokens(text) if start <= one.start < end]
            for piece in self._pieces(text, tokens):
                claim = self._claim(text, piece)
                topics = self._carried(claim, topics)
                found.append(replace(claim, topics={**topics, **claim.named}))
        return tuple(found)

    def _pieces(self, text: str, tokens: Sequence[Token]) -> list[list[Token]]:
        """The tokens of one sentence, cut into clauses."""
        joined = {i for aside in self._contrasts.find(text, tokens) for i in aside.joins}
        pieces: list[list[Token]] = [[]]
        for i, token in enumerate(tokens):
            begins = comma_before(text, tokens, i) or token.text in self._connectives
            if begins and i not in joined and self._stands(pieces[-1]):
                pieces.append([])
            pieces[-1].append(token)
        if len(pieces) > 1 and not self._stands(pieces[-1]):
            last = pieces.pop()
            pieces[-1] += last
        return [piece for piece in pieces if piece]

    def _stands(self, piece: Sequence[Token]) -> bool:
        """Whether a clause has enough words to say something."""
        telling = sum(token.content or token.negation for token in piece)
        return telling >= SHORTEST or (telling >= 1 and len(piece) >= 2 * SHORTEST)

    def _claim(self, text: str, tokens: Sequence[Token]) -> Claim:
        mentions = self.rivals.mentions(tokens)
        named: dict[int, int] = {}
        names: dict[int, int] = {}
        hidden: set[int] = set()
        within: dict[int, tuple[int, int]] = {}
        asides = self._contrasts.find(text, tokens)
        aside = {_first_named(one, mentions) for one in asides}
        for first, last, group, side in mentions:
            if first not in aside:
                named.setdefault(group, side)
            hidden.update(range(first, last))
            for token in tokens[first:last]:
                names[token.start] = group
                if token.text in self._opposites:
                    opposite, which = self._opposites[token.text]
                    within[opposite] = which, group
        opposites = {
            i: self._opposites[token.text]
            for i, token in enumerate(tokens)
            if token.text in self._opposites and i not in hidden
        }
        both = self._both(tokens)
        sides = {group: side for i, (group, side) in opposites.items() if i not in both}
        opposed = {tokens[i].start: group for i, (group, _) in opposites.items()}
        telling = tuple(
            token
            for i, token in enumerate(tokens)
            if token.content and i not in hidden and token.text not in self._opposites
        )
        start, end = tokens[0].start, tokens[-1].end
        piece = text[start:end]
        return Claim(
            start=start,
            end=end,
            text=piece,
            tokens=tuple(tokens),
            telling=telling,
            named=named,
            names=names,
            opposed=opposed,
            negated=_negated(tokens, asides),
            sides=sides,
            within=within,
            numbers=tuple(one.value for one in numbers(piece, self._language)),
            goals=self._goals(tokens, asides, names),
            corrects=self._corrects.match(piece.casefold()) is not None,
        )

    def _both(self, tokens: Sequence[Token]) -> set[int]:
        """Positions of opposites named together: "public and private" takes no side."""
        found: set[int] = set()
        for i, (one, between, other) in enumerate(
            zip(tokens, tokens[1:], tokens[2:], strict=False)
        ):
            group, side = self._opposites.get(one.text, (-1, -1))
            if between.text in self._joining and group >= 0:
                same, second = self._opposites.get(other.text, (-2, -2))
                if same == group and second != side:
                    found |= {i, i + 2}
        return found

    def _goals(
        self, tokens: Sequence[Token], asides: Sequence[SetAside], names: Mapping[int, int]
    ) -> dict[str, frozenset[str]]:
        """The stems that follow each preposition of direction, and those that are set aside.

        Rivals that are set aside are left out: the clause is about the one that is not.
        """
        found: dict[str, frozenset[str]] = {}
        for i, token in enumerate(tokens):
            if token.text in self._directions:
                after = _only(tokens, i + 1, i + 1 + REACH)
                found[token.text] = found.get(token.text, frozenset()) | after
        rivals = {token.stem for token in tokens if token.start in names}
        for one in asides:
            after = _only(tokens, one.first, one.last) - rivals
            found[SET_ASIDE] = found.get(SET_ASIDE, frozenset()) | after
        return found

    def _carried(self, claim: Claim, topics: Mapping[int, int]) -> dict[int, int]:
        """The topics of the next clause if it names none itself."""
        new = dict(topics)
        opening = " ".join(token.text for token in claim.tokens[:4])
        turns = any(f" {opening} ".find(f" {other} ") >= 0 for other in self._others)
        for group in self.rivals.carried:
            if group in claim.named:
                new[group] = claim.named[group]
            elif turns and group in new:
                other = self.rivals.other(group, new[group])
                if other is not None:
                    new[group] = other
        return new


def _only(tokens: Sequence[Token], first: int, last: int) -> frozenset[str]:
    """Stems of the content words in a stretch of tokens that are nowhere else among them."""
    return frozenset(one.stem for one in tokens[first:last] if one.content) - {
        one.stem for one in (*tokens[: first - 1], *tokens[last:])
    }


def _first_named(aside: SetAside, mentions: Sequence[tuple[int, int, int, int]]) -> int:
    """The first token of the first name that is set aside; -1 if none is."""
    return next((first for first, *_ in mentions if aside.first <= first < aside.last), -1)


def _negated(tokens: Sequence[Token], asides: Sequence[SetAside]) -> bool:
    """Whether the clause denies something, rather than only setting something aside."""
    spent: set[int] = set()
    for one in asides:
        if one.negation:
            # French says it in two words: "ne" goes with "pas".
            spent.update(range(max(0, one.marker - SHORTEST - 1), one.marker + 1))
    return any(token.negation and i not in spent for i, token in enumerate(tokens))


def _whole_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text`, not split at colons or semicolons."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if joined and text[joined[-1][1] - 1] in ":;：；":
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def contrasted(question: str, words: Words, language: str) -> list[list[str]]:
    """The two things a question contrasts, for items that list no rivals."""
    for pattern in CONTRASTS.get(language, ()):
        if found := re.search(pattern, question, re.IGNORECASE):
            sides = [_bare(found[1], language), _bare(found[2], language)]
            stems = [{t.stem for t in words.tokens(side) if t.content} for side in sides]
            if all(stems) and not stems[0] & stems[1]:
                return [sides]
    return []


def _bare(side: str, language: str) -> str:
    """A name without its article."""
    first, _, rest = side.lstrip().partition(" ")
    return rest.strip() if rest and first in ARTICLES.get(language, ()) else side

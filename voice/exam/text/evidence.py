"""Where in an answer something was said: spans to compare, quotes to verify, word times."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voice.exam.model.record import DOUBTFUL, Answer, HeardWord
from voice.exam.text.lexical import Token, Words, sentences, strip

SHORTEST_CLAUSE = 3  # words
LONGEST_SPAN = 45  # words; a longer sentence is also read through windows
WINDOW, STEP = 24, 12  # words
_COMMA = re.compile(r"[,;:–—，；：]\s*")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one answer."""

    answer: int  # index
    start: int  # in characters
    end: int
    text: str


def spans(answer: int, text: str, words: Words) -> tuple[Span, ...]:
    """All stretches of an answer that may state a key point.

    They are the whole answer, its sentences, pairs of adjacent sentences, clauses, and, for
    answers recognised without full stops, overlapping windows of words.
    """
    tokens = words.tokens(text)
    places = dict.fromkeys(_places(text, tokens, words))
    return tuple(Span(answer, start, end, text[start:end]) for start, end in places)


def _places(text: str, tokens: Sequence[Token], words: Words) -> Iterator[tuple[int, int]]:
    whole = sentences(text)
    yield from whole
    for (start, _), (_, end) in itertools.pairwise(whole):
        yield start, end
    for start, end in whole:
        inside = [token for token in tokens if start <= token.start < end]
        yield from _clauses(text, start, end, inside, words)
        if len(inside) > LONGEST_SPAN:
            yield from _windows(inside)
    if whole and len(tokens) <= LONGEST_SPAN:
        yield whole[0][0], whole[-1][1]


def _clauses(
    text: str, start: int, end: int, tokens: Sequence[Token], words: Words
) -> Iterator[tuple[int, int]]:
    cuts = {found.end() for found in _COMMA.finditer(text, start, end)}
    cuts |= {token.start for token in tokens if token.text in words.connectives}
    edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    for one, other in itertools.pairwise(edges):
        within = sum(one <= token.start < other for token in tokens)
        place = strip(text, one, other)
        if place and within >= SHORTEST_CLAUSE and len(edges) > 2:
            yield place


def _windows(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    for first in range(0, len(tokens) - STEP, STEP):
        last = min(first + WINDOW, len(tokens)) - 1
        yield tokens[first].start, tokens[last].end


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text`, word for word; case and punctuation may differ."""
    wanted = [word.casefold() for word in _WORD.findall(quote)]
    found = list(_WORD.finditer(text))
    said = [one[0].casefold() for one in found]
    for first in range(len(said) - len(wanted) + 1):
        if wanted and said[first : first + len(wanted)] == wanted:
            return found[first].start(), found[first + len(wanted) - 1].end()
    return None


def heard(answer: Answer, start: int, end: int) -> tuple[HeardWord, ...]:
    """The recognised words that cover characters `start` to `end` of an answer."""
    found: list[HeardWord] = []
    at = 0
    for word in answer.words:
        piece = word.text.strip()
        here = answer.text.find(piece, at) if piece else -1
        if here < 0:
            continue
        at = here + len(piece)
        if here < end and at > start:
            found.append(word)
    return tuple(found)


def doubtful(words: Sequence[HeardWord], decisive: frozenset[str], reader: Words) -> bool:
    """Whether recognition was unsure of a word on which the mark rests."""
    return any(
        word.probability < DOUBTFUL
        and any(token.stem in decisive or token.negation for token in reader.tokens(word.text))
        for word in words
    )

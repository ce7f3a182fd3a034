"""Splits an answer into clauses, leaving out what is no answer.

Left out are questions to the examiner, the question repeated back, "I do not know" and the like,
and lists of bare words, which have no clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from voice.exam.aspects.words import ASKS, EVASIONS, STANCES, VAGUE
from voice.exam.text.evidence import Span
from voice.exam.text.lexical import Token, Words, sentences

SHORTEST = 3
"""Fewest words that form a clause of their own."""

LONGEST_ASKING = 14
"""A longer sentence addressed to the examiner also says something of its own."""

MOST_EVASIVE = 4
"""Up to this many of the student's own words beside an evasion are still no answer."""

BARE = 0.25
"""Share of function words ("the", "is", "my") below which a text is a mere list."""

FEW_A_PIECE = 2.2
"""Mean number of words between commas up to which a text is a mere list."""

SHORTEST_LIST = 5
"""Fewest words of a list."""

ECHO = 0.6
"""Share of the question that, with hardly anything else, counts as repeating it."""

READ_OUT = 0.75
"""Share of common words, in the same order, from which two sentences are the same."""

_COMMA = re.compile(r"[,;:–—，；：、]")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of an answer."""

    span: Span
    sentence: Span  # in which it stands
    content: frozenset[str]  # stems of content words that do not fit just any subject
    own: frozenset[str]  # those of them not in the question
    vague: bool  # whether it has words that carry content but fit any subject
    stance: bool  # whether it sounds like taking a stance
    place: float  # in [0, 1]: the middle of the clause, counted in clauses of the answer


class Listener:
    """Reads answers to one question.

    Parameters
    ----------
    language : str
        ISO 639-1; without tables for it, only the clauses themselves are used.
    asked : str
        The question.
    """

    def __init__(self, language: str, asked: str) -> None:
        self.words = Words(language)
        self._vague = VAGUE.get(language, frozenset())
        self._asks, self._evades = ASKS.get(language), EVASIONS.get(language)
        self._stance = STANCES.get(language)
        self._asked = self.telling(asked)
        parts = [asked, *(asked[start:end] for start, end in sentences(asked))]
        self._orders = [[token.text for token in self.words.tokens(part)] for part in parts]

    def telling(self, text: str) -> frozenset[str]:
        """Stems of the words of `text` that carry content and do not fit any subject."""
        return self._content(self.words.tokens(text))

    def clauses(self, answer: int, text: str) -> tuple[Clause, ...]:
        """The clauses of answer number `answer` that may answer something."""
        tokens = self.words.tokens(text)
        kept: list[tuple[Span, list[Token]]] = []
        for start, end in sentences(text):
            inside = [token for token in tokens if start <= token.start < end]
            if inside and self._answers(text[start:end], inside):
                sentence = Span(answer, start, end, text[start:end])
                kept += [(sentence, piece) for piece in self._pieces(text, inside)]
        return tuple(
            self._clause(text, sentence, piece, (i + 0.5) / len(kept))
            for i, (sentence, piece) in enumerate(kept)
        )

    def _clause(self, text: str, sentence: Span, tokens: Sequence[Token], place: float) -> Clause:
        start, end = tokens[0].start, tokens[-1].end
        content = self._content(tokens)
        span = Span(sentence.answer, start, end, text[start:end])
        stance = self._stance is not None and self._stance.search(plain(span.text)) is not None
        vague = any(t.content and t.text in self._vague for t in tokens)
        return Clause(span, sentence, content, content - self._asked, vague, stance, place)

    def _content(self, tokens: Sequence[Token]) -> frozenset[str]:
        return frozenset(t.stem for t in tokens if t.content and t.text not in self._vague)

    def _answers(self, sentence: str, tokens: Sequence[Token]) -> bool:
        """Whether a sentence may answer something."""
        text = plain(sentence)
        patterns = (self._asks, self._evades, self._stance)
        asks, evades, stance = (one is not None and bool(one.search(text)) for one in patterns)
        if text.endswith(("?", "？")) or (asks and len(tokens) < LONGEST_ASKING):
            return False
        content = self._content(tokens)
        own = content - self._asked
        if evades and len(own) <= MOST_EVASIVE:
            return False
        back = len(content & self._asked)
        if len(own) <= 1 and back >= max(3.0, ECHO * len(self._asked)) and not stance:
            return False
        return not self._read_out(tokens) and not _listed(text, tokens)

    def _read_out(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence is the question, or one of its sentences, nearly word for word."""
        said = [token.text for token in tokens]
        return any(_same_words(order, said) for order in self._orders)

    def _pieces(self, text: str, tokens: Sequence[Token]) -> list[list[Token]]:
        """The tokens of one sentence, cut into clauses."""
        pieces: list[list[Token]] = [[]]
        for before, token in zip((None, *tokens), tokens, strict=False):
            comma = before is not None and _COMMA.search(text, before.end, token.start)
            if (comma or token.text in self.words.connectives) and _stands(pieces[-1]):
                pieces.append([])
            pieces[-1].append(token)
        if len(pieces) > 1 and not _stands(pieces[-1]):
            last = pieces.pop()
            pieces[-1] += last
        return pieces


def without_read_out(text: str, prompt: str, words: Words) -> str:
    """`text` with sentences blanked that only read out a sentence of `prompt`.

    A question may quote a sentence of the student's own, which is no answer to it.
    """
    asked = [[t.text for t in words.tokens(prompt[a:b])] for a, b in sentences(prompt)]
    for start, end in sentences(text):
        said = [token.text for token in words.tokens(text[start:end])]
        if any(_same_words(order, said) for order in asked):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def plain(text: str) -> str:
    """`text` in the form that the patterns expect."""
    return text.casefold().replace("’", "'").strip()


def _same_words(order: Sequence[str], said: Sequence[str]) -> bool:
    return SequenceMatcher(None, order, said, autojunk=False).ratio() >= READ_OUT


def _stands(piece: Sequence[Token]) -> bool:
    return len(piece) >= SHORTEST and any(token.content or token.negation for token in piece)


def _listed(text: str, tokens: Sequence[Token]) -> bool:
    if len(tokens) < SHORTEST_LIST:
        return False
    bare = sum(not token.content for token in tokens) / len(tokens) < BARE
    pieces = [piece for piece in _COMMA.split(text) if piece.strip()]
    return bare or (len(pieces) > SHORTEST and len(tokens) / len(pieces) < FEW_A_PIECE)

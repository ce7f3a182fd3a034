"""The words of a text, for marking: their stems, which carry content, and which negate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from voice.core.languages import ByLanguage, spaced
from voice.exam.text.function_words import (
    ADDRESSING,
    BARE_NO,
    CONNECTIVES,
    DEMANDS,
    FUNCTION_WORDS,
    HOMOPHONES,
    NEGATIONS,
    YES_NO,
)

KEPT_TEXTS = 4096
"""Texts whose words are cached, since the same texts are compared again and again."""

PLAIN_DEMAND = 2
"""A sentence with at least this many words about marks is plainly about them."""

_STEMMERS = ByLanguage(lambda spoken: str(spoken.heard("language", "stemmer")))
_ELIDES = ByLanguage(lambda spoken: bool(spoken.said("language")["elides"]))
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
# Chinese is written without spaces: each character is a word, and pairs are compared.
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:['’][^\W\d_{_HAN}]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|un|dell|all|nell|sull)['’](?=\w)")
_POSSESSIVE = re.compile(r"['’]s$")
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])|\n+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text."""

    text: str  # casefolded
    stem: str
    start: int  # in characters, as are all positions in a text here
    end: int
    content: bool  # neither a function word nor a negation
    negation: bool


class Words:
    """Splits the texts of one language into words.

    Parameters
    ----------
    language : str
        ISO 639-1; without tables for the language, words are compared unstemmed.
    """

    def __init__(self, language: str) -> None:
        self._stemmer = _STEMMERS.get(language, "")
        self._elides = _ELIDES.get(language, False)
        self._function = FUNCTION_WORDS.get(language, frozenset())
        self._negations = NEGATIONS.get(language, frozenset())
        demands = DEMANDS.get(language, "(?!)")
        self._demands = re.compile(
            rf"(?<![^\W_])(?:{demands})(?![^\W_])" if spaced(language) else demands
        )
        self._addressing = ADDRESSING.get(language, frozenset())
        self.homophones = HOMOPHONES.get(language, {})
        self.connectives = CONNECTIVES.get(language, frozenset())
        self._read = lru_cache(maxsize=KEPT_TEXTS)(self._tokens)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of `text`, in order."""
        return self._read(text)

    def _tokens(self, text: str) -> tuple[Token, ...]:
        return tuple(self._token(found) for found in _WORD.finditer(text))

    def about_marks(self, text: str) -> frozenset[str]:
        """The words of `text` that may refer to marks, if it may be about them at all.

        A single one without anybody being asked for anything is a word like any other: "loss is a
        score for how wrong a prediction is".
        """
        found = self.demanding(text)
        if len(found) >= PLAIN_DEMAND or not self._addressing:
            return found
        asks = any(token.text in self._addressing for token in self.tokens(text))
        return found if asks else frozenset()

    def demanding(self, text: str) -> frozenset[str]:
        """The words of `text` that may refer to marks."""
        return frozenset(found[0] for found in self._demands.finditer(text.casefold()))

    def plainly_demands(self, sentence: str) -> bool:
        """Whether a sentence is plainly about the marks."""
        return len(self.demanding(sentence)) >= PLAIN_DEMAND

    def without_demands(self, text: str) -> str:
        """`text` with spaces in place of sentences that are plainly about the marks."""
        for start, end in sentences(text):
            if self.plainly_demands(text[start:end]):
                text = text[:start] + " " * (end - start) + text[end:]
        return text

    def _token(self, found: re.Match[str]) -> Token:
        folded = found[0].casefold().replace("’", "'")
        negation = folded in self._negations or folded.endswith("n't")
        bare = _POSSESSIVE.sub("", folded)
        if self._elides:
            bare = _ELISION.sub("", bare)
        content = not negation and bare not in self._function and folded not in self._function
        return Token(folded, self._stem(bare), found.start(), found.end(), content, negation)

    def _stem(self, word: str) -> str:
        return _stemmed(word, self._stemmer) if self._stemmer else word


@lru_cache(maxsize=20_000)
def _stemmed(word: str, algorithm: str) -> str:
    # A stemmer keeps state while it stems, and several threads may call this at once: each call
    # makes its own.
    return str(snowballstemmer.stemmer(algorithm).stemWord(word))


def reply_start(text: str, language: str) -> int:
    """The offset in characters after a "yes" or "no" at the start of a reply.

    0 if the reply is nothing else: "No." is an answer in itself.
    """
    found = re.match(rf"\W*(?:{YES_NO.get(language, '(?!)')})\b[\s,.;:!]*", text, re.IGNORECASE)
    return found.end() if found and re.search(r"\w", text[found.end() :]) else 0


def reply_end(text: str, language: str) -> int:
    """The end of a reply without a bare negated verb, as in "No, previews don't."."""
    tail = re.search(rf"\s+(?:{BARE_NO.get(language, '(?!)')})\W*$", text, re.IGNORECASE)
    return tail.start() if tail and re.search(r"\w", text[: tail.start()]) else len(text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without surrounding whitespace."""
    cuts = [0]
    for found in _SENTENCE_END.finditer(text):
        cuts += [found.start(), found.end()]
    cuts.append(len(text))
    return [
        stripped
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
        if (stripped := strip(text, start, end))
    ]


def strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range from `start` to `end` without whitespace at its ends; None if nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None

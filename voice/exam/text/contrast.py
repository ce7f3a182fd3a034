"""What a clause names only to set it aside: "uracil, not thymine", "uracil in place of thymine"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voice.exam.text.function_words import BUT, CONNECTIVES, INSTEAD, NOT
from voice.exam.text.lexical import Token

REACH = 4
"""How many words after a word such as "instead" or "into" are searched for its object."""

SHORT = 3
"""Most words after "not" that name a thing; more are likely to be a clause of their own."""

_COMMA = re.compile(r"[,;:–—，；：、]\s*")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch of tokens that is set aside, by position: [first, last)."""

    marker: int  # the word that sets it aside
    first: int
    last: int
    negation: bool  # whether that word is a negation, which then denies nothing else
    joins: frozenset[int]  # tokens that begin no clause of their own here


class Contrasts:
    """Finds what is set aside in the sentences of one language (ISO 639-1)."""

    def __init__(self, language: str) -> None:
        self._instead = INSTEAD.get(language, frozenset())
        self._not = NOT.get(language, frozenset())
        self._but = BUT.get(language, frozenset())
        self._connectives = CONNECTIVES.get(language, frozenset())

    def find(self, text: str, tokens: Sequence[Token]) -> list[SetAside]:
        """What is set aside in some tokens of `text`, in order."""
        return list(self._found(text, tokens))

    def _found(self, text: str, tokens: Sequence[Token]) -> Iterator[SetAside]:
        for i, token in enumerate(tokens):
            if token.text in self._instead:
                last = min(i + 1 + REACH, len(tokens))
                yield SetAside(i, i + 1, last, False, frozenset())
            elif token.text in self._not:
                last = self._short(text, tokens, i)
                leads = i > 0 and tokens[i - 1].text in self._connectives
                led = leads or comma_before(text, tokens, i)
                if led and last:
                    yield SetAside(i, i + 1, last, True, frozenset((i - 1, i) if leads else (i,)))
                elif last := self._until_but(tokens, i):
                    yield SetAside(i, i + 1, last, True, frozenset((last,)))

    def _short(self, text: str, tokens: Sequence[Token], at: int) -> int:
        """Where the name after a negation ends; 0 if it is followed by more than a name."""
        end = at + 1
        while end < len(tokens) and end <= at + SHORT + 1:
            if comma_before(text, tokens, end) or tokens[end].text in self._connectives:
                break
            end += 1
        named = any(token.content for token in tokens[at + 1 : end])
        return end if named and end - at - 1 <= SHORT else 0

    def _until_but(self, tokens: Sequence[Token], at: int) -> int:
        """Where "but" follows in "not this but that"; 0 if it does not."""
        for i in range(at + 2, min(at + 2 + REACH, len(tokens) - 1)):
            if tokens[i].text in self._but and any(one.content for one in tokens[at + 1 : i]):
                return i
        return 0


def comma_before(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma or the like stands between a token and the one before it."""
    return at > 0 and _COMMA.search(text, tokens[at - 1].end, tokens[at].start) is not None

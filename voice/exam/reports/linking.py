"""How sentences are built: their length, and how many clauses are linked to another one.

Counted by words and punctuation, without grammar: a sentence is cut at its commas and before
words that join clauses, and a piece that begins with a word such as "because" is a linked clause.
Words that may link, but mostly do something else ("that", "as", Portuguese "se"), are left out, so
that there are at least as many linked clauses as counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import mean

from voice.core.languages import ByLanguage, Language, spaced
from voice.exam.reports.text import Part

LEAST_WORDS = 3
"""A shorter piece is no clause of its own: it belongs to the one before it."""

LEAST_SIGNS = 4
"""The same in Chinese, in characters."""


def _links(key: str) -> ByLanguage[tuple[str, ...]]:
    return ByLanguage(lambda spoken: tuple(map(str, spoken.heard("delivery", key))))


SUBORDINATING = _links("subordinating")
"""Words that link a clause to another one."""

COORDINATING = _links("coordinating")
"""Words that begin a clause beside another one."""

_SENTENCE_END = re.compile(r"[.!?…]+(?:\s+|$)|[。！？]+|\n+")
_PAUSE = re.compile(r"[,;:–—]+\s*|[，；：]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_END = r"(?:(?<=')|(?![^\W_]))"
"""A word ends here, or it is elided: qu'il."""


class Linking(Part):
    """How sentences are built, counted without grammar."""

    sentences: int
    sentence_words: float
    """Words in a sentence, on average; characters in Chinese."""
    clauses: int
    linked: int
    """Clauses that a word such as "because", "which" or "if" links to another one."""


def linking(texts: Sequence[str], language: str) -> Linking | None:
    """How the sentences of several answers are built; None where nothing was said."""
    found = [one for text in texts for one in _SENTENCE_END.split(text) if _size(one)]
    if not found or not SUBORDINATING.get(language):
        return None
    clauses = [clause for sentence in found for clause in _clauses(sentence, language)]
    return Linking(
        sentences=len(found),
        sentence_words=round(mean(map(_size, found)), 1),
        clauses=len(clauses),
        linked=sum(_LINKED[language].match(clause) is not None for clause in clauses),
    )


def _clauses(sentence: str, language: str) -> list[str]:
    """Pieces of a sentence, each with at least a few words."""
    plain = _PAUSE.sub("\n", sentence.casefold().replace("’", "'"))
    least = LEAST_WORDS if spaced(language) else LEAST_SIGNS
    pieces: list[str] = []
    for part in filter(_size, _JOINT[language].sub("\n", plain).split("\n")):
        if pieces and (_size(part) < least or _size(pieces[-1]) < least):
            pieces[-1] += f" {part.strip()}"
        else:
            pieces.append(part.strip())
    return pieces


def _size(text: str) -> int:
    """Words; Chinese characters count one each."""
    signs = len(_HAN.findall(text))
    return signs or len(_WORD.findall(text))


def _joint_in(spoken: Language) -> re.Pattern[str]:
    words = _either((*SUBORDINATING[spoken.code], *COORDINATING[spoken.code]))
    return re.compile(rf"\s+(?={words}{_END})" if spoken.spaced else rf"(?={words})")


def _linked_in(spoken: Language) -> re.Pattern[str]:
    words = _either(SUBORDINATING[spoken.code])
    if not spoken.spaced:
        return re.compile(rf"(?:{_either(COORDINATING[spoken.code])}\s*)?{words}")
    return re.compile(rf"(?:[^\W_]+\s+)?{words}{_END}")


def _either(words: Sequence[str]) -> str:
    """A pattern for any of them, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


_JOINT = ByLanguage(_joint_in)
"""Where a sentence is cut: before a word that joins clauses."""

_LINKED = ByLanguage(_linked_in)
"""How a clause begins that is linked, perhaps after one other word, such as "and"."""

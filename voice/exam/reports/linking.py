"""How sentences are built: their length, and how many clauses are linked to another one.

Counted by words and punctuation, without grammar: a sentence is cut at its commas and before
words that join clauses, and a piece that begins with a word such as "because" is a linked clause.
Words that may link, but mostly do something else ("that", "as", Portuguese "se"), are left out, so
that there are at least as many linked clauses as counted.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import mean

from voice.exam.reports.text import Part

LEAST_WORDS = 3
"""A shorter piece is no clause of its own: it belongs to the one before it."""

LEAST_SIGNS = 4
"""The same in Chinese, in characters."""


def _lines(texts: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return types.MappingProxyType(
        {code: tuple(part.strip() for part in text.split(",")) for code, text in texts.items()}
    )


SUBORDINATING = _lines(
    {
        "en": """because, although, even though, though, unless, until, whereas, while, when,
            whenever, where, wherever, which, who, whom, whose, if, even if, whether, since,
            so that, as soon as, as long as, in order that, provided that, the fact that""",
        "de": """weil, dass, daß, obwohl, obgleich, wenn, falls, damit, sodass, so dass, während,
            bevor, nachdem, seitdem, solange, sobald, ob, indem, wobei, wodurch, weshalb, deren,
            dessen, denen, welche, welcher, welches, welchen, welchem""",
        "fr": """parce que, parce qu', puisque, puisqu', bien que, bien qu', quoique, quoiqu',
            lorsque, lorsqu', quand, si, s'il, s'ils, afin que, afin qu', pour que, pour qu',
            pendant que, pendant qu', tandis que, tandis qu', alors que, alors qu', dès que,
            dès qu', avant que, avant qu', après que, après qu', qui, dont, où, lequel, laquelle,
            lesquels, lesquelles""",
        "es": """porque, aunque, cuando, mientras, si, para que, puesto que, ya que, donde, cual,
            cuales, quien, quienes, cuyo, cuya, antes de que, después de que, hasta que, sin que,
            a menos que, a pesar de que""",
        "it": """perché, poiché, sebbene, benché, anche se, quando, mentre, se, affinché, dove,
            cui, quale, quali, siccome, dato che, visto che, prima che, dopo che, finché, nonostante
            """,
        "pt": """porque, embora, quando, enquanto, para que, já que, visto que, onde, cujo, cuja,
            quem, antes que, depois que, até que, ainda que, caso, mesmo que, sem que, desde que""",
        "zh": "因为, 虽然, 尽管, 如果, 要是, 只要, 只有, 除非, 以便, 既然, 即使, 由于, 无论, 不管",
    }
)
"""Words that link a clause to another one."""

COORDINATING = _lines(
    {
        "en": "and, but, or, so, yet",
        "de": "und, aber, oder, denn, sondern, deshalb",
        "fr": "et, mais, ou, donc, car",
        "es": "y, e, pero, o, sino, entonces",
        "it": "e, ed, ma, o, oppure, quindi, però",
        "pt": "e, mas, ou, então, pois",
        "zh": "但是, 可是, 不过, 而且, 所以, 因此, 或者",
    }
)
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
    if not found or language not in SUBORDINATING:
        return None
    clauses = [clause for sentence in found for clause in _clauses(sentence, language)]
    return Linking(
        sentences=len(found),
        sentence_words=round(mean(map(_size, found)), 1),
        clauses=len(clauses),
        linked=sum(_linked(language).match(clause) is not None for clause in clauses),
    )


def _clauses(sentence: str, language: str) -> list[str]:
    """Pieces of a sentence, each with at least a few words."""
    plain = _PAUSE.sub("\n", sentence.casefold().replace("’", "'"))
    least = LEAST_SIGNS if language == "zh" else LEAST_WORDS
    pieces: list[str] = []
    for part in filter(_size, _joint(language).sub("\n", plain).split("\n")):
        if pieces and (_size(part) < least or _size(pieces[-1]) < least):
            pieces[-1] += f" {part.strip()}"
        else:
            pieces.append(part.strip())
    return pieces


def _size(text: str) -> int:
    """Words; Chinese characters count one each."""
    signs = len(_HAN.findall(text))
    return signs or len(_WORD.findall(text))


@cache
def _joint(language: str) -> re.Pattern[str]:
    """Where a sentence is cut: before a word that joins clauses."""
    words = _either((*SUBORDINATING[language], *COORDINATING[language]))
    return re.compile(rf"(?={words})" if language == "zh" else rf"\s+(?={words}{_END})")


@cache
def _linked(language: str) -> re.Pattern[str]:
    """How a clause begins that is linked, perhaps after one other word, such as "and"."""
    words = _either(SUBORDINATING[language])
    if language == "zh":
        return re.compile(rf"(?:{_either(COORDINATING[language])}\s*)?{words}")
    return re.compile(rf"(?:[^\W_]+\s+)?{words}{_END}")


def _either(words: Sequence[str]) -> str:
    """A pattern for any of them, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"

"""Numbers in what was said: digits, words, years in pairs; and whether they are the right ones."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import alpha2digit

_SPOKEN = frozenset(("en", "de", "fr", "es", "it", "pt"))
"""Languages whose number words are read; in others only digits are."""

_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[-−]|minus |moins |menos |meno )?"
    r"(?P<whole>[1-9]\d{0,2}(?:[ ,.’'\u00a0\u202f]\d{3})+(?!\d)|\d+)(?P<part>[.,]\d+)?"
    r"(?P<tail>(?:st|nd|rd|th)?)(?![\d])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(1[0-9]|20) (\d{2})\b")
_SCALE = re.compile(r"(?<=\d) (1000(?:000)*)\b")
_TIMES = {
    "en": {"once": 1, "twice": 2, "thrice": 3, "half": 0.5, "double": 2, "single": 1, "both": 2},
    "de": {"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "halb": 0.5},
}
_SMALL = {
    "en": "zero one two three four five six seven eight nine ten",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez",
}
CLOSE = 1e-9
"""Relative difference within which two numbers are the same."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One number of a text."""

    value: float
    said: str  # how it stands in the text after number words have become digits


@lru_cache(maxsize=4096)
def numbers(text: str, language: str) -> tuple[Counted, ...]:
    """The numbers of `text`, in order, whether in digits or in words.

    "one" and its like stand for the number only where a figure is meant: alone, or beside others.
    """
    digits = _in_digits(text, language)
    found: list[Counted] = []
    for one in _NUMBER.finditer(digits):
        if found and _SCALE.match(digits, one.start() - 1):
            # "1.5 million" has become "1.5 1000000".
            last = found.pop()
            found.append(Counted(last.value * _value(one), f"{last.said} {one[0]}"))
        else:
            found.append(Counted(_value(one), one[0]))
    return tuple(found)


def same(one: float, other: float) -> bool:
    """Whether two numbers are equal but for the arithmetic of floats."""
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)


def _in_digits(text: str, language: str) -> str:
    text = re.sub(r"(?<=[a-zäöüß])-(?=[a-zäöüß])", " ", text.casefold())
    if language in _SPOKEN:
        text = alpha2digit(text, language)
        text = _words_to_digits(text, language)
    return _YEAR.sub(lambda pair: pair[1] + pair[2], text)


def _words_to_digits(text: str, language: str) -> str:
    """Small numbers that stand as words, which the library leaves as they may be articles."""
    words = {word: value for value, word in enumerate(_SMALL[language].split())}
    table: dict[str, float] = {**words, **_TIMES.get(language, {})}
    # "one" and "un" are mostly no numbers: only where they are all that is said.
    unclear = {word for word, value in words.items() if value == 1}
    alone = len(re.findall(r"\w+", text)) <= 2

    def digit(found: re.Match[str]) -> str:
        word = found[0]
        if word not in table or (word in unclear and not alone):
            return word
        return f"{table[word]:g}"

    return re.sub(r"[^\W\d_]+", digit, text)


def _value(found: re.Match[str]) -> float:
    whole = re.sub(r"\D", "", found["whole"])
    part = (found["part"] or "")[1:]
    number = float(f"{whole}.{part or 0}")
    return -number if found["sign"] else number

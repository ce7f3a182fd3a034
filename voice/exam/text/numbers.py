"""The numbers in a text, in digits, in words or as years in pairs, and comparing them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import alpha2digit

from voice.core.languages import ByLanguage, Language

_AMOUNT = (
    r"(?P<whole>[1-9]\d{0,2}(?:[ ,.’'\u00a0\u202f]\d{3})+(?!\d)|\d+)(?P<part>[.,]\d+)?"
    r"(?P<tail>(?:st|nd|rd|th)?)(?![\d])"
)
_YEAR = re.compile(r"\b(1[0-9]|20) (\d{2})\b")
_SCALE = re.compile(r"(?<=\d) (1000(?:000)*)\b")
CLOSE = 1e-9
"""Relative difference below which two numbers are equal."""


def _number(spoken: Language) -> re.Pattern[str]:
    minus = str(spoken.heard("numbers", "minus"))
    sign = rf"[-−]|{re.escape(minus)} " if minus else "[-−]"
    return re.compile(rf"(?<![\w.,])(?P<sign>{sign})?{_AMOUNT}", re.IGNORECASE)


_NUMBER = ByLanguage(_number)


@dataclass(frozen=True, slots=True)
class _Words:
    """Number words that the library does not convert, because they may be articles."""

    values: Mapping[str, float]
    unclear: frozenset[str]  # "one", "un": usually not numbers
    in_library: bool  # whether the library knows the language's other number words


def _words(spoken: Language) -> _Words | None:
    small = tuple(map(str, spoken.heard("numbers", "small")))
    if not small:
        return None
    try:
        in_library = alpha2digit("", spoken.code) == ""
    except ValueError:
        in_library = False
    values = {**{word: float(n) for n, word in enumerate(small)}, **spoken.said("numbers.times")}
    return _Words(values, frozenset(small[1:2]), in_library)


_WORDS = ByLanguage(_words)


@dataclass(frozen=True, slots=True)
class Counted:
    """One number of a text."""

    value: float
    said: str  # as in the text once number words have become digits


@lru_cache(maxsize=4096)
def numbers(text: str, language: str) -> tuple[Counted, ...]:
    """The numbers of `text`, in order, whether in digits or in words.

    "one" and the like count as a number only if nothing else is said, or beside other numbers.
    """
    digits = _in_digits(text, language)
    found: list[Counted] = []
    for one in _NUMBER.or_english(language).finditer(digits):
        if found and _SCALE.match(digits, one.start() - 1):
            # "1.5 million" has become "1.5 1000000".
            last = found.pop()
            found.append(Counted(last.value * _value(one), f"{last.said} {one[0]}"))
        else:
            found.append(Counted(_value(one), one[0]))
    return tuple(found)


def same(one: float, other: float) -> bool:
    """Whether two numbers are equal up to rounding error."""
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)


def _in_digits(text: str, language: str) -> str:
    text = re.sub(r"(?<=[a-zäöüß])-(?=[a-zäöüß])", " ", text.casefold())
    if words := _WORDS.get(language):
        text = alpha2digit(text, language) if words.in_library else text
        text = _words_to_digits(text, words)
    return _YEAR.sub(lambda pair: pair[1] + pair[2], text)


def _words_to_digits(text: str, words: _Words) -> str:
    """`text` with small numbers in digits; "one" is converted only if nothing else is said."""
    alone = len(re.findall(r"\w+", text)) <= 2

    def digit(found: re.Match[str]) -> str:
        word = found[0]
        if word not in words.values or (word in words.unclear and not alone):
            return word
        return f"{words.values[word]:g}"

    return re.sub(r"[^\W\d_]+", digit, text)


def _value(found: re.Match[str]) -> float:
    whole = re.sub(r"\D", "", found["whole"])
    part = (found["part"] or "")[1:]
    number = float(f"{whole}.{part or 0}")
    return -number if found["sign"] else number

"""Whether an answer gives the number that was asked for, in the right unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.core.languages import ByLanguage, Language
from voice.core.languages import language as language_of
from voice.exam.model.bank import KeyPoint, Number
from voice.exam.text.claims import Reader
from voice.exam.text.numbers import CLOSE, numbers

MOST_NUMBERS = 2
"""Most numbers in one clause; a student who lists more has not committed to one."""


@dataclass(frozen=True, slots=True)
class _Units:
    """Names of units, which in English are also their symbols and so known in every language."""

    by_name: Mapping[str, str]  # -> symbol, the same in all languages
    degrees: frozenset[str]  # words such as "degrees", which alone name no unit


def _units_in(spoken: Language) -> _Units:
    files = (language_of("en"), spoken)
    return _Units(
        {
            name.casefold(): unit
            for file in files
            for unit, names in file.heard("numbers", "units").items()
            for name in names
        },
        frozenset().union(*(file.words("numbers", "degrees") for file in files)),
    )


_UNITS = ByLanguage(_units_in)
_WORDS = re.compile(r"[^\W\d_]+|[%°]\s?[CFcf]?")


def number_of(point: KeyPoint, language: str) -> Number | None:
    """The number that a point asks for: its `number`, or its text if that is only a number."""
    if point.number is not None:
        return point.number
    said = re.sub(r"[^\w.,%°µ-]+", " ", point.text).strip(" .")
    found = numbers(said, language)
    units = _UNITS.or_english(language)
    words = {word.casefold() for word in _WORDS.findall(said)}
    rest = words - units.by_name.keys() - units.degrees
    if len(found) != 1 or any(not numbers(one, language) for one in (*rest, *point.accept)):
        return None
    unit = next(iter(_units(said, language)), "")
    return Number(value=found[0].value, unit=unit)


def right_number(wanted: Number, answers: Sequence[str], reader: Reader, language: str) -> str:
    """The clause that gives the wanted number; "" if the last number said is a different one.

    Raises
    ------
    LookupError
        No number was said.
    """
    clauses = [
        claim.text
        for answer in answers
        for claim in reader.claims(answer)
        if numbers(claim.text, language)
    ]
    if not clauses:
        raise LookupError("no number was said")
    last = clauses[-1]
    found = numbers(last, language)
    low, high = wanted.range
    slack = CLOSE * max(1.0, *(abs(end) for end in (low, high) if abs(end) != float("inf")))
    right = any(low - slack <= one.value <= high + slack for one in found)
    if not right or len(found) > MOST_NUMBERS or _other_unit(wanted.unit, last, language):
        return ""
    return last


def _other_unit(wanted: str, said: str, language: str) -> bool:
    """Whether `said` names a unit, but not the wanted one."""
    by_name = _UNITS.or_english(language).by_name
    meant = {by_name[word] for word in _units(wanted, language)}
    named = {by_name[word] for word in _units(said, language) if len(word) > 1 or word == "%"}
    return bool(meant and named) and not meant & named


def _units(text: str, language: str) -> list[str]:
    by_name = _UNITS.or_english(language).by_name
    found = [word.replace(" ", "") for word in _WORDS.findall(text.casefold())]
    return [word for word in found if word in by_name]

"""Whether an answer gives the number that is asked for, in its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.exam.model.bank import KeyPoint, Number
from voice.exam.text.claims import Reader
from voice.exam.text.numbers import CLOSE, numbers

MOST_NUMBERS = 2
"""Numbers in one clause: who lists more has not decided."""

_UNITS = (
    ("km", "kilometre", "kilometer", "kilometres", "kilometers"),
    ("m", "metre", "meter", "metres", "meters", "mètre", "mètres"),
    ("cm", "centimetre", "centimeter", "centimetres", "centimeters", "zentimeter"),
    ("mm", "millimetre", "millimeter", "millimetres", "millimeters"),
    ("µm", "micrometre", "micrometer", "micrometres", "micrometers", "mikrometer"),
    ("nm", "nanometre", "nanometer", "nanometres", "nanometers"),
    ("s", "second", "seconds", "sekunde", "sekunden", "seconde", "secondes"),
    ("min", "minute", "minutes", "minuten"),
    ("h", "hour", "hours", "stunde", "stunden", "heure", "heures"),
    ("day", "days", "tag", "tage", "tagen", "jour", "jours"),
    ("week", "weeks", "woche", "wochen", "semaine", "semaines"),
    ("month", "months", "monat", "monate", "mois"),
    ("year", "years", "jahr", "jahre", "jahren", "an", "ans"),
    ("g", "gram", "grams", "gramm", "gramme", "grammes"),
    ("kg", "kilo", "kilos", "kilogram", "kilograms", "kilogramm"),
    ("celsius", "°c"),
    ("fahrenheit", "°f"),
    ("kelvin",),
    ("percent", "per cent", "%", "prozent", "pourcent"),
    ("j", "joule", "joules"),
    ("kj", "kilojoule", "kilojoules"),
    ("v", "volt", "volts"),
    ("mv", "millivolt", "millivolts"),
)
_BY_NAME = {name: unit for unit, names in enumerate(_UNITS) for name in names}
_DEGREES = dict.fromkeys(("degree", "degrees", "grad", "degré", "degrés"))
_WORDS = re.compile(r"[^\W\d_]+|[%°]\s?[CFcf]?")


def number_of(point: KeyPoint, language: str) -> Number | None:
    """The number that a point asks for: given as such, or because its text is nothing else."""
    if point.number is not None:
        return point.number
    said = re.sub(r"[^\w.,%°µ-]+", " ", point.text).strip(" .")
    found = numbers(said, language)
    words = [word.casefold() for word in _WORDS.findall(said)]
    rest = [w for w in words if w not in _BY_NAME | _DEGREES and not numbers(w, language)]
    if len(found) != 1 or rest or any(not numbers(one, language) for one in point.accept):
        return None
    unit = next(iter(_units(said)), "")
    return Number(value=found[0].value, unit=unit)


def right_number(wanted: Number, answers: Sequence[str], reader: Reader, language: str) -> str:
    """The clause that gives the wanted number: "" if the last number that was said is another.

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
    if not right or len(found) > MOST_NUMBERS or _other_unit(wanted.unit, last):
        return ""
    return last


def _other_unit(wanted: str, said: str) -> bool:
    """Whether `said` names a unit, and never the wanted one."""
    meant = {_BY_NAME[word] for word in _units(wanted)}
    named = {_BY_NAME[word] for word in _units(said) if len(word) > 1 or word == "%"}
    return bool(meant and named) and not meant & named


def _units(text: str) -> list[str]:
    found = [word.replace(" ", "") for word in _WORDS.findall(text.casefold())]
    return [word for word in found if word in _BY_NAME]

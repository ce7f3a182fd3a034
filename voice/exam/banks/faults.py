"""What pydantic finds wrong with a bank, in words for one who writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

Place = tuple[str | int, ...]
"""Where a value stands in a file, such as ("topics", 0, "title")."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that pydantic found."""

    place: Place
    kind: str
    message: str
    context: Mapping[str, Any]


def faults_of(error: ValidationError) -> list[Fault]:
    """Everything that was found."""
    return [
        Fault(one["loc"], one["type"], one["msg"], one.get("ctx", {}))
        for one in error.errors(include_url=False)
    ]


def causes(faults: list[Fault]) -> list[Fault]:
    """Without the lists that are too short only because their members are broken."""
    places = [one.place for one in faults]
    return [
        fault
        for fault in faults
        if fault.kind != "too_short"
        or not any(place[: len(fault.place)] == fault.place != place for place in places)
    ]


def in_words(fault: Fault) -> tuple[str, str]:
    """Problem and fix, in words for one who writes a bank."""
    if fault.kind in _FIXED:
        return _FIXED[fault.kind]
    if fault.kind == "literal_error":
        return "is none of the known values", f"Known are {fault.context['expected']}"
    if fault.kind == "string_too_long":
        return f"is longer than {fault.context['max_length']} characters", "Shorten it"
    if fault.kind == "too_long":
        return f"has more than {fault.context['max_length']} members", "Leave some of them out"
    if fault.kind == "value_error":
        return str(fault.context["error"]), ""
    return f"is wrong: {fault.message[:1].lower()}{fault.message[1:]}", ""


_FIXED: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "Add it"),
    "extra_forbidden": ("is not a known field", "See bank.schema.json for those there are"),
    "string_too_short": ("is empty", "Write something there"),
    "string_type": ("must be a text", "Put it in quotation marks"),
    "string_pattern_mismatch": (
        "may only have small letters, digits and hyphens",
        "Choose another one",
    ),
    "tuple_type": ("must be a list", "Begin each member with a hyphen on a line of its own"),
    "model_type": ("must have fields of its own", "Write them beneath it, indented"),
    "too_short": ("is an empty list", "Add a member to it"),
    "int_parsing": ("must be a whole number", ""),
    "int_from_float": ("must be a whole number", ""),
    "float_parsing": ("must be a number", ""),
    "multiple_of": ("must be a whole number or a half", ""),
}

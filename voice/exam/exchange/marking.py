"""What a table says about marking: mistakes on lines, which people can write, the rest as JSON.

A line is `2: false statement => what to say`, with the number of the key point that it
contradicts. JSON has the fields of an item, and key points by their number:
`{"rivals": [["mitosis", "meiosis"]], "key_points": {"2": {"aspect": "reason"}}}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from voice.exam.model.bank import Item, KeyPoint, Mistake

ARROW = "=>"
"""Stands between a false statement and what to say about it."""

WHOLE = 0
"""The number of mistakes that contradict no single key point."""

ITEM_FIELDS = ("choices", "alternatives", "rivals", "mistakes")
POINT_FIELDS = ("number", "aspect", "about", "mistakes")


def mistake_lines(item: Item) -> Iterator[str]:
    """The lines for the mistakes of an item, but for those that need JSON."""
    groups = (item.mistakes, *(point.mistakes for point in item.key_points))
    for number, mistakes in enumerate(groups, WHOLE):
        if _fit_lines(mistakes):
            for one in mistakes:
                yield f"{number}: {one.text}" + (f" {ARROW} {one.say}" if one.say else "")


def marking_json(item: Item) -> str:
    """What no line holds, as JSON; "" if there is nothing."""
    values = _held(item, ITEM_FIELDS)
    points = {str(n): _held(point, POINT_FIELDS) for n, point in enumerate(item.key_points, 1)}
    if held := {number: fields for number, fields in points.items() if fields}:
        values["key_points"] = held
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""


def _held(part: Item | KeyPoint, fields: Iterable[str]) -> dict[str, Any]:
    on_lines = {"mistakes"} if _fit_lines(part.mistakes) else set()
    return part.model_dump(mode="json", exclude_defaults=True, include=set(fields) - on_lines)


def _fit_lines(mistakes: Iterable[Mistake]) -> bool:
    """Whether lines say all of them; costs have no place there."""
    return not any(one.costs or ARROW in one.text for one in mistakes)


def add_mistakes(values: dict[str, Any], lines: Iterable[tuple[int, str]]) -> None:
    """Add mistakes, given as numbers and lines, to the plain values of an item."""
    points = values.get("key_points", [])
    for number, line in lines:
        if number <= len(points):
            part = values if number == WHOLE else points[number - 1]
            text, _, say = (piece.strip() for piece in line.partition(ARROW))
            part.setdefault("mistakes", []).append({"text": text, "say": say})


def add_marking(values: dict[str, Any], cell: str) -> None:
    """Add what a cell says in JSON to the plain values of an item.

    Raises
    ------
    ValueError
        It is no JSON, or has other fields than these; in words for its author.
    """
    held = _parsed(cell)
    points = values.get("key_points", [])
    by_number = _object(held.pop("key_points", {}), "key_points")
    _add(values, held, ITEM_FIELDS)
    for number, fields in by_number.items():
        if number not in map(str, range(1, len(points) + 1)):
            raise ValueError(f"names key point {number[:20]}, but there are {len(points)}")
        _add(points[int(number) - 1], _object(fields, f"key point {number}"), POINT_FIELDS)


def _parsed(cell: str) -> dict[str, Any]:
    try:
        found = json.loads(cell)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg}, at sign {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:  # endless numbers, endless nesting
        raise ValueError("is no JSON that can be read") from error
    return _object(found, "it")


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"is not as it should be: {name} must have fields in braces")
    return value


def _add(part: dict[str, Any], held: Mapping[str, Any], known: Sequence[str]) -> None:
    for name, value in held.items():
        if name not in known:
            raise ValueError(f'has the field "{name[:40]}"; known here are {", ".join(known)}')
        if name == "mistakes" and isinstance(value, list):
            value = [*part.get(name, []), *value]  # after those on lines
        part[name] = value

"""Limits on JSON schemas, checked before llama.cpp turns them into a grammar.

A grammar can be far larger than its schema: repetitions are written out, nesting is followed by
recursion in native code, and a minimum length above the maximum never ends. Each of these hung
or crashed the whole process, so schemas that are unreasonably large are refused here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from models.base import RefusedRequest

MAX_DEPTH = 32
MAX_NODES = 2_000
MAX_REPEATS = 1_000
"""Most repetitions of one element; for nested ones, the product of all factors."""

MAX_NUMBER = 10**15
MAX_PATTERN = 200

_PAIRS = (("minItems", "maxItems"), ("minLength", "maxLength"))
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_COUNT = re.compile(r"\{(\d*),?(\d*)\}")


def check_schema(schema: Mapping[str, Any]) -> None:
    """Refuse a schema that is malformed or would cost too much.

    Raises
    ------
    RefusedRequest
        The schema is refused; the message says what is wrong with it.
    """
    nodes = 0
    # Iterative, as a deeply nested schema would exceed Python's recursion limit as well.
    stack: list[tuple[Any, int, int]] = [(schema, 0, 1)]
    while stack:
        node, depth, factor = stack.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise RefusedRequest(
                f"The JSON schema is too large: at most {MAX_DEPTH} levels and {MAX_NODES} values",
                "Send a smaller one",
            )
        if isinstance(node, Mapping):
            factor *= _repeats(node)
            if factor > MAX_REPEATS:
                raise RefusedRequest(
                    f"The JSON schema repeats something {factor} times; {MAX_REPEATS} is the most",
                    "Send a smaller one",
                )
            _check_numbers(node)
            stack.extend((value, depth + 1, factor) for value in node.values())
            stack.extend((key, depth, factor) for key in node)
        elif isinstance(node, list | tuple):
            stack.extend((value, depth + 1, factor) for value in node)
        else:
            _check_value(node)


def _repeats(node: Mapping[str, Any]) -> int:
    """How often the content of `node` is repeated in the grammar."""
    most = 1
    for least, greatest in _PAIRS:
        low, high = node.get(least), node.get(greatest)
        for number in (low, high):
            if isinstance(number, int | float) and not (
                isinstance(number, int) and 0 <= number <= MAX_REPEATS
            ):
                raise RefusedRequest(
                    f"{least} and {greatest} of a JSON schema are whole numbers up to {MAX_REPEATS}"
                )
            most = max(most, number if isinstance(number, int) else 1)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            raise RefusedRequest(f"{least} is greater than {greatest} in a JSON schema")
    pattern = node.get("pattern")
    return most * _pattern_repeats(pattern) if isinstance(pattern, str) else most


def _pattern_repeats(pattern: str) -> int:
    if len(pattern) > MAX_PATTERN:
        raise RefusedRequest(f"A pattern may have {MAX_PATTERN} characters at the most")
    return math.prod(
        max(1, *(int(number[:9]) for number in found.groups() if number))
        for found in _COUNT.finditer(pattern)
        if any(found.groups())
    )


def _check_numbers(node: Mapping[str, Any]) -> None:
    for key in _BOUNDS:
        value = node.get(key)
        if isinstance(value, int | float) and not abs(value) <= MAX_NUMBER:
            raise RefusedRequest(f"{key} of a JSON schema may be {MAX_NUMBER} at the most")
    reference = node.get("$ref")
    if isinstance(reference, str) and not reference.startswith("#"):
        raise RefusedRequest("References to other documents are not followed", "Use $defs")


def _check_value(value: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise RefusedRequest("A JSON schema holds a number that is none")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RefusedRequest("A JSON schema holds half a surrogate pair") from None

"""What a JSON schema from outside may be, before a grammar is made of it.

Engines turn a schema into a grammar, whose size is not that of the schema: a number of
repetitions is written out, and nesting is followed by recursion in native code.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from voice.api.openai.errors import wrong

MAX_DEPTH = 32
MAX_NODES = 2_000
MAX_REPEATS = 1_000
MAX_NUMBER = 10**15
MAX_PATTERN = 200

_REPEATS = ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def check_schema(schema: Mapping[str, Any], param: str) -> None:
    """Refuse a schema that would cost too much, or that cannot be one.

    Raises
    ------
    ApiError
        Status 400, about `param`.
    """
    nodes = 0
    # Not by recursion: that a client sends a deep one must not break us either.
    stack: list[tuple[Any, int]] = [(schema, 0)]
    while stack:
        node, depth = stack.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise wrong(
                param,
                f"The JSON schema is too large: at most {MAX_DEPTH} levels and {MAX_NODES} values",
                "Send a smaller one",
            )
        if isinstance(node, dict):
            _check_numbers(node, param)
            stack.extend((value, depth + 1) for value in node.values())
            stack.extend((key, depth) for key in node)
        elif isinstance(node, list):
            stack.extend((value, depth + 1) for value in node)
        else:
            _check_value(node, param)


def _check_numbers(node: dict[str, Any], param: str) -> None:
    for name, most in ((_REPEATS, MAX_REPEATS), (_BOUNDS, MAX_NUMBER)):
        for key in name:
            value = node.get(key)
            if isinstance(value, int | float) and not abs(value) <= most:
                raise wrong(param, f"{key} of a JSON schema may be {most} at the most")
    pattern = node.get("pattern")
    if isinstance(pattern, str) and len(pattern) > MAX_PATTERN:
        raise wrong(param, f"A pattern may have {MAX_PATTERN} characters at the most")
    # A pattern's own counts, as in a{1000}, are written out too.
    if isinstance(pattern, str) and any(len(part) > 3 for part in _digits(pattern)):
        raise wrong(param, f"A pattern may repeat {MAX_REPEATS - 1} times at the most")
    reference = node.get("$ref")
    if isinstance(reference, str) and not reference.startswith("#"):
        raise wrong(param, "References to other documents are not followed", "Use $defs")


def _digits(text: str) -> list[str]:
    return "".join(one if one.isdigit() else " " for one in text).split()


def _check_value(value: Any, param: str) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise wrong(param, "A JSON schema holds a number that is none")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise wrong(param, "A JSON schema holds half a surrogate pair") from None

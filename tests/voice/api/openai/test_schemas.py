"""JSON schemas from outside: what would cost too much is refused before an engine sees it."""

from __future__ import annotations

from typing import Any

import pytest

from voice.api.openai.errors import ApiError
from voice.api.openai.schemas import check_schema


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "items": schema}
    return schema


def test_usual_schemas_pass() -> None:
    check_schema({}, "x")
    check_schema(nested(10), "x")
    fields = {f"field{n}": {"type": "string", "maxLength": 50} for n in range(100)}
    check_schema({"type": "object", "properties": fields, "required": list(fields)}, "x")
    check_schema({"$defs": {"a": {"type": "string"}}, "$ref": "#/$defs/a"}, "x")


@pytest.mark.parametrize(
    "schema",
    [
        nested(100),
        nested(5_000),
        {"enum": [str(n) for n in range(5_000)]},
        {"type": "array", "minItems": 10**9},
        {"type": "string", "maxLength": 10**400},
        {"type": "integer", "minimum": -(10**300)},
        {"type": "number", "multipleOf": float("nan")},
        {"const": float("inf")},
        {"type": "string", "pattern": "a{100000}"},
        {"type": "string", "pattern": "(a|b)" * 100},
        {"$ref": "http://127.0.0.1/secret"},
        {"$ref": "file:///etc/passwd"},
        {"description": "half a pair: \ud800"},
        {"properties": {"\ud800": {}}},
    ],
    ids=range(14),
)
def test_others_are_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as caught:
        check_schema(schema, "tools.0")
    assert (caught.value.status, caught.value.param) == (400, "tools.0")

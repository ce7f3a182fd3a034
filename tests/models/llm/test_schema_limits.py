"""JSON schemas: what would cost an engine too much is refused before it sees it."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import EngineError, GenerateOptions, Message, RefusedRequest, Tool
from models.llm.llamacpp import LlamaCpp
from models.llm.schema_limits import check_schema
from tests.models.fetched import smollm


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "items": schema}
    return schema


def test_usual_schemas_pass() -> None:
    check_schema({})
    check_schema(nested(10))
    fields = {f"field{n}": {"type": "string", "maxLength": 50} for n in range(100)}
    check_schema({"type": "object", "properties": fields, "required": list(fields)})
    check_schema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{1,2})?$"})
    check_schema({"$defs": {"a": {"type": "string"}}, "$ref": "#/$defs/a"})


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
        {"type": "string", "minLength": 5, "maxLength": 1},
        {"type": "array", "minItems": 1.5},
        {"type": "array", "minItems": -1},
        {"type": "array", "maxItems": 99, "items": {"type": "array", "maxItems": 99}},
        {"type": "string", "pattern": "a{100000}"},
        {"type": "string", "pattern": "^((a{99}){99})$"},
        {"type": "string", "pattern": "(a|b)" * 100},
        {"$ref": "http://127.0.0.1/secret"},
        {"$ref": "file:///etc/passwd"},
        {"description": "half a pair: \ud800"},
        {"properties": {"\ud800": {}}},
    ],
    ids=range(19),
)
def test_others_are_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(RefusedRequest):
        check_schema(schema)


async def test_the_embedded_model_is_not_asked_what_would_stop_it() -> None:
    """A least length above the greatest one keeps llama.cpp busy for ever."""
    endless = {"type": "string", "minLength": 5, "maxLength": 1}
    model = LlamaCpp(smollm(), "smollm", context_tokens=512, sessions=1)
    try:
        for options in (
            GenerateOptions(json_schema=endless),
            GenerateOptions(tools=(Tool("f", "", {"properties": {"a": endless}}),)),
        ):
            with pytest.raises(EngineError, match="greater than"):
                async for _ in model.stream([Message("user", "Hello.")], options):
                    pass
    finally:
        await model.aclose()

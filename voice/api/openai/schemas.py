"""Checks of JSON schemas in requests, with errors that name the parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.base import RefusedRequest
from models.llm import schema_limits
from voice.api.openai.errors import wrong


def check_schema(schema: Mapping[str, Any], param: str) -> None:
    """Raise `ApiError` (400, naming `param`) if `schema` cannot be enforced."""
    try:
        schema_limits.check_schema(schema)
    except RefusedRequest as error:
        raise wrong(param, error.problem, error.fix) from error

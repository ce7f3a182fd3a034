"""Parsing of the documentation's pages, and of the routes with which tests compare them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIWebSocketRoute

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    *sorted(DOCS.rglob("*.md")),
    *sorted((ROOT / "prompts").rglob("*.md")),
    ROOT / "models" / "entailment" / "README.md",
]
"""Everything that is written for readers; modes are read by models."""
PAGES = [page for page in PAGES if page.parent.name != "modes"]


def named(page: Path) -> str:
    """A page's name for the report of a test."""
    return page.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    """The text of a page, by its path in the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def texts_in(package: str) -> set[str]:
    """Every text constant in the code of a package, by its path in the repository."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / package).glob("*.py")]
    nodes = (node for tree in trees for node in ast.walk(tree))
    constants = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {text for text in constants if isinstance(text, str)}


def blocks(text: str, language: str) -> list[str]:
    """Fenced blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def code(cell: str) -> list[str]:
    """All text in code font."""
    return re.findall(r"`([^`]+)`", cell)


def rows(text: str, *header: str) -> list[list[str]]:
    """Cells of all tables that have this header, row by row."""
    found: list[list[str]] = []
    within = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            within = False
        elif cells == list(header):
            within = True
        elif within and not set(line) <= set("|-: "):
            found.append(cells)
    return found


class Operation(NamedTuple):
    """One method of one route."""

    asked: frozenset[str]  # names of parameters and fields, and words that they may hold
    given: frozenset[str]  # the same of the answer, if it is described
    unused: frozenset[str]  # fields with one value only: known so that others are refused


def normal(path: str) -> str:
    """A route without its query and the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", path.partition("?")[0])


def operations(app: FastAPI) -> dict[tuple[str, str], Operation]:
    """Every route of an application, by method and normal path; "WS" is a WebSocket's method."""
    described = get_openapi(title="", version="", routes=app.routes)
    schemas = described.get("components", {}).get("schemas", {})
    found = {
        (method.upper(), normal(path)): _operation(operation, schemas)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    }
    nothing = Operation(frozenset(), frozenset(), frozenset())
    return found | {("WS", normal(path)): nothing for path in _sockets(app.routes)}


def _sockets(routes: Any) -> Iterator[str]:
    for route in routes:
        if isinstance(route, APIWebSocketRoute):
            yield route.path
        elif router := getattr(route, "original_router", None):  # as FastAPI keeps included ones
            yield from _sockets(router.routes)


def _operation(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    asked = [operation.get("parameters", []), operation.get("requestBody", {})]
    given = [answer for status, answer in operation["responses"].items() if status < "400"]
    return Operation(
        frozenset(_words(asked, schemas, set())),
        frozenset(_words(given, schemas, set())),
        frozenset(_unused(asked, schemas)),
    )


def _words(part: Any, schemas: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    """Names and values anywhere in a description."""
    if isinstance(part, list):
        for one in part:
            yield from _words(one, schemas, seen)
    elif isinstance(part, dict):
        reference = part.get("$ref", "").rpartition("/")[2]
        if reference and reference not in seen:
            seen.add(reference)
            yield from _words(schemas[reference], schemas, seen)
        yield from (name.removesuffix("[]") for name in part.get("properties", {}))
        yield from (word for word in part.get("enum", ()) if isinstance(word, str))
        if isinstance(part.get("const"), str):
            yield part["const"]
        if "in" in part and isinstance(part.get("name"), str):
            yield part["name"]
        for one in part.values():
            yield from _words(one, schemas, seen)


def _unused(part: Any, schemas: Mapping[str, Any]) -> Iterator[str]:
    """Fields of the request itself that take nothing but null or one fixed value."""
    for schema in _schemas(part):
        whole = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
        for name, field in whole.get("properties", {}).items():
            kinds = field.get("anyOf", [field])
            if all(kind.get("type") == "null" or "const" in kind for kind in kinds):
                yield name


def _schemas(part: Any) -> Iterator[dict[str, Any]]:
    for one in part[1].get("content", {}).values():
        yield one.get("schema", {})

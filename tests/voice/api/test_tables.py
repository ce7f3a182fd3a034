"""The tables of `docs/api/own.md`: every route is there, takes and gives what they say."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from tests.house import House
from tests.pages import Operation, code, normal, operations, read, rows
from voice.api.page.exam import COMMANDS
from voice.exam.reports.formats.registry import formats

TABLE = rows(read("docs/api/own.md"), "route", "takes", "gives")
ELSEWHERE = rows(read("docs/api/openai.md"), "endpoint", "supported") + rows(
    read("docs/api/realtime.md"), "route", "takes"
)

PLAIN = {"json", "csv", "zip", *COMMANDS, *(one.name for one in formats())}
"""Words in paths, which the description of a route does not list."""

FOR_BROWSERS = {("GET", "/docs"), ("GET", "/openapi.json")}


def route(cell: str) -> tuple[str, str]:
    """Method and path of a row."""
    method, _, path = code(cell)[0].partition(" ")
    return method, normal(path)


def routes(table: list[list[str]]) -> list[tuple[str, str]]:
    """Those of a whole table; rows that begin with "…" go on about the one before."""
    return [route(row[0]) for row in table if re.match(r"`(GET|POST|DELETE|WS) /", row[0])]


@pytest.fixture
async def known() -> AsyncIterator[dict[tuple[str, str], Operation]]:
    """What there is."""
    house = House()
    yield operations(house.app)
    await house.close()


def test_every_row_is_a_route_and_has_its_own(known: dict[tuple[str, str], Operation]) -> None:
    named = routes(TABLE)
    assert len(named) == len(TABLE) > 50
    assert len(set(named)) == len(named), "a route has two rows"
    assert [one for one in named if one not in known] == []


def test_every_route_has_a_row(known: dict[tuple[str, str], Operation]) -> None:
    named = {*routes(TABLE), *routes(ELSEWHERE), ("WS", "/v1/transcribe")}
    assert set(known) - named - FOR_BROWSERS == set()


def test_what_a_route_takes_is_there(known: dict[tuple[str, str], Operation]) -> None:
    for path, takes, _ in TABLE:
        operation = known[route(path)]
        if not operation.asked:
            continue  # a WebSocket, or told nothing
        words = {word.partition("=")[0] for word in code(takes)}
        words |= set(re.findall(r"[?&](\w+)=", path))
        unknown = {word for word in words if re.fullmatch(r"\w+", word)} - operation.asked
        assert unknown <= PLAIN, f"{path} takes no {', '.join(unknown)}"


def test_what_a_route_gives_is_there(known: dict[tuple[str, str], Operation]) -> None:
    for path, _, gives in TABLE:
        operation = known[route(path)]
        words = {word for word in code(gives) if re.fullmatch(r"[a-z_]+", word)}
        if operation.given and not words & {"answer"}:  # the name of a streamed event
            assert words <= operation.given, f"{path} gives no {words - operation.given}"

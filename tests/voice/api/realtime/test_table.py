"""The tables of `docs/api/realtime.md`: each event that there is, and that it is handled."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, get_args

from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent

import voice.api.realtime
from tests.pages import code, read, rows
from voice.api.realtime import beta, wire

PAGE = read("docs/api/realtime.md")
FROM_CLIENTS = rows(PAGE, "client event", "supported")
FROM_SERVERS = rows(PAGE, "server event", "supported")


def kinds(union: Any) -> set[str]:
    """Types of the events that a union of the `openai` package has."""
    members = get_args(get_args(union)[0])
    return {get_args(member.model_fields["type"].annotation)[0] for member in members}


def named(table: list[list[str]], supported: bool) -> set[str]:
    """Events of rows that say yes, under any condition, or no."""
    return {
        event
        for row in table
        if (row[1] != "no") == supported
        for event in code(row[0])
        if "*" not in event
    }


def written() -> set[str]:
    """Every text in the code of this API."""
    (folder,) = voice.api.realtime.__path__
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in Path(folder).glob("*.py")]
    constants = (
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)
    )
    return {node.value for node in constants if isinstance(node.value, str)}


def test_every_event_has_its_row() -> None:
    rows_of = (FROM_CLIENTS, RealtimeClientEvent), (FROM_SERVERS, RealtimeServerEvent)
    for table, union in rows_of:
        there = named(table, True) | named(table, False)
        assert {kind for kind in kinds(union) if kind not in there and "mcp" not in kind} == set()


def test_client_events_are_those_that_can_be_read() -> None:
    readable = {
        get_args(event.model_fields["type"].annotation)[0]
        for event in wire.ClientEvent.__subclasses__()
    }
    assert named(FROM_CLIENTS, True) == readable
    assert named(FROM_CLIENTS, False) == set()


def test_server_events_are_those_that_are_sent() -> None:
    all_of_them = named(FROM_SERVERS, True) | named(FROM_SERVERS, False)
    assert named(FROM_SERVERS, True) == written() & all_of_them
    assert len(named(FROM_SERVERS, True)) > 30


def test_events_of_the_older_dialect_are_said_to_be() -> None:
    older = {row[0].strip("`") for row in FROM_SERVERS if row[1] == "in the older dialect"}
    text = Path(beta.__file__).read_text(encoding="utf-8")
    assert older
    assert [event for event in older if f'"{event}"' not in text] == []

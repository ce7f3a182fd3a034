"""The tables of `docs/api/realtime.md`: each event that there is, and that it is handled."""

from __future__ import annotations

from typing import Any, get_args

from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent

from tests.pages import code, read, rows, texts_in
from voice.api.realtime import wire

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


def is_sent(event: str, texts: set[str]) -> bool:
    """Whether an event stands in the code, in one piece or as its beginning and its last part."""
    begin, _, end = event.rpartition(".")
    return event in texts or bool({begin, f"{begin}."} & texts and {end, f".{end}"} & texts)


def test_server_events_are_those_that_are_sent() -> None:
    texts = texts_in("voice/api/realtime")
    supported = named(FROM_SERVERS, True)
    assert [event for event in supported if not is_sent(event, texts)] == []
    assert [event for event in named(FROM_SERVERS, False) if is_sent(event, texts)] == []
    assert len(supported) > 30

"""README's table of the Realtime API: each event that there is, and the tests that it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent

HERE = Path(__file__).parent
README = HERE.parents[3] / "README.md"
SECTION = README.read_text(encoding="utf-8").split("### Realtime API\n")[1].split("\n### ")[0]
ROWS = re.findall(r"^\| (`.*?) \| (.*?) \| (.*?) ?\|$", SECTION, re.MULTILINE)


def kinds(union: Any) -> set[str]:
    """Types of the events that a union of the `openai` package has."""
    members = get_args(get_args(union)[0])
    return {get_args(member.model_fields["type"].annotation)[0] for member in members}


def test_every_event_has_its_row() -> None:
    named = set(re.findall(r"`([^`]+)`", " ".join(row[0] for row in ROWS)))
    missing = {
        kind
        for kind in kinds(RealtimeClientEvent) | kinds(RealtimeServerEvent)
        if kind not in named and "mcp" not in kind
    }
    assert not missing


def test_every_row_names_tests_that_there_are() -> None:
    defined = {
        name
        for file in HERE.glob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    for event, supported, tests in ROWS:
        names = re.findall(r"`(test_\w+)`", tests)
        assert bool(names) == (supported != "no"), f"{event} is said to work, by which test?"
        assert set(names) <= defined, f"{event} names tests that are not there"
    assert len(ROWS) > 45


def test_every_route_names_tests_that_there_are() -> None:
    text = README.read_text(encoding="utf-8")
    section = text.split("### Realtime from a web page\n")[1].split("\n### ")[0]
    named = set(re.findall(r"`(test_\w+)`", section))
    files = [*HERE.glob("test_*.py"), *(HERE.parents[2] / "sdk").glob("test_*.py")]
    defined = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())}
    assert len(named) >= 6
    assert named <= defined

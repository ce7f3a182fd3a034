"""What `docs/api/openai.md` says of these routes is so."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.house import House
from tests.pages import Operation, blocks, code, normal, operations, read, rows, texts_in
from tests.recordings import DATA, recording

PAGE = read("docs/api/openai.md")
TABLE = rows(PAGE, "endpoint", "supported")


def of_each_route() -> Iterator[tuple[str, str, str, str]]:
    """Method, path, first cell and second cell of each row; "…" goes on about the same route."""
    method = path = ""
    for about, supported in TABLE:
        if not about.startswith("…"):
            method, _, path = code(about)[0].partition(" ")
        yield method, normal(path), about, supported


@pytest.fixture
async def known() -> AsyncIterator[dict[tuple[str, str], Operation]]:
    """What there is."""
    house = House()
    yield operations(house.app)
    await house.close()


@pytest.fixture(scope="module")
def written() -> set[str]:
    """Every text in the code of these routes, as names of events are no part of a description."""
    return texts_in("voice/api/openai")


def names(cell: str) -> set[str]:
    """Fields, values and events in code font; `text.format` is two fields."""
    words = {word for word in code(cell) if re.fullmatch(r"[a-z_.0-9]+", word)}
    events = {word for word in words if word.count(".") > 1}
    return events | {part for word in words - events for part in word.split(".")}


def test_the_example_runs(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks(PAGE, "python")
    example = example.replace("http://127.0.0.1:7860", url)
    exec(example.replace("talk.mp3", str(DATA / recording("jfk").file)), {})
    heard, _, answer = capsys.readouterr().out.partition("\n")
    assert "ask not what your country can do for you" in heard
    assert "TranscriptionWord(" in heard
    assert answer.strip(), "the model said nothing"


def test_every_route_is_there(known: dict[tuple[str, str], Operation]) -> None:
    named = {(method, path) for method, path, _, _ in of_each_route()}
    assert named <= set(known)
    assert len(named) == 7
    assert len(TABLE) > 20


def test_what_is_supported_is_there(
    known: dict[tuple[str, str], Operation], written: set[str]
) -> None:
    for method, path, about, supported in of_each_route():
        if supported.startswith("no"):
            continue
        operation = known[method, path]
        fields = names(about) if about.startswith("…") else set()
        assert fields <= operation.asked - operation.unused, f"{path} {about}: no such field"
        there = operation.asked | operation.given | written
        assert names(supported) <= there, f"{path} {about}: {names(supported) - there}"


def test_what_is_not_supported_is_refused(known: dict[tuple[str, str], Operation]) -> None:
    refused = 0
    for method, path, about, supported in of_each_route():
        if supported.startswith("no"):
            operation = known[method, path]
            accepted = names(about) & operation.asked - operation.unused
            assert not accepted, f"{path} takes {', '.join(accepted)} after all"
            refused += len(names(about))
    assert refused >= 4

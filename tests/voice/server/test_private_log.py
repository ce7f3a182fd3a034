"""What people say stays out of the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from models.base import EngineFailed
from voice.server.private_log import Discreet

SAID = "my secret words"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """Everything that a program of ours would write."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def fail() -> None:
    try:
        raise ValueError(SAID)
    except ValueError as error:
        raise RuntimeError(f"no way to say {SAID}") from error


def test_an_exception_leaves_its_place_and_kind(written: StringIO) -> None:
    try:
        fail()
    except RuntimeError as error:
        logging.getLogger("voice.x").warning("a turn failed: %s", error, exc_info=True)
    text = written.getvalue()
    assert "secret" not in text
    assert "WARNING voice.x: a turn failed: RuntimeError\n" in text
    assert "in fail" in text
    assert "ValueError\nwhich led to:" in text


def test_our_own_messages_stay_without_what_they_quote(written: StringIO) -> None:
    error = EngineFailed(f"Ollama has no model {SAID!r}", "Choose another one")
    logging.getLogger("voice.x").warning("%s", error)
    assert "Ollama has no model '…'. Choose another one" in written.getvalue()
    assert "secret" not in written.getvalue()


def test_other_values_are_written_as_they_are(written: StringIO) -> None:
    logging.getLogger("voice.x").warning("%d of %s", 3, "three")
    logging.getLogger("voice.x").warning("%(a)s", {"a": 1})
    assert "3 of three" in written.getvalue()


async def test_a_task_that_nobody_waits_for(written: StringIO) -> None:
    async def work() -> None:
        fail()

    task = asyncio.create_task(work())
    await asyncio.wait([task])
    context = {"message": "Task exception was never retrieved", "future": task}
    asyncio.get_running_loop().call_exception_handler({**context, "exception": task.exception()})
    assert "Task exception was never retrieved" in written.getvalue()
    assert "secret" not in written.getvalue()

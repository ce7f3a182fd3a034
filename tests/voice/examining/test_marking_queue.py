"""Marks in the background: in order, each attempt's newest one, and failures in words."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import EngineFailed
from tests.fakes import settle
from voice.exam.model.bank import Item, KeyPoint
from voice.exam.model.record import Answer, Attempt, Mark
from voice.examining.marking_queue import MarkingQueue


class Broken:
    """A marker that raises what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        raise self.error

    async def look(self, item: Item, answers: Sequence[Answer]) -> Mark:
        raise self.error

    async def warm(self, item: Item) -> None:
        """Nothing to read."""


def attempt() -> Attempt:
    item = Item(id="i", question="What?", key_points=(KeyPoint(text="a"),))
    return Attempt(item, item.question, "Topic", "Subtopic", answers=[Answer("a")])


async def failure(error: Exception) -> str:
    told: list[str] = []
    queue = MarkingQueue(Broken(error), lambda *_: None, lambda _, why: told.append(why))
    queue.add(0, attempt())
    await settle()
    (why,) = told
    return why


async def test_a_failure_is_told_in_words() -> None:
    assert await failure(EngineFailed("The marker broke", "Go on")) == "The marker broke. Go on."


async def test_even_an_unexpected_one() -> None:
    assert await failure(KeyError("x")) == "Marking failed unexpectedly (KeyError)."


async def test_a_stopped_queue_tells_nothing() -> None:
    told: list[str] = []
    queue = MarkingQueue(Broken(KeyError()), lambda *_: None, lambda _, why: told.append(why))
    queue.add(0, attempt())
    queue.stop()
    await settle()
    assert told == []

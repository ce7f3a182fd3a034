"""Looks at answers: taken once, off the loop, and there when they are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from voice.exam.asking.looks import Looks
from voice.exam.model.bank import Item, KeyPoint
from voice.exam.model.record import Answer, Mark, PointMark

ITEM = Item(id="i", question="What?", key_points=(KeyPoint(text="a"), KeyPoint(text="b")))
SAID = (Answer("a", prompt="What?"),)
FOUND = Mark((PointMark(0, 1.0, "made", quote="a"), PointMark(1, 1.0)), 2.0)


class Look:
    """Finds the second point missing, once it is let."""

    def __init__(self) -> None:
        self.taken = 0
        self.may = asyncio.Event()

    async def __call__(self, item: Item, answers: Sequence[Answer]) -> Mark:
        self.taken += 1
        await self.may.wait()
        return FOUND


async def test_an_answer_is_looked_at_once_however_often_it_is_asked() -> None:
    look = Look()
    looks = Looks(look)
    waiting = [asyncio.create_task(looks.ahead(ITEM, SAID)) for _ in range(3)]
    looks.begin(ITEM, SAID)
    look.may.set()
    await asyncio.gather(*waiting)
    assert look.taken == 1
    assert looks.mark(ITEM, SAID) == FOUND


async def test_who_stops_waiting_takes_nothing_from_others() -> None:
    look = Look()
    looks = Looks(look)
    impatient = asyncio.create_task(looks.ahead(ITEM, SAID))
    patient = asyncio.create_task(looks.ahead(ITEM, SAID))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    look.may.set()
    await patient
    assert looks.mark(ITEM, SAID) == FOUND


async def test_the_same_words_to_another_question_are_looked_at_anew() -> None:
    look = Look()
    looks = Looks(look)
    look.may.set()
    await looks.ahead(ITEM, SAID)
    await looks.ahead(ITEM, (Answer("a", "follow_up", "And is it a or b?"),))
    assert look.taken == 2


async def test_of_an_answer_that_nobody_looked_at_nothing_is_known() -> None:
    mark = Looks(Look()).mark(ITEM, SAID)
    assert [(p.verdict, p.sure) for p in mark.points] == [("not_made", False)] * 2
    assert mark.open == (0, 1)
    assert mark.missing == (), "nobody knows that it is missing"
    assert not mark.complete


async def test_where_nothing_was_said_everything_is_surely_missing() -> None:
    mark = Looks(Look()).mark(ITEM, ())
    assert mark.missing == (0, 1)
    assert (mark.total, mark.most) == (0, 0)


async def test_a_stopped_look_finds_nothing() -> None:
    looks = Looks(Look())
    task = looks.begin(ITEM, SAID)
    await asyncio.sleep(0)
    looks.stop()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert looks.mark(ITEM, SAID) != FOUND

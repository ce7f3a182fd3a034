"""Looks at answers: taken once, off the loop, and there when they are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from voice.exam.bank import Item, KeyPoint
from voice.exam.looks import Looks
from voice.exam.record import Answer

ITEM = Item(id="i", question="What?", key_points=(KeyPoint(text="a"), KeyPoint(text="b")))
SAID = (Answer("a"),)


class Look:
    """Finds the second point missing, once it is let."""

    def __init__(self) -> None:
        self.taken = 0
        self.may = asyncio.Event()

    async def __call__(self, item: Item, answers: Sequence[Answer]) -> tuple[int, ...]:
        self.taken += 1
        await self.may.wait()
        return (1,)


async def test_an_answer_is_looked_at_once_however_often_it_is_asked() -> None:
    look = Look()
    looks = Looks(look)
    waiting = [asyncio.create_task(looks.ahead(ITEM, SAID)) for _ in range(3)]
    looks.begin(ITEM, SAID)
    look.may.set()
    await asyncio.gather(*waiting)
    assert look.taken == 1
    assert looks.missing_points(ITEM, SAID) == (1,)


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
    assert looks.missing_points(ITEM, SAID) == (1,)


async def test_where_nobody_looked_everything_is_missing() -> None:
    looks = Looks(Look())
    assert looks.missing_points(ITEM, SAID) == (0, 1)
    assert looks.missing_points(ITEM, ()) == (0, 1)


async def test_a_stopped_look_finds_nothing() -> None:
    looks = Looks(Look())
    task = looks.begin(ITEM, SAID)
    await asyncio.sleep(0)
    looks.stop()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert looks.missing_points(ITEM, SAID) == (0, 1)

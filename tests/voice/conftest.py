"""Fixtures: examiners in simulated time, and a `House` to call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from tests.fakes import settle
from tests.house import House
from tests.stage import MODE, Stage

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen."


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
async def patient() -> AsyncIterator[Stage]:
    """An examiner who waits 1.5 s where a sentence does not sound finished."""
    stage = Stage(mode=replace(MODE, patience="normal"))
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
async def talker() -> AsyncIterator[Stage]:
    """An examiner with much to say."""
    stage = Stage(reply=lambda messages: LONG)
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House(places=2)
    yield house
    await house.close()


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        yield client

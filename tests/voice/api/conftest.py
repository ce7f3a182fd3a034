"""A house to ring at."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.house import House


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House(places=2)
    yield house
    await house.close()


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        yield client

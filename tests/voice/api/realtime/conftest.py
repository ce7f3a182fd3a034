"""Clients of the Realtime API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.voice.api.realtime.studio import Studio
from tests.voice.conftest import LONG


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    studio = Studio()
    yield studio
    await studio.end()


@pytest.fixture
async def talker() -> AsyncIterator[Studio]:
    """Answers are long."""
    studio = Studio(lambda messages: LONG)
    yield studio
    await studio.end()

"""Viva as a user starts it, and the unmodified clients of OpenAI's package."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from openai import AsyncOpenAI, OpenAI

from tests.running import running_app

FLAGS = ("--llm", "llamacpp", "--llm-model", "qwen2.5-coder-0.5b-instruct")


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """The address of one server for all of these tests."""
    with running_app(*FLAGS) as app:
        yield app.url()


@pytest.fixture(scope="session")
def client(url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture
async def async_client(url: str) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        yield client

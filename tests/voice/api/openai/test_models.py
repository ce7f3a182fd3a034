"""Which models there are, as OpenAI's client lists them."""

from __future__ import annotations

import openai
import pytest
from openai import AsyncOpenAI, OpenAI


def test_the_models_that_run_are_listed_before_the_names_they_answer_to(client: OpenAI) -> None:
    listed = list(client.models.list())
    names = [model.id for model in listed]
    assert names[:3] == ["qwen2.5-coder-0.5b-instruct", "whisper-base", "piper"]
    assert {"whisper-1", "tts-1", "gpt-4o-mini", "gpt-4o-transcribe"} <= set(names)
    assert len(names) == len(set(names))
    assert {model.object for model in listed} == {"model"}


async def test_one_model_is_described_or_unknown(async_client: AsyncOpenAI) -> None:
    assert (await async_client.models.retrieve("whisper-1")).owned_by == "viva"
    with pytest.raises(openai.NotFoundError) as caught:
        await async_client.models.retrieve("gpt-9")
    assert caught.value.code == "model_not_found"

"""Chat completions through OpenAI's client: plain, streamed, with tools, by a schema."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam, ChatCompletionToolParam

ASKED: list[ChatCompletionMessageParam] = [
    {"role": "developer", "content": "You answer in one short sentence."},
    {"role": "user", "content": [{"type": "text", "text": "What is the capital of France?"}]},
]
WEATHER: ChatCompletionToolParam = {
    "type": "function",
    "function": {
        "name": "look_up_weather",
        "description": "Current weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
MARK: dict[str, Any] = {
    "type": "object",
    "properties": {"mark": {"type": "integer"}},
    "required": ["mark"],
    "additionalProperties": False,
}


def test_a_question_is_answered(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="gpt-4o-mini", messages=ASKED, temperature=0, seed=1, max_completion_tokens=40
    )
    ChatCompletion.model_validate(answer.model_dump())
    (choice,) = answer.choices
    assert choice.finish_reason == "stop"
    assert "Paris" in (choice.message.content or "")
    assert answer.model == "qwen2.5-coder-0.5b-instruct"
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


async def test_an_answer_comes_word_by_word(async_client: AsyncOpenAI) -> None:
    stream = await async_client.chat.completions.create(
        model="gpt-4o-mini",
        messages=ASKED,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert "Paris" in "".join(piece or "" for piece in pieces)
    assert len(pieces) > 3
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens > 0


def test_limits_and_stop_words_end_an_answer(client: OpenAI) -> None:
    count: list[ChatCompletionMessageParam] = [
        {"role": "user", "content": "Count from 1 to 20, separated by commas."}
    ]
    cut = client.chat.completions.create(
        model="gpt-4o-mini", messages=count, temperature=0, max_tokens=5
    )
    assert cut.choices[0].finish_reason == "length"
    assert cut.usage is not None
    assert cut.usage.completion_tokens == 5
    stopped = client.chat.completions.create(
        model="gpt-4o-mini", messages=count, temperature=0, max_tokens=60, stop=["4"]
    )
    assert "4" not in (stopped.choices[0].message.content or "")


def test_a_tool_is_called_and_its_result_heard(client: OpenAI) -> None:
    asked: list[ChatCompletionMessageParam] = [
        {"role": "user", "content": "What is the weather in Paris? Call look_up_weather."}
    ]
    called = client.chat.completions.create(
        model="gpt-4o-mini", messages=asked, tools=[WEATHER], tool_choice="required", temperature=0
    )
    (choice,) = called.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    assert choice.message.tool_calls
    (call,) = choice.message.tool_calls
    assert call.type == "function"
    assert json.loads(call.function.arguments) == {"city": "Paris"}
    told = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[
            *asked,
            choice.message.model_dump(exclude_none=True),  # type: ignore[list-item]
            {"role": "tool", "tool_call_id": call.id, "content": "Sunny, 21 degrees."},
        ],
        max_tokens=40,
        temperature=0,
    )
    assert told.choices[0].message.content


async def test_a_streamed_call_has_its_name_and_arguments(async_client: AsyncOpenAI) -> None:
    stream = await async_client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "I am in Rome."}],
        tools=[WEATHER],
        tool_choice={"type": "function", "function": {"name": "look_up_weather"}},
        temperature=0,
        stream=True,
    )
    chunks = [chunk async for chunk in stream]
    calls = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or ()]
    assert [(call.index, call.function and call.function.name) for call in calls] == [
        (0, "look_up_weather")
    ]
    assert calls[0].function is not None
    assert "city" in json.loads(calls[0].function.arguments or "")
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_an_answer_keeps_to_a_schema(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "Mark this from 0 to 5: two and two is four."}],
        response_format={"type": "json_schema", "json_schema": {"name": "mark", "schema": MARK}},
        temperature=0,
    )
    marked = json.loads(answer.choices[0].message.content or "")
    assert set(marked) == {"mark"}
    assert isinstance(marked["mark"], int)


REFUSED: dict[str, dict[str, Any]] = {
    "messages": {"messages": []},
    "n": {"n": 2},
    "tool_choice": {"tool_choice": "required"},
    "temperature": {"temperature": 9},
    "messages.0": {
        "messages": [
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}
        ]
    },
    "tools": {"tools": [WEATHER] * 200},
    "response_format.json_schema.schema": {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "x", "schema": {"type": "array", "minItems": 10**9}},
        }
    },
}


@pytest.mark.parametrize("param", REFUSED)
def test_what_cannot_be_done_is_said(client: OpenAI, param: str) -> None:
    request = {"model": "gpt-4o-mini", "messages": ASKED, **REFUSED[param]}
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(**request)
    assert caught.value.param == param
    assert caught.value.type == "invalid_request_error"


def test_too_long_a_conversation_and_an_impossible_schema_are_the_callers_fault(
    client: OpenAI,
) -> None:
    long: list[ChatCompletionMessageParam] = [{"role": "user", "content": "photosynthesis " * 9000}]
    with pytest.raises(openai.BadRequestError, match="tokens"):
        client.chat.completions.create(model="gpt-4o-mini", messages=long)
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(
            model="gpt-4o-mini",
            messages=ASKED,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "x", "schema": {"type": "no such type"}},
            },
        )

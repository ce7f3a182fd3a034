"""The Responses API through OpenAI's client: plain, streamed, calls, schemas."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.responses import FunctionToolParam, Response, ResponseFunctionToolCall

from tests.voice.api.openai.test_chat import MARK

ASKED = "What is the capital of France? Answer in one short sentence."
WEATHER: FunctionToolParam = {
    "type": "function",
    "name": "look_up_weather",
    "description": "Current weather in a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
    "strict": False,
}


def test_a_question_is_answered(client: OpenAI) -> None:
    answer = client.responses.create(
        model="gpt-4o-mini",
        instructions="You are brief.",
        input=ASKED,
        temperature=0,
        metadata={"exam": "geography"},
    )
    Response.model_validate(answer.model_dump())
    assert answer.status == "completed"
    assert "Paris" in answer.output_text
    assert answer.usage is not None
    assert answer.usage.output_tokens > 0
    assert answer.metadata == {"exam": "geography"}


async def test_an_answer_comes_as_events_in_order(async_client: AsyncOpenAI) -> None:
    stream = await async_client.responses.create(
        model="gpt-4o-mini", input=[{"role": "user", "content": ASKED}], temperature=0, stream=True
    )
    events = [event async for event in stream]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    kinds = [event.type for event in events if event.type != "response.output_text.delta"]
    assert kinds == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    last = events[-1]
    assert last.type == "response.completed"
    assert last.response.output_text == text
    assert "Paris" in text


def test_a_function_is_called_and_its_result_heard(client: OpenAI) -> None:
    question: Any = {"role": "user", "content": "What is the weather in Paris?"}
    called = client.responses.create(
        model="gpt-4o-mini",
        input=[question],
        tools=[WEATHER],
        tool_choice={"type": "function", "name": "look_up_weather"},
        temperature=0,
    )
    (call,) = called.output
    assert isinstance(call, ResponseFunctionToolCall)
    assert json.loads(call.arguments) == {"city": "Paris"}
    result: Any = {
        "type": "function_call_output",
        "call_id": call.call_id,
        "output": "Sunny, 21 degrees.",
    }
    answer = client.responses.create(
        model="gpt-4o-mini",
        input=[question, call.model_dump(exclude_none=True), result],  # type: ignore[list-item]
        max_output_tokens=40,
        temperature=0,
    )
    assert answer.output_text


async def test_a_streamed_call_has_its_events(async_client: AsyncOpenAI) -> None:
    stream = await async_client.responses.create(
        model="gpt-4o-mini", input="I am in Rome.", tools=[WEATHER], tool_choice="required",
        temperature=0, stream=True,
    )  # fmt: skip
    events = [event async for event in stream]
    (done,) = [e for e in events if e.type == "response.function_call_arguments.done"]
    assert "city" in json.loads(done.arguments)
    assert events[-1].type == "response.completed"


def test_an_answer_keeps_to_a_schema_and_to_its_length(client: OpenAI) -> None:
    marked = client.responses.create(
        model="gpt-4o-mini",
        input="Mark this from 0 to 5: two and two is four.",
        text={"format": {"type": "json_schema", "name": "mark", "schema": MARK}},
        temperature=0,
    )
    assert isinstance(json.loads(marked.output_text)["mark"], int)
    cut = client.responses.create(
        model="gpt-4o-mini", input="Count from 1 to 20.", max_output_tokens=5, temperature=0
    )
    assert cut.status == "incomplete"
    assert cut.incomplete_details is not None
    assert cut.incomplete_details.reason == "max_output_tokens"


def test_nothing_is_stored_to_go_on_with(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="previous_response_id"):
        client.responses.create(
            model="gpt-4o-mini", input="And then?", previous_response_id="resp_1"
        )
    with pytest.raises(openai.NotFoundError):
        client.responses.create(model="gpt-9", input="Hello.")

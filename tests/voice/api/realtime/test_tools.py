"""Functions of the client that the model calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.base import ToolCall
from tests.voice.api.realtime.studio import Studio

WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "Weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}
CLOCK = {"type": "function", "name": "get_time"}
CALL = ToolCall("call_1", "get_weather", {"city": "Zürich"})


async def answer(studio: Studio, output: str = "sunny") -> None:
    item = {"type": "function_call_output", "call_id": "call_1", "output": output}
    await studio.send("conversation.item.create", item=item)


async def test_a_function_is_called_and_its_output_is_told(studio: Studio) -> None:
    await studio.update(tools=[WEATHER])
    studio.model.reply = lambda messages: ""
    studio.model.to_call = [CALL]
    await studio.say("how is the weather")
    done = (await studio.until("response.done"))["response"]
    assert studio.order()[-8:] == [
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
    ]
    (item,) = done["output"]
    assert (item["type"], item["name"], item["call_id"]) == (
        "function_call",
        "get_weather",
        "call_1",
    )
    assert json.loads(item["arguments"]) == {"city": "Zürich"}
    assert done["status"] == "completed"
    studio.model.reply = lambda messages: f"It is {messages[-1].content}."
    await answer(studio)
    assert not studio.model.running, "an output alone asks for nothing"
    await studio.send("response.create")
    await studio.until("response.done")
    assert studio.heard() == "It is sunny."
    _, user, call, output = studio.model.asked[-1]
    assert (user.role, call.role, output.role) == ("user", "assistant", "tool")
    assert call.tool_calls == (CALL,)
    assert (output.content, output.tool_call_id) == ("sunny", "call_1")


async def test_words_before_a_call_are_heard(studio: Studio) -> None:
    await studio.update(tools=[WEATHER])
    studio.model.reply = lambda messages: "Let me look."
    studio.model.to_call = [CALL]
    await studio.type("how is the weather")
    await studio.send("response.create")
    done = (await studio.until("response.done"))["response"]
    assert [item["type"] for item in done["output"]] == ["message", "function_call"]
    assert studio.heard() == "Let me look."
    call = studio.last("response.function_call_arguments.done")
    assert call["output_index"] == 1


async def test_a_call_in_a_dropped_draft_never_was(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad", "silence_duration_ms": 1000})
    await studio.update(tools=[WEATHER])
    studio.model.reply = lambda messages: ""
    studio.model.to_call = [CALL]
    await studio.say("how is the")
    await studio.wait(0.8)
    studio.model.reply = lambda messages: "Fine."
    await studio.say("weather")
    await studio.until("response.done")
    assert not studio.all("response.function_call_arguments.done")
    assert studio.heard() == "Fine."


@pytest.mark.parametrize(
    ("choice", "offered", "forced"),
    [
        ("auto", ["get_weather", "get_time"], "auto"),
        ("none", [], "auto"),
        ("required", ["get_weather", "get_time"], "required"),
        ({"type": "function", "name": "get_time"}, ["get_time"], "required"),
    ],
)
async def test_the_client_chooses_among_tools(
    studio: Studio, choice: Any, offered: list[str], forced: str
) -> None:
    await studio.update(tools=[WEATHER, CLOCK], tool_choice=choice)
    studio.model.to_call = [CALL] if forced == "required" else []
    await studio.type("hello")
    await studio.send("response.create")
    await studio.until("response.done")
    options = studio.model.options[-1]
    assert [tool.name for tool in options.tools] == offered
    assert options.tool_choice == forced
    assert bool(studio.all("response.function_call_arguments.done")) == (forced == "required")


async def test_a_response_has_tools_of_its_own(studio: Studio) -> None:
    await studio.update(tools=[WEATHER])
    await studio.type("hello")
    await studio.send("response.create", response={"tools": [CLOCK]})
    await studio.until("response.done")
    assert [tool.name for tool in studio.model.options[-1].tools] == ["get_time"]


async def test_an_output_needs_its_call(studio: Studio) -> None:
    await answer(studio)
    error = studio.error()
    assert (error["code"], error["param"]) == ("invalid_tool_call_id", "item.call_id")


async def test_a_call_that_was_never_answered_is_not_shown_to_the_model(studio: Studio) -> None:
    await studio.update(tools=[WEATHER])
    studio.model.to_call = [CALL]
    studio.model.reply = lambda messages: ""
    await studio.type("how is the weather")
    await studio.send("response.create")
    await studio.until("response.done")
    studio.model.reply = lambda messages: "Well."
    await studio.type("never mind")
    await studio.send("response.create")
    await studio.until("response.done")
    assert [m.role for m in studio.model.asked[-1]] == ["system", "user"]


async def test_a_call_can_be_brought_from_elsewhere(studio: Studio) -> None:
    item = {"type": "function_call", "call_id": "call_1", "name": "get_weather", "arguments": "{"}
    await studio.send("conversation.item.create", item=item)
    await answer(studio, "rain")
    await studio.send("response.create")
    await studio.until("response.done")
    call, output = studio.model.asked[-1][1:]
    assert call.tool_calls[0].arguments == {"value": "{"}
    assert output.content == "rain"

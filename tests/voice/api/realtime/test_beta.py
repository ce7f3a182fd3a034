"""The older dialect, for clients that ask for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from models.base import ToolCall
from tests.house import House
from tests.voice.api.realtime.line import RealtimeLine
from tests.voice.api.realtime.studio import Studio
from voice.api.realtime.beta import NAMES, understood


@pytest.fixture
async def old() -> AsyncIterator[Studio]:
    studio = Studio(in_beta=True)
    yield studio
    await studio.end()


async def test_a_session_has_its_old_shape(old: Studio) -> None:
    assert old.kinds() == ["session.created", "conversation.created"]
    session = old.events[0]["session"]
    assert session["modalities"] == ["text", "audio"]
    assert session["voice"] == "fake"
    assert (session["input_audio_format"], session["output_audio_format"]) == ("pcm16", "pcm16")
    assert session["turn_detection"]["type"] == "server_vad"
    assert session["max_response_output_tokens"] == "inf"
    assert "audio" not in session


async def test_a_session_is_changed_in_old_words(old: Studio) -> None:
    await old.send(
        "session.update",
        session={
            "modalities": ["text"],
            "instructions": "Be brief.",
            "voice": "alloy",
            "input_audio_format": "g711_ulaw",
            "output_audio_format": "g711_alaw",
            "input_audio_transcription": {"model": "whisper-1"},
            "turn_detection": None,
            "tools": [{"type": "function", "name": "look"}],
            "tool_choice": "look",
            "temperature": 0.7,
            "max_response_output_tokens": 77,
        },
    )
    session = old.last("session.updated")["session"]
    assert session["modalities"] == ["text"]
    assert (session["input_audio_format"], session["output_audio_format"]) == (
        "g711_ulaw",
        "g711_alaw",
    )
    assert session["turn_detection"] is None
    assert session["input_audio_transcription"]["model"] == "whisper-1"
    assert session["tool_choice"] == "look"
    assert session["temperature"] == 0.7
    assert session["max_response_output_tokens"] == 77


async def test_a_spoken_turn_has_its_old_names(old: Studio) -> None:
    await old.send("session.update", session={"input_audio_transcription": {"model": "whisper-1"}})
    await old.say("what is a cell")
    await old.until("response.done")
    assert not set(old.kinds()) & set(NAMES), "no new name comes through"
    assert "conversation.item.done" not in old.kinds()
    assert old.order()[3:] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.created",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.completed",
        "response.created",
        "response.output_item.added",
        "conversation.item.created",
        "response.content_part.added",
        "response.audio_transcript.delta",
        "response.audio.delta",
        "response.audio.done",
        "response.audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.done",
    ]
    item = old.last("response.done")["response"]["output"][0]
    assert item["content"][0]["type"] == "audio"
    assert len(old.sound("response.audio.delta")) > 24_000


async def test_items_are_brought_in_old_words(old: Studio) -> None:
    await old.send("session.update", session={"modalities": ["text"]})
    for role, kind, text in (("user", "input_text", "hi"), ("assistant", "text", "hello")):
        item = {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
        await old.send("conversation.item.create", item=item)
    assert old.last("conversation.item.created")["item"]["content"][0]["type"] == "text"
    await old.type("bye")
    wishes = {"modalities": ["text"], "max_response_output_tokens": 50, "temperature": 0.9}
    await old.send("response.create", response=wishes)
    await old.until("response.done")
    assert [m.content for m in old.model.asked[-1][1:]] == ["hi", "hello", "bye"]
    assert (old.model.options[-1].max_tokens, old.model.options[-1].temperature) == (50, 0.9)
    assert old.last("response.text.done")["text"].strip() == "You said bye."


async def test_functions_are_called_as_ever(old: Studio) -> None:
    await old.send("session.update", session={"tools": [{"type": "function", "name": "look"}]})
    old.model.reply = lambda messages: ""
    old.model.to_call = [ToolCall("call_1", "look", {})]
    await old.type("look")
    await old.send("response.create")
    await old.until("response.done")
    assert old.last("response.function_call_arguments.done")["arguments"] == "{}"


@pytest.mark.parametrize(
    "session",
    [
        {"modalities": "text"},
        {"input_audio_format": "mp3"},
        {"input_audio_format": 5},
        {"turn_detection": "loud"},
        {"tool_choice": 5},
        {"voice": 5},
    ],
)
async def test_odd_sessions_are_refused(old: Studio, session: dict[str, Any]) -> None:
    await old.send("session.update", session=session, event_id="mine")
    assert old.error()["event_id"] == "mine"


def test_what_is_odd_is_left_to_the_check() -> None:
    for event in (
        {"session": 5, "response": [], "item": None},
        {"item": {"content": [5, {"type": []}]}},
        {"response": {"input": [5, {}]}},
    ):
        understood(event)


@pytest.mark.parametrize(
    ("headers", "protocols"),
    [
        ({"openai-beta": "realtime=v1"}, ()),
        ({}, ("realtime", "openai-beta.realtime-v1")),
    ],
)
async def test_the_dialect_is_asked_for(
    house: House, headers: dict[str, str], protocols: tuple[str, ...]
) -> None:
    async with RealtimeLine(house.app, protocols=protocols, **headers) as line:
        assert (await line.event("session.created"))["session"]["modalities"] == ["text", "audio"]

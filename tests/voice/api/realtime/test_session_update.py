"""What a client changes in its session, and what it cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from models.base import WeightsError
from tests.voice.api.realtime.studio import Studio
from voice.api.realtime.config import SessionConfig, merged
from voice.conversation.choices import Limits, Wanted
from voice.core import events


def session(studio: Studio) -> dict[str, Any]:
    found: dict[str, Any] = studio.last("session.updated")["session"]
    return found


async def test_only_what_is_given_changes(studio: Studio) -> None:
    await studio.update(instructions="Be brief.")
    await studio.update(max_output_tokens=99)
    assert session(studio)["instructions"] == "Be brief."
    assert session(studio)["max_output_tokens"] == 99
    await studio.update(audio={"input": {"turn_detection": {"type": "semantic_vad"}}})
    assert session(studio)["audio"]["input"]["format"]["type"] == "audio/pcm"
    assert session(studio)["audio"]["input"]["turn_detection"]["eagerness"] == "auto"
    await studio.update(audio={"input": {"turn_detection": None}})
    assert session(studio)["audio"]["input"]["turn_detection"] is None


async def test_instructions_reach_the_model_and_can_be_emptied(studio: Studio) -> None:
    for instructions, roles in (("Be brief.", ["system", "user"]), ("", ["user"])):
        await studio.update(instructions=instructions, output_modalities=["text"])
        await studio.type("hi")
        await studio.send("response.create", response={"input": [], "conversation": "none"})
        await studio.until("response.done")
        assert [m.role for m in studio.model.asked[-1]] == roles


async def test_newer_fields_are_accepted_and_ignored(studio: Studio) -> None:
    await studio.update(
        tracing="auto",
        truncation={"type": "retention_ratio", "retention_ratio": 0.5},
        reasoning={"effort": "low"},
        prompt=None,
        include=["item.input_audio_transcription.logprobs"],
        audio={"input": {"noise_reduction": {"type": "near_field"}}},
    )
    assert studio.kinds()[-1] == "session.updated"


async def test_a_voice_and_a_rate_are_looked_for(studio: Studio) -> None:
    await studio.update(audio={"output": {"voice": "other", "speed": 0.25}})
    assert studio.configured == [Wanted(voice="other", speed=0.5)], "as slowly as voices do well"
    await studio.update(audio={"output": {"voice": {"id": "third"}, "speed": 1.2}})
    assert studio.configured[-1] == Wanted(voice="third", speed=1.2)


@pytest.mark.parametrize("voice", ["alloy", "ash", "marin", "cedar"])
async def test_voices_of_openai_are_the_one_that_is_here(studio: Studio, voice: str) -> None:
    await studio.update(model="gpt-realtime", audio={"output": {"voice": voice}})
    assert session(studio)["audio"]["output"]["voice"] == "fake"
    assert session(studio)["model"] == "fake"
    assert studio.configured == []


async def test_what_cannot_be_loaded_changes_nothing(studio: Studio) -> None:
    studio.refusal = WeightsError("There is no voice 'nobody'", "Choose another one")
    await studio.send(
        "session.update",
        event_id="mine",
        session={"instructions": "Be brief.", "audio": {"output": {"voice": "nobody"}}},
    )
    error = studio.error()
    assert (error["event_id"], error["message"]) == (
        "mine",
        "There is no voice 'nobody'. Choose another one.",
    )
    studio.refusal = None
    await studio.update(max_output_tokens=5)
    assert session(studio)["instructions"].startswith("You are an examiner.")


@pytest.mark.parametrize(
    ("patch", "param"),
    [
        ({"type": "transcription"}, "session.type"),
        ({"instructions": 5}, "session.instructions"),
        ({"instructions": "x" * 100_001}, "session.instructions"),
        ({"output_modalities": []}, "session.output_modalities"),
        ({"output_modalities": "audio"}, "session.output_modalities"),
        ({"max_output_tokens": 5000}, "session.max_output_tokens"),
        ({"tools": [{"type": "function"}]}, "session.tools.0.name"),
        ({"tools": [{"type": "function", "name": "a b"}]}, "session.tools.0.name"),
        ({"tools": [{"type": "mcp", "server_label": "x"}]}, "session.tools.0.type"),
        (
            {"tools": [{"type": "function", "name": "f", "parameters": {"a": "x" * 40_000}}]},
            "session.tools.0.parameters",
        ),
        (
            {"tools": [{"type": "function", "name": "f", "parameters": {"type": "string"}}]},
            "session.tools.0.parameters",
        ),
        ({"tool_choice": "maybe"}, "session.tool_choice"),
        (
            {"audio": {"input": {"format": {"type": "audio/mp3"}}}},
            "session.audio.input.format.type",
        ),
        (
            {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 8000}}}},
            "session.audio.input.format.rate",
        ),
        (
            {"audio": {"input": {"turn_detection": {"type": "psychic"}}}},
            "session.audio.input.turn_detection.type",
        ),
        (
            {"audio": {"input": {"turn_detection": {"type": "server_vad", "threshold": 2}}}},
            "session.audio.input.turn_detection.threshold",
        ),
        (
            {"audio": {"input": {"transcription": {"language": "Deutsch"}}}},
            "session.audio.input.transcription.language",
        ),
        ({"audio": {"output": {"speed": 9}}}, "session.audio.output.speed"),
        ({"audio": "loud"}, "session.audio"),
    ],
)
async def test_a_wrong_field_is_named(studio: Studio, patch: dict[str, Any], param: str) -> None:
    await studio.send("session.update", session=patch, event_id="mine")
    error = studio.error()
    assert error["type"] == "invalid_request_error"
    assert error["event_id"] == "mine"
    assert error["param"] == param
    assert not studio.all("session.updated")


async def test_formats_can_change_between_turns(studio: Studio) -> None:
    for kind in ("audio/pcmu", "audio/pcma", "audio/pcm"):
        studio.kind = kind
        formats = {"format": {"type": kind}}
        await studio.update(
            audio={
                "input": {**formats, "turn_detection": None, "transcription": {}},
                "output": formats,
            }
        )
        await studio.append(studio.stage.vocabulary.say("hello"))
        await studio.send("input_audio_buffer.commit")
        await studio.send("response.create")
        done = await studio.until("response.done")
        got = done["response"]["audio"]["output"]["format"]["type"]
        assert (got, len(studio.sound()) > 1000) == (kind, True)
        studio.events.clear()
        studio._seen = 0


# --- the end ----------------------------------------------------------------------------------


@pytest.fixture
async def short() -> AsyncIterator[Studio]:
    studio = Studio(limits=Limits(time_s=3.0))
    yield studio
    await studio.end()


async def test_a_session_ends_after_its_time_with_a_clear_event(short: Studio) -> None:
    await short.type("hello there")
    await short.send("response.create")
    await short.wait(4.0)
    (error,) = short.all("error")
    assert error["error"]["code"] == "session_expired"
    assert short.last("response.done")["response"]["status"] == "completed"
    assert short.desk.hung_up


async def test_the_end_of_the_server_is_told(studio: Studio) -> None:
    studio.session.close("shutdown")
    assert studio.error()["code"] == "server_shutdown"


async def test_who_leaves_while_a_response_is_written_stops_it(talker: Studio) -> None:
    await talker.update(output_modalities=["text"])
    await talker.type("hi")
    await talker.send("response.create")
    await talker.until("response.output_text.delta")
    talker.desk.disconnect()
    await talker.pass_time(0.1)
    assert talker.model.running == 0


# --- messages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"hi"', "5", "[" * 100_000, "\ud800"])
async def test_what_is_no_event_is_answered(studio: Studio, text: str) -> None:
    await studio.client.receive(text)
    assert studio.error()["code"] in ("invalid_json", "invalid_event")


@pytest.mark.parametrize(
    "event",
    [{}, {"type": None}, {"type": "response.invent"}, {"type": 5}, {"type": "session.update"}],
)
async def test_an_unknown_event_is_answered(studio: Studio, event: dict[str, Any]) -> None:
    await studio.client.handle({**event, "event_id": "mine"})
    error = studio.error()
    assert (error["type"], error["event_id"]) == ("invalid_request_error", "mine")


async def test_an_odd_event_id_is_not_repeated(studio: Studio) -> None:
    await studio.client.handle({"type": "response.cancel", "event_id": {"a": 1}})
    assert studio.error()["event_id"] is None
    await studio.client.handle({"type": "response.cancel", "event_id": "x" * 9999})
    assert len(studio.error()["event_id"]) == 512


async def test_a_lone_surrogate_is_no_text(studio: Studio) -> None:
    await studio.client.receive(
        '{"type":"conversation.item.create","event_id":"\\ud800","item":{"type":"message",'
        '"role":"user","content":[{"type":"input_text","text":"\\ud800"}]}}'
    )
    assert studio.error()["event_id"] == "\ud800"


async def test_notices_that_are_no_errors_stay_with_the_page(studio: Studio) -> None:
    studio.session.notify("info", "This computer is busy")
    studio.session.tell(events.TimeLeft(clock=0, remaining_s=5.0))
    assert studio.kinds() == ["session.created"]


def test_merging_keeps_what_is_not_named() -> None:
    old = SessionConfig().model_dump()
    new = merged(old, {"audio": {"input": {"transcription": {"model": "whisper-1"}}}})
    assert new["audio"]["output"] == old["audio"]["output"]
    assert new["audio"]["input"]["turn_detection"] == old["audio"]["input"]["turn_detection"]
    assert merged(new, {"instructions": None})["instructions"] == ""
    assert merged(new, {"audio": {"input": {"transcription": None}}}) == old

"""Conversations over the Realtime API in simulated time: what comes, in which order."""

from __future__ import annotations

from tests.voice.api.realtime.studio import Studio

SPOKEN = [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "response.output_audio.delta",
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
]


async def test_a_session_introduces_itself(studio: Studio) -> None:
    first = studio.events[0]
    assert first["type"] == "session.created"
    session = first["session"]
    assert session["type"] == "realtime"
    assert session["model"] == "fake"
    assert session["instructions"].startswith("You are an examiner.")
    assert session["output_modalities"] == ["audio"]
    assert session["audio"]["input"]["format"] == {"type": "audio/pcm", "rate": 24_000}
    assert session["audio"]["input"]["turn_detection"]["type"] == "server_vad"
    assert session["audio"]["output"]["voice"] == "fake"
    assert studio.kinds() == ["session.created"], "nobody is greeted"


async def test_a_spoken_turn_is_answered_aloud(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad"}, transcription={"model": "whisper-1"})
    await studio.wait(0.5)
    await studio.say("what is a cell")
    done = await studio.until("response.done")
    assert studio.order()[2:] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.completed",
        *SPOKEN,
    ]
    started = studio.last("input_audio_buffer.speech_started")
    stopped = studio.last("input_audio_buffer.speech_stopped")
    assert 0 <= started["audio_start_ms"] <= 500 <= 1500 <= stopped["audio_end_ms"] <= 2200
    key = started["item_id"]
    assert key == stopped["item_id"] == studio.last("input_audio_buffer.committed")["item_id"]
    heard = studio.last("conversation.item.input_audio_transcription.completed")
    assert (heard["item_id"], heard["transcript"]) == (key, "what is a cell")
    assert studio.heard() == "You said what is a cell."
    response = done["response"]
    assert response["status"] == "completed"
    assert response["output"][0]["content"][0] == {
        "type": "output_audio",
        "transcript": "You said what is a cell.",
    }
    assert response["usage"]["output_tokens"] == 6
    assert response["usage"]["input_tokens"] > 0


async def test_a_written_turn_is_answered_in_writing(studio: Studio) -> None:
    await studio.update(output_modalities=["text"])
    await studio.type("hello *there*")
    assert studio.order()[-2:] == ["conversation.item.added", "conversation.item.done"]
    await studio.send("response.create")
    done = await studio.until("response.done")
    assert studio.order()[4:] == [
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
    ]
    assert studio.last("response.output_text.done")["text"].strip() == "You said hello *there*."
    assert done["response"]["output_modalities"] == ["text"]
    assert len(studio.all("response.output_text.delta")) == 4, "as the model writes"
    assert not studio.desk.heard()


async def test_a_written_turn_is_answered_aloud_by_default(studio: Studio) -> None:
    await studio.type("hello there")
    await studio.send("response.create")
    await studio.until("response.done")
    assert studio.heard() == studio.desk.heard() == "You said hello there."


async def test_the_second_answer_knows_the_first_turn(studio: Studio) -> None:
    await studio.say("my name is Ada")
    await studio.until("response.done")
    await studio.type("what is my name")
    await studio.send("response.create")
    await studio.until("response.done")
    system, *rest = studio.model.asked[-1]
    assert system.role == "system"
    assert [(m.role, m.content) for m in rest] == [
        ("user", "my name is Ada"),
        ("assistant", "You said my name is Ada."),
        ("user", "what is my name"),
    ]

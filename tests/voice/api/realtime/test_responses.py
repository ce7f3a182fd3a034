"""Responses: asked for, cancelled, limited, out of band, broken."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import EngineFailed
from tests.voice.api.realtime.studio import Studio


async def test_two_at_once_are_one_too_many(talker: Studio) -> None:
    await talker.type("tell me all")
    await talker.send("response.create")
    await talker.send("response.create", event_id="second")
    error = talker.error()
    assert error["code"] == "conversation_already_has_active_response"
    assert error["event_id"] == "second"
    assert (await talker.until("response.done"))["response"]["status"] == "completed"
    await talker.send("response.create")
    assert talker.kinds()[-1] == "response.created"


async def test_a_spoken_response_is_cancelled(talker: Studio) -> None:
    await talker.type("tell me all")
    await talker.send("response.create")
    await talker.until("response.output_audio.delta")
    await talker.wait(1.5)
    await talker.send("response.cancel")
    assert talker.kinds()[-1] == "response.done"
    response = (await talker.until("response.done"))["response"]
    assert response["status"] == "cancelled"
    assert response["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    assert response["output"][0]["content"][0]["transcript"].startswith("one two")
    before = len(talker.all("response.output_audio.delta"))
    await talker.wait(1.0)
    assert len(talker.all("response.output_audio.delta")) == before, "it fell silent"
    assert not talker.model.running
    await talker.say("hello there")
    assert (await talker.until("response.done"))["response"]["status"] == "completed"


async def test_a_written_response_is_cancelled(talker: Studio) -> None:
    await talker.update(output_modalities=["text"])
    await talker.type("tell me all")
    await talker.send("response.create")
    created = await talker.until("response.output_text.delta")
    await talker.send("response.cancel", response_id=created["response_id"])
    response = talker.last("response.done")["response"]
    assert response["status"] == "cancelled"
    assert response["output"][0]["content"][0]["text"].startswith("one")
    await talker.wait(0.1)
    assert not talker.model.running


async def test_a_response_that_waits_for_words_is_cancelled(studio: Studio) -> None:
    await studio.listen_by(None)
    await studio.append(studio.stage.vocabulary.say("what is a cell"))
    await studio.send("input_audio_buffer.commit")
    await studio.send("response.create")
    await studio.send("response.cancel")
    assert studio.last("response.done")["response"]["status"] == "cancelled"
    await studio.pass_time(3.0)
    assert not studio.model.asked


@pytest.mark.parametrize("which", [{}, {"response_id": "resp_unknown"}])
async def test_nothing_cannot_be_cancelled(studio: Studio, which: dict[str, str]) -> None:
    await studio.send("response.cancel", event_id="mine", **which)
    error = studio.error()
    assert (error["code"], error["event_id"]) == ("response_cancel_not_active", "mine")


async def test_clearing_the_output_silences_it(talker: Studio) -> None:
    await talker.type("tell me all")
    await talker.send("response.create")
    await talker.until("response.output_audio.delta")
    await talker.send("output_audio_buffer.clear")
    assert talker.last("response.done")["response"]["status"] == "cancelled"
    await talker.send("output_audio_buffer.clear")
    assert talker.kinds()[-1] == "response.done", "there is nothing to clear, and that is fine"


@pytest.mark.parametrize("modality", ["audio", "text"])
async def test_a_response_ends_with_its_tokens(talker: Studio, modality: str) -> None:
    await talker.update(max_output_tokens=3, output_modalities=[modality])
    await talker.type("tell me all")
    await talker.send("response.create")
    response = (await talker.until("response.done"))["response"]
    assert response["status"] == "incomplete"
    assert response["status_details"]["reason"] == "max_output_tokens"
    assert response["max_output_tokens"] == 3
    part = response["output"][0]["content"][0]
    assert (part.get("transcript") or part["text"]).split() == ["one", "two", "three"]


async def test_a_response_has_its_own_wishes(studio: Studio) -> None:
    await studio.type("hello")
    await studio.send(
        "response.create",
        response={
            "instructions": "Answer in French.",
            "output_modalities": ["text"],
            "max_output_tokens": 50,
            "metadata": {"topic": "x"},
        },
    )
    response = (await studio.until("response.done"))["response"]
    assert studio.model.asked[-1][0].content == "Answer in French."
    assert studio.model.options[-1].max_tokens == 50
    assert (response["metadata"], response["output_modalities"]) == ({"topic": "x"}, ["text"])
    await studio.type("hello")
    await studio.send("response.create")
    await studio.until("response.done")
    assert studio.model.asked[-1][0].content.startswith("You are an examiner.")


@pytest.mark.parametrize("modality", ["audio", "text"])
async def test_out_of_band_leaves_no_trace(studio: Studio, modality: str) -> None:
    await studio.type("my name is Ada")
    given = {
        "type": "message",
        "role": "user",
        "content": [{"type": "input_text", "text": "classify this"}],
    }
    wishes = {"conversation": "none", "input": [given], "output_modalities": [modality]}
    await studio.send("response.create", response=wishes)
    response = (await studio.until("response.done"))["response"]
    assert response["conversation_id"] is None
    assert response["status"] == "completed"
    assert [m.content for m in studio.model.asked[-1][1:]] == ["classify this"]
    item = response["output"][0]["id"]
    await studio.send("conversation.item.retrieve", item_id=item)
    assert studio.error()["code"] == "item_not_found"
    await studio.type("what is my name")
    await studio.send("response.create")
    await studio.until("response.done")
    assert [m.content for m in studio.model.asked[-1][1:]] == ["my name is Ada what is my name"]
    assert all("classify" not in turn.text for turn in studio.session.memory.turns)


async def test_writing_out_of_band_goes_on_beside_a_spoken_response(talker: Studio) -> None:
    await talker.type("tell me all")
    await talker.send("response.create")
    await talker.until("response.output_audio.delta")
    wishes = {"conversation": "none", "output_modalities": ["text"], "metadata": {"aside": "1"}}
    await talker.send("response.create", response=wishes)
    first, second = [
        (await talker.until("response.done"))["response"]["metadata"] for _ in range(2)
    ]
    assert (first, second) == ({"aside": "1"}, None)
    assert "fourteen" in talker.desk.heard()


async def test_an_item_that_is_there_can_be_referred_to(studio: Studio) -> None:
    await studio.type("one", id="item_one")
    await studio.type("two", id="item_two")
    reference = {"type": "item_reference", "id": "item_two"}
    wishes = {"conversation": "none", "input": [reference], "output_modalities": ["text"]}
    await studio.send("response.create", response=wishes)
    await studio.until("response.done")
    assert [m.content for m in studio.model.asked[-1][1:]] == ["two"]
    wishes["input"] = [{"type": "item_reference", "id": "item_three"}]
    await studio.send("response.create", response=wishes)
    assert studio.error()["code"] == "item_not_found"


async def test_an_empty_input_clears_the_context(studio: Studio) -> None:
    await studio.type("one")
    wishes = {"input": [], "output_modalities": ["text"]}
    await studio.send("response.create", response=wishes)
    await studio.until("response.done")
    assert [m.content for m in studio.model.asked[-1][1:]] == ["…"]


@pytest.mark.parametrize("modality", ["audio", "text"])
async def test_a_model_that_breaks_fails_the_response_only(studio: Studio, modality: str) -> None:
    await studio.update(output_modalities=[modality])
    studio.model.fail_after = 0
    await studio.type("hello")
    await studio.send("response.create")
    response = (await studio.until("response.done"))["response"]
    assert response["status"] == "failed"
    assert "The model broke" in response["status_details"]["error"]["message"]
    studio.model.fail_after = None
    await studio.send("response.create")
    assert (await studio.until("response.done"))["response"]["status"] == "completed"


async def test_an_unexpected_fault_of_the_model_is_no_different(studio: Studio) -> None:
    studio.model.fail_after, studio.model.error = 0, RuntimeError("out of cheese")
    await studio.update(output_modalities=["text"])
    await studio.type("hello")
    await studio.send("response.create")
    response = (await studio.until("response.done"))["response"]
    assert response["status"] == "failed"
    assert "RuntimeError" in response["status_details"]["error"]["message"]


async def test_a_model_without_an_answer_fails(studio: Studio) -> None:
    studio.model.reply = lambda messages: ""
    await studio.update(output_modalities=["text"])
    await studio.type("hello")
    await studio.send("response.create")
    response = (await studio.until("response.done"))["response"]
    assert "empty answer" in response["status_details"]["error"]["message"]


async def test_a_voice_that_breaks_leaves_the_words(studio: Studio) -> None:
    studio.stage.voice.broken = True
    await studio.type("hello")
    await studio.send("response.create")
    response = (await studio.until("response.done"))["response"]
    assert response["status"] == "failed"
    assert response["output"][0]["content"][0]["transcript"] == "You said hello."


async def test_an_answer_is_prepared_while_a_pause_lasts(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad", "silence_duration_ms": 1000})
    await studio.say("what is a cell")
    await studio.wait(0.8)
    assert len(studio.model.asked) == 1, "speculation is as good for clients as for the page"
    assert not studio.all("response.created")
    await studio.until("response.done")
    assert len(studio.model.asked) == 1


@pytest.mark.parametrize("modality", ["audio", "text"])
async def test_asking_ends_a_turn_after_which_no_more_sound_comes(
    studio: Studio, modality: str
) -> None:
    await studio.say("what is a cell")
    await studio.send("response.create", response={"output_modalities": [modality]})
    await studio.pass_time(5.0)
    assert len(studio.all("response.done")) == 1
    assert studio.model.asked[-1][-1].content == "what is a cell"


async def test_what_was_prepared_is_dropped_when_the_rules_change(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad", "silence_duration_ms": 1000})
    await studio.say("what is a cell")
    await studio.wait(0.8)
    await studio.update(instructions="Answer in French.")
    await studio.until("response.done")
    assert [asked[0].content for asked in studio.model.asked][-1] == "Answer in French."


@pytest.mark.parametrize(
    ("response", "param"),
    [
        ({"output_modalities": ["video"]}, "output_modalities"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
        ({"max_output_tokens": "many"}, "max_output_tokens"),
        ({"conversation": "other"}, "conversation"),
        ({"input": [{"type": "message"}]}, "input"),
        ({"input": "hello"}, "input"),
        ({"metadata": {"a": 1}}, "metadata"),
        ({"tools": [{"type": "mcp", "server_label": "x"}]}, "tools"),
        ({"audio": {"output": {"voice": "nobody"}}}, "voice"),
        ({"audio": {"output": {"format": {"type": "audio/mp3"}}}}, "format"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function", "name": "none"}}, "tool_choice"),
    ],
)
async def test_a_wish_that_cannot_be_had_is_named(
    studio: Studio, response: dict[str, Any], param: str
) -> None:
    await studio.send("response.create", response=response, event_id="mine")
    error = studio.error()
    assert error["event_id"] == "mine"
    assert param in error["param"]
    assert not studio.all("response.created")


async def test_a_response_may_have_its_own_format(studio: Studio) -> None:
    await studio.type("hello there")
    wishes = {"audio": {"output": {"format": {"type": "audio/pcmu"}, "voice": "alloy"}}}
    await studio.send("response.create", response=wishes)
    done = await studio.until("response.done")
    assert done["response"]["audio"]["output"]["format"] == {"type": "audio/pcmu"}
    studio.kind = "audio/pcmu"
    assert studio.sound().size == pytest.approx(8000 * 4 * 0.25 + 1600, abs=500)


async def test_engines_that_fail_between_responses_are_told(studio: Studio) -> None:
    studio.session.report(EngineFailed("The disk is full", "Empty it"))
    error = studio.error()
    assert (error["type"], error["message"]) == ("server_error", "The disk is full")


async def test_a_fault_in_one_event_does_not_keep_the_next_from_being_obeyed(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(response_id: str | None) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(studio.client._answers, "cancel", bug)
        await studio.send("response.cancel")
    assert studio.error()["type"] == "server_error"
    await studio.type("hello")
    await studio.send("response.create")
    await studio.until("response.done")
    assert studio.heard() == "You said hello."


async def test_what_waits_is_said_once_the_client_has_silenced_what_was_said(
    talker: Studio,
) -> None:
    await talker.type("go on")
    await talker.send("response.create")
    await talker.until("response.output_audio.delta")
    await talker.send("response.create", response={"conversation": "none"})
    await talker.send("output_audio_buffer.clear")
    await talker.until("response.done")
    done = await talker.until("response.done")
    assert done["response"]["status"] == "completed", "the second response waits for ever"

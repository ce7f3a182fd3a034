"""Items: brought, shown, cut, forgotten."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from models.base import Message
from tests.voice.api.realtime.studio import Studio
from voice.api.realtime.items import Item, Items, Part, prompt
from voice.core.audio import resample, to_int16


def said(role: str, text: str) -> Item:
    kind = "output_text" if role == "assistant" else "input_text"
    return Item(f"item_{text}", role=role, parts=[Part(kind, text)])  # type: ignore[arg-type]


async def create(studio: Studio, previous: str | None = None, **item: Any) -> None:
    fields = {} if previous is None else {"previous_item_id": previous}
    await studio.send("conversation.item.create", item={"type": "message", **item}, **fields)


async def test_items_have_places(studio: Studio) -> None:
    for key, previous in (("b", None), ("d", None), ("c", "b"), ("a", "root")):
        content = [{"type": "input_text", "text": key}]
        await create(studio, previous, id=key, role="user", content=content)
    added = [
        (event["item"]["id"], event["previous_item_id"])
        for event in studio.all("conversation.item.added")
    ]
    assert added == [("b", None), ("d", "b"), ("c", "b"), ("a", None)]
    await studio.send("response.create", response={"output_modalities": ["text"]})
    await studio.until("response.done")
    assert studio.model.asked[-1][-1].content == "a b c d"


async def test_roles_reach_the_model(studio: Studio) -> None:
    await studio.update(instructions="Be brief.")
    await create(studio, role="system", content=[{"type": "input_text", "text": "It is late."}])
    await create(studio, role="user", content=[{"type": "input_text", "text": "hi"}])
    await create(studio, role="assistant", content=[{"type": "output_text", "text": "hello"}])
    await create(studio, role="user", content=[{"type": "input_text", "text": "bye"}])
    await studio.send("response.create", response={"output_modalities": ["text"]})
    await studio.until("response.done")
    assert [(m.role, m.content) for m in studio.model.asked[-1]] == [
        ("system", "Be brief.\n\nIt is late."),
        ("user", "hi"),
        ("assistant", "hello"),
        ("user", "bye"),
    ]


async def test_an_item_is_shown(studio: Studio) -> None:
    await studio.type("hello", id="mine")
    await studio.send("conversation.item.retrieve", item_id="mine")
    assert studio.last("conversation.item.retrieved")["item"] == {
        "id": "mine",
        "object": "realtime.item",
        "type": "message",
        "role": "user",
        "status": "completed",
        "content": [{"type": "input_text", "text": "hello"}],
    }


async def test_an_item_is_forgotten(studio: Studio) -> None:
    await studio.type("one", id="mine")
    await studio.type("two")
    await studio.send("conversation.item.delete", item_id="mine")
    assert studio.last("conversation.item.deleted")["item_id"] == "mine"
    await studio.send("response.create", response={"output_modalities": ["text"]})
    await studio.until("response.done")
    assert studio.model.asked[-1][-1].content == "two"


async def test_a_recording_is_recognised(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad"}, transcription={})
    sound = to_int16(resample(studio.stage.vocabulary.say("what is a cell"), 16_000, 24_000))
    audio = base64.b64encode(sound.astype("<i2").tobytes()).decode()
    await create(studio, id="mine", role="user", content=[{"type": "input_audio", "audio": audio}])
    assert not studio.all("input_audio_buffer.committed")
    await studio.send("response.create")
    told = await studio.until("conversation.item.input_audio_transcription.completed")
    assert (told["item_id"], told["transcript"]) == ("mine", "what is a cell")
    await studio.until("response.done")
    assert studio.heard() == "You said what is a cell."


async def test_a_recording_may_come_while_somebody_speaks(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad", "create_response": False}, transcription={})
    sound = to_int16(resample(studio.stage.vocabulary.say("one two"), 16_000, 24_000))
    audio = base64.b64encode(sound.astype("<i2").tobytes()).decode()
    await studio.say("what is")
    await create(studio, id="mine", role="user", content=[{"type": "input_audio", "audio": audio}])
    await studio.say("a cell")
    await studio.wait(2.0)
    told = studio.all("conversation.item.input_audio_transcription.completed")
    assert [one["transcript"] for one in told] == ["one two", "what is a cell"]


async def test_a_recording_with_its_transcript_is_believed(studio: Studio) -> None:
    part = {"type": "input_audio", "audio": "AAAA", "transcript": "hello"}
    await create(studio, role="user", content=[part])
    await studio.send("response.create", response={"output_modalities": ["text"]})
    await studio.until("response.done")
    assert studio.model.asked[-1][-1].content == "hello"
    assert not studio.stage.stt.seconds


async def test_what_was_typed_elsewhere_is_an_item_too(studio: Studio) -> None:
    studio.session.say("hello")
    await studio.until("response.done")
    item = studio.all("conversation.item.added")[0]["item"]
    assert item["content"] == [{"type": "input_text", "text": "hello"}]
    assert studio.heard() == "You said hello."


# --- truncation -------------------------------------------------------------------------------


async def spoken_item(studio: Studio) -> dict[str, Any]:
    await studio.type("tell me all")
    await studio.send("response.create")
    done = await studio.until("response.done")
    item: dict[str, Any] = done["response"]["output"][0]
    return item


async def truncate(studio: Studio, item_id: str, end_ms: int, index: int = 0) -> None:
    await studio.send(
        "conversation.item.truncate",
        item_id=item_id,
        content_index=index,
        audio_end_ms=end_ms,
        event_id="mine",
    )


@pytest.mark.parametrize(("end_ms", "words"), [(0, 0), (1000, 4), (2000, 8), (3600, 14)])
async def test_only_what_was_heard_is_kept(talker: Studio, end_ms: int, words: int) -> None:
    item = await spoken_item(talker)
    await truncate(talker, item["id"], end_ms)
    told = talker.last("conversation.item.truncated")
    assert (told["item_id"], told["audio_end_ms"]) == (item["id"], end_ms)
    await talker.send("conversation.item.retrieve", item_id=item["id"])
    kept = talker.last("conversation.item.retrieved")["item"]["content"][0]["transcript"]
    assert len(kept.split()) == pytest.approx(words, abs=1)
    assert item["content"][0]["transcript"].startswith(kept)
    await talker.type("and then")
    await talker.send("response.create")
    await talker.until("response.done")
    seen = [m.content for m in talker.model.asked[-1] if m.role == "assistant"]
    assert seen == ([f"{kept} …"] if 0 < words < 14 else [kept] if words else [])


async def test_truncating_what_is_being_said_cuts_it_off(talker: Studio) -> None:
    await talker.type("tell me all")
    await talker.send("response.create")
    delta = await talker.until("response.output_audio.delta")
    await talker.wait(2.0)
    await truncate(talker, delta["item_id"], 1000)
    assert talker.last("response.done")["response"]["status"] == "cancelled"
    assert talker.kinds()[-1] == "conversation.item.truncated"
    await talker.send("conversation.item.retrieve", item_id=delta["item_id"])
    kept = talker.last("conversation.item.retrieved")["item"]["content"][0]["transcript"]
    assert len(kept.split()) == pytest.approx(4, abs=1)


async def test_what_was_never_sent_cannot_be_kept(talker: Studio) -> None:
    item = await spoken_item(talker)
    await truncate(talker, item["id"], 60_000)
    error = talker.error()
    assert (error["param"], error["event_id"]) == ("audio_end_ms", "mine")
    assert "already shorter than 60000ms" in error["message"]


async def test_only_spoken_answers_are_truncated(talker: Studio) -> None:
    await talker.type("hello", id="typed")
    await truncate(talker, "typed", 0)
    assert talker.error()["param"] == "item_id"
    await truncate(talker, "unknown", 0)
    assert talker.error()["code"] == "item_not_found"
    item = await spoken_item(talker)
    await truncate(talker, item["id"], 0, index=1)
    assert talker.error()["param"] == "content_index"


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "param"),
    [
        ({}, "item"),
        ({"type": "poem"}, "item.type"),
        ({"type": "message", "role": "user"}, "item.content"),
        ({"type": "message", "role": "user", "content": []}, "item.content"),
        ({"type": "message", "role": "user", "content": [{"type": "input_text"}]}, "item.content"),
        (
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_image", "image_url": "data:"}],
            },
            "item.content",
        ),
        (
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "output_text", "text": "I am not the assistant"}],
            },
            "item",
        ),
        (
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_audio", "audio": "not base64"}],
            },
            "item.content.0.audio",
        ),
        ({"type": "message", "role": "king", "content": []}, "item"),
        ({"type": "function_call_output", "output": "x"}, "item.call_id"),
        ({"type": "function_call", "name": "f"}, "item.arguments"),
        ({"type": "item_reference", "id": "x"}, "item.type"),
    ],
)
async def test_an_odd_item_is_refused(studio: Studio, item: dict[str, Any], param: str) -> None:
    await studio.send("conversation.item.create", item=item, event_id="mine")
    error = studio.error()
    assert error["event_id"] == "mine"
    assert error["param"].startswith(param)
    assert not studio.all("conversation.item.added")


@pytest.mark.parametrize("kind", ["retrieve", "delete"])
async def test_an_item_must_be_there(studio: Studio, kind: str) -> None:
    await studio.send(f"conversation.item.{kind}", item_id="x")
    assert studio.error()["code"] == "item_not_found"


async def test_an_id_is_used_once_and_a_place_exists(studio: Studio) -> None:
    await studio.type("one", id="mine")
    await studio.type("two", id="mine")
    assert studio.error()["code"] == "item_exists"
    content = [{"type": "input_text", "text": "x"}]
    await create(studio, "nowhere", role="user", content=content)
    assert studio.error()["param"] == "previous_item_id"


async def test_a_conversation_is_not_endlessly_long(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Items, "MOST_CHARACTERS", 10)
    await studio.type("12345678")
    await studio.type("123")
    assert studio.error()["code"] == "too_many_items"


async def test_a_conversation_has_an_end(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Items, "MOST", 2)
    for _ in range(3):
        await studio.type("one")
    assert studio.error()["code"] == "too_many_items"


# --- the prompt -------------------------------------------------------------------------------


def test_the_newest_items_are_kept_when_not_all_fit() -> None:
    items = [said("user" if n % 2 else "assistant", f"word{n} " * 30) for n in range(20)]
    messages = prompt("Be brief.", items, 300)
    assert messages[0] == Message("system", "Be brief.")
    assert 2 <= len(messages) < 10
    assert messages[-1].content.startswith("word19")
    numbers = [int(m.content.split()[0].removeprefix("word")) for m in messages[1:]]
    assert numbers == list(range(20 - len(numbers), 20))


def test_the_last_item_is_kept_however_long() -> None:
    assert prompt("", [said("user", "x " * 10_000)], 100)[-1].content.startswith("x x")


def test_an_output_never_stands_without_its_call() -> None:
    call = Item("c", "function_call", call_id="1", name="f", arguments="x " * 1000)
    output = Item("o", "function_call_output", call_id="1", output="y")
    messages = prompt("", [call, output, said("user", "well")], 50)
    assert [m.role for m in messages] == ["user"]


def test_a_clause_without_sound_is_kept_or_not_as_a_whole() -> None:
    part = Part("output_audio", clauses=[(0, "one two"), (500, "three"), (500, "")], audio_ms=500)
    assert part.heard_until(500) == "one two three"
    assert part.heard_until(0) == ""
    assert np.isclose(len(part.heard_until(300).split()), 1)

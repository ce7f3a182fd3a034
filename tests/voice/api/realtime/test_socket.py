"""The Realtime API over a WebSocket."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes import settle
from tests.house import House
from tests.voice.api.realtime.line import RealtimeLine, silence
from voice.api.realtime.socket import NORMAL, POLICY_VIOLATION, TRY_AGAIN_LATER


async def test_a_spoken_conversation(house: House) -> None:
    async with RealtimeLine(house.app, "model=gpt-realtime") as line:
        assert (await line.until("session.created"))["session"]["model"] == "fake"
        assert house.sessions.places.taken == 1
        line.append(house.vocabulary.say("what is a cell"))
        line.append(silence(1.0))
        done = (await line.until("response.done"))["response"]
        assert done["output"][0]["content"][0]["transcript"] == "You said what is a cell."


async def test_sound_is_sent_little_ahead_of_its_time(house: House) -> None:
    async with RealtimeLine(house.app) as line:
        content = [{"type": "input_text", "text": "one two three"}]
        item = {"type": "message", "role": "user", "content": content}
        line.say("conversation.item.create", item=item)
        line.say("response.create")
        await line.until("response.output_audio.delta")
        began = asyncio.get_running_loop().time()
        await line.until("response.done")
        took = asyncio.get_running_loop().time() - began
        assert took >= 5 * 0.25 - 0.25, "a reply of 1.25 s was sent all at once"


async def test_two_clients_never_get_each_others_words(house: House) -> None:
    async def converse(name: str) -> list[str]:
        got = []
        async with RealtimeLine(house.app) as line:
            for n in range(20):
                content = [{"type": "input_text", "text": f"{name}{n}"}]
                item = {"type": "message", "role": "user", "content": content}
                line.say("conversation.item.create", item=item)
                line.say("response.create", response={"output_modalities": ["text"]})
                done = (await line.until("response.done"))["response"]
                got.append(done["output"][0]["content"][0]["text"].strip())
        return got

    ours, theirs = await asyncio.gather(converse("Ada"), converse("Bob"))
    assert ours == [f"You said Ada{n}." for n in range(20)]
    assert theirs == [f"You said Bob{n}." for n in range(20)]
    seen = [" ".join(m.content for m in asked[1:]) for asked in house.model.asked]
    assert not [words for words in seen if "Ada" in words and "Bob" in words]


async def test_leaving_frees_everything(house: House) -> None:
    before = asyncio.all_tasks()
    async with RealtimeLine(house.app) as line:
        await line.until("session.created")
        line.append(house.vocabulary.say("what is a cell"))
        line.append(silence(1.0))
        await line.until("response.created")
    await settle()
    assert house.sessions.places.taken == 0
    assert asyncio.all_tasks() <= before
    assert house.model.running == 0


async def test_browsers_get_their_subprotocol(house: House) -> None:
    protocols = ("realtime", "openai-insecure-api-key.x")
    async with RealtimeLine(house.app, protocols=protocols) as line:
        assert (await line.next())["subprotocol"] == "realtime"
        await line.until("session.created")


async def test_where_all_places_are_taken_the_client_is_told(house: House) -> None:
    for call in ("x", "y"):
        house.sessions.places.enter(call)
    async with RealtimeLine(house.app) as line:
        error = await line.until("error")
        assert error["error"]["code"] == "too_many_sessions"
        assert (await line.closed())[0] == TRY_AGAIN_LATER
    assert house.sessions.places.taken == 2


async def test_a_model_that_is_not_there_is_named(house: House) -> None:
    async with RealtimeLine(house.app, "model=nonsense") as line:
        error = (await line.until("error"))["error"]
        assert error["code"] == "model_not_found"
        assert "nonsense" in error["message"]
        assert (await line.closed())[0] == POLICY_VIOLATION
    assert house.sessions.places.taken == 0


async def test_the_time_limit_is_told_before_the_line_is_closed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.conversation.session.Session.remaining_s", 0.05)
    async with RealtimeLine(house.app) as line:
        error = (await line.until("error"))["error"]
        assert error["code"] == "session_expired"
        assert (await line.closed())[0] == NORMAL


async def test_binary_messages_are_refused_and_do_no_harm(house: House) -> None:
    async with RealtimeLine(house.app) as line:
        await line.until("session.created")
        line.binary(b"\0\1")
        assert (await line.until("error"))["error"]["code"] == "invalid_event"
        line.say("input_audio_buffer.clear")
        await line.until("input_audio_buffer.cleared")

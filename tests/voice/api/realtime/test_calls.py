"""The Realtime API over WebRTC, and the ephemeral keys that open it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import numpy as np
import pytest

from tests.house import SOON_S, House, offered
from tests.voice.api.realtime.handset import Handset

SDP = {"content-type": "application/sdp"}


async def freed(house: House) -> None:
    """Wait until no place is taken."""
    async with asyncio.timeout(SOON_S):
        while house.sessions.places.taken:  # noqa: ASYNC110 - aiortc tells when it likes
            await asyncio.sleep(0.02)


async def secret(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """An ephemeral key, as a server of one's own gets it."""
    answer = await client.post("/v1/realtime/client_secrets", json=body)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_call_is_answered_aloud(house: House, client: httpx.AsyncClient) -> None:
    async with Handset(client) as phone:
        answer = await phone.ring()
        assert answer.status_code == 201
        assert answer.headers["location"].startswith("/v1/realtime/calls/rtc_")
        await phone.until("session.created")
        phone.type("what is a cell")
        await phone.until("output_audio_buffer.started")
        done = (await phone.until("response.done"))["response"]
        assert done["output"][0]["content"][0]["transcript"] == "You said what is a cell."
        await phone.until("output_audio_buffer.stopped")
        assert phone.loudest() > 0.05, "the answer cannot be heard"
    await freed(house)


async def test_the_microphone_is_heard(house: House, client: httpx.AsyncClient) -> None:
    async with Handset(client) as phone:
        await phone.ring()
        await phone.until("session.created")
        tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
        phone.microphone.say(tone.astype(np.float32))
        await phone.until("input_audio_buffer.speech_started")
        await phone.until("input_audio_buffer.speech_stopped")


async def test_hanging_up_leaves_nothing(house: House, client: httpx.AsyncClient) -> None:
    before = asyncio.all_tasks()
    async with Handset(client) as phone:
        answer = await phone.ring()
        await phone.until("session.created")
        assert house.sessions.places.taken == 1
        address = answer.headers["location"]
        assert (await client.post(f"{address}/hangup")).status_code == 200
        assert (await client.post(f"{address}/hangup")).status_code == 404
        await freed(house)
    async with asyncio.timeout(SOON_S):
        while not asyncio.all_tasks() <= before:  # noqa: ASYNC110 - aiortc's own take a while
            await asyncio.sleep(0.02)


async def test_a_key_opens_one_call_with_its_session(
    house: House, client: httpx.AsyncClient
) -> None:
    session = {"type": "realtime", "instructions": "Ask about cells."}
    made = await secret(client, session=session)
    assert made["session"]["instructions"] == "Ask about cells."
    async with Handset(client) as phone:
        assert (await phone.ring(made["value"])).status_code == 201
        created = await phone.until("session.created")
        assert created["session"]["instructions"] == "Ask about cells."
    async with Handset(client) as thief:
        answer = await thief.ring(made["value"])
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "invalid_api_key"
    await freed(house)


async def test_a_key_that_failed_to_open_a_call_is_used_up(
    house: House, client: httpx.AsyncClient
) -> None:
    made = await secret(client)
    headers = {**SDP, "authorization": f"Bearer {made['value']}"}
    first = await client.post("/v1/realtime/calls", content="no offer", headers=headers)
    again = await client.post("/v1/realtime/calls", content="no offer", headers=headers)
    assert (first.status_code, again.status_code) == (400, 401)


async def test_the_session_may_come_with_the_offer(house: House, client: httpx.AsyncClient) -> None:
    async with Handset(client) as phone:
        await phone.ring(as_form={"type": "realtime", "instructions": "Be brief."})
        created = await phone.until("session.created")
        assert created["session"]["instructions"] == "Be brief."


async def test_a_session_that_cannot_be_had_opens_nothing(
    house: House, client: httpx.AsyncClient
) -> None:
    async with Handset(client) as phone:
        answer = await phone.ring(as_form={"audio": {"output": {"voice": "nobody"}}})
        assert answer.status_code == 400
        assert "nobody" in answer.json()["error"]["message"]
    assert house.sessions.places.taken == 0


@pytest.mark.parametrize(
    "session",
    [{"type": "transcription"}, {"output_modalities": []}, {"tools": [{"name": "!"}]}],
)
async def test_a_key_for_an_impossible_session_is_not_made(
    client: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    answer = await client.post("/v1/realtime/client_secrets", json={"session": session})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("seconds", [0, 9, 7201, -1])
async def test_a_key_lives_within_bounds(client: httpx.AsyncClient, seconds: int) -> None:
    body = {"expires_after": {"anchor": "created_at", "seconds": seconds}}
    assert (await client.post("/v1/realtime/client_secrets", json=body)).status_code == 400


@pytest.mark.parametrize("body", ["", "x", "v=0\r\nm=audio 9 x 0", "m=audio " * 20_000])
async def test_what_is_no_offer_is_refused(
    house: House, client: httpx.AsyncClient, body: str
) -> None:
    answer = await client.post("/v1/realtime/calls", content=body, headers=SDP)
    assert answer.status_code == 400
    assert house.sessions.places.taken == 0


@pytest.mark.parametrize(("audio", "data"), [(False, True), (True, False)])
async def test_an_offer_needs_sound_and_a_channel(
    house: House, client: httpx.AsyncClient, audio: bool, data: bool
) -> None:
    sdp = await offered(audio, data)
    answer = await client.post("/v1/realtime/calls", content=sdp, headers=SDP)
    assert answer.status_code == 400
    assert house.sessions.places.taken == 0


async def test_another_kind_of_body_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/realtime/calls", json={"sdp": "x"})).status_code == 400


async def test_where_all_places_are_taken_the_caller_is_told(
    house: House, client: httpx.AsyncClient
) -> None:
    for call in ("x", "y"):
        house.sessions.places.enter(call)
    answer = await client.post("/v1/realtime/calls", content=await offered(), headers=SDP)
    assert answer.status_code == 429
    assert "retry-after" in answer.headers


async def test_events_before_the_sound_are_obeyed_in_order(
    house: House, client: httpx.AsyncClient
) -> None:
    async with Handset(client) as phone:
        await phone.ring()
        phone.say("session.update", session={"type": "realtime", "instructions": "First."})
        phone.say("session.update", session={"type": "realtime", "instructions": "Second."})
        first, second = [await phone.until("session.updated") for _ in range(2)]
        assert first["session"]["instructions"] == "First."
        assert second["session"]["instructions"] == "Second."


async def test_what_is_no_event_is_answered_with_an_error(
    house: House, client: httpx.AsyncClient
) -> None:
    async with Handset(client) as phone:
        await phone.ring()
        phone.channel.send(b"\0\1")
        phone.channel.send("{")
        phone.say("no.such.event", event_id="e1")
        for _ in range(2):
            await phone.until("error")
        assert (await phone.until("error"))["error"]["event_id"] == "e1"
        phone.type("still there")
        await phone.until("response.done")

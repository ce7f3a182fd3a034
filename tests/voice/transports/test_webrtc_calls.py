"""Offers: answered, refused, and without a trace afterwards."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
import pytest

from tests.fakes import Desk, settle
from tests.house import House, offered
from voice.conversation.choices import Wanted
from voice.transports.arriving import AtOnce, Continuous
from voice.transports.webrtc_handler import SessionHandler

NO_SDP = [
    "x",
    "m=audio m=application",
    "v=0\r\nm=audio 9 x 0\r\nm=application",
    "\0m=audiom=application",
    "m=audio " * 8000,
]


async def offer(client: httpx.AsyncClient, sdp: str, webrtc_id: str = "a", **extra: Any) -> Any:
    body = {"type": "offer", "sdp": sdp, "webrtc_id": webrtc_id, **extra}
    return (await client.post("/webrtc/offer", json=body)).json()


def assert_nothing_left(house: House) -> None:
    assert house.sessions.places.taken == 0
    calls = house.calls
    assert calls.pcs == {}
    assert calls.handlers == {}
    assert not calls.connections
    assert not calls.data_channels


async def test_an_offer_makes_a_session(house: House, client: httpx.AsyncClient) -> None:
    answer = await offer(client, await offered(), settings={"language": "de"})
    assert answer["type"] == "answer"
    assert "m=audio" in answer["sdp"]
    session = house.sessions.get(answer["session_id"])
    assert session.choices.language == "de"
    handler = house.calls.handlers["a"]
    assert isinstance(handler, SessionHandler)
    assert handler.session is session
    assert house.sessions.places.taken == 1


async def test_an_offer_goes_on_with_a_session(house: House, client: httpx.AsyncClient) -> None:
    session = await house.sessions.open(Wanted())
    answer = await offer(client, await offered(), session_id=session.id)
    assert answer["session_id"] == session.id


async def test_hanging_up_frees_the_place(house: House, client: httpx.AsyncClient) -> None:
    answer = await offer(client, await offered())
    assert (await client.post("/webrtc/hangup", json={"webrtc_id": "a"})).status_code == 200
    await settle()
    assert_nothing_left(house)
    assert house.sessions.get(answer["session_id"]), "the conversation was lost with the call"
    again = await client.post("/webrtc/hangup", json={"webrtc_id": "a"})
    assert again.status_code == 200


async def test_a_session_is_freed_when_fastrtc_lists_its_call_no_more(
    house: House, client: httpx.AsyncClient
) -> None:
    """As after a failure of ICE; the session was once connected for ever then."""
    answer = await offer(client, await offered())
    session = house.sessions.get(answer["session_id"])
    handler = house.calls.handlers["a"]
    assert isinstance(handler, SessionHandler)
    handler.connect(session)
    house.calls.connections.pop("a")
    await house.calls.hang_up("a")
    await settle()
    assert not session.connected


async def test_a_newer_connection_survives_the_end_of_the_older(
    house: House, client: httpx.AsyncClient
) -> None:
    answer = await offer(client, await offered())
    session = house.sessions.get(answer["session_id"])
    desk = Desk(session, house.vocabulary)
    desk.connect()
    await house.calls.hang_up("a")
    await settle()
    assert session.connected
    desk.leave()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "type"),
        ({"type": "answer"}, "type"),
        ({"type": "offer", "webrtc_id": "a"}, "sdp"),
        ({"type": "offer", "webrtc_id": "a", "sdp": ""}, "sdp"),
        ({"type": "offer", "webrtc_id": "a", "sdp": "x" * 70_000}, "sdp"),
        ({"type": "offer", "sdp": "x"}, "webrtc_id"),
        ({"type": "offer", "sdp": "x", "webrtc_id": ""}, "webrtc_id"),
        ({"type": "offer", "sdp": "x", "webrtc_id": {}}, "webrtc_id"),
        ({"type": "offer", "sdp": "x", "webrtc_id": "a", "settings": {"volume": 1}}, "volume"),
        ({"type": "ice-candidate", "webrtc_id": "a"}, "candidate"),
    ],
)
async def test_bodies_that_are_no_offer(
    house: House, client: httpx.AsyncClient, body: dict[str, Any], words: str
) -> None:
    answer = await client.post("/webrtc/offer", json=body)
    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]
    assert_nothing_left(house)


@pytest.mark.parametrize(("audio", "data"), [(False, True), (True, False)])
async def test_offers_lacking_what_a_call_needs(
    house: House, client: httpx.AsyncClient, audio: bool, data: bool
) -> None:
    body = {"type": "offer", "sdp": await offered(audio, data), "webrtc_id": "a"}
    answer = await client.post("/webrtc/offer", json=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert ("data channel" if audio else "audio track") in error["message"]
    assert error["fix"].startswith("Add a")
    assert_nothing_left(house)


@pytest.mark.parametrize("sdp", NO_SDP)
async def test_garbage_is_refused(house: House, client: httpx.AsyncClient, sdp: str) -> None:
    body = {"type": "offer", "sdp": sdp, "webrtc_id": "a"}
    answer = await client.post("/webrtc/offer", json=body)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message", "fix"}
    assert_nothing_left(house)


async def test_fifty_garbage_offers_leave_nothing(house: House, client: httpx.AsyncClient) -> None:
    waiting = [await house.sessions.open(Wanted()) for _ in range(3)]
    good = await offered()
    tasks = len(asyncio.all_tasks())
    for number in range(50):
        sdp = [*NO_SDP, good[: len(good) * 2 // 3] + "\r\nm=application", good.replace("a=", "b=")]
        answer = await offer(client, sdp[number % len(sdp)], f"id{number}")
        assert "error" in answer
    await settle()
    assert_nothing_left(house)
    assert len(asyncio.all_tasks()) <= tasks
    for session in waiting:
        assert house.sessions.get(session.id), "garbage pushed a waiting conversation out"
    assert (await offer(client, good))["type"] == "answer"


async def test_an_unknown_session_takes_no_place(house: House, client: httpx.AsyncClient) -> None:
    body = {"type": "offer", "sdp": await offered(), "webrtc_id": "a", "session_id": "gone"}
    answer = await client.post("/webrtc/offer", json=body)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "unknown_session"
    assert_nothing_left(house)


async def test_an_id_in_use_is_refused_and_its_call_goes_on(
    house: House, client: httpx.AsyncClient
) -> None:
    sdp = await offered()
    await offer(client, sdp)
    assert "already in a call" in (await offer(client, sdp))["error"]["message"]
    assert house.sessions.places.taken == 1
    assert "a" in house.calls.pcs


async def test_beyond_the_limit_there_is_a_line(house: House, client: httpx.AsyncClient) -> None:
    sdp = await offered()
    for webrtc_id in ("a", "b"):
        assert "sdp" in await offer(client, sdp, webrtc_id)
    refusals = [await offer(client, sdp, webrtc_id) for webrtc_id in ("c", "d")]
    for position, refusal in enumerate(refusals, 1):
        assert refusal["status"] == "failed"
        meta = refusal["meta"]
        assert meta["error"] == "concurrency_limit_reached"
        assert (meta["limit"], meta["position"]) == (2, position)
    first, second = (refusal["meta"]["ticket"] for refusal in refusals)
    assert first != second
    assert (await offer(client, sdp, "c", ticket=first))["meta"]["ticket"] == first
    await house.calls.hang_up("a")
    await settle()
    assert "meta" in await offer(client, sdp, "d", ticket=second), "the line was jumped"
    place = (await client.get("/webrtc/place", params={"ticket": first})).json()
    assert place == {"ticket": first, "position": 0, "limit": 2}
    assert "sdp" in await offer(client, sdp, "c", ticket=first)
    assert house.sessions.places.taken == 2


async def test_a_lost_call_does_not_keep_its_student_out(
    house: House, client: httpx.AsyncClient
) -> None:
    sdp = await offered()
    mine = (await offer(client, sdp, "a"))["session_id"]
    assert "sdp" in await offer(client, sdp, "b")
    again = await offer(client, sdp, "again", session_id=mine)
    assert again.get("session_id") == mine, again
    assert house.sessions.places.taken == 2
    await house.calls.hang_up("a")
    await settle()
    assert house.sessions.places.taken == 2
    assert "meta" in await offer(client, sdp, "c"), "a place too many was given"


async def test_a_refusal_for_want_of_places_keeps_no_session(
    house: House, client: httpx.AsyncClient
) -> None:
    sdp, waiting = await offered(), await house.sessions.open(Wanted())
    house.sessions.places.enter("x")
    house.sessions.places.enter("y")
    for _ in range(30):
        house.clock.now_s += 1
        assert "meta" in await offer(client, sdp)
    assert house.sessions.get(waiting.id)


async def test_a_candidate_of_an_unknown_call(client: httpx.AsyncClient) -> None:
    body = {"type": "ice-candidate", "webrtc_id": "gone", "candidate": {"candidate": "x"}}
    answer = (await client.post("/webrtc/offer", json=body)).json()
    assert answer == {"status": "failed", "meta": {"error": "unknown_connection"}}


@pytest.mark.parametrize(
    "candidate", [{}, {"candidate": "x"}, {"candidate": "candidate:a b c d e f g h i j"}]
)
async def test_a_candidate_that_is_none_harms_no_call(
    house: House, client: httpx.AsyncClient, candidate: dict[str, str]
) -> None:
    await offer(client, await offered())
    body = {"type": "ice-candidate", "webrtc_id": "a", "candidate": candidate}
    assert (await client.post("/webrtc/offer", json=body)).json()["status"] == "failed"
    assert "a" in house.calls.pcs


async def test_a_call_hears_at_once(house: House, client: httpx.AsyncClient) -> None:
    await offer(client, await offered())
    (audio,) = [t for t in house.calls.pcs["a"].getTransceivers() if t.kind == "audio"]
    receiver: Any = audio.receiver
    assert isinstance(receiver._RTCRtpReceiver__jitter_buffer, AtOnce)
    (call,) = house.calls.connections["a"]
    assert isinstance(call.track, Continuous)


async def test_a_browser_is_asked_not_to_send_silence(client: httpx.AsyncClient) -> None:
    answer = await offer(client, await offered())
    (opus,) = re.findall(r"a=rtpmap:(\d+) opus/48000", answer["sdp"])
    assert f"a=fmtp:{opus} usedtx=1" in answer["sdp"]

"""What the routes take, what they refuse, and in which words."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import HTTPConnection

from tests.fakes import Desk, settle
from tests.house import House
from voice.api.access.guard import Guard, Visitor
from voice.api.access.limits import MAX_BODY_BYTES
from voice.conversation.choices import Wanted
from voice.conversation.session import Session
from voice.conversation.typed import MAX_TEXT
from voice.core.events import State

ACTIONS = {
    "say": {"text": "hello"},
    "hold": {"held": True},
    "done": None,
    "settings": {"speed": 1.2},
    "reset": None,
    "stop": None,
}


@pytest.fixture
async def session(house: House) -> Session:
    """A conversation whose student is away."""
    return await house.sessions.open(Wanted())


@pytest.fixture
async def desk(house: House, session: Session) -> AsyncIterator[Desk]:
    """The student is there."""
    desk = Desk(session, house.vocabulary)
    desk.connect()
    await settle()
    yield desk
    desk.leave()


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The words of a refusal, once its form is right."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert answer.json() == {"error": error}
    assert set(error) == {"code", "message", "fix"}
    assert error["code"] == code
    assert error["message"]
    return f"{error['message']}. {error['fix']}"


# --- who is let in ----------------------------------------------------------------------------

PATHS = ["/webrtc/place", "/session/none"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:7861", "http://localhost:7860", "null"]
)
async def test_foreign_pages_are_refused(client: httpx.AsyncClient, path: str, origin: str) -> None:
    answer = await client.get(path, headers={"origin": origin})
    assert "own page" in refused(answer, 403, "foreign_page")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""]
)
async def test_rebound_names_are_refused(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.get("/webrtc/place", headers={"host": host})
    assert "localhost" in refused(answer, 421, "wrong_name")


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1", "[::1]:7860"])
async def test_the_own_page_is_let_in(client: httpx.AsyncClient, host: str) -> None:
    headers = {"host": host, "origin": f"http://{host}"}
    assert (await client.get("/webrtc/place", headers=headers)).status_code == 200


async def test_behind_a_proxy_the_name_outside_counts() -> None:
    async with House(guard=Guard()).client() as client:
        headers = {"origin": "https://viva.example", "x-forwarded-host": "viva.example"}
        assert (await client.get("/webrtc/place", headers=headers)).status_code == 200
        headers["origin"] = "https://evil.example"
        refused(await client.get("/webrtc/place", headers=headers), 403, "foreign_page")


def by_cookie(connection: HTTPConnection) -> Visitor | None:
    """Knows whom the browser says it is."""
    user = connection.cookies.get("user")
    return Visitor(user) if user else None


async def test_without_login_nobody_gets_anywhere() -> None:
    house = House(guard=Guard([by_cookie], required=True))
    session = await house.sessions.open(Wanted())
    async with house.client() as client:
        for path in ("/webrtc/place", f"/session/{session.id}"):
            assert "sign in" in refused(await client.get(path), 401, "not_signed_in")
        for action, body in ACTIONS.items():
            answer = await client.post(f"/session/{session.id}/{action}", json=body)
            refused(answer, 401, "not_signed_in")
        client.cookies.set("user", "ada")
        assert (await client.get(f"/session/{session.id}")).status_code == 200


# --- what is no request -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"17",
        b"{}",
        b'{"text": null}',
        b'{"text": 5}',
        b'{"text": ["a"]}',
        b'{"text": "' + b"\\" * 3,
    ],
)
async def test_malformed_bodies_are_explained(
    client: httpx.AsyncClient, session: Session, body: bytes
) -> None:
    headers = {"content-type": "application/json"}
    answer = await client.post(f"/session/{session.id}/say", content=body, headers=headers)
    refused(answer, 422, "bad_request")


async def test_large_bodies_are_not_read(client: httpx.AsyncClient, session: Session) -> None:
    path = f"/session/{session.id}/say"
    refused(await client.post(path, content=b"x" * (MAX_BODY_BYTES + 1)), 413, "too_large")

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 100_000

    refused(await client.post(path, content=chunks()), 413, "too_large")
    odd = await client.post(path, content=b"", headers={"content-length": "-1"})
    refused(odd, 413, "too_large")


@pytest.mark.parametrize("path", ["/webrtc/none", "/session/a/fly", "/session/"])
async def test_paths_that_do_not_exist(client: httpx.AsyncClient, path: str) -> None:
    refused(await client.post(path), 404, "bad_request")


async def test_the_wrong_method(client: httpx.AsyncClient) -> None:
    refused(await client.get("/webrtc/offer"), 405, "bad_request")


@pytest.mark.parametrize("session_id", ["unknown", "..", "%00", "ä" * 50])
@pytest.mark.parametrize("action", ACTIONS)
async def test_unknown_sessions(client: httpx.AsyncClient, session_id: str, action: str) -> None:
    answer = await client.post(f"/session/{session_id}/{action}", json=ACTIONS[action])
    if session_id != "..":
        assert "Press Start" in refused(answer, 404, "unknown_session")
    assert answer.status_code == 404


# --- a session --------------------------------------------------------------------------------


async def test_where_a_conversation_stands(client: httpx.AsyncClient, session: Session) -> None:
    answer = (await client.get(f"/session/{session.id}")).json()
    assert (answer["type"], answer["session_id"]) == ("session_ready", session.id)
    assert (answer["state"], answer["mode"], answer["voice"]) == ("disconnected", "test", "fake")


async def test_typing_is_answered(
    house: House, client: httpx.AsyncClient, session: Session, desk: Desk
) -> None:
    answer = await client.post(f"/session/{session.id}/say", json={"text": " hello \n you "})
    assert answer.json() == {"status": "ok"}
    await house.clock.advance(0.1)
    assert [turn.text for turn in session.memory.turns] == ["hello you"]
    assert session.state in (State.THINKING, State.SPEAKING)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no text"), (" \n\t", "no text"), ("\0", "no text"), ("a" * (MAX_TEXT + 1), "Shorten")],
)
async def test_what_cannot_be_a_message(
    client: httpx.AsyncClient, session: Session, desk: Desk, text: str, words: str
) -> None:
    answer = await client.post(f"/session/{session.id}/say", json={"text": text})
    assert words in refused(answer, 422, "bad_request")
    assert session.state is State.LISTENING


async def test_typing_without_a_connection(client: httpx.AsyncClient, session: Session) -> None:
    answer = await client.post(f"/session/{session.id}/say", json={"text": "hello"})
    assert "Press Start first" in refused(answer, 422, "bad_request")


async def test_let_me_think_and_done(
    client: httpx.AsyncClient, session: Session, desk: Desk
) -> None:
    def held() -> list[bool]:
        return [event.held for event in desk.events if event.type == "hold_changed"]

    path = f"/session/{session.id}"
    assert (await client.post(f"{path}/hold", json={"held": True})).status_code == 200
    assert held() == [True]
    assert (await client.post(f"{path}/done")).status_code == 200
    assert held() == [True, False], "who is done is still held"
    refused(await client.post(f"{path}/hold", json={}), 422, "bad_request")
    refused(await client.post(f"{path}/hold", json={"held": "perhaps"}), 422, "bad_request")


async def test_settings_answer_with_what_is_in_force(
    client: httpx.AsyncClient, session: Session
) -> None:
    answer = await client.post(f"/session/{session.id}/settings", json={"language": "de"})
    applied = answer.json()
    assert (applied["language"], applied["voice"], applied["speed"]) == ("de", "stimme", 1.0)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"volume": 11}, "volume"),
        ({"speed": "fast"}, "speed"),
        ({"speed": 3}, "0.5 to 2"),
        ({"mode": "oral"}, "test, deutsch"),
        ({"mode": "a" * 201}, "mode"),
        ({"language": "tlh"}, "no language 'tlh'"),
        ({"voice": "nobody"}, "no voice 'nobody'"),
        ({"model": "none"}, "no model 'none'"),
    ],
)
async def test_settings_that_cannot_be(
    client: httpx.AsyncClient, session: Session, wanted: dict[str, object], words: str
) -> None:
    before = session.choices
    answer = await client.post(f"/session/{session.id}/settings", json=wanted)
    assert words in refused(answer, 422, "bad_request")
    assert session.choices == before


async def test_start_afresh(
    house: House, client: httpx.AsyncClient, session: Session, desk: Desk
) -> None:
    session.say("hello")
    await house.clock.advance(0.1)
    assert session.memory.turns
    assert (await client.post(f"/session/{session.id}/reset")).status_code == 200
    assert not session.memory.turns
    assert session.state is State.LISTENING


async def test_stop_is_for_good(client: httpx.AsyncClient, session: Session, desk: Desk) -> None:
    assert (await client.post(f"/session/{session.id}/stop")).status_code == 200
    assert desk.hung_up
    refused(await client.post(f"/session/{session.id}/stop"), 404, "unknown_session")
    refused(await client.get(f"/session/{session.id}"), 404, "unknown_session")


# --- the line ---------------------------------------------------------------------------------


async def test_asking_for_a_place(house: House, client: httpx.AsyncClient) -> None:
    free = (await client.get("/webrtc/place")).json()
    assert free == {"ticket": "", "position": 0, "limit": 2}
    for call in ("a", "b"):
        house.sessions.places.enter(call)
    for _ in range(3):
        look = (await client.get("/webrtc/place")).json()
        assert look == {"ticket": "", "position": 1, "limit": 2}, "looking joined the line"
    mine = (await client.get("/webrtc/place", params={"ticket": "made up"})).json()
    assert mine["position"] == 1
    assert mine["ticket"] not in ("", "made up")
    assert (await client.get("/webrtc/place")).json()["position"] == 2
    house.sessions.places.leave("a")
    assert (await client.get("/webrtc/place", params={"ticket": mine["ticket"]})).json() == {
        **mine,
        "position": 0,
    }

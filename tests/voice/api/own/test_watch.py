"""The second screen behind a door that is locked to everybody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.house import House
from voice.api.access.entrance import session_tokens
from voice.api.access.guard import Guard
from voice.api.access.keys import ApiKeys
from voice.api.access.tokens import Tokens, public_name
from voice.ui import ASSETS, ASSETS_URL

KEY = {"authorization": "Bearer a-key-that-nobody-guesses"}


@pytest.fixture
async def locked() -> AsyncIterator[House]:
    """A server that lets in who has its key, or a token for the session in question."""
    tokens = Tokens()
    key = ApiKeys([KEY["authorization"].removeprefix("Bearer ")])
    house = House(guard=Guard([key, session_tokens(tokens)], required=True), tokens=tokens)
    yield house
    await house.close()


@pytest.fixture
async def outside(locked: House) -> AsyncIterator[httpx.AsyncClient]:
    async with locked.client() as client:
        yield client


async def test_the_page_is_open_to_all_and_holds_nothing(outside: httpx.AsyncClient) -> None:
    answer = await outside.get("/watch")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.text
    files = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert len(files) >= 5
    for file in files:
        folder, _, name = file.partition("/")
        assert f"/{folder}" == ASSETS_URL
        assert (ASSETS / name).is_file()
    assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text), "its policy would stop that"


async def test_with_a_link_one_watches_and_gets_nowhere_else(
    locked: House, outside: httpx.AsyncClient
) -> None:
    asked = {"mode": "test"}
    session = (await outside.post("/v1/sessions", json=asked, headers=KEY)).json()["id"]
    path = f"/v1/sessions/{session}/tokens"
    given = (await outside.post(path, json={"role": "watch"}, headers=KEY)).json()
    watching = {"authorization": f"Bearer {given['token']}"}
    where = f"/v1/sessions/{public_name(session)}"
    for what in ("", "/messages"):
        assert (await outside.get(where + what, headers=watching)).status_code == 200
        assert (await outside.get(where + what)).status_code == 401
    others = ["/v1/banks", "/exam/banks", "/webrtc/place", "/history", "/"]
    for other in others:
        assert (await outside.get(other, headers=watching)).status_code == 401, other
    bodies = {"messages": {"text": "hi"}, "end": None, "tokens": {}, "exam/hint": None}
    for write, body in bodies.items():
        answer = await outside.post(f"{where}/{write}", json=body, headers=watching)
        assert answer.status_code == 403, write
    opened = await outside.post("/v1/sessions", json=asked, headers=watching)
    assert opened.status_code == 401


async def test_who_has_a_token_to_take_part_needs_no_key(outside: httpx.AsyncClient) -> None:
    opened = (await outside.post("/v1/sessions", json={"mode": "test"}, headers=KEY)).json()
    mine = {"authorization": f"Bearer {opened['token']}"}
    where = f"/v1/sessions/{opened['id']}"
    said = await outside.post(f"{where}/messages", json={"text": "hello"}, headers=mine)
    assert said.json()["text"] == "You said hello."
    assert (await outside.post(f"{where}/end", headers=mine)).status_code == 200
    assert (await outside.delete(where, headers=mine)).status_code == 204


async def test_sessions_never_see_each_others_words(
    house: House, client: httpx.AsyncClient
) -> None:
    ids = [(await client.post("/v1/sessions", json={"mode": "test"})).json()["id"] for _ in "ab"]

    async def talk(session: str, word: str) -> str:
        streams = []
        for number in range(10):
            body = {"text": f"{word} {number}", "stream": True}
            answer = await client.post(f"/v1/sessions/{session}/messages", json=body)
            streams.append(answer.text)
        return "".join(streams)

    one, other = await asyncio.gather(talk(ids[0], "apples"), talk(ids[1], "pears"))
    assert "You said apples 9." in one
    assert "You said pears 9." in other
    assert "pears" not in one
    assert "apples" not in other

"""The exam's routes: banks with their problems, an end without a second question."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.fakes import Desk, settle
from tests.house import MODES, House
from tests.stage import MODE
from voice.conversation.choices import Wanted
from voice.exam.model.plan import MANNERS
from voice.transports.wire import MOST_PROBLEMS

PRACTICE = replace(MODE, name="practice", title="Practice", exam=MANNERS["practice"])
CELLS = Wanted(bank="cell-biology", mode="practice", minutes=5)

TABLE = b"""question,key points
What is a stroma?,The fluid inside a chloroplast.
,A point of no question.
"""


@pytest.fixture
def house(house: House) -> House:
    house.sessions.modes = lambda: {**MODES, PRACTICE.name: PRACTICE}
    return house


async def bring(client: httpx.AsyncClient, content: bytes, name: str) -> httpx.Response:
    body = {"name": name, "content": base64.b64encode(content).decode()}
    return await client.post("/exam/banks", json=body)


async def test_what_is_wrong_with_a_bank_is_told_with_its_place(client: httpx.AsyncClient) -> None:
    brought = (await bring(client, TABLE, "plants.csv")).json()
    assert brought["items"] == 1
    [problem] = brought["problems"]
    assert (problem["file"], problem["line"], problem["unit"]) == ("plants.csv", 3, "line")
    assert "question" in problem["field"]
    assert problem["problem"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"title: X\ntopics: [1, 2, 3]\n", "x.yaml"),
        (b"question,key points\n,a\n,b\n", "x.csv"),
        (b"", "x.csv"),
        (b"\xff\xfe\x00", "x.yaml"),
        (b"PK\x03\x04 no archive", "x.xlsx"),
        (b"hello", "no ending"),
    ],
)
async def test_a_bank_of_which_nothing_is_left_is_refused_with_a_list(
    client: httpx.AsyncClient, content: bytes, name: str
) -> None:
    answer = await bring(client, content, name)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "fix", "problems"}
    assert error["message"]
    assert error["problems"][0]["file"] == name
    assert all(one["problem"] for one in error["problems"])


async def test_a_very_wrong_bank_is_told_in_part(client: httpx.AsyncClient) -> None:
    rows = b"question,key points\n" + b",alone\n" * (3 * MOST_PROBLEMS)
    error = (await bring(client, rows, "x.csv")).json()["error"]
    assert len(error["problems"]) == MOST_PROBLEMS
    assert "(the first of " in error["message"]


async def test_the_end_is_not_asked_about_twice_and_marks_to_come_are_counted(
    house: House, client: httpx.AsyncClient
) -> None:
    session = await house.sessions.open(CELLS)
    desk = Desk(session, house.vocabulary)
    desk.connect()
    await settle()

    async def stands() -> dict[str, Any]:
        told: dict[str, Any] = (await client.get(f"/session/{session.id}/exam")).json()
        return told

    assert ((await stands())["finished"], (await stands())["unmarked"]) == ("", 0)
    answer = await client.post(f"/session/{session.id}/exam/stop")
    assert answer.status_code == 200
    assert (await stands())["finished"] == "stopped"
    desk.leave()

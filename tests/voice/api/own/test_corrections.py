"""Corrections over HTTP: who may say what of the marks, and where wordings are kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.house import House
from tests.voice.api.own.test_routes import Client, bank, exam, exam_mode, house, opened
from voice.exam.banks.file import read_bank
from voice.exam.collection.shelf import BROUGHT, Shelf

__all__ = ["bank", "exam", "house"]  # fixtures of another file

FOR_ROOTS = {"question": 1, "point": 2}
"""The second key point of the first question: "salts", which nobody has said."""


@pytest.fixture
async def answered(exam: Client) -> Client:
    """An exam whose first question has its marks."""
    await exam.say("They take up water.")
    for _ in range(200):
        if (await exam.get("/exam"))["items"][0]["status"] == "marked":
            return exam
        await asyncio.sleep(0.01)
    raise AssertionError("it is not marked")


async def said(exam: Client, who: dict[str, str] | None = None, **body: Any) -> httpx.Response:
    path = f"{exam.path}/corrections"
    return await exam.http.post(path, json={**FOR_ROOTS, **body}, headers=who or {})


async def bearer(exam: Client, role: str) -> dict[str, str]:
    given = await exam.http.post(f"{exam.path}/tokens", json={"role": role})
    return {"authorization": f"Bearer {given.json()['token']}"}


async def test_a_student_says_what_they_said_and_totals_follow(answered: Client) -> None:
    assert (await answered.get("/exam"))["marks"] == 2
    told = (await said(answered, verdict="made", reason="minerals are\nsalts")).json()
    assert (told["marks"], told["least"], told["most"], told["out_of"]) == (3, 3, 3, 3)
    point = told["item"]["points"][1]
    assert (point["judged"], point["verdict"]) == ("not_made", "made")
    assert point["correction"] == {
        "verdict": "made", "by": "student", "reason": "minerals are salts",
    }  # fmt: skip
    assert (await answered.get("/exam"))["marks"] == 3
    report = await answered.get("/report")
    assert (report["marks"], report["corrected"]) == (3, 1)


async def test_it_can_be_taken_back(answered: Client) -> None:
    await said(answered, verdict="made")
    told = (await said(answered, verdict=None)).json()
    assert told["marks"] == 2
    assert told["item"]["points"][1]["correction"] is None


async def test_a_teacher_corrects_with_a_token_of_their_own(answered: Client) -> None:
    teacher = await bearer(answered, "teach")
    told = (await said(answered, teacher, verdict="partly")).json()
    assert told["item"]["points"][1]["correction"]["by"] == "teacher"
    refused = await said(answered, verdict="made")
    assert refused.status_code == 422
    assert "A teacher has decided this point" in refused.json()["error"]["message"]
    assert (await said(answered, teacher, verdict=None)).json()["marks"] == 2


async def test_who_only_watches_corrects_nothing(answered: Client) -> None:
    refused = await said(answered, await bearer(answered, "watch"), verdict="made")
    assert refused.status_code == 403
    assert (await answered.get("/exam"))["marks"] == 2


async def test_a_teacher_does_nothing_else(answered: Client) -> None:
    teacher = await bearer(answered, "teach")
    for what in ("messages", "end", "exam/skip"):
        body = {"text": "hello"} if what == "messages" else None
        answer = await answered.http.post(f"{answered.path}/{what}", json=body, headers=teacher)
        assert answer.status_code == 403, what


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": 9, "verdict": "made"}, "no question 9"),
        ({"point": 9, "verdict": "made"}, "no key point 9"),
        ({"question": 0, "verdict": "made"}, "question"),
        ({"verdict": "brilliant"}, "verdict"),
        ({"verdict": "made", "reason": "x" * 401}, "reason"),
        ({}, "verdict"),
    ],
)
async def test_what_cannot_be_corrected_is_refused_in_words(
    answered: Client, body: dict[str, Any], words: str
) -> None:
    refused = await said(answered, **body)
    assert refused.status_code == 422
    assert words in refused.json()["error"]["message"]


async def test_a_conversation_has_no_marks(client: httpx.AsyncClient) -> None:
    talk = await opened(client, mode="test")
    assert (await said(talk, verdict="made")).status_code == 404


async def test_the_page_corrects_as_the_student_and_shows_buttons(
    answered: Client, client: httpx.AsyncClient
) -> None:
    page = f"/session/{answered.opened['id']}"
    told = await client.post(f"{page}/corrections", json={**FOR_ROOTS, "verdict": "made"})
    assert told.json()["item"]["points"][1]["correction"]["by"] == "student"
    assert "<button" in (await client.get(f"{page}/report/html?corrects=true")).text
    assert "<button" not in (await client.get(f"{page}/report/html")).text


async def test_a_mark_that_was_changed_is_told_with_the_next_answer(answered: Client) -> None:
    await said(answered, verdict="made")
    told = await answered.say("They take up light.")
    assert {"question": "What do roots take up?", "marks": 3.0} in [
        {"question": one["question"], "marks": one["marks"]} for one in told["marked"]
    ]


# --- wordings --------------------------------------------------------------------------------


async def kept(exam: Client, text: str, **more: Any) -> dict[str, Any]:
    path = f"/session/{exam.opened['id']}/wordings"
    answer = await exam.http.post(path, json={**FOR_ROOTS, "text": text, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def wordings(bank_values: dict[str, Any]) -> list[str]:
    item = bank_values["topics"][0]["subtopics"][0]["items"][0]
    accept: list[str] = item["key_points"][1]["accept"]
    return accept


async def test_a_wording_goes_into_the_bank_that_was_brought(
    answered: Client, client: httpx.AsyncClient, bank: str
) -> None:
    told = await kept(answered, "minerals")
    assert (told["name"], told["title"], told["in_folder"]) == (bank, "Plants", False)
    await kept(answered, "ions")
    shown = (await client.get(f"/exam/banks/{bank}")).json()["bank"]
    assert wordings(shown) == ["minerals", "ions"]


@pytest.fixture
async def shipped(house: House, client: httpx.AsyncClient) -> Client:
    """An exam from a bank that comes with Viva."""
    house.sessions.modes = lambda: {"exam": exam_mode("exam")}
    return await opened(client, bank="cell-biology", mode="exam", minutes=10)


async def test_a_bank_that_comes_with_viva_is_copied_and_stays_as_it_is(
    shipped: Client, client: httpx.AsyncClient
) -> None:
    first = await kept(shipped, "in words of my own")
    assert first["name"].startswith(BROUGHT)
    assert first["title"] == "Cell biology (copy)"
    again = await kept(shipped, "and in others", copy_name=first["name"])
    assert again["name"] == first["name"], "each wording makes a copy of its own"
    item = (await shipped.get("/exam"))["items"][0]["id"]
    copied = (await client.get(f"/exam/banks/{first['name']}")).json()["bank"]
    assert accepted(copied, item)[-2:] == ["in words of my own", "and in others"]
    untouched = (await client.get("/exam/banks/cell-biology")).json()["bank"]
    assert "in words of my own" not in accepted(untouched, item)


async def test_with_a_folder_of_ones_own_the_copy_stays(
    shipped: Client, house: House, tmp_path: Path
) -> None:
    house.sessions.shelf = Shelf([tmp_path], own=tmp_path)
    for text in ("in words of my own", "and in others"):
        told = await kept(shipped, text)
        assert (told["name"], told["in_folder"]) == ("cell-biology-copy", True)
    item = (await shipped.get("/exam"))["items"][0]["id"]
    written = read_bank(tmp_path / "cell-biology-copy.yaml").bank
    assert written is not None
    accept = written.find(item).item.key_points[1].accept
    assert accept[-2:] == ("in words of my own", "and in others")


def accepted(bank_values: dict[str, Any], item_id: str) -> list[str]:
    """Other ways to say the second key point of an item."""
    items = [
        item
        for topic in bank_values["topics"]
        for subtopic in topic["subtopics"]
        for item in subtopic["items"]
        if item["id"] == item_id
    ]
    accept: list[str] = items[0]["key_points"][1]["accept"]
    return accept


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": 9, "text": "it"}, "no question 9"),
        ({"point": 9, "text": "it"}, "no key point 9"),
        ({"text": " "}, "no words"),
        ({"text": "x" * 401}, "text"),
    ],
)
async def test_what_cannot_be_kept_is_refused_in_words(
    answered: Client, body: dict[str, Any], words: str
) -> None:
    path = f"/session/{answered.opened['id']}/wordings"
    refused = await answered.http.post(path, json={**FOR_ROOTS, **body})
    assert refused.status_code == 422
    assert words in refused.json()["error"]["message"]

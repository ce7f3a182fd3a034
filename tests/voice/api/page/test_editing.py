"""What the editor asks the server: open, check, hear, keep."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.house import House
from voice.api.page.editing import editing_routes
from voice.exam.banks.file import parse_bank, read_bank
from voice.exam.collection.shelf import BROUGHT, Shelf
from voice.exam.model.bank import Bank


def item(question: str, *points: str, **more: Any) -> dict[str, Any]:
    return {"question": question, "key_points": [{"text": text} for text in points], **more}


def bank(*items: dict[str, Any], title: str = "Plants") -> dict[str, Any]:
    subtopic = {"title": "Leaves", "items": list(items)}
    return {"title": title, "topics": [{"title": "Leaves", "subtopics": [subtopic]}]}


STROMA = item("What is a stroma?", "The fluid inside a chloroplast.")
WATER = item("How does water rise?", "Transpiration pulls it.")
AT = ["topics", 0, "subtopics", 0, "items"]


async def post(client: httpx.AsyncClient, what: str, **body: Any) -> httpx.Response:
    return await client.post(f"/exam/editor/{what}", json=body)


async def problems(client: httpx.AsyncClient, values: dict[str, Any]) -> list[tuple[Any, str]]:
    told = (await post(client, "validate", bank=values)).json()["problems"]
    return [(one["place"], one["message"]) for one in told]


# --- open -------------------------------------------------------------------------------------


async def test_a_bank_comes_in_full_and_goes_back_unchanged(client: httpx.AsyncClient) -> None:
    told = (await client.get("/exam/banks/cell-biology")).json()
    assert told["bank"]["topics"][0]["subtopics"][0]["items"][0]["key_points"]
    assert await problems(client, told["bank"]) == []
    saved = (await post(client, "save", bank=told["bank"], name="cell-biology")).json()
    assert saved["version"] == told["version"]
    assert saved["name"].startswith(BROUGHT), "what comes with Viva is opened as a copy"
    again = (await client.get(f"/exam/banks/{saved['name']}")).json()
    assert again["bank"] == told["bank"]
    assert (await client.get("/exam/banks/none")).status_code == 422
    assert (await client.get("/exam/banks/..%2f..%2fsecret")).status_code in (404, 422)


async def test_what_marking_is_told_goes_through_the_editor(client: httpx.AsyncClient) -> None:
    full = bank(
        {
            "question": "How many cells does meiosis make?",
            "key_points": [
                {
                    "text": "It makes four cells.",
                    "mistakes": [{"text": "It makes two cells.", "say": "Four.", "costs": 0.5}],
                    "number": {"value": 4.0, "unit": "cells"},
                    "replies": ["four of them"],
                },
                {"text": "Says why.", "aspect": "reason"},
                {"text": "It divides twice."},
            ],
            "choices": [{"points": [2, 3], "enough": 1}],
            "alternatives": [{"text": "Two divisions make four cells.", "points": [1, 3]}],
            "rivals": [["meiosis", "mitosis"]],
            "mistakes": [{"text": "Meiosis is a plant."}],
        }
    )
    saved = (await post(client, "save", bank=full)).json()
    told = (await client.get(f"/exam/banks/{saved['name']}")).json()["bank"]
    assert await problems(client, told) == []
    downloaded = parse_bank((await post(client, "download", bank=told)).content, "x.yaml").bank
    assert downloaded == Bank.model_validate(full)


# --- check ------------------------------------------------------------------------------------


async def test_every_problem_is_told_at_its_field(client: httpx.AsyncClient) -> None:
    values = bank(
        item("", "Something."),
        item("Why?", "", "x" * 401),
        item("How?"),
        item("When?", "Now.", difficulty="hard", seconds=5),
        {"question": "Who?", "key_points": [{"text": "I.", "marks": 0.3}], "colour": "red"},
        {"question": "Whom?", "key_points": [{"text": "Me.", "mistakes": ["You.", ""]}]},
        item("Whose?", "Mine.", choices=[{"points": [1, 2], "enough": 1}]),
        title="",
    )
    assert await problems(client, values) == [
        (["title"], "is empty"),
        ([*AT, 0, "question"], "is empty"),
        ([*AT, 1, "key_points", 0, "text"], "is empty"),
        ([*AT, 1, "key_points", 1, "text"], "is longer than 400 characters"),
        ([*AT, 2, "key_points"], "is an empty list"),
        ([*AT, 3, "difficulty"], "must be a whole number"),
        ([*AT, 3, "seconds"], "is wrong: input should be greater than or equal to 10"),
        ([*AT, 4, "key_points", 0, "marks"], "must be a whole number or a half"),
        ([*AT, 4, "colour"], "is not a known field"),
        ([*AT, 5, "key_points", 0, "mistakes", 1, "text"], "is empty"),
        ([*AT, 6, "question"], "names key point 2, but there are 1"),
    ]
    assert await problems(client, bank(STROMA, STROMA)) == [
        ([*AT, 1, "question"], "has the id of an item above")
    ]
    assert await problems(client, {"title": "Void", "topics": []}) == [
        (["topics"], "holds no questions")
    ]


async def test_different_questions_with_the_same_beginning_get_names_of_their_own(
    client: httpx.AsyncClient,
) -> None:
    long = "Explain at length and with examples from the course what you know of "
    values = bank(item(f"{long} A?", "A."), item(f"{long} B?", "B."), item("Why?", "C.", id="what"),
                  item("What?", "D."))  # fmt: skip
    assert await problems(client, values) == []
    saved = (await post(client, "save", bank=values)).json()
    assert saved["items"] == 4


@pytest.mark.parametrize(
    "values",
    [{}, {"topics": 1}, {"topics": [1, None]}, {"topics": [{"subtopics": [{"items": "x"}]}]},
     {"topics": [{"subtopics": [{"items": [[], {"question": {}, "id": [1]}]}]}]},
     {"title": "x", "topics": [{"title": "x", "subtopics": [None]}]}],
)  # fmt: skip
async def test_whatever_is_sent_is_answered_with_problems(
    client: httpx.AsyncClient, values: dict[str, Any]
) -> None:
    assert await problems(client, values)
    answer = await post(client, "save", bank=values)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_request")


async def test_nesting_without_end_and_too_many_questions_are_refused(
    client: httpx.AsyncClient,
) -> None:
    deep = '{"bank": {"a": ' + "[" * 100_000 + "]" * 100_000 + "}}"
    headers = {"content-type": "application/json"}
    for what in ("validate", "save", "download"):
        answer = await client.post(f"/exam/editor/{what}", content=deep, headers=headers)
        assert answer.status_code in (400, 422)
    many = bank(*(item(f"Question {n}?", "Yes.") for n in range(2001)))
    assert "2000" in (await post(client, "validate", bank=many)).json()["error"]["message"]


# --- keep -------------------------------------------------------------------------------------


async def test_what_is_saved_can_be_chosen_and_saved_again(client: httpx.AsyncClient) -> None:
    saved = (await post(client, "save", bank=bank(STROMA))).json()
    name = saved["name"]
    values = bank(STROMA, WATER)
    again = (await post(client, "save", bank=values, name=name, version=saved["version"])).json()
    assert (again["name"], again["items"]) == (name, 2)
    assert (await post(client, "save", bank=bank(STROMA), name="upload-guessed")).json()[
        "name"
    ] != "upload-guessed"


async def test_two_tabs_do_not_write_over_each_other_unasked(client: httpx.AsyncClient) -> None:
    first = (await post(client, "save", bank=bank(STROMA))).json()
    opened = {"name": first["name"], "version": first["version"]}
    assert (await post(client, "save", bank=bank(STROMA, WATER), **opened)).is_success
    other = await post(client, "save", bank=bank(WATER), **opened)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "changed")
    assert (await post(client, "save", bank=bank(WATER), **opened, overwrite=True)).is_success


async def test_drafts_nobody_has_checked_never_leave_the_editor(client: httpx.AsyncClient) -> None:
    drafts: list[Any] = [{"checked": False}, {"checked": "true"}, {}, True, [], {"checked": 1}]
    for draft in drafts:
        alone = bank({**STROMA, "draft": draft})
        for what in ("save", "download", "keep"):
            answer = await post(client, what, bank=alone)
            assert answer.status_code == 422
            assert "checked" in answer.json()["error"]["message"]
        saved = (await post(client, "save", bank=bank({**STROMA, "draft": draft}, WATER))).json()
        assert (saved["items"], saved["unchecked"]) == (1, 1)
        kept = (await client.get(f"/exam/banks/{saved['name']}")).text
        assert "stroma" not in kept
    ticked = {**STROMA, "draft": {"checked": True, "passage": "…"}}
    saved = (await post(client, "save", bank=bank(ticked))).json()
    assert (saved["items"], saved["unchecked"]) == (1, 0)
    # Their mistakes are shown, and hinder nobody from keeping the rest.
    broken = {**item(""), "draft": {"checked": False}}
    assert len(await problems(client, bank(broken, WATER))) == 2
    assert (await post(client, "save", bank=bank(broken, WATER))).is_success


async def test_a_download_reads_back_the_same(client: httpx.AsyncClient) -> None:
    nasty = item('<script>alert(1)</script> & "quotes": {', "- a\n# b", context="\u2028 *x &y")
    answer = await post(client, "download", bank=bank(nasty, title="../../Plants: 2!"))
    assert answer.headers["content-disposition"] == 'attachment; filename="plants-2.yaml"'
    loaded = parse_bank(answer.content, "plants.yaml")
    assert loaded.bank
    (placed,) = loaded.bank.walk()
    assert placed.item.question == nasty["question"]
    assert placed.item.context == "\u2028 *x &y".strip()


# --- the user's own folder --------------------------------------------------------------------


async def test_without_a_folder_nothing_is_written(client: httpx.AsyncClient) -> None:
    assert (await client.get("/exam/editor")).json() == {"folder": ""}
    answer = await post(client, "keep", bank=bank(STROMA))
    assert (answer.status_code, "--banks" in answer.text) == (422, True)


async def test_a_bank_is_kept_in_the_folder_and_never_written_over_unasked(
    house: House, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    own = house.sessions.shelf.own = tmp_path / "banks"
    answer = await post(client, "keep", bank=bank(STROMA))
    assert "cannot be written" in answer.json()["error"]["message"]
    own.mkdir()
    kept = (await post(client, "keep", bank=bank(STROMA))).json()
    assert kept["name"] == "plants"
    again = await post(client, "keep", bank=bank(WATER))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "exists")
    loaded = read_bank(own / "plants.yaml").bank
    assert loaded
    assert next(loaded.walk()).item.question == STROMA["question"]
    assert (await post(client, "keep", bank=bank(WATER), overwrite=True)).is_success
    loaded = read_bank(own / "plants.yaml").bank
    assert loaded
    assert next(loaded.walk()).item.question == WATER["question"]
    assert [file.name for file in own.iterdir()] == ["plants.yaml"]


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize(
    "title", ["../../outside", "/etc/passwd", "..", "C:\\Windows\\x", "a\0b", "\u202etxt", "植物"]
)
async def test_nothing_is_written_outside_the_folder(
    house: House, client: httpx.AsyncClient, tmp_path: Path, title: str
) -> None:
    own = house.sessions.shelf.own = tmp_path / "in" / "banks"
    own.mkdir(parents=True)
    before = everything(tmp_path)
    answer = await post(client, "keep", bank=bank(STROMA, title=title), overwrite=True)
    assert answer.is_success
    (file,) = everything(tmp_path) - before
    assert file.parent == own
    assert file.name == f"{answer.json()['name']}.yaml"


async def test_a_file_of_ones_own_is_opened_itself_and_anything_else_as_a_copy(
    house: House, tmp_path: Path
) -> None:
    shelf = Shelf([tmp_path], own=tmp_path)
    app = FastAPI()
    app.include_router(editing_routes(shelf, house.engines))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as other:
        (tmp_path / "mine.yaml").write_bytes(
            (await post(other, "download", bank=bank(STROMA))).content
        )
        told = (await other.get("/exam/banks/mine")).json()
        assert told["copy"] is False
        assert (await other.get("/exam/banks/cell-biology")).json()["copy"] is True
        values = {**told["bank"], "title": "Other plants"}
        kept = await post(other, "keep", bank=values, name="mine", overwrite=True)
        assert kept.json()["name"] == "mine"
        named = await post(other, "keep", bank=values, name="../mine")
        assert named.json()["name"] == "other-plants"


async def test_a_link_in_the_folder_leads_nowhere(
    house: House, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    own = house.sessions.shelf.own = tmp_path / "banks"
    own.mkdir()
    other = tmp_path / "precious"
    other.write_text("mine")
    (own / "plants.yaml").symlink_to(other)
    assert (await post(client, "keep", bank=bank(STROMA))).status_code == 409
    assert (await post(client, "keep", bank=bank(STROMA), overwrite=True)).is_success
    assert other.read_text() == "mine"


# --- hear -------------------------------------------------------------------------------------


async def test_a_question_is_heard(house: House, client: httpx.AsyncClient) -> None:
    answer = await post(client, "speak", text="What is **osmosis**?", language="en", voice="other")
    assert answer.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert sound.getnframes() == 3 * sound.getframerate() / 4
    # A voice that does not speak the language gives way to one that does.
    assert (await post(client, "speak", text="Was?", language="de", voice="other")).is_success


@pytest.mark.parametrize("text", ["", "x" * 601, "***", "   "])
async def test_what_cannot_be_said_is_refused(client: httpx.AsyncClient, text: str) -> None:
    answer = await post(client, "speak", text=text)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]

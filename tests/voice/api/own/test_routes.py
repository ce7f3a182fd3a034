"""Viva's own API: whole exams and conversations by text, and who may do what in them."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.fakes import Desk, settle
from tests.house import MODES, House
from tests.stage import MODE
from voice.api.access.tokens import public_name
from voice.api.own import talk as talk_module
from voice.api.own import text_call
from voice.api.own.feed import Reader
from voice.conversation.session import Session
from voice.exam.model.plan import MANNERS, Manner

BANK = """
title: Plants
language: en
instructions: Welcome.
closing: That was all.
order: parts
topics:
  - title: Roots
    subtopics:
      - title: Uptake
        items:
          - question: What do roots take up?
            key_points:
              - {text: water, marks: 2, follow_up: And what else?}
              - {text: salts}
            hints: [It rains.]
            seconds: 30
  - title: Leaves
    subtopics:
      - title: Uptake
        items:
          - question: What do leaves take up?
            key_points: [{text: light}, {text: carbon dioxide}]
            seconds: 30
"""

BODIES: dict[str, Any] = {
    "messages": {"text": "hello"},
    "tokens": {"role": "watch"},
    "corrections": {"question": 1, "point": 1, "verdict": "made"},
}
"""What routes of a session that take something are sent, by the end of their path."""

FORMATS = {
    "json": "application/json",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "pdf": "application/pdf",
}


def exam_mode(manner: Manner) -> Any:
    return replace(MODE, name=manner, title=manner.title(), exam=MANNERS[manner])


@pytest.fixture
def house(house: House) -> House:
    modes = {**MODES, "exam": exam_mode("exam"), "practice": exam_mode("practice")}
    house.sessions.modes = lambda: modes
    return house


@pytest.fixture
async def bank(client: httpx.AsyncClient) -> str:
    """The name of an exam that was brought."""
    body = {"name": "plants.yaml", "content": base64.b64encode(BANK.encode()).decode()}
    answer = await client.post("/v1/banks", json=body)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["title"], answer.json()["items"]) == ("Plants", 2)
    name: str = answer.json()["name"]
    return name


class Client:
    """A program that takes part in one session."""

    def __init__(self, http: httpx.AsyncClient, opened: dict[str, Any]) -> None:
        self.http = http
        self.opened = opened
        self.path = f"/v1/sessions/{opened['id']}"

    async def say(self, text: str) -> dict[str, Any]:
        answer = await self.http.post(f"{self.path}/messages", json={"text": text})
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def press(self, command: str) -> dict[str, Any]:
        answer = await self.http.post(f"{self.path}/exam/{command}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def get(self, what: str = "") -> dict[str, Any]:
        answer = await self.http.get(f"{self.path}{what}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


async def opened(client: httpx.AsyncClient, **wanted: object) -> Client:
    answer = await client.post("/v1/sessions", json=wanted)
    assert answer.status_code == 201, answer.text
    return Client(client, answer.json())


@pytest.fixture
async def exam(client: httpx.AsyncClient, bank: str) -> Client:
    """An exam that has begun."""
    return await opened(client, bank=bank, mode="exam", minutes=10)


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The words of a refusal, once its form is right."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    return f"{error['message']}. {error.get('fix', '')}"


# --- taking part ------------------------------------------------------------------------------


async def test_a_whole_exam_by_text(client: httpx.AsyncClient, exam: Client) -> None:
    assert "Welcome. " in exam.opened["greeting"]["text"]
    assert exam.opened["greeting"]["replies"][-1]["text"] == "What do roots take up?"
    assert exam.opened["session"]["exam"]["question"] == "What do roots take up?"
    followed = await exam.say("They take up salts.")
    assert followed["exam"]["number"] == 1, "the missing point was not asked about"
    await exam.say("And water.")
    last = await exam.say("Leaves take up light and carbon dioxide.")
    assert last["text"].endswith("That was all.")
    assert last["exam"]["finished"] == "finished"
    await settle()
    stands = await exam.get("/exam")
    assert (stands["marks"], stands["out_of"], stands["unmarked"]) == (5.0, 5.0, 0)
    assert stands["items"][0]["points"][0]["quote"] == "water"
    assert [item["question"] for item in stands["items"]] == [
        "What do roots take up?",
        "What do leaves take up?",
    ]
    said = [m["text"] for m in (await exam.get("/messages"))["messages"] if m["role"] == "user"]
    assert said == [
        "They take up salts.",
        "And water.",
        "Leaves take up light and carbon dioxide.",
    ]
    for kind, media_type in FORMATS.items():
        report = await client.get(f"{exam.path}/report", params={"format": kind})
        assert report.status_code == 200
        assert report.headers["content-type"].partition(";")[0] == media_type
        assert "viva-" in report.headers["content-disposition"]
    assert (await exam.get("/report"))["marks"] == 5.0


async def test_every_mark_is_told_once(exam: Client) -> None:
    answers = ("Roots take up water and salts.", "Leaves take up light.", "Thank you.")
    told = [mark for answer in answers for mark in (await exam.say(answer))["marked"]]
    assert [(mark["question"], mark["marks"]) for mark in told] == [
        ("What do roots take up?", 3.0),
        ("What do leaves take up?", 1.0),
    ]


async def test_a_typed_command_is_obeyed_and_not_marked(exam: Client) -> None:
    assert (await exam.say("please repeat the question"))["text"] == "What do roots take up?"
    assert not (await exam.get("/exam"))["items"][0]["answers"]


async def test_the_answers_to_an_open_question_are_not_told(exam: Client) -> None:
    await exam.say("They take up salts.")
    (item,) = (await exam.get("/exam"))["items"]
    assert item["points"] == []
    assert item["model_answer"] == ""


async def test_buttons(client: httpx.AsyncClient, bank: str) -> None:
    exam = await opened(client, bank=bank, mode="practice")
    assert "It rains." in (await exam.press("hint"))["text"]
    skipped = await exam.press("skip")
    assert skipped["exam"]["question"] == "What do leaves take up?"
    stopped = await exam.press("stop")
    assert stopped["exam"]["finished"] == "stopped", "who presses stop is asked again"
    answer = await client.post(f"{exam.path}/exam/dance")
    assert "repeat" in refused(answer, 422, "bad_request")


async def test_a_conversation(client: httpx.AsyncClient) -> None:
    talking = await opened(client, mode="test")
    assert (await talking.say("hello"))["text"] == "You said hello."
    assert (await talking.get())["exam"] is None
    refused(await client.get(f"{talking.path}/exam"), 404, "bad_request")
    refused(await client.post(f"{talking.path}/exam/hint"), 404, "bad_request")
    refused(await client.get(f"{talking.path}/report"), 404, "bad_request")


async def test_an_answer_can_be_streamed(client: httpx.AsyncClient) -> None:
    talking = await opened(client, mode="test")
    whole = await talking.say("hello")
    for request in (
        {"json": {"text": "hello", "stream": True}},
        {"json": {"text": "hello"}, "headers": {"accept": "text/event-stream"}},
    ):
        answer = await client.post(f"{talking.path}/messages", **request)
        assert answer.headers["content-type"].startswith("text/event-stream")
        kinds = [line[7:] for line in answer.text.splitlines() if line.startswith("event: ")]
        assert kinds.index("user_turn") < kinds.index("reply_text") < kinds.index("reply_done")
        assert kinds[-1] == "answer"
        last = json.loads(answer.text.splitlines()[-2].removeprefix("data: "))
        assert last["text"] == whole["text"]
    assert (await talking.say("hello"))["text"] == whole["text"], "the stream still holds the talk"


async def test_one_message_at_a_time(house: House, client: httpx.AsyncClient) -> None:
    talking = await opened(client, mode="test")
    house.model.first_s = 1.0
    first = asyncio.create_task(talking.say("hello"))
    await settle()
    second = await client.post(f"{talking.path}/messages", json={"text": "and"})
    assert "Wait for its answer" in refused(second, 409, "busy")
    refused(await client.post(f"{talking.path}/messages", json={"text": "a", "stream": True}),
            409, "busy")  # fmt: skip
    await house.clock.advance(1.0)
    assert (await first)["text"] == "You said hello."
    assert (await talking.get("/messages"))["messages"][-2]["text"] == "hello"


async def test_an_answer_that_takes_too_long(
    house: House, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    talking = await opened(client, mode="test")
    house.model.first_s = 1.0
    monkeypatch.setattr(talk_module, "ANSWER_S", 0.01)
    answer = await client.post(f"{talking.path}/messages", json={"text": "hello"})
    refused(answer, 504, "late")
    streamed = await client.post(f"{talking.path}/messages", json={"text": "on", "stream": True})
    assert '"late"' in streamed.text.splitlines()[-2]


async def test_what_failed_is_told(house: House, client: httpx.AsyncClient) -> None:
    talking = await opened(client, mode="test")
    house.model.fail_after = 0
    told = await talking.say("hello")
    assert told["notices"][0]["text"] == "The model broke"
    house.model.fail_after = None
    assert (await talking.say("hello"))["text"].startswith("You said")


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 4001])
async def test_what_is_no_message(client: httpx.AsyncClient, text: str) -> None:
    talking = await opened(client, mode="test")
    for stream in (False, True):
        body = {"text": text, "stream": stream}
        refused(await client.post(f"{talking.path}/messages", json=body), 422, "bad_request")
    assert (await talking.say("hello"))["turn"] == 1


@pytest.mark.parametrize(
    "wanted",
    [{"mode": "none"}, {"bank": "none"}, {"speed": "fast"}, {"colour": 1}, {"silent": 7}, [], 7],
)
async def test_what_is_no_session(house: House, client: httpx.AsyncClient, wanted: object) -> None:
    refused(await client.post("/v1/sessions", json=wanted), 422, "bad_request")
    assert not list(house.sessions)
    assert house.sessions.places.taken == 0


async def test_a_bank_that_is_none(client: httpx.AsyncClient) -> None:
    body = {"name": "x.yaml", "content": "no base64!"}
    refused(await client.post("/v1/banks", json=body), 422, "bad_request")
    banks = (await client.get("/v1/banks")).json()["banks"]
    assert {"cell-biology", "azure-fundamentals"} <= {bank["name"] for bank in banks}


# --- calls and places -------------------------------------------------------------------------


async def test_a_session_that_speaks_waits_for_its_call(
    house: House, client: httpx.AsyncClient
) -> None:
    waiting = await opened(client, mode="test", silent=False)
    assert (await waiting.get())["state"] == "disconnected"
    answer = await client.post(f"{waiting.path}/messages", json={"text": "hello"})
    assert "silent" in refused(answer, 409, "not_connected")
    session = house.sessions.get(waiting.opened["id"])
    desk = Desk(session, house.vocabulary)
    desk.connect()
    said = asyncio.create_task(waiting.say("hello"))
    for _ in range(300):
        desk.tick(house.vocabulary.say(""))
        await settle()
        if said.done():
            break
    assert (await said)["text"] == "You said hello."
    assert desk.heard() == "You said hello."
    desk.leave()


async def test_each_text_session_takes_a_place(house: House, client: httpx.AsyncClient) -> None:
    one, _ = await opened(client, mode="test"), await opened(client, mode="test")
    answer = await client.post("/v1/sessions", json={"mode": "test"})
    refused(answer, 429, "no_place")
    assert len(list(house.sessions)) == 2, "a session was left of an opening that failed"
    assert (await client.post(f"{one.path}/end")).status_code == 200
    assert house.sessions.places.taken == 1
    await opened(client, mode="test")


async def test_who_stays_away_gives_their_place_back_and_may_return(
    house: House, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_call, "TICK_S", 0.0)
    talking = await opened(client, mode="test")
    monkeypatch.setattr(text_call, "AWAY_S", -1.0)
    await settle()
    assert house.sessions.places.taken == 0
    assert (await talking.get())["state"] == "disconnected"
    monkeypatch.setattr(text_call, "AWAY_S", 300.0)
    assert (await talking.say("hello"))["text"] == "You said hello."
    assert house.sessions.places.taken == 1


async def test_an_exam_goes_on_where_it_was(house: House, exam: Client) -> None:
    session = house.sessions.get(exam.opened["id"])
    desk = Desk(session, house.vocabulary)
    desk.connect()  # whatever ends the call
    desk.disconnect()
    desk.leave()
    assert (await exam.get())["exam"]["phase"] == "paused"
    told = await exam.say("Roots take up water and salts.")
    assert told["replies"][1]["text"] == "What do roots take up?", "nobody is asked again"
    assert told["exam"]["question"] == "What do leaves take up?", "the answer did not count"


async def test_sound_that_cannot_be_heard_does_not_stop_the_time(
    house: House, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_call, "TICK_S", 0.0)
    talking = await opened(client, mode="test")
    session = house.sessions.get(talking.opened["id"])

    def broken(samples: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(session.listener, "push", broken)
        await settle()
    clock = session.clock
    for _ in range(1000):
        await settle()
    assert session.clock > clock


async def test_time_passes_in_silence(
    house: House, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_call, "TICK_S", 0.0)
    talking = await opened(client, mode="test")
    session = house.sessions.get(talking.opened["id"])
    for _ in range(1000):
        await settle()
    assert session.clock, "no time passes for those who only write"


async def test_a_page_takes_over(house: House, client: httpx.AsyncClient) -> None:
    talking = await opened(client, mode="test")
    session = house.sessions.get(talking.opened["id"])
    desk = Desk(session, house.vocabulary)
    desk.connect()
    assert house.sessions.places.taken == 0, "the call without sound is still there"
    desk.leave()


# --- the end ----------------------------------------------------------------------------------


async def test_the_end_keeps_the_report_and_forgetting_keeps_nothing(
    client: httpx.AsyncClient, exam: Client
) -> None:
    await exam.say("Roots take up water and salts.")
    ended = await client.post(f"{exam.path}/end")
    assert ended.json()["exam"]["finished"] == "stopped"
    assert (await client.post(f"{exam.path}/end")).status_code == 200, "who ends it twice"
    assert (await exam.get("/report"))["ended"] == "stopped"
    token = {"authorization": f"Bearer {exam.opened['token']}"}
    assert (await client.get(exam.path, headers=token)).status_code == 200
    assert (await client.delete(exam.path)).status_code == 204
    refused(await client.get(exam.path), 404, "unknown_session")
    refused(await client.get(exam.path, headers=token), 401, "not_signed_in")
    refused(await client.delete(exam.path), 404, "unknown_session")


async def test_a_session_that_ends_meanwhile_is_told(
    house: House, client: httpx.AsyncClient
) -> None:
    talking = await opened(client, mode="test")
    house.model.first_s = 1.0
    said = asyncio.create_task(talking.say("hello"))
    await settle()
    house.sessions.get(talking.opened["id"]).close("time_limit")
    assert (await said)["ended"] == "time_limit"
    await settle()
    assert house.sessions.places.taken == 0


def left_over() -> list[object]:
    """Everything in this process that belongs to one session."""
    gc.collect()
    kinds = (talk_module.Talk, text_call.TextCall, Reader, Session)
    return [one for one in gc.get_objects() if isinstance(one, kinds)]


async def test_nothing_is_left_of_sessions_that_were_forgotten(
    house: House, client: httpx.AsyncClient
) -> None:
    first = await opened(client, mode="test")  # begins the watch for those who stay away
    await client.delete(first.path)
    await settle()
    tasks, before = len(asyncio.all_tasks()), len(left_over())
    for _ in range(30):
        talking = await opened(client, mode="test")
        await talking.say("hello")
        body = {"text": "hello", "stream": True}
        await client.post(f"{talking.path}/messages", json=body)
        await client.post(f"{talking.path}/tokens", json={})
        assert (await client.delete(talking.path)).status_code == 204
    await settle()
    assert len(asyncio.all_tasks()) <= tasks
    assert len(left_over()) <= before + 2, "what belongs to a session outlives it"


# --- who may do what --------------------------------------------------------------------------


class Roles:
    """Tokens of one session, and the paths by which it may be called."""

    def __init__(self, exam: Client) -> None:
        self.exam = exam
        self.id = exam.opened["id"]
        self.paths = (self.id, public_name(self.id))

    async def token(self, role: str, **more: Any) -> dict[str, str]:
        answer = await self.exam.http.post(f"{self.exam.path}/tokens", json={"role": role, **more})
        assert answer.status_code == 201, answer.text
        assert answer.json()["watch"] == f"/watch#token={answer.json()['token']}"
        return {"authorization": f"Bearer {answer.json()['token']}"}


@pytest.fixture
async def roles(exam: Client) -> Roles:
    return Roles(exam)


def routes_of_a_session(house: House, *methods: str) -> list[tuple[str, str]]:
    """Method and path of every route that is about one session."""
    return [
        (method, path)
        for path, ways in house.app.openapi()["paths"].items()
        if path.startswith("/v1/sessions/{session_id}")
        for method in ways
        if method in methods
    ]


async def test_who_watches_can_change_nothing(
    house: House, client: httpx.AsyncClient, roles: Roles
) -> None:
    watching = await roles.token("watch")
    writing = routes_of_a_session(house, "post", "put", "patch", "delete")
    assert len(writing) >= 6
    for name in roles.paths:
        for method, path in writing:
            where = path.replace("{session_id}", name).replace("{command}", "hint")
            body = BODIES.get(where.rpartition("/")[2])
            answer = await client.request(method, where, json=body, headers=watching)
            assert "only watch" in refused(answer, 403, "refused"), (method, where)
            otherwise = {"x-api-key": watching["authorization"].removeprefix("Bearer ")}
            answer = await client.request(method, where, json=body, headers=otherwise)
            refused(answer, 403, "refused")
    assert [turn.role for turn in house.sessions.get(roles.id).memory.turns].count("user") == 0


async def test_a_public_name_alone_opens_nothing(
    house: House, client: httpx.AsyncClient, roles: Roles
) -> None:
    name = public_name(roles.id)
    for method, path in routes_of_a_session(house, "get", "post", "delete"):
        where = path.replace("{session_id}", name).replace("{command}", "hint")
        body = BODIES.get(where.rpartition("/")[2], {})
        refused(await client.request(method, where, json=body), 401, "not_signed_in")
    for where in ("say", "stop", "reset", "exam/hint"):
        answer = await client.post(f"/session/{name}/{where}", json={"text": "hello"})
        refused(answer, 404, "unknown_session")


async def test_watching_shows_no_way_to_take_part(client: httpx.AsyncClient, roles: Roles) -> None:
    watching, name = await roles.token("watch"), public_name(roles.id)
    await roles.exam.say("Roots take up water and salts.")
    await settle()
    for what in ("", "/messages", "/exam", "/report", "/report?format=html"):
        answer = await client.get(f"/v1/sessions/{name}{what}", headers=watching)
        assert answer.status_code == 200, (what, answer.text)
        assert roles.id not in answer.text + str(answer.headers), what


async def test_tokens_of_others(client: httpx.AsyncClient, roles: Roles) -> None:
    other = Roles(await opened(client, mode="test"))
    for role in ("watch", "take_part"):
        for name in roles.paths:
            answer = await client.get(f"/v1/sessions/{name}", headers=await other.token(role))
            refused(answer, 403, "refused")


async def test_whoever_takes_part_by_a_token_may_let_others_watch_but_not_for_longer(
    client: httpx.AsyncClient, roles: Roles
) -> None:
    mine = await roles.token("take_part", minutes=10)
    where = f"/v1/sessions/{public_name(roles.id)}/tokens"
    mine_ends = (await client.post(f"{roles.exam.path}/tokens", json={"minutes": 10})).json()
    given = await client.post(where, json={"role": "watch", "minutes": 600}, headers=mine)
    assert given.json()["expires_at"] <= mine_ends["expires_at"]
    body = {"text": "Roots take up water and salts."}
    said = await client.post(
        f"/v1/sessions/{public_name(roles.id)}/messages", json=body, headers=mine
    )
    assert said.json()["exam"]["question"] == "What do leaves take up?"


async def test_a_link_can_be_withdrawn(client: httpx.AsyncClient, roles: Roles) -> None:
    watching, mine = await roles.token("watch"), await roles.token("take_part")
    where = f"/v1/sessions/{public_name(roles.id)}"
    assert (await client.delete(f"{where}/tokens", headers=mine)).status_code == 204
    refused(await client.get(where, headers=watching), 401, "not_signed_in")
    assert (await client.get(where, headers=mine)).status_code == 200
    assert (await client.get(where, headers=await roles.token("watch"))).status_code == 200


@pytest.mark.parametrize(
    "body", [{"role": "own"}, {"minutes": 0}, {"minutes": 1e9}, {"minutes": "nan"}, {"hours": 1}]
)
async def test_what_is_no_token(
    client: httpx.AsyncClient, roles: Roles, body: dict[str, object]
) -> None:
    refused(await client.post(f"{roles.exam.path}/tokens", json=body), 422, "bad_request")


async def test_after_the_end_tokens_are_worth_nothing(
    client: httpx.AsyncClient, roles: Roles
) -> None:
    watching = await roles.token("watch")
    await client.delete(roles.exam.path)
    where = f"/v1/sessions/{public_name(roles.id)}"
    refused(await client.get(where, headers=watching), 401, "not_signed_in")


# --- what is documented -----------------------------------------------------------------------


def test_every_route_is_documented_with_its_errors(house: House) -> None:
    paths = house.app.openapi()["paths"]
    ours = {path: ways for path, ways in paths.items()
            if path.startswith(("/v1/sessions", "/v1/banks"))}  # fmt: skip
    assert len(ours) >= 9
    for path, ways in ours.items():
        for method, way in ways.items():
            assert way["tags"], (method, path)
            assert way["description"], (method, path)
            for status in ("401", "403", "404", "422", "429"):
                schema = way["responses"][status]["content"]["application/json"]["schema"]
                assert schema["$ref"].endswith("/Problem"), (method, path, status)

"""Routes of the history: who sees what, in which form, and that it goes when it is to go."""

from __future__ import annotations

import io
import json
import wave
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from starlette.requests import HTTPConnection

from models.base import SettingsError
from tests.fakes import settle
from tests.house import MODES, House
from tests.voice.conversation.test_exam_choices import CELLS, PRACTICE
from tests.voice.exam.sample import bank, record
from tests.voice.server.test_routes import refused
from voice.api.access.guard import Guard, Visitor
from voice.conversation.choices import Wanted
from voice.conversation.session import Session
from voice.core.audio import wav
from voice.exam.history.file import HistoryError
from voice.exam.history.store import KEPT, History, Recording
from voice.exam.reports.build import build
from voice.exam.reports.model import Report
from voice.examining.conductor import exam_of

LOUD = np.full(16_000, 9000, np.int16)  # one second
VOICE = (Recording(40.0, 41.0, wav(LOUD, 16_000)), Recording(50.0, 51.0, wav(LOUD, 16_000)))
NASTY = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def report() -> Report:
    return build(record(), bank())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house whose students may keep their exams."""
    house = House(kept_in=tmp_path / "kept")
    house.sessions.modes = lambda: {**MODES, PRACTICE.name: PRACTICE}
    yield house
    await house.close()
    await house.keeping.finish()


@pytest.fixture
def history(house: House) -> History:
    return house.keeping.history("")


@pytest.fixture
async def session(house: House) -> Session:
    """An exam in which something was answered."""
    session = await house.sessions.open(CELLS)
    exam = exam_of(session)
    assert exam is not None
    exam.examiner.record.attempts.extend(record().attempts)
    return session


async def listed(client: httpx.AsyncClient) -> dict[str, Any]:
    told: dict[str, Any] = (await client.get("/history")).raise_for_status().json()
    return told


# --- nothing is written without leave ----------------------------------------------------------


async def test_looking_writes_nothing(client: httpx.AsyncClient, history: History) -> None:
    told = await listed(client)
    assert (told["available"], told["always"], told["attempts"]) == (True, False, [])
    assert told["words"] == KEPT
    assert told["file"] == str(history.file)
    assert (await client.post("/history/check")).status_code == 200
    assert (await client.delete("/history")).json() == {"deleted": 0}
    for kind in ("json", "csv", "zip"):
        assert (await client.get(f"/history/export/{kind}")).status_code == 200
    assert not history.folder.exists()


async def test_an_exam_is_kept_only_once_that_is_said(
    client: httpx.AsyncClient, house: House, session: Session, history: History
) -> None:
    path = f"/session/{session.id}/keeping"
    nothing = {"save": False, "save_voice": False, "attempt": ""}
    assert (await client.get(path)).json() == nothing
    wanted = {"save": False, "save_voice": True}
    assert (await client.post(path, json=wanted)).json() == nothing, "a voice without its exam"
    session.reset()
    await house.keeping.finish()
    assert not history.folder.exists()
    exam = exam_of(session)
    assert exam is not None
    exam.examiner.record.attempts.extend(record().attempts)
    wanted["save"] = True
    assert (await client.post(path, json=wanted)).json() == {**wanted, "attempt": ""}
    await client.post(f"/session/{session.id}/stop")
    await house.keeping.finish()
    (kept,) = (await listed(client))["attempts"]
    assert (kept["bank"], kept["marks"], kept["recordings"]) == ("Cell biology", 10.0, 0)


async def test_one_exam_can_be_kept_by_itself(
    client: httpx.AsyncClient, session: Session, house: House
) -> None:
    kept = (await client.post(f"/session/{session.id}/keep")).raise_for_status().json()
    assert kept["save"] is False
    assert [one["id"] for one in (await listed(client))["attempts"]] == [kept["attempt"]]
    talk = await house.sessions.open(Wanted())
    refused(await client.post(f"/session/{talk.id}/keep"), 404, "bad_request")


async def test_a_folder_that_will_not_do_is_told_before_the_exam(
    client: httpx.AsyncClient, session: Session, history: History
) -> None:
    history.folder.write_text("")
    for path, body in (("/history/check", None), (f"/session/{session.id}/keeping", {"save": 1})):
        assert "another folder" in refused(await client.post(path, json=body), 422, "bad_request")


async def test_with_the_setting_exams_are_kept_unless_the_student_says_no(tmp_path: Path) -> None:
    house = House(kept_in=tmp_path, keeps_always=True)
    house.sessions.modes = lambda: {**MODES, PRACTICE.name: PRACTICE}
    async with house.client() as client:
        assert (await listed(client))["always"] is True
        for wanted in (True, False):
            session = await house.sessions.open(CELLS)
            path = f"/session/{session.id}/keeping"
            assert (await client.get(path)).json()["save"] is True
            exam = exam_of(session)
            assert exam is not None
            exam.examiner.record.attempts.extend(record().attempts)
            if not wanted:
                await client.post(path, json={"save": False})
            session.close("stopped")
            await house.keeping.finish()
        assert len((await listed(client))["attempts"]) == 1
    await house.close()


def test_the_setting_is_refused_where_it_cannot_work(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be told from each other"):
        House(guard=Guard(), kept_in=tmp_path, keeps_always=True)
    House(guard=Guard([by_cookie], required=True), kept_in=tmp_path, keeps_always=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="may not be written to"):
        House(kept_in=tmp_path / "file", keeps_always=True)


# --- what can be had of it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [("json", b"{"), ("markdown", b"# "), ("csv", b"\xef\xbb\xbf"), ("html", b"<!"),
     ("pdf", b"%PDF-")],
)  # fmt: skip
async def test_a_report_comes_in_every_format(
    client: httpx.AsyncClient, history: History, report: Report, kind: str, beginning: bytes
) -> None:
    attempt = history.save(report)
    answer = await client.get(f"/history/{attempt}/report/{kind}")
    assert answer.content.startswith(beginning)
    assert "viva-cell-biology-2026" in answer.headers["content-disposition"]


async def test_a_kept_exam_is_corrected_for_good(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    attempt = history.save(report, VOICE)
    lost = next(
        (item.number, at)
        for item in report.items
        for at, point in enumerate(item.points, 1)
        if item.status == "marked" and point.verdict == "not_made"
    )
    worth = report.items[lost[0] - 1].points[lost[1] - 1].out_of
    body = {"question": lost[0], "point": lost[1], "verdict": "made", "reason": " I  said it "}
    told = (await client.post(f"/history/{attempt}/corrections", json=body)).raise_for_status()
    assert told.json()["marks"] == report.marks + worth
    (kept,) = history.attempts()
    assert kept.marks == sum(topic.marks for topic in kept.topics) == report.marks + worth
    assert kept.recordings == len(VOICE)
    corrected = history.load(attempt).items[lost[0] - 1].points[lost[1] - 1].correction
    assert corrected is not None
    assert corrected.reason == "I said it"
    shown = await client.get(f"/history/{attempt}/report/html", params={"corrects": True})
    assert "data-do=" in shown.text
    back = await client.post(f"/history/{attempt}/corrections", json={**body, "verdict": None})
    assert back.json()["marks"] == report.marks
    assert history.load(attempt) == report


async def test_what_cannot_be_corrected_leaves_a_kept_exam_as_it_is(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    attempt = history.save(report)
    body = {"question": 99, "point": 1, "verdict": "made"}
    told = await client.post(f"/history/{attempt}/corrections", json=body)
    assert told.status_code == 422
    assert "There is no question 99" in told.text
    assert (await client.post("/history/nothing/corrections", json=body)).status_code == 404
    assert history.load(attempt) == report


async def test_a_kept_voice_is_heard_again(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    attempt, silent = history.save(report, VOICE), history.save(report)
    answer = await client.get(f"/history/{attempt}/recording?from_s=40.5&to_s=50.25")
    with wave.open(io.BytesIO(answer.content)) as file:
        assert file.getnframes() == pytest.approx(0.75 * 16_000, abs=2)
    for wrong in ("from_s=60&to_s=61", "from_s=5&to_s=1", "from_s=0&to_s=nan", "from_s=a"):
        answer = await client.get(f"/history/{attempt}/recording?{wrong}")
        assert answer.status_code in (404, 422)
    answer = await client.get(f"/history/{silent}/recording?from_s=40&to_s=41")
    assert "not kept" in refused(answer, 404, "bad_request")


async def test_attempts_at_one_exam_are_compared(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    topic = report.topics[0].model_copy(update={"title": NASTY, "marks": 5.0, "out_of": 5.0})
    better = report.model_copy(update={"topics": (topic, *report.topics[1:]), "marks": 20.0})
    first, second = history.save(report), history.save(better)
    answer = await client.get("/history/compare", params={"attempt": [second, first]})
    told = answer.raise_for_status().json()
    assert [one["id"] for one in told["attempts"]] == [first, second]
    topics = {topic["title"]: topic["percents"] for topic in told["topics"]}
    assert topics["Cell structure"] == [60, None]
    assert topics[NASTY] == [None, 100]
    whole, by_topic = told["pictures"]
    assert "2026-11-21: 35 %" in whole
    assert "2026-11-21: 70 %" in whole
    assert NASTY not in by_topic
    assert "&lt;img" in by_topic


async def test_what_cannot_be_compared_is_said(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    one, gone = history.save(report), history.save(report)
    other = history.save(report.model_copy(update={"bank_name": "azure-fundamentals"}))
    history.delete(gone)
    for chosen, status in (([one, gone], 404), ([one, other], 422), ([one], 422), ([], 422)):
        answer = await client.get("/history/compare", params={"attempt": chosen})
        refused(answer, status, "bad_request")


async def test_everything_can_be_taken_out(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    history.save(report, VOICE)
    history.save(report)
    taken = (await client.get("/history/export/json")).json()
    assert len(taken["attempts"]) == 2
    assert (await client.get("/history/export/csv")).content.startswith(b"\xef\xbb\xbf")
    answer = await client.get("/history/export/zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="viva-history.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        name = "001-viva-cell-biology-2026-11-21-0915"
        assert archive.read(f"{name}/answer-02.wav") == VOICE[1].wav
        told = json.loads(archive.read(f"{name}/viva-cell-biology-2026-11-21-0915.json"))
        assert Report.model_validate(told) == report
        assert len(archive.namelist()) == 6


async def test_what_is_deleted_is_gone(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    for level in ("goes-first", "goes-later"):
        history.save(report.model_copy(update={"level": level}), VOICE)
    first = (await listed(client))["attempts"][0]["id"]
    assert (await client.delete(f"/history/{first}")).json() == {"deleted": 1}
    assert b"goes-first" not in history.file.read_bytes()
    assert "deleted" in refused(await client.delete(f"/history/{first}"), 404, "bad_request")
    assert (await client.delete("/history")).json() == {"deleted": 1}
    assert b"goes-later" not in history.file.read_bytes()
    assert [path.name for path in history.folder.iterdir()] == [history.file.name]


@pytest.mark.parametrize("attempt", ["nothing", "..%2F..%2Fetc", "%00", "' OR 1=1 --", "x" * 5000])
async def test_ids_lead_nowhere_else(
    client: httpx.AsyncClient, history: History, report: Report, attempt: str
) -> None:
    history.save(report)
    assert (await client.get(f"/history/{attempt}/report/json")).status_code == 404
    assert (await client.delete(f"/history/{attempt}")).status_code == 404
    assert len(history.attempts()) == 1


async def test_a_file_that_is_none_is_told(client: httpx.AsyncClient, history: History) -> None:
    history.folder.mkdir()
    history.file.write_bytes(b"not a database" * 100)
    assert "damaged" in refused(await client.get("/history"), 422, "bad_request")


# --- whose it is -------------------------------------------------------------------------------

ROUTES = [
    ("GET", "/history/export/json"),
    ("GET", "/history/x/report/json"),
    ("GET", "/history/x/recording?from_s=1&to_s=2"),
    ("GET", "/history/compare?attempt=x&attempt=y"),
    ("POST", "/history/check"),
    ("DELETE", "/history/x"),
    ("DELETE", "/history"),
]


def by_cookie(connection: HTTPConnection) -> Visitor | None:
    """Users, and a program with a key, which is no person."""
    if key := connection.headers.get("x-api-key"):
        return Visitor(f"key {key}")
    user = connection.cookies.get("user")
    return Visitor(f"user {user}", user) if user else None


async def test_everybody_has_their_own(tmp_path: Path, report: Report) -> None:
    house = House(guard=Guard([by_cookie], required=True), kept_in=tmp_path)
    house.sessions.modes = lambda: {**MODES, PRACTICE.name: PRACTICE}
    session = await house.sessions.open(CELLS)
    ada, bob = {"user": "ada"}, {"user": "bob"}
    attempt = house.keeping.history("ada").save(report, VOICE)
    async with house.client() as client:
        for method, path in [("GET", "/history"), *ROUTES]:
            refused(await client.request(method, path), 401, "not_signed_in")
        client.cookies.update(bob)
        assert (await listed(client))["attempts"] == []
        assert (await listed(client))["file"] == ""
        for path in (f"/history/{attempt}/report/json", f"/history/{attempt}/recording?from_s=40"
                     "&to_s=41"):  # fmt: skip
            refused(await client.get(path), 404, "bad_request")
        refused(await client.delete(f"/history/{attempt}"), 404, "bad_request")
        assert (await client.delete("/history")).json() == {"deleted": 0}
        keeping = f"/session/{session.id}/keeping"
        assert (await client.get(keeping)).json()["save"] is False  # looking claims nothing
        assert (await client.post(keeping, json={"save": False})).status_code == 200
        client.cookies.update(ada)
        assert (await client.post(keeping, json={"save": True})).status_code == 200
        client.cookies.update(bob)
        refused(await client.post(keeping, json={"save": False}), 403, "bad_request")
        refused(await client.post(f"/session/{session.id}/keep"), 403, "bad_request")
        client.cookies.update(ada)
        assert [one["id"] for one in (await listed(client))["attempts"]] == [attempt]
    await house.close()
    await settle()


@pytest.mark.parametrize("required", [False, True])
async def test_where_nobody_can_be_told_apart_there_is_none(tmp_path: Path, required: bool) -> None:
    """A server that is open to others, and a program with a key."""
    house = House(guard=Guard([by_cookie], required=required), kept_in=tmp_path / "kept")
    session = await house.sessions.open(Wanted())
    async with house.client() as client:
        client.headers["x-api-key"] = "k"
        assert (await listed(client))["available"] is False
        routes = [*ROUTES, ("POST", f"/session/{session.id}/keep")]
        for method, path in routes:
            assert "nobody is signed in" in refused(
                await client.request(method, path), 403, "no_history"
            )
    await house.close()
    assert not house.keeping.folder.exists()


async def test_other_pages_get_nowhere(
    client: httpx.AsyncClient, history: History, report: Report
) -> None:
    attempt = history.save(report)
    foreign = {"origin": "http://evil.example"}
    for method, path in [("GET", "/history"), *ROUTES, ("DELETE", f"/history/{attempt}")]:
        refused(await client.request(method, path, headers=foreign), 403, "foreign_page")
    assert len(history.attempts()) == 1

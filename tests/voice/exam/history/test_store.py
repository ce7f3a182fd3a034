"""History: nothing before the student asks, everything back afterwards, deleted for real."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import sqlite3
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.voice.exam.sample import bank, record
from voice.exam.history import file as history_file
from voice.exam.history.file import FILE_NAME, MIGRATIONS, HistoryError, opened
from voice.exam.history.store import (
    History,
    Kept,
    Recording,
    TopicMarks,
    UnknownAttempt,
    topic_progress,
)
from voice.exam.reports.build import build
from voice.exam.reports.formats import pictures
from voice.exam.reports.model import Report

FIRST_VERSION = Path(__file__).parents[3] / "data" / "reports" / "version-1.json"

VOICE = (
    Recording(44.6, 51.18, b"RIFFmy-own-voice" * 400),
    Recording(59.3, 62.0, b"RIFFagain" * 900),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return build(record(), bank())


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "kept")


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


# --- keeping ---------------------------------------------------------------------------------


def test_nothing_is_written_until_the_first_save(history: History, tmp_path: Path) -> None:
    assert history.attempts() == ()
    assert history.recordings("x") == ()
    assert json.loads(history.export_json())["attempts"] == []
    history.delete_all()
    with pytest.raises(HistoryError):
        history.load("x")
    assert tree(tmp_path) == [], "looking has left traces"


def test_an_attempt_comes_back_as_it_was(history: History, report: Report) -> None:
    attempt = history.save(report, VOICE)
    assert history.load(attempt) == report
    assert history.recordings(attempt) == VOICE
    (kept,) = history.attempts()
    assert (kept.id, kept.bank, kept.marks, kept.out_of) == (attempt, "Cell biology", 10.0, 28.5)
    assert kept.recordings == 2
    assert kept.percent == pytest.approx(100 * 10.0 / 28.5)
    assert kept.topics[0] == TopicMarks("Cell structure", 3.0, 5.0)


def test_only_the_owner_can_read_it(history: History, report: Report) -> None:
    history.save(report)
    assert stat.S_IMODE(history.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.folder.stat().st_mode) == 0o700


def test_everything_is_in_one_file(history: History, report: Report) -> None:
    history.save(report, VOICE)
    assert tree(history.folder) == [FILE_NAME]


def test_attempts_stand_in_the_order_saved_and_can_be_chosen(
    history: History, report: Report
) -> None:
    other = report.model_copy(update={"bank_name": "azure-fundamentals"})
    first, second, third = history.save(report), history.save(other), history.save(report)
    assert [kept.id for kept in history.attempts()] == [first, second, third]
    assert [kept.id for kept in history.attempts("cell-biology")] == [first, third]


def test_the_last_marks_replace_the_first(history: History, report: Report) -> None:
    attempt = history.save(report, VOICE)
    history.save(report)
    better = report.model_copy(update={"marks": 12.5})
    assert history.save(better, VOICE[:1], attempt) == attempt
    first = history.attempts()[0]
    assert (first.id, first.marks, first.recordings) == (attempt, 12.5, 1)


def test_what_was_deleted_does_not_come_back(history: History, report: Report) -> None:
    attempt = history.save(report)
    history.delete(attempt)
    with pytest.raises(HistoryError, match="no saved exam"):
        history.save(report, attempt_id=attempt)
    assert history.attempts() == ()


# --- comparing and exporting -----------------------------------------------------------------


def test_topics_are_followed_over_attempts(history: History, report: Report) -> None:
    history.save(report)
    history.save(report.model_copy(update={"topics": report.topics[:1], "marks": 20.0}))
    attempts = history.attempts("cell-biology")
    progress = {topic.title: topic.percents for topic in topic_progress(attempts)}
    assert progress["Cell structure"] == (60.0, 60.0)
    assert progress["Cell division"][1] is None
    reached = [pictures.Reached(kept.began_at[:10], kept.percent or 0.0) for kept in attempts]
    assert "2026-11-21: 70 %" in pictures.progress(reached, "en")


def test_an_attempt_without_marks_has_no_percentage() -> None:
    kept = Kept("x", "", "", "", "", "en", 0.0, 0.0, 1.0, 0, (TopicMarks("Topic", 0.0, 0.0),))
    assert kept.percent is None
    assert topic_progress([kept]) == ()


def test_everything_can_be_taken_out(history: History, report: Report) -> None:
    first, second = history.save(report), history.save(report)
    taken = json.loads(history.export_json())
    assert [attempt["id"] for attempt in taken["attempts"]] == [first, second]
    assert Report.model_validate(taken["attempts"][0]["report"]) == report
    rows = list(csv.DictReader(io.StringIO(history.export_csv().removeprefix("\ufeff"))))
    assert len(rows) == 2 * sum(len(item.points) for item in report.items)


# --- deleting for real -----------------------------------------------------------------------


def test_what_an_earlier_version_kept_can_be_read_and_taken_out(
    history: History, report: Report
) -> None:
    attempt = history.save(report)
    with closing(sqlite3.connect(history.file)) as db, db:
        db.execute("UPDATE attempt SET report = ?", (FIRST_VERSION.read_text(encoding="utf-8"),))
    assert history.load(attempt).marks == 4.0
    (taken,) = json.loads(history.export_json())["attempts"]
    assert Report.model_validate(taken["report"]) == history.load(attempt)
    assert "made" in history.export_csv()


def test_no_trace_of_a_deleted_attempt_is_left(history: History, report: Report) -> None:
    kept = history.save(report.model_copy(update={"level": "stays-here"}))
    gone = history.save(report.model_copy(update={"level": "goes-away"}), VOICE)
    assert b"goes-away" in history.file.read_bytes()
    assert b"my-own-voice" in history.file.read_bytes()
    history.delete(gone)
    left = history.file.read_bytes()
    for trace in (b"goes-away", b"my-own-voice", gone.encode()):
        assert trace not in left
    assert b"stays-here" in left
    assert [attempt.id for attempt in history.attempts()] == [kept]
    assert tree(history.folder) == [FILE_NAME], "a journal is left behind"


def test_deleting_everything_leaves_an_empty_file(history: History, report: Report) -> None:
    for _ in range(3):
        history.save(report, VOICE)
    large = history.file.stat().st_size
    history.delete_all()
    assert history.attempts() == ()
    assert history.file.stat().st_size < large / 2
    assert b"nucleus" not in history.file.read_bytes()


def test_only_what_is_there_can_be_deleted(history: History, report: Report) -> None:
    history.save(report)
    with pytest.raises(HistoryError, match="no saved exam"):
        history.delete("nothing")
    assert len(history.attempts()) == 1


# --- several at once -------------------------------------------------------------------------


def save_some(folder: Path, report: Report, count: int) -> None:
    for _ in range(count):
        History(folder).save(report, VOICE)


def test_two_processes_share_the_file(history: History, report: Report) -> None:
    start = multiprocessing.get_context("spawn")
    others = [start.Process(target=save_some, args=(history.folder, report, 10)) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    assert len(history.attempts()) == 20
    assert all(kept.recordings == 2 for kept in history.attempts())


def test_threads_share_the_file(history: History, report: Report) -> None:
    threads = [
        threading.Thread(target=save_some, args=(history.folder, report, 3)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(history.attempts()) == 12


@pytest.fixture
def in_use(history: History, report: Report, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program is writing, and does not finish."""
    history.save(report)
    monkeypatch.setattr(history_file, "BUSY_S", 0.05)
    other = sqlite3.connect(history.file)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.close()


@pytest.mark.usefixtures("in_use")
def test_a_file_in_use_is_said_to_be_so(history: History, report: Report) -> None:
    with pytest.raises(HistoryError, match="in use by another program"):
        history.save(report)


def test_a_save_that_fails_leaves_nothing_half_done(history: History, report: Report) -> None:
    history.save(report)
    broken = Recording(0.0, 1.0, wav=object())  # type: ignore[arg-type]
    with pytest.raises(HistoryError):
        history.save(report, [broken])
    assert len(history.attempts()) == 1


def test_a_full_disk_is_said_to_be_so(
    history: History, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = history.save(report)
    prepare = history_file._prepare

    def without_room(db: sqlite3.Connection, file: Path, migrations: Sequence[Any]) -> None:
        prepare(db, file, migrations)
        db.execute("PRAGMA max_page_count = 1")  # no more than there are

    with monkeypatch.context() as full:
        full.setattr(history_file, "_prepare", without_room)
        with pytest.raises(HistoryError, match="no room left"):
            history.save(report, VOICE)
    assert [kept.id for kept in history.attempts()] == [attempt]


# --- files that are not as they should be ----------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"not a database" * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_damaged_file_is_reported_and_left_alone(history: History, content: bytes) -> None:
    history.folder.mkdir()
    history.file.write_bytes(content)
    with pytest.raises(HistoryError, match="is damaged"):
        history.attempts()
    assert history.file.read_bytes() == content


def test_a_file_damaged_within_is_reported(history: History, report: Report) -> None:
    history.save(report, VOICE)
    content = bytearray(history.file.read_bytes())
    content[4096:] = b"\xee" * (len(content) - 4096)
    history.file.write_bytes(content)
    with pytest.raises(HistoryError, match="is damaged"):
        history.attempts()


def test_a_later_version_is_not_touched(history: History, report: Report) -> None:
    attempt = history.save(report)
    later = (*MIGRATIONS, ("ALTER TABLE attempt ADD COLUMN note TEXT NOT NULL DEFAULT ''",))
    with opened(history.folder, later) as db:
        row = db.execute("SELECT id, note FROM attempt").fetchone()
    assert row == (attempt, ""), "the attempt did not survive the migration"
    with pytest.raises(HistoryError, match="later version"):
        history.attempts()


def test_another_programs_database_is_not_touched(history: History) -> None:
    history.folder.mkdir()
    with sqlite3.connect(history.file) as db:
        db.execute("CREATE TABLE attempt (theirs)")
    db.close()
    with pytest.raises(HistoryError, match="another program"):
        history.attempts()


def test_a_migration_that_fails_changes_nothing(history: History, report: Report) -> None:
    attempt = history.save(report)
    broken = (*MIGRATIONS, ("CREATE TABLE extra (x)", "this is not SQL"))
    with pytest.raises(HistoryError), opened(history.folder, broken):
        pass
    assert history.load(attempt) == report
    with opened(history.folder) as db:
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchone() is None


def test_a_folder_that_cannot_be_is_reported(tmp_path: Path, report: Report) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="cannot be kept in") as caught:
        History(tmp_path / "file" / "inner").save(report)
    assert caught.value.fix


# --- whose it is -----------------------------------------------------------------------------


def test_nobody_sees_or_touches_what_is_anothers(history: History, report: Report) -> None:
    ada, bob = History(history.folder, "ada"), History(history.folder, "bob")
    hers = ada.save(report, VOICE)
    assert bob.attempts() == history.attempts() == ()
    assert bob.recordings(hers) == ()
    assert json.loads(bob.export_json())["attempts"] == []
    for touch in (bob.load, bob.delete, lambda one: bob.save(report, (), one)):
        with pytest.raises(UnknownAttempt):
            touch(hers)
    assert bob.delete_all() == 0
    assert [(kept.id, kept.recordings) for kept in ada.attempts()] == [(hers, 2)]
    assert ada.delete_all() == 1


def test_a_file_from_before_there_were_owners_is_nobodys(history: History, report: Report) -> None:
    with opened(history.folder, MIGRATIONS[:1]) as db:
        values = ("old", "2026-11-01", "B", "b", "exam", "en", 1.0, 2.0, 60.0, "{}")
        db.execute(f"INSERT INTO attempt VALUES ({', '.join('?' * len(values))})", values)
    assert [kept.id for kept in history.attempts()] == ["old"]
    assert History(history.folder, "ada").attempts() == ()


# --- whether it can be kept ------------------------------------------------------------------


def test_seeing_whether_it_can_be_kept_writes_nothing(
    history: History, tmp_path: Path, report: Report
) -> None:
    history.check()
    assert tree(tmp_path) == []
    history.save(report)
    history.check()
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="may not be written to"):
        History(tmp_path / "file").check()
    history.file.write_bytes(b"not a database" * 100)
    with pytest.raises(HistoryError, match="is damaged"):
        history.check()


def test_recordings_stay_when_only_marks_are_new(history: History, report: Report) -> None:
    attempt = history.save(report, VOICE)
    history.save(report.model_copy(update={"marks": 12.5}), None, attempt)
    assert history.recordings(attempt) == VOICE

"""History, if enabled: attempts kept in one SQLite file in a folder that the user names.

Nothing is created before the first save. What is deleted is overwritten in the file, and the
file is written anew without it; whether the disk itself still holds old blocks is up to the
disk. All calls block: run them in a thread.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voice.exam.history.file import FILE_NAME, HistoryError, opened, writing
from voice.exam.reports.formats.csv import to_csv
from voice.exam.reports.formats.json import from_json, to_json
from voice.exam.reports.model import Report
from voice.exam.reports.upgrade import upgraded

KEPT = (
    "Each exam you save is kept in one file on the computer that Viva runs on: questions, your "
    "answers as text, marks, times and the whole report; your voice only if you choose so as well. "
    "Nothing leaves that computer. You can export or delete single exams, or all of them, at any "
    "time."
)
"""What a user is told before saying yes."""


class UnknownAttempt(HistoryError):
    """There is no such attempt; it may have been deleted."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The student's voice in one answer."""

    start_s: float  # on the session's clock, as in the report
    end_s: float
    wav: bytes  # a whole WAV file


@dataclass(frozen=True, slots=True)
class TopicMarks:
    """Marks of one topic in one attempt."""

    title: str
    marks: float
    out_of: float


@dataclass(frozen=True, slots=True)
class Kept:
    """One attempt, as a list shows it."""

    id: str
    began_at: str  # ISO 8601
    bank: str  # title
    bank_name: str
    mode: str
    language: str
    marks: float
    out_of: float
    duration_s: float
    recordings: int  # number of recorded answers
    topics: tuple[TopicMarks, ...]

    @property
    def percent(self) -> float | None:
        """Percentage of the available marks; None if nothing was marked."""
        return 100 * self.marks / self.out_of if self.out_of else None


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic over several attempts."""

    title: str
    percents: tuple[float | None, ...]  # one for each attempt; None where it was not asked about


class History:
    """One person's attempts in a folder.

    Parameters
    ----------
    folder : Path
        Where the file is, or will be from the first save on.
    owner : str
        The user whose attempts these are; other users' in the same file are not accessible.
    """

    def __init__(self, folder: Path, owner: str = "") -> None:
        self.folder = folder
        self.owner = owner

    @property
    def file(self) -> Path:
        """Where everything is kept."""
        return self.folder / FILE_NAME

    def check(self) -> None:
        """See whether exams can be kept here; writes nothing.

        Raises
        ------
        HistoryError
            They cannot.
        """
        with self._reading() as db:
            if db is not None:
                with writing(db):
                    return
        place = next((p for p in (self.folder, *self.folder.parents) if p.exists()), self.folder)
        if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
            raise HistoryError(f"{place} may not be written to", "Choose another folder")

    def save(
        self,
        report: Report,
        recordings: Sequence[Recording] | None = (),
        attempt_id: str = "",
    ) -> str:
        """Keep an attempt; returns its id.

        Parameters
        ----------
        recordings : Sequence[Recording] or None
            The student's voice, if they asked for it to be kept; None leaves what is there.
        attempt_id : str
            The id of a saved attempt to replace, such as once its last marks have arrived.

        Raises
        ------
        UnknownAttempt
            The attempt to be replaced has been deleted.
        HistoryError
            It cannot be written.
        """
        with opened(self.folder) as db, writing(db):
            if attempt_id:
                self._replace(db, report, attempt_id)
            else:
                attempt_id = secrets.token_hex(8)
                values = (attempt_id, *_columns(report), self.owner)
                db.execute(f"INSERT INTO attempt VALUES ({_marks(values)})", values)
            _replace_topics(db, report, attempt_id)
            if recordings is not None:
                heard = [(r.start_s, r.end_s, r.wav) for r in recordings]
                _replace_all(db, "recording", attempt_id, heard)
        return attempt_id

    def _replace(self, db: sqlite3.Connection, report: Report, attempt_id: str) -> None:
        updated = db.execute(
            "UPDATE attempt SET began_at = ?, bank = ?, bank_name = ?, mode = ?, language = ?, "
            "marks = ?, out_of = ?, duration_s = ?, report = ? WHERE id = ? AND owner = ?",
            (*_columns(report), attempt_id, self.owner),
        )
        if not updated.rowcount:
            raise _unknown(attempt_id)

    def attempts(self, bank_name: str = "") -> tuple[Kept, ...]:
        """All attempts, or those at one bank; the oldest first."""
        with self._reading() as db:
            if db is None:
                return ()
            topics: dict[str, list[TopicMarks]] = {}
            for attempt, *marks in db.execute(
                "SELECT attempt, title, topic.marks, topic.out_of FROM topic "
                "JOIN attempt ON attempt.id = attempt WHERE owner = ? ORDER BY attempt, position",
                (self.owner,),
            ):
                topics.setdefault(attempt, []).append(TopicMarks(*marks))
            found = db.execute(
                "SELECT id, began_at, bank, bank_name, mode, language, marks, out_of, duration_s, "
                "(SELECT count(*) FROM recording WHERE attempt = id) "
                "FROM attempt WHERE owner = ? AND ? IN ('', bank_name) ORDER BY rowid",
                (self.owner, bank_name),
            )
            return tuple(Kept(*(*row, tuple(topics.get(row[0], ())))) for row in found)

    def load(self, attempt_id: str) -> Report:
        """The report of one attempt.

        Raises
        ------
        UnknownAttempt
            There is no such attempt.
        """
        with self._holding(attempt_id) as db:
            return self._report(db, attempt_id)

    def _report(self, db: sqlite3.Connection, attempt_id: str) -> Report:
        row = db.execute(
            "SELECT report FROM attempt WHERE id = ? AND owner = ?", (attempt_id, self.owner)
        ).fetchone()
        if row is None:
            raise _unknown(attempt_id)
        return from_json(row[0])

    def revise(self, attempt_id: str, change: Callable[[Report], Report]) -> Report:
        """Change the report of one attempt; returns it as it is from then on.

        `change` runs within the transaction, so that no other change comes between. What it raises
        leaves the attempt as it was.

        Raises
        ------
        UnknownAttempt
            There is no such attempt.
        HistoryError
            The file cannot be written.
        """
        with self._holding(attempt_id) as db, writing(db):
            report = change(self._report(db, attempt_id))
            self._replace(db, report, attempt_id)
            _replace_topics(db, report, attempt_id)
        return report

    def recordings(self, attempt_id: str) -> tuple[Recording, ...]:
        """The student's voice in an attempt, in order; empty if it was not kept."""
        with self._reading() as db:
            if db is None:
                return ()
            found = db.execute(
                "SELECT start_s, end_s, wav FROM recording JOIN attempt ON id = attempt "
                "WHERE id = ? AND owner = ? ORDER BY position",
                (attempt_id, self.owner),
            )
            return tuple(Recording(*row) for row in found)

    def export_json(self) -> str:
        """All reports, without recordings."""
        attempts = [
            {"id": attempt_id, "report": json.loads(upgraded(report))}
            for attempt_id, report in self._reports()
        ]
        return json.dumps({"version": 1, "attempts": attempts}, ensure_ascii=False, indent=2) + "\n"

    def export_csv(self) -> str:
        """The key points of all attempts, one in each row."""
        return to_csv(*(from_json(report) for _, report in self._reports()))

    def _reports(self) -> list[tuple[str, str]]:
        with self._reading() as db:
            if db is None:
                return []
            return db.execute(
                "SELECT id, report FROM attempt WHERE owner = ? ORDER BY rowid", (self.owner,)
            ).fetchall()

    def delete(self, attempt_id: str) -> None:
        """Delete one attempt for real, recordings included.

        Raises
        ------
        UnknownAttempt
            There is no such attempt.
        HistoryError
            The file cannot be written.
        """
        with self._holding(attempt_id) as db:
            gone = db.execute(
                "DELETE FROM attempt WHERE id = ? AND owner = ?", (attempt_id, self.owner)
            )
            if not gone.rowcount:
                raise _unknown(attempt_id)
            db.execute("VACUUM")  # pages that were moved about may hold traces

    def delete_all(self) -> int:
        """Delete everything for real; returns how many attempts there were.

        The empty file stays, as others may have it open.
        """
        with self._reading() as db:
            if db is None:
                return 0
            gone = db.execute("DELETE FROM attempt WHERE owner = ?", (self.owner,)).rowcount
            db.execute("VACUUM")
            return gone

    @contextmanager
    def _holding(self, attempt_id: str) -> Iterator[sqlite3.Connection]:
        """A connection, to look for an attempt that is unknown while nothing was ever saved."""
        with self._reading() as db:
            if db is None:
                raise _unknown(attempt_id)
            yield db

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection, or None while nothing was ever saved: looking creates nothing."""
        try:
            exists = self.file.exists()
        except OSError as error:
            raise HistoryError(
                f"{self.folder} cannot be read: {error.strerror}", "Choose another folder"
            ) from error
        if not exists:
            yield None
            return
        with opened(self.folder) as db:
            yield db


def topic_progress(attempts: Sequence[Kept]) -> tuple[TopicProgress, ...]:
    """The progress in each topic over the attempts, in order of the topics' first appearance."""
    by_title = [
        {t.title: 100 * t.marks / t.out_of for t in kept.topics if t.out_of} for kept in attempts
    ]
    titles = dict.fromkeys(title for marks in by_title for title in marks)
    return tuple(
        TopicProgress(title, tuple(marks.get(title) for marks in by_title)) for title in titles
    )


def _columns(report: Report) -> tuple[str | float, ...]:
    return (
        report.began_at,
        report.bank,
        report.bank_name,
        report.mode,
        report.language,
        report.marks,
        report.out_of,
        report.duration_s,
        to_json(report),
    )


def _replace_topics(db: sqlite3.Connection, report: Report, attempt_id: str) -> None:
    topics = [(t.title, t.marks, t.out_of) for t in report.topics]
    _replace_all(db, "topic", attempt_id, topics)


def _replace_all(
    db: sqlite3.Connection, table: str, attempt_id: str, rows: Iterable[Sequence[object]]
) -> None:
    db.execute(f"DELETE FROM {table} WHERE attempt = ?", (attempt_id,))
    for position, row in enumerate(rows):
        values = (attempt_id, position, *row)
        db.execute(f"INSERT INTO {table} VALUES ({_marks(values)})", values)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


def _unknown(attempt_id: str) -> UnknownAttempt:
    return UnknownAttempt(f"There is no saved exam {attempt_id!r}", "It may have been deleted")

"""The SQLite file that history lives in: opened, checked, brought up to date.

Through Python's own sqlite3: a handful of statements needs no library over it. Every call has
its own connection, so that threads and processes share the file and nothing else.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from models.base import VivaError

FILE_NAME = "history.sqlite3"

APPLICATION_ID = int.from_bytes(b"Viva")
"""In the file's header, so that no other program's database is taken for ours."""

BUSY_S = 10.0
"""How long to wait while another process writes."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE attempt (
            id TEXT PRIMARY KEY,
            began_at TEXT NOT NULL,
            bank TEXT NOT NULL,
            bank_name TEXT NOT NULL,
            mode TEXT NOT NULL,
            language TEXT NOT NULL,
            marks REAL NOT NULL,
            out_of REAL NOT NULL,
            duration_s REAL NOT NULL,
            report TEXT NOT NULL
        )""",
        """CREATE TABLE topic (
            attempt TEXT NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            title TEXT NOT NULL,
            marks REAL NOT NULL,
            out_of REAL NOT NULL,
            PRIMARY KEY (attempt, position)
        )""",
        """CREATE TABLE recording (
            attempt TEXT NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            start_s REAL NOT NULL,
            end_s REAL NOT NULL,
            wav BLOB NOT NULL,
            PRIMARY KEY (attempt, position)
        )""",
    ),
    # The user who was logged in, or "" without a login.
    ("ALTER TABLE attempt ADD COLUMN owner TEXT NOT NULL DEFAULT ''",),
)
"""Statements that lead from one version to the next. Only ever added to: the number of those
that a file has seen is its `user_version`."""


class HistoryError(VivaError):
    """The history cannot be read or written."""


@contextmanager
def opened(folder: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> Iterator[
    sqlite3.Connection
]:  # fmt: skip
    """A connection to the history in `folder`, which is made if it is not there.

    Raises
    ------
    HistoryError
        The folder cannot be used, or the file is damaged, busy, newer or something else's.
    """
    file = folder / FILE_NAME
    try:
        _create(file)
        with closing(sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)) as db:
            _prepare(db, file, migrations)
            yield db
    except OSError as error:
        raise HistoryError(
            f"History cannot be kept in {folder}: {error.strerror}", "Choose another folder"
        ) from error
    except sqlite3.Error as error:
        raise _worded(error, file) from error


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """A write transaction; other writers wait until it ends."""
    with _transaction(db, "IMMEDIATE"):
        yield


@contextmanager
def _transaction(db: sqlite3.Connection, kind: str) -> Iterator[None]:
    db.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # on a full disk SQLite has gone back by itself
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _create(file: Path) -> None:
    """An empty file that nobody else on this machine may read."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare(db: sqlite3.Connection, file: Path, migrations: Sequence[Sequence[str]]) -> None:
    db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA temp_store = MEMORY")  # nothing is written outside the folder
    with _transaction(db, "DEFERRED"):  # what is read of the header belongs together
        version = _version(db, file, migrations)
    if version < len(migrations):
        with writing(db):
            # Another process may have been quicker.
            for statements in migrations[_version(db, file, migrations) :]:
                for statement in statements:
                    db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {len(migrations)}")


def _version(db: sqlite3.Connection, file: Path, migrations: Sequence[Sequence[str]]) -> int:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise HistoryError(
            f"{file} is another program's database", "Choose another folder for the history"
        )
    if version > len(migrations):
        raise HistoryError(
            f"{file} was written by a later version of Viva",
            "Bring Viva up to date, or choose another folder for the history",
        )
    return int(version)


def _worded(error: sqlite3.Error, file: Path) -> HistoryError:
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return HistoryError(f"{file} is in use by another program", "Try again in a moment")
    if "full" in reason:
        return HistoryError(f"There is no room left on the disk for {file}", "Make room on it")
    if "readonly" in reason:
        return HistoryError(f"{file} may not be written to", "Choose another folder")
    if "malformed" in reason or "not a database" in reason:
        return HistoryError(
            f"{file} is damaged", "Move it away to begin a new history, or restore it from a copy"
        )
    return HistoryError(f"{file} cannot be used: {reason}", "Choose another folder")

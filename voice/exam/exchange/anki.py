"""Anki's decks (`.apkg`, `.colpkg`): a ZIP file with a SQLite database in it.

The database is opened in memory, read only, and with a limit on the work that a query may do.

References
----------
The schemas stand in Anki's source, `rslib/src/storage/schema11.sql` and its upgrades.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

import zstandard

from voice.exam.banks.file import BankProblem
from voice.exam.exchange.archive import MAX_MEMBER_BYTES, Archive
from voice.exam.exchange.cloze import cloze_values, has_cloze
from voice.exam.exchange.collect import Collector, Found
from voice.exam.exchange.html_text import html_to_text
from voice.exam.exchange.points import point_texts

DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The best first: newer decks hold an older one only to say that Anki must be updated."""

_MAX_STEPS = 500
"""Most batches of `_STEP` SQLite instructions; a hundred thousand notes need 45."""
_STEP = 100_000

_FIX = 'Export it from Anki again, with "support older Anki versions"'

_FIELDS_END = "\x1f"
_DECKS_END = re.compile("::|\x1f")
_SOUND = re.compile(r"\[(sound|anki):[^\]]*\]")

_NOTES = """
SELECT n.id, n.mid, n.tags, n.flds, min(CASE WHEN c.odid THEN c.odid ELSE c.did END)
FROM notes n LEFT JOIN cards c ON c.nid = n.id GROUP BY n.id ORDER BY n.id
"""


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What a database says beside the notes."""

    decks: Mapping[int, str]
    fields: Mapping[int, tuple[str, ...]]  # names of the fields of a kind of note


def take_anki(archive: Archive, into: Collector) -> None:
    """Take every note of a deck: its first field asks, its second answers."""
    member = next((one for one in DATABASES if one in archive.names), "")
    if not member:
        raise BankProblem(into.file, 0, "", "is no deck of Anki's", "Export it from Anki again")
    data = archive.read(member)
    if member.endswith("b"):
        data = _unpacked(data, into.file)
    try:
        with closing(_opened(data)) as database:
            kinds = _kinds(database)
            for number, row in enumerate(database.execute(_NOTES), 1):
                if into.full:
                    into.leave_out()
                else:
                    _take(number, row, kinds, into)
    except (sqlite3.Error, LookupError, ValueError, TypeError, AttributeError) as error:
        problem = f"the deck's database cannot be read: {error}"
        raise BankProblem(into.file, 0, "", problem, _FIX) from error


def _unpacked(data: bytes, file: str) -> bytes:
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(data) as reader:
            unpacked: bytes = reader.read(MAX_MEMBER_BYTES + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise BankProblem(file, 0, "", "the deck's database is damaged", _FIX) from error
    if len(unpacked) > MAX_MEMBER_BYTES:
        raise BankProblem(file, 0, "", f"holds more than {MAX_MEMBER_BYTES} bytes", "Divide it")
    return unpacked


def _opened(data: bytes) -> sqlite3.Connection:
    """A database in memory; one that asks for endless work is interrupted."""
    if not data.startswith(b"SQLite format 3\0"):
        raise ValueError("it is no SQLite file")
    # A file that was being written says so in these bytes, and could not be opened in memory.
    data = data[:18] + b"\1\1" + data[20:]
    database = sqlite3.connect(":memory:")
    steps = iter(range(_MAX_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEP)
    database.deserialize(data)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    return database


def _kinds(database: sqlite3.Connection) -> _Kinds:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if "notetypes" in tables:
        decks = dict(database.execute("SELECT id, name FROM decks"))
        fields: dict[int, tuple[str, ...]] = {}
        for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields[kind] = (*fields.get(kind, ()), name)
        return _Kinds(decks, fields)
    row = database.execute("SELECT decks, models FROM col").fetchone() or ("{}", "{}")
    known, models = (json.loads(text) for text in row)
    return _Kinds(
        {int(number): str(deck["name"]) for number, deck in known.items()},
        {int(n): tuple(str(f["name"]) for f in model["flds"]) for n, model in models.items()},
    )


def _take(
    number: int, row: tuple[int, int, str, str, int | None], kinds: _Kinds, into: Collector
) -> None:
    _, kind, tags, raw, deck = row
    fields = [_plain(field) for field in str(raw).split(_FIELDS_END)]
    names = [*kinds.fields.get(kind, ()), "the first field", "the second field"]
    topic = _topic(kinds.decks.get(deck or 0, ""))
    subtopic = ", ".join(tag.replace("::", " ").replace("_", " ") for tag in str(tags).split()[:1])
    called = {"question": names[0], "key_points": names[1], "model_answer": names[1]}
    if not fields[0]:
        into.problem(number, names[0], "has no text, only a picture or a sound", "Add words")
        return
    if has_cloze(fields[0]):
        called = {"question": names[0], "key_points": names[0]}
        for values in cloze_values(fields[0], fields[1:], into.language):
            into.add(Found(values, number, topic, subtopic, called))
        return
    answer = fields[1] if len(fields) > 1 else ""
    if not answer:
        into.problem(number, names[1], "has no text, so nothing says what is right", "Add words")
        return
    points = [{"text": text} for text in point_texts(answer, into.language)]
    values = {"question": fields[0], "key_points": points, "model_answer": answer}
    if more := "\n".join(field for field in fields[2:] if field)[:4000]:
        values["context"] = more
    into.add(Found(values, number, topic, subtopic, called))


def _plain(field: str) -> str:
    return html_to_text(_SOUND.sub("", field))


def _topic(deck: str) -> str:
    """A deck's name with those it stands in; the default deck says nothing."""
    parts = [part.strip() for part in _DECKS_END.split(deck) if part.strip()]
    return "" if parts in ([], ["Default"]) else ", ".join(parts)


def is_deck(archive: Archive) -> bool:
    """Whether a ZIP file is one of Anki's."""
    return any(name in archive.names for name in DATABASES)

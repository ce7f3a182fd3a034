"""Decks as Anki exports them, and decks that mean harm."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import zstandard

from voice.exam.banks.file import LoadedBank
from voice.exam.exchange.importing import import_bank

DECKS = Path(__file__).parents[3] / "data" / "banks"


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def database(script: str) -> bytes:
    """A SQLite file."""
    with sqlite3.connect(":memory:") as made:
        made.executescript(script)
        content = made.serialize()
    made.close()
    return content


def refusal(members: Mapping[str, bytes]) -> str:
    """Why such a deck gives no bank."""
    loaded = import_bank(zipped(members), "deck.apkg")
    assert loaded.bank is None
    assert len(loaded.problems) == 1
    return str(loaded.problems[0])


@pytest.fixture(params=["anki.apkg", "anki-legacy.apkg"])
def deck(request: pytest.FixtureRequest) -> LoadedBank:
    return import_bank((DECKS / str(request.param)).read_bytes(), "My deck.apkg")


def test_a_note_becomes_an_item(deck: LoadedBank) -> None:
    assert deck.bank
    first = next(deck.bank.walk())
    assert (first.topic.title, first.subtopic.title) == ("Biology, Cells", "transport passive")
    assert first.item.question == "What is osmosis?"
    assert [point.text for point in first.item.key_points] == [
        "Water moves through a membrane.",
        "It goes to the saltier side.",
    ]


def test_entries_of_a_list_are_key_points(deck: LoadedBank) -> None:
    assert deck.bank
    points = deck.bank.find("mitochondrion").item.key_points
    assert [point.text for point in points] == ["makes ATP", "has its own DNA"]


def test_each_gap_is_asked_for(deck: LoadedBank) -> None:
    assert deck.bank
    first, second = (one.item for one in deck.bank.walk() if "missing" in one.item.question)
    assert first.question == "What is missing here? … lies in the nucleus of … cell"
    assert [point.text for point in first.key_points] == ["DNA", "every"]
    assert first.hints == ("molecule",)
    assert first.context == "Remember plants"
    assert second.question == "What is missing here? DNA lies in the … of every cell"
    assert second.model_answer == "DNA lies in the nucleus of every cell"


def test_notes_that_cannot_be_asked_are_named(deck: LoadedBank) -> None:
    assert [str(problem) for problem in deck.problems] == [
        "My deck.apkg, note 4: Front has no text, only a picture or a sound. Add words.",
        "My deck.apkg, note 5: Back has no text, so nothing says what is right. Add words.",
    ]


def test_the_exam_is_named_after_the_file_and_asks_in_its_language() -> None:
    loaded = import_bank((DECKS / "anki.apkg").read_bytes(), "zell_biologie.apkg", "de")
    assert loaded.bank
    assert (loaded.bank.title, loaded.bank.language) == ("Zell biologie", "de")
    assert any("Was fehlt hier?" in one.item.question for one in loaded.bank.walk())


# --- decks that are none ----------------------------------------------------------------------

TABLES = """
CREATE TABLE col (decks TEXT, models TEXT);
INSERT INTO col VALUES ('{"1": {"name": "Default"}}', '{}');
CREATE TABLE cards (nid INTEGER, did INTEGER, odid INTEGER);
"""
NOTES = "CREATE TABLE notes (id INTEGER, mid INTEGER, tags TEXT, flds TEXT);"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no database",
        b"SQLite format 3\0" + bytes(500),
        database("CREATE TABLE other (a)"),
        database(TABLES),
        database(TABLES.replace('"name"', '"title"') + NOTES),
        database(TABLES.replace("'{}'", "'[]'") + NOTES),
        database(TABLES.replace("'{}'", "'{'") + NOTES),
    ],
)
def test_a_broken_database_is_named(content: bytes) -> None:
    assert "the deck's database cannot be read" in refusal({"collection.anki21": content})


def test_a_query_without_end_is_interrupted() -> None:
    endless = """
    CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)
    SELECT id, 1 AS mid, '' AS tags, 'a' AS flds FROM n WHERE id < 0;
    """
    assert "interrupted" in refusal({"collection.anki21": database(TABLES + endless)})


def test_a_deck_packed_to_explode_is_refused() -> None:
    packed = zstandard.ZstdCompressor().compress(bytes(150_000_000))
    assert "holds more than 100000000 bytes" in refusal({"collection.anki21b": packed})
    assert "100000000" in refusal({"collection.anki21": bytes(100_000_001)})


def test_a_damaged_new_deck_says_how_to_export_it() -> None:
    assert "support older Anki versions" in refusal({"collection.anki21b": b"\x28\xb5\x2f\xfdjunk"})


def test_a_database_that_was_being_written_is_read() -> None:
    notes = "INSERT INTO notes VALUES (1, 1, '', 'Why?' || char(31) || 'Because it is so.');"
    content = bytearray(database(TABLES + NOTES + notes))
    content[18:20] = b"\2\2"
    loaded = import_bank(zipped({"collection.anki2": bytes(content)}), "deck.apkg")
    assert loaded.bank
    placed = next(loaded.bank.walk())
    assert (placed.topic.title, placed.item.question) == ("Deck", "Why?")


def test_names_that_climb_out_of_the_archive_touch_nothing(tmp_path: Path) -> None:
    members = {"../../evil": b"x", "/etc/evil": b"x", "collection.anki21": b""}
    assert "cannot be read" in refusal(members)

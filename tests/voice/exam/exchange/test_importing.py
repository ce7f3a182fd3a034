"""Files from elsewhere: what they are, and what is said of those that are nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.exam.banks.samples import ITEM, yaml_of
from voice.exam.exchange import collect
from voice.exam.exchange.importing import (
    MAX_IMPORT_BYTES,
    MAX_TEXT_BYTES,
    SUFFIXES,
    import_bank,
    import_file,
)

XML = (
    "<quiz><question type='essay'><questiontext><text>Why?</text></questiontext>"
    "<graderinfo><text>So.</text></graderinfo></question></quiz>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", yaml_of({**ITEM, "question": "Why?"})),
        ("a.YML", yaml_of({**ITEM, "question": "Why?"})),
        ("a.csv", "question,answer\nWhy?,So."),
        ("a.tsv", "question\tanswer\nWhy?\tSo."),
        ("a.txt", "question\tanswer\nWhy?\tSo."),
        ("a.gift", "Why? {=So.}"),
        ("a.txt", "::1:: Why? {=So.}"),
        ("a.txt", "Why? {=So.}"),
        ("a.xml", XML),
        ("a.txt", XML),
        ("a", XML),
        ("a.md", "## Why?\nSo."),
        ("a.txt", "Q: Why?\nA: So."),
        ("a", "Q: Why?\nA: So."),
        ("a.txt", "**Why?**\nSo."),
    ],
)
def test_a_file_is_known_by_its_name_or_content(name: str, text: str) -> None:
    loaded = import_bank(text.encode(), name)
    assert loaded.problems == ()
    assert loaded.bank
    assert next(loaded.bank.walk()).item.question == "Why?"


def zipped(member: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7", "From my notes"),
        ("a.docx", zipped("word/document.xml"), "From my notes"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "Save it as .xlsx"),
        ("a.zip", zipped("other"), "Known are YAML, CSV"),
        ("a.xlsx", b"PK\3\4junk", "damaged"),
        ("a.bin", bytes(99), "Known are YAML, CSV"),
        ("a", b"just words", "Known are YAML, CSV"),
        ("a.txt", b"just words", "holds no questions"),
        ("a.csv", b"", "holds no questions"),
        ("a.yaml", b"x" * 2_000_001, "more than 2000000 bytes"),
        ("a.csv", b"x" * (MAX_TEXT_BYTES + 1), "more than 5000000 bytes"),
    ],
)
def test_what_is_no_bank_is_named(name: str, content: bytes, words: str) -> None:
    loaded = import_bank(content, name)
    assert loaded.bank is None
    assert len(loaded.problems) == 1
    assert words in str(loaded.problems[0])
    assert str(loaded.problems[0]).startswith(f"{name}: ")


def test_a_name_with_folders_in_it_is_only_a_name() -> None:
    loaded = import_bank(b"question,answer\nWhy?,So.", "../../etc/My bank.csv")
    assert loaded.bank
    assert loaded.bank.title == "My bank"


def test_questions_that_begin_alike_have_names_of_their_own() -> None:
    begin = "Why does the small animal that lives beneath the large stone in the garden"
    loaded = import_bank(f"question,answer\n{begin} eat?,a\n{begin} sleep?,b".encode(), "a.csv")
    assert loaded.bank
    first, second = (placed.item.id for placed in loaded.bank.walk())
    assert second == f"{first}-2"


def test_titles_come_from_names() -> None:
    assert collect.title_of("cell_biology-2.csv") == "Cell biology 2"
    assert collect.title_of("….csv") == "Questions"


def test_a_file_of_this_machine(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert "cannot be read" in str(import_file(file).problems[0])
    file.write_text("question,answer\nWhy?,So.")
    assert import_file(file).bank
    with file.open("wb") as huge:
        huge.truncate(MAX_IMPORT_BYTES + 1)
    assert "bytes" in str(import_file(file).problems[0])


@given(
    st.binary(max_size=100),
    st.sampled_from(SUFFIXES),
    st.sampled_from([b"", b"PK\3\4", b"\xff\xfe"]),
)
def test_any_bytes_are_loaded_or_named(content: bytes, suffix: str, head: bytes) -> None:
    loaded = import_bank(head + content, f"a{suffix}")
    assert loaded.bank or loaded.problems
    assert all(problem.file == f"a{suffix}" for problem in loaded.problems)

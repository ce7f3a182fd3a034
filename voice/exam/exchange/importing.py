"""Question banks from what people already have: our YAML, tables, Moodle, Anki, Markdown.

Whatever a file holds, the answer is a `LoadedBank`: a bank of its sound items, and every problem
with its line and field. All of it runs in memory and takes a few seconds at most; keep it off
the event loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from voice.exam.banks.file import MAX_BYTES, BankProblem, LoadedBank, parse_bank
from voice.exam.exchange.anki import is_deck, take_anki
from voice.exam.exchange.archive import Archive
from voice.exam.exchange.collect import Collector
from voice.exam.exchange.columns import fields_of
from voice.exam.exchange.csv_file import divider_of, take_csv
from voice.exam.exchange.gift import take_gift
from voice.exam.exchange.markdown import has_questions, take_markdown
from voice.exam.exchange.moodle_xml import take_moodle_xml
from voice.exam.exchange.xlsx import take_xlsx
from voice.exam.model.bank import LanguageCode

MAX_IMPORT_BYTES = 200_000_000
"""Largest file of any kind; a deck with pictures and sound may well have 100 MB."""

MAX_TEXT_BYTES = 5_000_000
"""Largest file that is read as text."""

SUFFIXES = (
    ".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".gift", ".xml", ".apkg", ".colpkg", ".md",
    ".markdown", ".txt",
)  # fmt: skip
"""Extensions of the files that can be read."""

_KNOWN = "Known are YAML, CSV, Excel (.xlsx), Moodle GIFT and XML, Anki (.apkg), and Markdown"

_Take = Callable[[bytes, Collector], None]


def import_bank(content: bytes, name: str, language: LanguageCode | None = None) -> LoadedBank:
    """Read the questions in a file, whatever program wrote it.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        What it is called; its extension tells the format where the content does not.
    language : LanguageCode, optional
        Of the exam, where the file does not say. English, or what a table's header tells.
    """
    name = PurePath(name).name or "file"
    try:
        return _read(content, name, language)
    except BankProblem as problem:
        return LoadedBank(None, (problem,))


def import_file(file: Path) -> LoadedBank:
    """`import_bank` for a file on this machine."""
    try:
        if file.stat().st_size > MAX_IMPORT_BYTES:
            return LoadedBank(None, (_too_large(file.name, MAX_IMPORT_BYTES),))
        return import_bank(file.read_bytes(), file.name)
    except OSError as error:
        problem = BankProblem(file.name, 0, "", f"cannot be read: {error.strerror}")
        return LoadedBank(None, (problem,))


def _read(content: bytes, name: str, language: LanguageCode | None) -> LoadedBank:
    suffix = PurePath(name).suffix.lower()
    most = MAX_IMPORT_BYTES
    if not content.startswith(b"PK"):
        most = MAX_BYTES if suffix in (".yaml", ".yml") else MAX_TEXT_BYTES
    if len(content) > most:
        raise _too_large(name, most)
    if content.startswith(b"PK"):
        return _read_zip(content, name, language)
    _refuse_foreign(content, name)
    if suffix in (".yaml", ".yml"):
        return parse_bank(content, name)
    collector = Collector(name, language)
    (_TAKERS.get(suffix) or _guess(content, name))(content, collector)
    return collector.load()


_TAKERS: Mapping[str, _Take] = {
    ".csv": take_csv,
    ".tsv": take_csv,
    ".gift": take_gift,
    ".xml": take_moodle_xml,
    ".md": take_markdown,
    ".markdown": take_markdown,
}


def _read_zip(content: bytes, name: str, language: LanguageCode | None) -> LoadedBank:
    archive = Archive(content, name)
    if "xl/workbook.xml" in archive.names:
        collector = Collector(name, language, "row")
        take_xlsx(content, archive, collector)
    elif is_deck(archive):
        collector = Collector(name, language, "note")
        take_anki(archive, collector)
    elif "word/document.xml" in archive.names:
        fix = 'Give it to "From my notes", which drafts questions from it'
        raise BankProblem(name, 0, "", "is a Word document, which holds no questions", fix)
    else:
        raise BankProblem(name, 0, "", "holds no questions that Viva can read", _KNOWN)
    return collector.load()


def _refuse_foreign(content: bytes, name: str) -> None:
    """Name what is plainly something else, and what to do about it."""
    if content.startswith(b"%PDF"):
        fix = 'Give it to "From my notes", which drafts questions from it'
        raise BankProblem(name, 0, "", "is a PDF, which holds no questions", fix)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BankProblem(name, 0, "", "is in Excel's old format", "Save it as .xlsx")
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content[:4096] and not utf16:
        raise BankProblem(name, 0, "", "is no text and nothing else that Viva can read", _KNOWN)


def _guess(content: bytes, name: str) -> _Take:
    """What a text without a telling name is."""
    text = content[:100_000].decode("utf-8-sig", "replace")
    if text.lstrip().startswith(("<?xml", "<quiz")):
        return take_moodle_xml
    lines = [line for line in text.splitlines() if line.strip()][:1]
    if lines and "question" in fields_of(lines[0].split(divider_of(lines))).values():
        return take_csv
    if re.search(r"^\s*(::|\$CATEGORY:)", text, re.M) or re.search(r"\{\s*[=~#TF}]", text):
        return take_gift
    if has_questions(text) or PurePath(name).suffix.lower() == ".txt":
        return take_markdown
    raise BankProblem(name, 0, "", "holds no questions that Viva can read", _KNOWN)


def _too_large(name: str, most: int) -> BankProblem:
    return BankProblem(name, 0, "", f"has more than {most} bytes", "Divide it into several files")

"""The student's notes as plain text: Markdown, plain text, PDF, Word.

Whatever the notes say is material. Nothing in them is an instruction to anybody, and what cannot
be seen by one who reads them is taken out here.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePath

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from models.base import SettingsError
from voice.exam.banks.file import BankProblem
from voice.exam.exchange.archive import Archive
from voice.exam.exchange.html_text import html_to_text
from voice.exam.exchange.xml_tree import Element, parse_xml

log = logging.getLogger(__name__)

MAX_BYTES = 50_000_000
"""Largest file of notes; a PDF may contain pictures."""

MAX_CHARS = 300_000
"""Most characters of text: about a hundred pages."""

MAX_PAGES = 300

MAX_DOCUMENT_BYTES = 30_000_000
"""Largest unpacked text of a Word file."""

_FIX = "Give the chapter that the exam is about"
_KNOWN = "Known are Markdown, plain text, PDF and Word (.docx)"
_HEADING = re.compile(r"(?:heading|berschrift|titre|título|titulo|titolo)\s*([1-6])$", re.I)


class NotesError(SettingsError):
    """Notes that cannot be used; the message names the file."""


def read_notes(content: bytes, name: str) -> str:
    """The text of notes, its headings and lists marked as in Markdown.

    Parameters
    ----------
    content : bytes
        The whole file, or what was pasted.
    name : str
        What it is called, or "".

    Raises
    ------
    NotesError
        It is no text, or holds too much or too little.
    """
    name = PurePath(name).name or "The text"
    if len(content) > MAX_BYTES:
        raise NotesError(f"{name} has more than {MAX_BYTES} bytes", _FIX)
    if not content.strip():
        raise NotesError(f"{name} is empty", "Give another one")
    try:
        text = clean("\n".join(_lines(content, name)))
    except BankProblem as problem:
        raise NotesError(f"{name} {problem.said}", problem.fix) from problem
    if len(text) > MAX_CHARS:
        raise NotesError(f"{name} has {len(text)} characters; the most is {MAX_CHARS}", _FIX)
    if not re.search(r"\w{2}", text):
        raise NotesError(f"{name} holds no text", "Pictures of pages must be made text first")
    return text


def clean(text: str) -> str:
    """Without characters that nobody sees, and with ends of lines of one kind."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign)[0] != "C")
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip()


def _lines(content: bytes, name: str) -> Iterator[str]:
    suffix = PurePath(name).suffix.lower()
    if content.startswith(b"%PDF"):
        yield from _pdf(content, name)
    elif content.startswith(b"PK"):
        yield from _word(content, name)
    elif suffix in (".pdf", ".docx", ".doc", ".odt", ".rtf") or b"\0" in content[:4096]:
        if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise NotesError(f"{name} is in no format that Viva can read", _KNOWN)
        yield content.decode("utf-16", "replace")
    else:
        text = _decoded(content)
        yield html_to_text(text) if suffix in (".html", ".htm") else text


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


# --- PDF --------------------------------------------------------------------------------------


def _pdf(content: bytes, name: str) -> Iterator[str]:
    """Its text, page by page; a page that cannot be read is left out."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotesError(f"{name} is locked with a password", "Save it without one")
        pages = len(reader.pages)
    except _PDF_ERRORS as error:
        raise NotesError(f"{name} is damaged", "Save it again") from error
    if pages > MAX_PAGES:
        raise NotesError(f"{name} has {pages} pages; the most is {MAX_PAGES}", _FIX)
    taken = 0
    for number in range(pages):
        try:
            text = reader.pages[number].extract_text()
        except _PDF_ERRORS as error:
            log.debug("page %d of %s cannot be read: %s", number + 1, name, error)
            continue
        taken += len(text)
        if taken > 2 * MAX_CHARS:
            raise NotesError(f"{name} has more than {MAX_CHARS} characters", _FIX)
        yield _unbroken(text)
        yield ""


_PDF_ERRORS = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
    NotImplementedError, OverflowError, MemoryError, ArithmeticError, AssertionError, ImportError,
    OSError,
)  # fmt: skip
"""What broken files make pypdf raise; a locked one also ImportError, for want of a cipher."""


def _unbroken(text: str) -> str:
    """A page's lines joined to paragraphs, its hyphens at line ends taken out.

    A paragraph ends with a sentence's end on a short line.
    """
    lines = [line.strip() for line in text.split("\n")]
    width = max((len(line) for line in lines), default=0)
    pieces: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if re.search(r"[^\W\d_]-$", line) and after[:1].islower():
            pieces.append(line[:-1])
        elif not line or re.match(r"[-•–*]\s", after):
            pieces.append(f"{line}\n")
        elif len(line) < 0.75 * width and (line.endswith((".", "?", "!", ":")) or _title(line)):
            pieces.append(f"{line}\n\n")
        else:
            pieces.append(f"{line} ")
    return "".join(pieces)


def _title(line: str) -> bool:
    return bool(line[:1].isupper()) and len(line.split()) <= 8 and not line.endswith(",")


# --- Word -------------------------------------------------------------------------------------


def _word(content: bytes, name: str) -> Iterator[str]:
    archive = Archive(content, name)
    if "word/document.xml" not in archive.names:
        raise NotesError(f"{name} is in no format that Viva can read", _KNOWN)
    tree = parse_xml(archive.read("word/document.xml", MAX_DOCUMENT_BYTES), name)
    if tree.problem or not tree.root:
        raise NotesError(f"{name} is damaged", "Save it again") from tree.problem
    for paragraph in tree.root.walk("p"):
        yield f"{_mark(paragraph)}{_run(paragraph)}\n"


def _mark(paragraph: Element) -> str:
    """What Markdown has before a heading or a list's entry."""
    style = paragraph.child("pPr", "pStyle")
    if style and (found := _HEADING.search(style.attributes.get("val", ""))):
        return "#" * int(found[1]) + " "
    return "- " if paragraph.child("pPr", "numPr") else ""


def _run(paragraph: Element) -> str:
    pieces = {"tab": "\t", "br": "\n"}
    return "".join(
        pieces.get(one.tag, "".join(one.texts())) for one in paragraph.walk("t", "tab", "br")
    )

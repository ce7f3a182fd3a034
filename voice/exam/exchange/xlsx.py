"""Excel's workbooks: each sheet is a table of questions."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from voice.exam.banks.file import BankProblem
from voice.exam.exchange.archive import Archive
from voice.exam.exchange.collect import Collector
from voice.exam.exchange.table import MAX_ROWS, Row, take_table

MAX_UNPACKED_BYTES = 60_000_000
MAX_COLUMNS = 60
MAX_SHEETS = 50

_BROKEN = (
    ParseError, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OverflowError, OSError, EOFError,
)  # fmt: skip
"""What openpyxl raises for workbooks that are none."""


def take_xlsx(content: bytes, archive: Archive, into: Collector) -> None:
    """Take every question of a workbook. Of a formula its last result counts."""
    if archive.unpacked_bytes() > MAX_UNPACKED_BYTES:
        problem = f"has more than {MAX_UNPACKED_BYTES} bytes unpacked"
        raise BankProblem(into.file, 0, "", problem, "Divide it")
    _refuse_entities(archive, into.file)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets[:MAX_SHEETS]
        for sheet in sheets:
            sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
            title = sheet.title if len(sheets) > 1 else ""
            take_table(
                _rows(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)), into, title
            )
    except _BROKEN as error:
        problem = "the workbook is damaged"
        raise BankProblem(into.file, 0, "", problem, "Save it again, or as CSV") from error


def _refuse_entities(archive: Archive, file: str) -> None:
    """A document type in a workbook is there for no good; the parser would follow it."""
    for member in archive.names:
        text = member.endswith((".xml", ".rels"))
        # Without zeros, which stand between the letters in UTF-16.
        if text and b"<!DOCTYPE" in archive.read(member, MAX_UNPACKED_BYTES).replace(b"\0", b""):
            problem = f"holds {member}, which declares a document type"
            raise BankProblem(file, 0, "", problem, "Save it again, or as CSV")


def _rows(rows: Iterator[tuple[ReadOnlyCell | EmptyCell, ...]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        yield Row(number, ["" if cell.data_type == "e" else _shown(cell.value) for cell in cells])


def _shown(value: object) -> str:
    """A cell as its reader sees it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)

"""Comma-separated values in all their dialects: read as a table, and written."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from voice.exam.exchange.collect import Collector
from voice.exam.exchange.columns import fields_of
from voice.exam.exchange.table import Row, take_table

DIVIDERS = (",", ";", "\t", "|")

MAX_RESTARTS = 20
"""After a quotation mark that is never closed, reading goes on in the next line this often."""


def take_csv(content: bytes, into: Collector) -> None:
    """Take every question of a CSV file."""
    # Of all line ends these are the two that CSV knows.
    lines = list(io.StringIO(decoded(content, into), newline=""))
    take_table(_rows(lines, divider_of(lines), into), into)


def decoded(content: bytes, into: Collector) -> str:
    """The text of a file that says nothing about its encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        into.problem(
            line, "", "the text is not UTF-8, and was read as Windows-1252: look at its accents",
            "Save it as UTF-8",
        )  # fmt: skip
        return content.decode("cp1252", "replace")


def divider_of(lines: list[str]) -> str:
    """The sign between cells: that with which the header names most known columns."""
    header = next((line for line in lines if line.strip()), "")

    def known(divider: str) -> int:
        return len(fields_of(next(csv.reader([header], delimiter=divider), [])))

    return max(DIVIDERS, key=known)


def _rows(lines: list[str], divider: str, into: Collector) -> Iterator[Row]:
    """Every row that can be read; a broken one is reported and left out."""
    start, restarts = 0, 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=divider, strict=True)
        begin = start
        try:
            for cells in reader:
                yield Row(begin + 1, cells)
                begin = start + reader.line_num
            return
        except csv.Error as error:
            problem, fix = _words(error)
            into.problem(begin + 1, "", problem, fix)
            restarts += 1
            if restarts > MAX_RESTARTS:
                into.problem(begin + 1, "", "is as far as the file is read: too much is broken")
                return
        start = begin + 1


def _words(error: csv.Error) -> tuple[str, str]:
    if "unexpected end" in str(error) or "field limit" in str(error):
        return "has a quotation mark that is never closed", "Close it, or double it within a cell"
    return f"cannot be read: {error}", "Double a quotation mark that stands within a cell"

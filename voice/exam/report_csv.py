"""Reports as CSV: one row for each key point, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from voice.exam.report_model import ItemReport, Report

COLUMNS = (
    "exam", "began_at", "number", "topic", "subtopic", "question", "status", "key_point",
    "verdict", "marks", "out_of", "quote", "start_s", "doubtful", "confidence",
)  # fmt: skip

Cell = str | float | int

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""With these first, a spreadsheet runs a cell as a formula."""


def to_csv(*reports: Report) -> str:
    """The key points of one or more reports. Starts with a byte order mark, so that spreadsheets
    read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for report in reports:
        writer.writerows(map(_safe_row, _rows(report)))
    return "\ufeff" + out.getvalue()


def _safe_row(row: Iterable[Cell]) -> list[Cell]:
    return [_safe(cell) if isinstance(cell, str) else cell for cell in row]


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for item in report.items:
        yield from _item_rows(report, item)


def _item_rows(report: Report, item: ItemReport) -> Iterator[tuple[Cell, ...]]:
    for point in item.points:
        yield (
            report.bank,
            report.began_at,
            item.number,
            item.topic,
            item.subtopic,
            item.question,
            item.status,
            point.text,
            point.verdict,
            point.marks,
            point.out_of,
            point.quote,
            "" if point.start_s is None else round(point.start_s - report.start_s, 2),
            "yes" if point.doubtful else "no",
            point.confidence,
        )

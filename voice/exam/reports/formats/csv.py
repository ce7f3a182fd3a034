"""Reports as CSV: one row for each key point, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from voice.exam.reports.formats.registry import Format
from voice.exam.reports.model import ItemReport, PointReport, Report

COLUMNS = (
    "exam", "began_at", "number", "topic", "subtopic", "question", "status", "outcome",
    "key_point", "verdict", "sure", "program", "confidence", "corrected_by", "corrected_to",
    "reason", "marks", "least", "most", "out_of", "quote", "remark", "start_s", "doubtful",
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
    asked = (
        report.bank,
        report.began_at,
        item.number,
        item.topic,
        item.subtopic,
        item.question,
        item.status,
        item.outcome,
    )
    for point in item.points:
        yield (*asked, *_point(point, report.start_s))


def _point(point: PointReport, began_s: float) -> tuple[Cell, ...]:
    correction = point.correction
    return (
        point.text,
        point.verdict,
        _yes(point.sure),
        point.judged,
        point.confidence,
        correction.by if correction else "",
        correction.verdict if correction else "",
        correction.reason if correction else "",
        point.marks,
        point.least,
        point.most,
        point.out_of,
        point.quote,
        point.remark,
        "" if point.start_s is None else round(point.start_s - began_s, 2),
        _yes(point.doubtful),
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


FORMAT = Format("csv", "CSV", "csv", "text/csv; charset=utf-8", lambda report, _: to_csv(report))

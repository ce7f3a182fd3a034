"""Questions in a table: a header that names the columns, and a row for each question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from voice.core.languages import LANGUAGES
from voice.exam.exchange.collect import Collector, Found
from voice.exam.exchange.columns import fields_of, language_of, nearest
from voice.exam.exchange.marking import ITEM_FIELDS, POINT_FIELDS, WHOLE, add_marking, add_mistakes
from voice.exam.exchange.points import list_entries, point_texts
from voice.exam.model.bank import LanguageCode

MAX_ROWS = 100_000
"""Rows that are looked at; what is taken of them, `Collector` limits."""

_NUMBERED = re.compile(r"^(\d{1,2})\s*[:.)]\s*(.*)$", re.S)

_DIFFICULTIES: Mapping[str, int] = {
    **dict.fromkeys("easy leicht einfach facile fácil 易 简单".split(), 2),
    **dict.fromkeys("medium normal mittel moyen media medio médio média 中 中等".split(), 3),
    **dict.fromkeys("hard difficult schwer schwierig difficile difícil 难 困难".split(), 4),
}


class Row(NamedTuple):
    """One row, and on which line it begins or which row it is."""

    line: int
    cells: Sequence[str]


def take_table(rows: Iterable[Row], into: Collector, sheet: str = "") -> None:
    """Take every question of a table; `sheet` is its topic where no column names one."""
    header: Row | None = None
    columns: dict[int, str] = {}
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            into.problem(row.line, "", f"is beyond the {MAX_ROWS} rows that are read")
            return
        if not any(cell.strip() for cell in row.cells):
            continue
        if header is None:
            header, columns = row, fields_of(row.cells)
            if not _check_header(row, columns, into, sheet):
                return
            if not into.language_known:
                into.language = language_of(row.cells)
        elif _fits(row, header, into):
            _take(row, header, columns, into, sheet)


def _check_header(row: Row, columns: Mapping[int, str], into: Collector, sheet: str) -> bool:
    if "question" not in columns.values():
        where = f"sheet {sheet}: the header" if sheet else "the header"
        fix = next((fix for name in row.cells if (fix := nearest(name))), "") or (
            "Name the columns in the first row: question, answer, key points, topic …"
        )
        into.problem(row.line, where, "names no column for the questions", fix)
        return False
    for number, name in enumerate(row.cells):
        if name.strip() and number not in columns:
            words = "is not known, or stands there twice; what it holds is left out"
            into.problem(row.line, f"column {name.strip()[:60]}", words, nearest(name))
    return True


def _fits(row: Row, header: Row, into: Collector) -> bool:
    more = [cell for cell in row.cells[len(header.cells) :] if cell.strip()]
    if more:
        fix = "Put a cell that holds the divider in quotation marks"
        into.problem(row.line, "", "has more cells than the header has columns", fix)
    return not more


def _take(row: Row, header: Row, columns: Mapping[int, str], into: Collector, sheet: str) -> None:
    cells = {
        field: _unguarded(row.cells[number])
        for number, field in columns.items()
        if number < len(row.cells) and row.cells[number].strip()
    }
    names = {field: header.cells[number].strip() for number, field in columns.items()}
    names.setdefault("key_points", names.get("model_answer", "key points"))
    for field in (*ITEM_FIELDS, *POINT_FIELDS):
        names.setdefault(field, names.get("marking", field))
    if exam := cells.pop("exam", ""):
        into.title = exam.strip()
    spoken = cells.pop("language", "").strip().lower()
    if spoken in LANGUAGES:
        into.language = spoken
    topic, subtopic = cells.pop("topic", sheet), cells.pop("subtopic", "")
    values = _values(cells, into.language)
    try:
        add_marking(values, cells.get("marking", "{}"))
    except ValueError as error:
        into.problem(row.line, names["marking"], str(error), "Mend it, or empty the cell")
        return
    into.add(Found(values, row.line, topic, subtopic, names))


def _values(cells: Mapping[str, str], language: LanguageCode) -> dict[str, Any]:
    """Plain values of an item, without those in the column for marking."""
    values: dict[str, Any] = {
        field: cells[field]
        for field in ("id", "question", "model_answer", "context", "seconds", "prepare_seconds")
        if field in cells
    }
    for field in ("hints", "vocabulary"):
        if field in cells:
            values[field] = list_entries(cells[field])
    if "difficulty" in cells:
        word = cells["difficulty"].strip().lower()
        values["difficulty"] = _DIFFICULTIES.get(word, word.removesuffix(".0"))
    for field in ("seconds", "prepare_seconds"):
        if field in values:
            values[field] = values[field].strip().removesuffix(".0")
    if points := _points(cells, language):
        values["key_points"] = points
    add_mistakes(values, _numbered(cells.get("mistakes", ""), WHOLE))
    return values


def _points(cells: Mapping[str, str], language: LanguageCode) -> list[dict[str, Any]]:
    if "key_points" in cells:
        texts = list_entries(cells["key_points"])
    else:
        texts = point_texts(cells.get("model_answer", ""), language)
    points: list[dict[str, Any]] = [{"text": text} for text in texts]
    for point, marks in zip(points, _marks(cells.get("marks", ""), len(points)), strict=False):
        point["marks"] = marks
    for field in ("accept", "replies"):
        for number, text in _numbered(cells.get(field, ""), 1):
            if number <= len(points):
                points[max(number, 1) - 1].setdefault(field, []).append(text)
    for number, text in _numbered(cells.get("follow_ups", ""), 1):
        if number <= len(points):
            points[max(number, 1) - 1]["follow_up"] = text
    return points


def _marks(cell: str, points: int) -> list[str | float]:
    """Marks of each point: as many numbers as points, or one number that they share."""
    given: list[str | float] = [one.replace(",", ".") for one in re.split(r"[;/\s]+", cell) if one]
    if len(given) != 1 or points < 2:
        return given
    try:
        return list(shared(float(given[0]), points))
    except ValueError:
        return given


def shared(marks: float, points: int) -> list[float]:
    """`marks` divided into halves among `points`, the first ones getting what is over."""
    if not 0 < marks < 1000:
        return [1.0] * points
    halves = max(points, round(2 * marks))
    each, over = divmod(halves, points)
    return [(each + (number < over)) / 2 for number in range(points)]


def _numbered(cell: str, otherwise: int) -> list[tuple[int, str]]:
    """Lines such as "2: text" as (2, "text"); those without a number get `otherwise`."""
    found: list[tuple[int, str]] = []
    for entry in list_entries(cell) if "\n" not in cell else cell.split("\n"):
        match = _NUMBERED.match(entry.strip())
        if match and match[2].strip():
            found.append((int(match[1]), match[2].strip()))
        elif entry.strip() and not match:
            found.append((otherwise, entry.strip()))
    return found


GUARDED = ("=", "+", "-", "@", "'", "\t", "\r")
"""With these a cell begins that a spreadsheet might take for a formula; "'" keeps it a text."""


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] in GUARDED else cell

"""Banks as tables, for people who work in a spreadsheet; `importing` reads them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from voice.exam.exchange.marking import marking_json, mistake_lines
from voice.exam.exchange.table import GUARDED
from voice.exam.model.bank import Bank, Placed

COLUMNS = (
    "topic", "subtopic", "question", "key points", "marks", "answer", "hints", "difficulty",
    "seconds", "accept", "mistakes", "follow-ups", "replies", "prepare seconds", "vocabulary",
    "context", "marking", "id", "exam", "language",
)  # fmt: skip


def export_csv(bank: Bank) -> bytes:
    """Every item as a row, in UTF-8 with the mark by which Excel knows it.

    Lists stand in one cell, a line for each entry. What belongs to a key point begins with its
    number. Rules that no list can say are JSON in the column "marking". What belongs to the exam
    as a whole stays in the YAML: times, instructions, the order of topics. Line breaks within the
    entry of a list become blanks.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(cell) for cell in _cells(bank, placed)] for placed in bank.walk())
    return buffer.getvalue().encode("utf-8-sig")


def _cells(bank: Bank, placed: Placed) -> tuple[str, ...]:
    item = placed.item
    points = list(enumerate(item.key_points, 1))
    return (
        placed.topic.title,
        placed.subtopic.title,
        item.question,
        _list(point.text for point in item.key_points),
        ";".join(f"{point.marks:g}" for point in item.key_points),
        item.model_answer,
        _list(item.hints),
        str(item.difficulty),
        str(item.seconds),
        _list(f"{number}: {other}" for number, point in points for other in point.accept),
        _list(mistake_lines(item)),
        _list(f"{number}: {point.follow_up}" for number, point in points if point.follow_up),
        _list(f"{number}: {reply}" for number, point in points for reply in point.replies),
        str(item.prepare_seconds or ""),
        _list(item.vocabulary),
        item.context,
        marking_json(item),
        item.id,
        bank.title,
        bank.language,
    )


def _list(entries: Iterable[str]) -> str:
    lines = [" ".join(entry.split()) for entry in entries]
    # A line end tells that semicolons divide nothing.
    return "\n".join(lines) + ("\n" if len(lines) == 1 and ";" in lines[0] else "")


def _guarded(cell: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell.startswith(GUARDED) else cell

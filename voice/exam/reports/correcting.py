"""What people say of the program's marks: kept beside its verdicts, never in their place.

A student says of a key point whether they made it, and so may a teacher who watches. Points,
totals and ranges follow by themselves, as they are made of what stands (`PointMark.share`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar

from models.base import VivaError
from voice.exam.banks import editing
from voice.exam.model.bank import Bank, Choice
from voice.exam.model.record import Attempt, Correction, ExamRecord, Mark, PointMark
from voice.exam.reports.build import program, standing, with_items
from voice.exam.reports.model import ItemReport, Report

T = TypeVar("T")

Person = Literal["student", "teacher"]

LONGEST_WORDING = 400
"""Characters of a way to say a point; see `voice.exam.model.bank.Line`."""


class CannotCorrect(VivaError):
    """There is nothing there to correct, or it is not theirs to decide."""


def correct(record: ExamRecord, attempt: int, point: int, correction: Correction) -> Mark:
    """Keep what a person says of a key point; returns the item's mark as it is from then on.

    A correction that agrees with a verdict the program is sure of removes an earlier correction.

    Parameters
    ----------
    record : ExamRecord
        The exam; the attempt's mark is replaced in it.
    attempt, point : int
        Indices of the attempt in the record and of the key point in its item.

    Raises
    ------
    CannotCorrect
        There is no such point, it has no mark yet, or a teacher has decided it.
    """
    found = _numbered(record.attempts, attempt)
    return _kept(found, corrected(found.mark, attempt, point, correction), point)


def take_back(record: ExamRecord, attempt: int, point: int, by: Person) -> Mark:
    """Let the program's verdict stand again; see `correct`."""
    found = _numbered(record.attempts, attempt)
    return _kept(found, uncorrected(found.mark, attempt, point, by), point)


def correct_report(report: Report, item: int, point: int, correction: Correction) -> Report:
    """A kept report with what a person says of a key point; see `correct`."""
    found = _numbered(report.items, item)
    return _with_mark(report, item, corrected(mark_of(found), item, point, correction))


def take_back_in_report(report: Report, item: int, point: int, by: Person) -> Report:
    """A kept report in which the program's verdict stands again; see `take_back`."""
    found = _numbered(report.items, item)
    return _with_mark(report, item, uncorrected(mark_of(found), item, point, by))


# --- one mark --------------------------------------------------------------------------------


def corrected(mark: Mark | None, attempt: int, point: int, correction: Correction) -> Mark:
    """The mark of a question with a correction of one of its points; see `correct`."""
    mark = _open_to(mark, attempt, point, correction.by)
    alone = program(mark.points[point])
    agreed = alone.sure and alone.verdict == correction.verdict
    return _with(mark, point, None if agreed else correction)


def uncorrected(mark: Mark | None, attempt: int, point: int, by: Person) -> Mark:
    """The mark of a question without the correction of one of its points."""
    return _with(_open_to(mark, attempt, point, by), point, None)


def _with(mark: Mark, point: int, correction: Correction | None) -> Mark:
    points = list(mark.points)
    points[point] = replace(points[point], correction=correction)
    return replace(mark, points=tuple(points))


def _kept(found: Attempt, mark: Mark, point: int) -> Mark:
    """Give an attempt its mark, with a correction that its later marks keep as well."""
    if correction := mark.points[point].correction:
        found.corrections[point] = correction
    else:
        found.corrections.pop(point, None)
    found.mark = mark
    return mark


def _numbered(asked: Sequence[T], number: int) -> T:
    if not 0 <= number < len(asked):
        raise CannotCorrect(
            f"There is no question {number + 1} in this exam",
            f"Choose one of the {len(asked)} that were asked",
        )
    return asked[number]


def _open_to(mark: Mark | None, attempt: int, point: int, by: Person) -> Mark:
    """The mark, if this person may correct this point of it."""
    if mark is None:
        raise CannotCorrect(
            f"Question {attempt + 1} has no marks that could be corrected",
            "Wait until it is marked; a question that was skipped stays without marks",
        )
    if not 0 <= point < len(mark.points):
        raise CannotCorrect(
            f"Question {attempt + 1} has no key point {point + 1}",
            f"Choose one of its {len(mark.points)}",
        )
    before = mark.points[point].correction
    if by == "student" and before is not None and before.by == "teacher":
        raise CannotCorrect("A teacher has decided this point", "Talk to your teacher about it")
    return mark


# --- reports ---------------------------------------------------------------------------------


def mark_of(item: ItemReport) -> Mark | None:
    """The mark that a report's question was made of; None if it has none."""
    if item.status != "marked":
        return None
    points = tuple(
        PointMark(
            point=index,
            worth=point.out_of,
            verdict=point.judged,
            confidence=point.confidence,
            likely=point.likely,
            costs=point.costs,
            correction=Correction(**point.correction.model_dump()) if point.correction else None,
        )
        for index, point in enumerate(item.points)
    )
    return Mark(
        points=points,
        out_of=item.out_of,
        choices=tuple(Choice(points=c.points, enough=c.enough) for c in item.choices),
        costs=item.costs - sum(point.taken_off for point in points),
    )


def _with_mark(report: Report, number: int, mark: Mark) -> Report:
    before = report.items[number]
    needed = {point.point for point in mark.needed}
    points = tuple(
        point.model_copy(update=standing(given, given.point in needed))
        for point, given in zip(before.points, mark.points, strict=True)
    )
    item = before.model_copy(
        update={
            "points": points,
            "marks": mark.total,
            "least": mark.least,
            "most": mark.most,
            "costs": mark.taken_off,
        }
    )
    items = (*report.items[:number], item, *report.items[number + 1 :])
    return with_items(report, items, [topic.title for topic in report.topics])


# --- wordings --------------------------------------------------------------------------------


def with_wording(bank: Bank, item_id: str, point: int, text: str) -> Bank:
    """A bank in which `text` is one more way to say a key point of an item.

    Raises
    ------
    CannotCorrect
        The bank has no such point, or `text` is none that can be kept.
    """
    wording = " ".join(text.split())
    if not wording:
        raise CannotCorrect("There are no words to keep", "Write how you said it")
    if len(wording) > LONGEST_WORDING:
        raise CannotCorrect(
            f"A way to say a point has at most {LONGEST_WORDING} characters",
            "Write the part of it that says the point",
        )
    values = editing.opened(bank)
    found = (one["key_points"] for one in _items(values) if one["id"] == item_id)
    points: list[dict[str, Any]] = next(found, [])
    if not 0 <= point < len(points):
        raise CannotCorrect(
            f"This exam has no key point {point + 1} of a question {item_id!r} any more",
            "It was changed since; add the wording in the editor",
        )
    accept: list[str] = points[point]["accept"]
    if wording.casefold() not in (known.casefold() for known in accept):
        accept.append(wording)
    return editing.kept(values).bank


def _items(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for topic in values["topics"]:
        for subtopic in topic["subtopics"]:
            yield from subtopic["items"]

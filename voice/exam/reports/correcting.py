"""What people say of the program's marks: kept beside its verdicts, never in their place.

A student says of a key point whether they made it, and so may a teacher who watches. Points,
totals and ranges follow by themselves, as they are made of what stands (`PointMark.share`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from models.base import VivaError
from voice.exam.banks import editing
from voice.exam.model.bank import Bank
from voice.exam.model.record import Attempt, Correction, ExamRecord, Mark, PointMark

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
    found = _attempt(record, attempt)
    mark = _open_to(found, attempt, point, correction.by)
    before = mark.points[point]
    agreed = _sure(before) and before.verdict == correction.verdict
    return _kept(found, mark, point, None if agreed else correction)


def take_back(record: ExamRecord, attempt: int, point: int, by: Person) -> Mark:
    """Let the program's verdict stand again; see `correct`."""
    found = _attempt(record, attempt)
    return _kept(found, _open_to(found, attempt, point, by), point, None)


def _kept(found: Attempt, mark: Mark, point: int, correction: Correction | None) -> Mark:
    """The mark with what was said of a point, which later marks of the attempt keep as well."""
    if correction is None:
        found.corrections.pop(point, None)
    else:
        found.corrections[point] = correction
    points = list(mark.points)
    points[point] = replace(points[point], correction=correction)
    found.mark = replace(mark, points=tuple(points))
    return found.mark


def _sure(point: PointMark) -> bool:
    """Whether the program itself is sure of its verdict."""
    return replace(point, correction=None).sure


def _attempt(record: ExamRecord, attempt: int) -> Attempt:
    if not 0 <= attempt < len(record.attempts):
        raise CannotCorrect(
            f"There is no question {attempt + 1} in this exam",
            f"Choose one of the {len(record.attempts)} that were asked",
        )
    return record.attempts[attempt]


def _open_to(found: Attempt, attempt: int, point: int, by: Person) -> Mark:
    """The mark, if this person may correct this point of it."""
    mark = found.mark
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

"""`bench marking --probe`: accuracy of marks, on answers whose key points are known.

Answers are marked as in an exam. There are two tab-separated files, as in `tests/data/marking`:
answers (`bank item kind answer expected_points`, a JSON list of key points from 0) and short right
replies to follow-ups (`bank item point reply`). Unsure points count half, as in an exam before
anybody decides about them.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np

from models.base import SettingsError
from voice.bench.tools import common
from voice.bench.tools.common import print_line, print_table
from voice.exam.collection.listing import list_banks
from voice.exam.marking.marker import Marker
from voice.exam.model.bank import Bank, Item, worth
from voice.exam.model.record import Answer, Mark, Verdict

ANSWERS = ("bank", "item", "kind", "answer", "expected_points")
REPLIES = ("bank", "item", "point", "reply")
RIGHT, WRONG = ("full", "full_near", "whisper"), ("wrong", "wrong_own")
"""Kinds of answers; for the same item, the first should score above the second."""

BINS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Bin edges of the reliability table."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One answer and the key points that it makes."""

    bank: str
    item: str
    kind: str
    answer: str
    expected: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reply:
    """One short right reply to the follow-up of a key point."""

    bank: str
    item: str
    point: int
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How one answer was marked. Marks are shares of full marks; lists are by key point."""

    bank: str
    item: str
    kind: str
    answer: str
    deserved: float
    awarded: float
    complete: bool  # whether the student would be told about it
    expected: tuple[bool, ...]
    verdicts: tuple[Verdict, ...]
    confidences: tuple[float, ...]
    sure: tuple[bool, ...]
    counted: tuple[bool, ...]  # False for points that a fulfilled choice makes unnecessary
    seconds: float


@dataclass(frozen=True, slots=True)
class JudgedReply:
    """The share of its point that one reply earned, in [0, 1]."""

    bank: str
    item: str
    point: int
    text: str
    share: float
    sure: bool


def read_probes(path: Path) -> tuple[Probe, ...]:
    """The answers in a file.

    Raises
    ------
    SettingsError
        It cannot be read, lacks a column, or has a malformed list of points.
    """
    found = []
    for line, row in enumerate(_rows(path, ANSWERS), 2):
        try:
            points = json.loads(row["expected_points"])
            expected = frozenset(int(point) for point in points)
        except (ValueError, TypeError):
            raise SettingsError(
                f"expected_points is no list of numbers ({path}, line {line})",
                "Write it like [0, 2]",
            ) from None
        found.append(Probe(row["bank"], row["item"], row["kind"], row["answer"], expected))
    return tuple(found)


def read_replies(path: Path) -> tuple[Reply, ...]:
    """The replies in a file; raises as `read_probes`."""
    found = []
    for line, row in enumerate(_rows(path, REPLIES), 2):
        if not row["point"].isdecimal():
            raise SettingsError(
                f"point is no whole number ({path}, line {line})", "Count key points from 0"
            )
        found.append(Reply(row["bank"], row["item"], int(row["point"]), row["reply"]))
    return tuple(found)


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path} cannot be read ({error})", "Name a text file") from error
    lacking = [column for column in columns if not rows or rows[0].get(column) is None]
    if lacking:
        raise SettingsError(
            f"{path} lacks {', '.join(lacking) if rows else 'rows'}",
            f"Its first line must name the columns {', '.join(columns)}, separated by tabs",
        )
    return [{key: value or "" for key, value in row.items() if key is not None} for row in rows]


class Items:
    """The items named in a probe, with one marker for each language."""

    def __init__(self, banks: Mapping[str, Bank], marker: Callable[[str], Marker]) -> None:
        self._banks = banks
        self._make = marker
        self._markers: dict[str, Marker] = {}

    def find(self, bank: str, item: str) -> tuple[Item, Marker]:
        """An item and its marker.

        Raises
        ------
        SettingsError
            There is no such bank or item.
        """
        if bank not in self._banks:
            raise SettingsError(
                f"There is no bank {bank!r}", f"Take one of {', '.join(self._banks)}"
            )
        language = self._banks[bank].language
        if language not in self._markers:
            self._markers[language] = self._make(language)
        try:
            return self._banks[bank].find(item).item, self._markers[language]
        except KeyError:
            raise SettingsError(
                f"The bank {bank} has no item {item!r}", "Correct the probe"
            ) from None

    def language(self, bank: str) -> str:
        """The language of a bank."""
        return self._banks[bank].language

    def knowledge(self, bank: str) -> bool:
        """Whether its key points are facts rather than parts of a task."""
        placed = self._banks[bank].walk()
        return all(p.aspect is None for one in placed for p in one.item.key_points)


def all_items(marker: Callable[[str], Marker]) -> Items:
    """All items of the banks that come with Viva."""
    return Items(list_banks()[0], marker)


async def judge(probe: Probe, items: Items) -> Judged:
    """Mark one answer."""
    item, marker = items.find(probe.bank, probe.item)
    if any(point >= len(item.key_points) for point in probe.expected):
        raise SettingsError(
            f"{probe.bank}, {probe.item} has only {len(item.key_points)} key points",
            "Correct expected_points",
        )
    start = time.perf_counter()
    mark = await marker.mark(item, [Answer(probe.answer)])
    seconds = time.perf_counter() - start
    made = [n in probe.expected for n in range(len(item.key_points))]
    return Judged(
        bank=probe.bank,
        item=probe.item,
        kind=probe.kind,
        answer=probe.answer,
        deserved=_deserved(item, mark, made),
        awarded=mark.total / mark.out_of,
        complete=mark.complete,
        expected=tuple(made),
        verdicts=tuple(point.verdict for point in mark.points),
        confidences=tuple(point.confidence for point in mark.points),
        sure=tuple(point.sure for point in mark.points),
        counted=tuple(point in mark.needed or made[point.point] for point in mark.points),
        seconds=seconds,
    )


def _deserved(item: Item, mark: Mark, made: Sequence[bool]) -> float:
    marks = [p.marks * one for p, one in zip(item.key_points, made, strict=True)]
    return worth(marks, item.choices) / mark.out_of


async def judge_reply(reply: Reply, items: Items) -> JudgedReply:
    """Mark one reply to the follow-up about its point; the question itself got no answer."""
    item, marker = items.find(reply.bank, reply.item)
    if reply.point >= len(item.key_points):
        raise SettingsError(
            f"{reply.bank}, {reply.item} has no key point {reply.point}", "Count from 0"
        )
    asked = item.key_points[reply.point].follow_up
    answer = Answer(reply.text, asked="follow_up", prompt=asked, point=reply.point)
    point = (await marker.mark(item, [answer])).points[reply.point]
    return JudgedReply(reply.bank, reply.item, reply.point, reply.text, point.share, point.sure)


# --- figures ---------------------------------------------------------------------------------


def summarise(judged: Sequence[Judged], replies: Sequence[JudgedReply]) -> dict[str, Any]:
    """All figures for a set of answers."""
    kinds = dict.fromkeys(one.kind for one in judged)
    pairs = pairs_above(judged)
    points = [
        (verdict, confidence, sure, expected)
        for one in judged
        for verdict, confidence, sure, expected, counted in zip(
            one.verdicts, one.confidences, one.sure, one.expected, one.counted, strict=True
        )
        if counted
    ]
    made = [e for v, _, s, e in points if s and v == "made"]
    unmade = [not e for v, _, s, e in points if s and v in ("not_made", "reversed")]
    return {
        "answers": len(judged),
        "points": len(points),
        "kinds": {kind: _kind([one for one in judged if one.kind == kind]) for kind in kinds},
        "made_for_sure_right": _mean(made),
        "made_for_sure": len(made),
        "not_made_for_sure_right": _mean(unmade),
        "not_made_for_sure": len(unmade),
        "unsure": _mean([not s for _, _, s, _ in points]),
        "right_above_wrong": pairs,
        "complete_of_incomplete": sum(one.complete and one.deserved < 1 for one in judged),
        "reliability": reliability([(v, c, e) for v, c, _, e in points]),
        "replies": {
            "count": len(replies),
            "earned": _mean([one.share >= 1 for one in replies]),
            "earned_something": _mean([one.share > 0 for one in replies]),
        },
        "seconds": common.summary_of([one.seconds for one in judged]) if judged else {},
    }


def _kind(judged: Sequence[Judged]) -> dict[str, Any]:
    points = [
        (verdict, sure, expected)
        for one in judged
        for verdict, sure, expected in zip(one.verdicts, one.sure, one.expected, strict=True)
    ]
    given = [s and v == "made" for v, s, e in points if not e]
    missed = [s and v in ("not_made", "reversed") for v, s, e in points if e]
    return {
        "answers": len(judged),
        "deserved": _mean([one.deserved for one in judged]),
        "awarded": _mean([one.awarded for one in judged]),
        "mean_error": _mean([abs(one.awarded - one.deserved) for one in judged]),
        "falsely_given": sum(given),
        "not_to_be_given": len(given),
        "falsely_missed": sum(missed),
        "to_be_given": len(missed),
        "unsure": _mean([not s for _, s, _ in points]),
        "told_complete": sum(one.complete for one in judged),
    }


def _mean(values: Iterable[float]) -> float | None:
    """The mean, or None if there are no values."""
    listed = [float(one) for one in values]
    return round(float(np.mean(listed)), 4) if listed else None


def pairs_above(judged: Sequence[Judged]) -> float | None:
    """Share of pairs of answers to the same item in which the right one scores higher.

    An equal score counts half.
    """
    above = []
    for item in dict.fromkeys((one.bank, one.item) for one in judged):
        mine = [one for one in judged if (one.bank, one.item) == item]
        right = [one.awarded for one in mine if one.kind in RIGHT]
        wrong = [one.awarded for one in mine if one.kind in WRONG]
        above += [(a > b) + 0.5 * (a == b) for a, b in product(right, wrong)]
    return _mean(above)


def reliability(points: Sequence[tuple[Verdict, float, bool]]) -> list[dict[str, Any]]:
    """For each bin of confidence: number of verdicts, and the share that was right."""
    table = []
    for low, high in pairwise(BINS):
        inside = [
            (c, (v == "made") == e)
            for v, c, e in points
            if v != "partly" and (low <= c < high or (high == BINS[-1] and c == high))
        ]
        if inside:
            table.append(
                {
                    "from": low,
                    "to": high,
                    "points": len(inside),
                    "confidence": _mean([c for c, _ in inside]),
                    "right": _mean([right for _, right in inside]),
                }
            )
    return table


# --- running and printing --------------------------------------------------------------------


async def run(
    probes: Sequence[Probe], replies: Sequence[Reply], items: Items, name: str
) -> tuple[list[Judged], list[JudgedReply], dict[str, Any]]:
    """Mark the answers, print the tables, and return all results."""
    judged = [await judge(one, items) for one in common.progress(list(probes), "Marking")]
    answered = [await judge_reply(one, items) for one in replies]
    banks = dict.fromkeys(one.bank for one in judged)
    summary = {
        "knowledge": summarise(
            [one for one in judged if items.knowledge(one.bank)],
            [one for one in answered if items.knowledge(one.bank)],
        ),
        "all": summarise(judged, answered),
        "banks": {
            bank: summarise(
                [one for one in judged if one.bank == bank],
                [one for one in answered if one.bank == bank],
            )
            for bank in banks
        },
    }
    print_summary(summary, name)
    return judged, answered, summary


def print_summary(summary: Mapping[str, Any], name: str) -> None:
    """Print the tables."""
    for part, title in (("knowledge", "knowledge banks"), ("all", "all banks")):
        one = summary[part]
        if not one["answers"] or (part == "all" and len(summary["banks"]) < 2):
            continue
        print_table(
            f"Marks: {name}, {title}, {one['answers']} answers, {one['points']} key points",
            ("kind", "answers", "deserved, %", "awarded, %", "mean error, %",
             "falsely given", "falsely missed", "unsure, %"),
            [_kind_row(kind, row) for kind, row in one["kinds"].items()],
        )  # fmt: skip
        _print_figures(one)
    for bank, one in summary["banks"].items():
        kinds = one["kinds"].items()
        told = ", ".join(f"{kind} {_percent(row['awarded'])}" for kind, row in kinds)
        print_line(f"{bank}: awarded {told}; unsure {_percent(one['unsure'])}.")
    print_line(common.machine_line())


def _kind_row(kind: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        kind,
        str(row["answers"]),
        _percent(row["deserved"]),
        _percent(row["awarded"]),
        _percent(row["mean_error"]),
        f"{row['falsely_given']} of {row['not_to_be_given']}",
        f"{row['falsely_missed']} of {row['to_be_given']}",
        _percent(row["unsure"]),
    )


def _print_figures(one: Mapping[str, Any]) -> None:
    print_line(
        f"Called made for sure: {_percent(one['made_for_sure_right'])} of {one['made_for_sure']} "
        f"right. Called not made or the other way round for sure: "
        f"{_percent(one['not_made_for_sure_right'])} of {one['not_made_for_sure']} right. "
        f"Unsure: {_percent(one['unsure'])}."
    )
    print_line(
        f"Right answer above wrong one, same item: {_ratio(one['right_above_wrong'])}. "
        f'"Complete" said of an answer that is not: {one["complete_of_incomplete"]}.'
    )
    if one["replies"]["count"]:
        replies = one["replies"]
        print_line(
            f"Short right replies that earn their point: {_percent(replies['earned'])} of "
            f"{replies['count']} (something: {_percent(replies['earned_something'])})."
        )
    told = "; ".join(
        f"{100 * row['confidence']:.0f} %: {_percent(row['right'])} of {row['points']}"
        for row in one["reliability"]
    )
    print_line(f"Reliability, verdicts given with so much confidence and the share right: {told}.")
    print_line(f"Median time {one['seconds']['median']:.3f} s an answer.")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

"""Banks as the editor on the page holds them: plain values, checked as they are typed.

The values are those of a `Bank`, nested as it is. An item drafted from notes also has `draft`,
whose `checked` says whether the student has reviewed it: nothing unreviewed leaves the editor.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from models.base import VivaError
from voice.exam.banks.faults import Place
from voice.exam.banks.file import BankProblem, build_bank, write_bank
from voice.exam.model.bank import Bank, slug

MAX_ITEMS = 2000
"""Most items of one bank in the editor."""

FILE = "this exam"
"""What messages call the bank."""


class UnsoundBank(VivaError):
    """What is in the editor cannot be used yet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What leaves the editor."""

    bank: Bank
    unchecked: int  # drafts that stay behind


def version_of(bank: Bank) -> str:
    """Tells one state of a bank from another."""
    return hashlib.sha256(write_bank(bank).encode()).hexdigest()[:16]


def opened(bank: Bank) -> dict[str, Any]:
    """A bank's values for the editor."""
    return bank.model_dump(mode="json")


def problems_of(values: dict[str, Any]) -> tuple[BankProblem, ...]:
    """Everything that is wrong, drafts included; each problem's `spot` is a place in `values`."""
    plain = _plain(values)
    if not plain.get("topics"):
        problem = BankProblem(FILE, 0, "", "holds no questions", "Add one", spot=("topics",))
        return (problem,)
    return build_bank(plain, FILE, lambda place: 0).problems


def kept(values: dict[str, Any]) -> Kept:
    """The bank of all items but drafts that nobody has reviewed.

    Raises
    ------
    UnsoundBank
        There is a problem in what would be kept, or nothing to keep.
    """
    plain = _plain(values, reviewed=True)
    unchecked = sum(1 for _ in _items(values)) - sum(1 for _ in _items(plain))
    if not plain["topics"]:
        if unchecked:
            raise UnsoundBank("None of the drafts has been checked", "Read them, and tick one")
        raise UnsoundBank("This exam holds no questions", "Add one")
    loaded = build_bank(plain, FILE, lambda place: 0)
    if loaded.problems or loaded.bank is None:
        told = " ".join(str(problem) for problem in loaded.problems[:5])
        raise UnsoundBank(told.rstrip(".") or "This exam is not sound", "")
    return Kept(loaded.bank, unchecked)


def _plain(values: dict[str, Any], reviewed: bool = False) -> dict[str, Any]:
    """A copy without what only the editor knows, every item named; `reviewed` ones only."""
    plain = copy.deepcopy(values)
    if sum(1 for _ in _items(plain)) > MAX_ITEMS:
        raise UnsoundBank(f"This exam has more than {MAX_ITEMS} questions", "Divide it")
    if reviewed:
        _drop_unchecked(plain)
    for item in _items(plain):
        item.pop("draft", None)
    _name_items(plain)
    return plain


def _drop_unchecked(values: dict[str, Any]) -> None:
    """Leave out drafts that nobody has reviewed, and what holds nothing else."""
    for topic in _members(values, "topics"):
        for subtopic in _members(topic, "subtopics"):
            _keep(subtopic, "items", lambda item: not _unchecked(item))
        _keep(topic, "subtopics", lambda subtopic: bool(_list(subtopic, "items")))
    _keep(values, "topics", lambda topic: bool(_list(topic, "subtopics")))


def _keep(parent: dict[str, Any], name: str, wanted: Any) -> None:
    parent[name] = [one for one in _list(parent, name) if not isinstance(one, dict) or wanted(one)]


def _unchecked(item: dict[str, Any]) -> bool:
    draft = item.get("draft")
    return draft is not None and not (isinstance(draft, dict) and draft.get("checked") is True)


def _name_items(values: dict[str, Any]) -> None:
    """Name items that have no name yet: different questions may begin with the same words."""
    taken: dict[str, str] = {}  # id -> question
    unnamed: list[dict[str, Any]] = []
    for item in _items(values):
        if isinstance(name := item.get("id"), str) and name:
            taken[name] = _question(item)
        else:
            unnamed.append(item)
    for item in unnamed:
        question = _question(item)
        if not question:
            continue  # validation reports the missing question
        first = slug(question)
        names = chain([first], (f"{first}-{number}" for number in count(2)))
        # A repeated question keeps the same name, which validation reports.
        item["id"] = next(name for name in names if taken.get(name, question) == question)
        taken[item["id"]] = question


def _question(item: dict[str, Any]) -> str:
    return " ".join(str(item.get("question") or "").split()).casefold()


def _items(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for topic in _members(values, "topics"):
        for subtopic in _members(topic, "subtopics"):
            yield from _members(subtopic, "items")


def _members(parent: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    return (one for one in _list(parent, name) if isinstance(one, dict))


def _list(parent: dict[str, Any], name: str) -> list[Any]:
    found = parent.get(name)
    return found if isinstance(found, list) else []


def field_of(spot: Place) -> Place:
    """The field at which the editor shows a problem; for a whole item, its question."""
    return (*spot, "question") if len(spot) == _ITEM_DEPTH else spot


_ITEM_DEPTH = 6
"""Length of the place of an item: ("topics", t, "subtopics", s, "items", i)."""

"""Gathers the questions that a reader finds, and makes a bank of the sound ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import PurePath
from typing import Any

from voice.exam.banks.faults import Place
from voice.exam.banks.file import BankProblem, LoadedBank, build_bank, worded
from voice.exam.model.bank import LanguageCode, slug

MAX_ITEMS = 2000
"""Most questions from one file: twenty times what an exam of three hours asks."""

MAX_PROBLEMS = 200
"""Most problems listed one by one; the rest are only counted."""

_ITEM_DEPTH = 6
"""Length of the place of an item: ("topics", t, "subtopics", s, "items", i)."""


@dataclass(slots=True)
class Found:
    """One question as a reader found it."""

    values: dict[str, Any]
    """Plain values of an `Item`, checked later."""
    line: int
    """Where it begins: a line, a row or a note's number."""
    topic: str = ""
    subtopic: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """What its author calls a field, such as "model_answer": "Antwort"."""


class Collector:
    """What one file holds.

    Parameters
    ----------
    file : str
        The file's name.
    language : LanguageCode, optional
        The language of the exam, if known.
    unit : str
        What `Found.line` counts: "line", "row", "note".
    """

    def __init__(self, file: str, language: LanguageCode | None = None, unit: str = "line") -> None:
        self.file = file
        self.unit = unit
        self.title = title_of(file)
        self.language: LanguageCode = language or "en"
        self.language_known = language is not None
        self._found: list[Found] = []
        self._problems: list[BankProblem] = []
        self._untold = 0
        self._too_many = 0
        self._seen: dict[str, int] = {}

    @property
    def full(self) -> bool:
        """Whether no more questions are taken."""
        return len(self._found) >= MAX_ITEMS

    def leave_out(self) -> None:
        """Count a question that is one too many."""
        self._too_many += 1

    def add(self, found: Found) -> None:
        """Take a question, unless it stood in the file before."""
        question = " ".join(str(found.values.get("question", "")).split()).casefold()
        if self.full:
            self.leave_out()
        elif question and question in self._seen:
            problem = f"is the same as in {self.unit} {self._seen[question]}"
            self.problem(found.line, _name(found, "question"), problem, "Leave one of them out")
        else:
            self._seen[question] = found.line
            self._found.append(found)

    def problem(self, line: int, where: str, problem: str, fix: str = "") -> None:
        """Note something that cannot be used."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(BankProblem(self.file, line, where, problem, fix, self.unit))
        else:
            self._untold += 1

    def note(self, problem: BankProblem) -> None:
        """Note a problem that a parser has already worded."""
        self.problem(problem.line, problem.where, problem.said, problem.fix)

    def load(self) -> LoadedBank:
        """The bank of all sound questions, and every problem, in the order of the file."""
        if self._too_many:
            problem = f"has {self._too_many} questions more than the {MAX_ITEMS} that are taken"
            self.problem(0, "", problem, "Divide it into several files")
        if not self._found:
            if not self._problems:
                self.problem(
                    0, "", "holds no questions", "See prompts/banks/README.md for what can be read"
                )
            return LoadedBank(None, self._told())
        self._name_items()
        topics, placed = self._arranged()
        values = {"title": self.title, "language": self.language, "topics": topics}
        loaded = build_bank(
            values, self.file, lambda place: _line(placed, place), lambda p: _where(placed, p)
        )
        for one in loaded.problems:
            self.note(one)
        return LoadedBank(loaded.bank, self._told())

    def _told(self) -> tuple[BankProblem, ...]:
        told = sorted(self._problems, key=lambda problem: problem.line)
        if self._untold:
            told.append(BankProblem(self.file, 0, "", f"has {self._untold} more problems"))
        return tuple(told)

    def _name_items(self) -> None:
        """Give each item a name of its own; different questions may begin with the same words."""
        taken: set[str] = set()
        for found in self._found:
            name = slug(str(found.values.get("id") or found.values.get("question", "")))
            others = (f"{name}-{number}" for number in count(2))
            found.values["id"] = next(one for one in chain([name], others) if one not in taken)
            taken.add(found.values["id"])

    def _arranged(self) -> tuple[list[dict[str, Any]], list[list[list[Found]]]]:
        """Values of the topics, and what was found at the same places."""
        order: dict[str, dict[str, list[Found]]] = {}
        for found in self._found:
            topic = found.topic.strip() or self.title
            subtopic = found.subtopic.strip() or topic
            order.setdefault(topic, {}).setdefault(subtopic, []).append(found)
        topics = [
            {
                "title": topic,
                "subtopics": [
                    {"title": title, "items": [one.values for one in items]}
                    for title, items in subtopics.items()
                ],
            }
            for topic, subtopics in order.items()
        ]
        return topics, [list(subtopics.values()) for subtopics in order.values()]


def title_of(file: str) -> str:
    """A title made from a file's name: "cell_biology-2.csv" is "Cell biology 2"."""
    words = re.sub(r"[\W_]+", " ", PurePath(file).stem).strip()[:200]
    return words[:1].upper() + words[1:] or "Questions"


def _at(placed: list[list[list[Found]]], place: Place) -> Found:
    """What was found at a place, or first within it."""
    t, s, i = ([step for step in place[:_ITEM_DEPTH] if isinstance(step, int)] + [0, 0, 0])[:3]
    return placed[t][s][i]


def _line(placed: list[list[list[Found]]], place: Place) -> int:
    return _at(placed, place).line


def _where(placed: list[list[list[Found]]], place: Place) -> str:
    """The field as the file's author knows it."""
    inside = place[_ITEM_DEPTH:]
    if inside:
        found = _at(placed, place)
        if len(inside) > 2 and str(inside[2]) in found.names:  # such as a column of marks
            return found.names[str(inside[2])]
        return worded((_name(found, str(inside[0])), *inside[1:]))
    return {3: "topic", 5: "subtopic"}.get(len(place), "")


def _name(found: Found, field: str) -> str:
    return found.names.get(field, field.replace("_", " "))

"""What the page offers for choice, as the server provides it each time the page is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from voice.exam.model.bank import Bank


class ModeChoice(NamedTuple):
    """One mode."""

    title: str
    name: str
    description: str
    is_exam: bool = False  # exams can be held in it
    talks: bool = True  # it can be used without an exam


@dataclass(frozen=True, slots=True)
class BankChoice:
    """One exam."""

    name: str
    title: str
    language: str  # ISO 639-1
    level: str = ""
    description: str = ""
    minutes: float = 15.0  # how long it usually takes
    items: int = 0
    topics: tuple[str, ...] = ()  # titles
    material: tuple[str, str] | None = None  # what the student is to bring: title and request

    @classmethod
    def of(cls, name: str, bank: Bank) -> BankChoice:
        """Describe the bank that the server knows as `name`."""
        return cls(
            name,
            bank.title,
            bank.language,
            bank.level,
            bank.description,
            bank.minutes,
            sum(len(topic.items) for topic in bank.topics),
            tuple(topic.title for topic in bank.topics),
            (bank.material.title, bank.material.ask) if bank.material else None,
        )

    @classmethod
    def uploaded(cls, told: Mapping[str, Any]) -> BankChoice:
        """Describe a bank that only this page knows, from the server's answer to its upload."""
        material = told.get("material") or None
        return cls(
            str(told["name"]),
            str(told.get("title", "")),
            str(told.get("language", "")),
            str(told.get("level", "")),
            str(told.get("description", "")),
            float(told.get("minutes", 15.0)),
            int(told.get("items", 0)),
            tuple(str(topic["title"]) for topic in told.get("topics", ())),
            (str(material["title"]), str(material["ask"])) if material else None,
        )


@dataclass(frozen=True, slots=True)
class PageChoices:
    """Everything that the student can choose from, read anew each time the page is loaded."""

    modes: tuple[ModeChoice, ...]
    voices: tuple[tuple[str, str, str], ...]  # (label, name, language code)
    languages: tuple[tuple[str, str], ...]  # (label, code)
    models: tuple[tuple[str, str], ...]  # (label, name)
    mode: str  # the initial choice, like the next three
    voice: str
    language: str
    model: str
    speed: float = 1.0  # 1.0 is the voice's own pace
    engine_line: str = ""  # which language model answers, and why
    session_minutes: float = 15.0  # how long one practice may last
    banks: tuple[BankChoice, ...] = ()  # if empty, the page does not offer exams
    bank: str = ""  # the initial choice; "": no exam
    problems: tuple[Mapping[str, Any], ...] = ()  # of the banks' files, from BankProblem.to_dict

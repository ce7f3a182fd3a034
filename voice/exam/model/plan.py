"""The plan of an exam, made from its mode, its bank and the student's choices.

The front matter of a mode file describes the exam under `exam`; `MANNERS` holds the defaults for
what it omits. `make_plan` combines a mode, a bank and the student's choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

from models.base import Patience, SettingsError
from voice.core.languages import LANGUAGES
from voice.exam.model.bank import Bank

Manner = Literal["practice", "exam", "quick-fire", "tutor", "long-turn"]
ToolName = Literal["check_understanding", "give_hint", "ask_follow_up", "next_item", "finish"]

PATIENCES: tuple[Patience, ...] = get_args(Patience)
TOOL_NAMES: tuple[ToolName, ...] = get_args(ToolName)

MAX_MINUTES = 180
"""The longest exam, the same as in a bank."""


@dataclass(frozen=True, slots=True)
class ExamSettings:
    """The settings of an exam in one mode."""

    manner: Manner
    minutes: float = 0.0  # 0: the bank decides
    difficulty: int = 2  # of the first question, 1 to 5
    most_items: int = 50
    hints: int = 0  # most for one question
    follow_ups: int = 1  # most for one question
    feedback: bool = False  # after each answer, including what it lacked
    go_back: bool = True
    may_interrupt: bool = True  # whether the student's voice stops the examiner's
    answer_factor: float = 2.0  # an answer may take this many times the item's seconds; 0: no limit
    prepare_seconds: int = 0  # for items without a preparation time of their own
    patience: Patience = "normal"  # during an answer
    long_patience: Patience = "thinking"  # during a long turn
    tools: tuple[ToolName, ...] = ()  # tools the model may call
    opening: Mapping[str, str] = field(default_factory=dict)  # language -> what is said first


MANNERS: Mapping[Manner, ExamSettings] = {
    "practice": ExamSettings(
        "practice",
        hints=3,
        follow_ups=1,
        feedback=True,
        answer_factor=4.0,
        tools=("give_hint", "ask_follow_up", "next_item", "finish"),
    ),
    "exam": ExamSettings("exam", difficulty=3, may_interrupt=False),
    "quick-fire": ExamSettings(
        "quick-fire", follow_ups=0, go_back=False, answer_factor=1.0, patience="quick"
    ),
    "tutor": ExamSettings(
        "tutor",
        hints=3,
        follow_ups=2,
        feedback=True,
        answer_factor=6.0,
        patience="thinking",
        tools=TOOL_NAMES,
    ),
    "long-turn": ExamSettings(
        "long-turn",
        difficulty=3,
        follow_ups=2,
        may_interrupt=False,
        answer_factor=1.5,
        prepare_seconds=60,
        patience="thinking",
    ),
}
"""Defaults for what a mode file omits, by its manner."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the student chose on the page; None and () leave it to the mode and the bank."""

    minutes: float | None = None
    topics: tuple[str, ...] = ()  # titles
    difficulty: int | None = None  # of the first question, 1 to 5
    most_items: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How one exam is to run."""

    settings: ExamSettings
    mode: str  # the mode's name, for the record
    minutes: float  # more than 0
    topics: tuple[str, ...] = ()  # titles; empty: all

    @property
    def manner(self) -> Manner:
        """How the examiner treats the student."""
        return self.settings.manner

    @property
    def seconds(self) -> float:
        """How long the exam may take."""
        return self.minutes * 60

    @property
    def reveals(self) -> bool:
        """Whether the student is told the key points once a question is closed."""
        return self.settings.feedback


def make_plan(settings: ExamSettings, mode: str, bank: Bank, choices: Choices) -> Plan:
    """Make the plan of an exam on `bank` in a mode with these settings.

    Raises
    ------
    SettingsError
        A choice is out of range, or names a topic that the bank does not have.
    """
    minutes = choices.minutes if choices.minutes is not None else settings.minutes or bank.minutes
    if not 1 <= minutes <= MAX_MINUTES:
        raise SettingsError(
            f"An exam cannot take {minutes:g} minutes", f"Choose 1 to {MAX_MINUTES} minutes"
        )
    difficulty = settings.difficulty if choices.difficulty is None else choices.difficulty
    if not 1 <= difficulty <= 5:
        raise SettingsError(f"There is no difficulty {difficulty}", "Choose 1 to 5")
    most = settings.most_items if choices.most_items is None else choices.most_items
    if most < 1:
        raise SettingsError("An exam needs a question", "Choose at least one question")
    titles = {topic.title for topic in bank.topics}
    if unknown := [title for title in choices.topics if title not in titles]:
        raise SettingsError(
            f"This exam has no topic {unknown[0]!r}", f"Choose from {', '.join(sorted(titles))}"
        )
    made = replace(settings, difficulty=difficulty, most_items=most)
    return Plan(made, mode, float(minutes), choices.topics)


# --- the front matter of a mode file ---------------------------------------------------------


class ExamSettingProblem(ValueError):
    """A setting under `exam` is invalid.

    Parameters
    ----------
    key : str
        The setting; "" when it is about all of them.
    problem : str
        What is wrong with it: the rest of a sentence that begins with its name.
    unknown : bool
        There is no such setting.
    """

    def __init__(self, key: str, problem: str, unknown: bool = False) -> None:
        super().__init__(f"{key} {problem}")
        self.key = key
        self.problem = problem
        self.unknown = unknown


def exam_settings(value: object) -> ExamSettings:
    """Parse the value of `exam` in a mode file's front matter.

    Raises
    ------
    ExamSettingProblem
        A setting is invalid; the first one is reported.
    """
    if not isinstance(value, dict):
        raise ExamSettingProblem("", "must be a list of settings")
    for key, one in value.items():
        if key not in CHECKS:
            raise ExamSettingProblem(str(key), "is no setting", unknown=True)
        if problem := CHECKS[key](one):
            raise ExamSettingProblem(key, problem)
    if "manner" not in value:
        raise ExamSettingProblem("", f"needs a manner, one of {', '.join(MANNERS)}")
    given: dict[str, Any] = dict(value)
    if "tools" in given:
        given["tools"] = tuple(given["tools"])
    if "opening" in given:
        given["opening"] = {code: text.strip() for code, text in given["opening"].items()}
    return replace(MANNERS[given["manner"]], **given)


def _one_of(names: tuple[str, ...]) -> Callable[[object], str]:
    return lambda value: "" if value in names else f"must be one of {', '.join(names)}"


def _number(low: float, high: float, whole: bool = False) -> Callable[[object], str]:
    kind = int if whole else int | float

    def problem(value: object) -> str:
        good = isinstance(value, kind) and not isinstance(value, bool) and low <= value <= high
        return "" if good else f"must be a {'whole ' * whole}number from {low:g} to {high:g}"

    return problem


def _yes_or_no(value: object) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _tools(value: object) -> str:
    good = isinstance(value, list) and all(name in TOOL_NAMES for name in value)
    return "" if good else f"must be a list of names among {', '.join(TOOL_NAMES)}"


def _opening(value: object) -> str:
    if not isinstance(value, dict):
        return "must be one text for each language"
    for language, text in value.items():
        if language not in LANGUAGES:
            return f"has the language {language!r}, which is none of {', '.join(LANGUAGES)}"
        if not isinstance(text, str) or not text.strip():
            return f"in {language!r} must be a text"
    return ""


CHECKS: Mapping[str, Callable[[object], str]] = {
    "manner": _one_of(tuple(MANNERS)),
    "minutes": _number(0, MAX_MINUTES),
    "difficulty": _number(1, 5, whole=True),
    "most_items": _number(1, 200, whole=True),
    "hints": _number(0, 6, whole=True),
    "follow_ups": _number(0, 6, whole=True),
    "feedback": _yes_or_no,
    "go_back": _yes_or_no,
    "may_interrupt": _yes_or_no,
    "answer_factor": _number(0, 20),
    "prepare_seconds": _number(0, 900, whole=True),
    "patience": _one_of(PATIENCES),
    "long_patience": _one_of(PATIENCES),
    "tools": _tools,
    "opening": _opening,
}
"""For each setting, a function that describes what is wrong with a value ("" if nothing)."""

assert set(CHECKS) == {one.name for one in fields(ExamSettings)}

"""Modes: the conversation partners, each one a Markdown file that users may edit or add.

A file has YAML front matter between two lines of `---` and a text, the model's instructions:

    ---
    title: Examiner
    description: Asks, listens, and follows up.
    patience: normal
    greeting:
      en: Hello. What shall we talk about?
    ---
    You are an oral examiner. …

Files are read afresh whenever modes are listed, so that an edit shows without a restart. A
broken file is reported with its line and skipped; the others load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from models.base import Patience, SettingsError
from voice.core.languages import LANGUAGES
from voice.core.near import near
from voice.exam.model.plan import CHECKS as EXAM_CHECKS
from voice.exam.model.plan import PATIENCES, ExamSettingProblem, ExamSettings, exam_settings

PROMPTS_FOLDER = Path(__file__).parents[2] / "prompts"
MODES_FOLDER = PROMPTS_FOLDER / "modes"

MAX_TEXT = 4000
"""Characters of instructions: about 1000 tokens, a quarter of the default context."""

SPOKEN_STYLE = (
    "You are speaking aloud, and a voice reads out every word you write. "
    "Use two or three short, plain sentences. "
    "No lists, headings, markdown, emoji, formulas, links or stage directions. "
    "Ask at most one question, at the end. "
    "What the user says comes from speech recognition, so overlook small mistakes in it. "
    "Always answer in {language}."
)
"""Appended to every system prompt. All modes share the wording, so it is tested only once."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One conversation partner."""

    name: str  # the file's name without .md
    title: str  # as the page shows it
    text: str  # what the model is told; the spoken style is added to it
    description: str = ""
    language: str | None = None  # ISO 639-1 when the mode is for one language only
    greeting: Mapping[str, str] = field(default_factory=dict)  # language to text; may be empty
    patience: Patience = "normal"
    temperature: float = 0.6
    max_tokens: int = 120  # of one answer
    exam: ExamSettings | None = None  # how an exam goes in this mode; None: it only talks

    @property
    def exam_only(self) -> bool:
        """Whether this mode can only be used with a question bank."""
        return self.exam is not None and not self.greeting

    def system_prompt(self, language: str) -> str:
        """Instructions for a conversation in `language` (ISO 639-1).

        The same for every turn of a conversation, so that the model's prompt cache stays warm.
        """
        name = LANGUAGES.get(language, language)
        return f"{self.text}\n\n{SPOKEN_STYLE.format(language=name)}"

    def greeting_in(self, language: str) -> str:
        """What is said before the student speaks; "" when the mode has nothing in `language`."""
        return self.greeting.get(language, "")


class PromptProblem(SettingsError):
    """A prompt file cannot be used; says where in the file the fault is.

    Parameters
    ----------
    file : Path
        The file.
    line : int
        Line of the problem, counted from 1; 0 when it is about the whole file.
    problem, fix : str
        As in `VivaError`.
    """

    def __init__(self, file: Path, line: int, problem: str, fix: str) -> None:
        place = f"{file.name}, line {line}" if line else file.name
        super().__init__(f"{place}: {problem}", fix)
        self.file = file
        self.line = line


def load_modes(*folders: Path) -> tuple[dict[str, Mode], tuple[PromptProblem, ...]]:
    """All modes in `folders` by name, and the problems of the files that could not be loaded.

    A file in a later folder replaces the mode of the same name from an earlier one. Without
    arguments, the modes that come with Viva are loaded.
    """
    modes: dict[str, Mode] = {}
    problems: list[PromptProblem] = []
    for folder in folders or (MODES_FOLDER,):
        for file in sorted(folder.glob("*.md")):
            try:
                modes[file.stem] = read_mode(file)
            except PromptProblem as problem:
                problems.append(problem)
    return modes, tuple(problems)


def read_mode(file: Path) -> Mode:
    """The mode that `file` describes.

    Raises
    ------
    PromptProblem
        The file cannot be read or does not describe a mode.
    """
    front, text = _split(file, _read(file))
    values = _front_matter(file, front)
    _check_values(file, values, _lines_of_keys(front))
    if "exam" in values:
        values["exam"] = _exam(file, values["exam"], front)
    _check_text(file, text)
    greeting = values.pop("greeting", {})
    if isinstance(greeting, str):
        one = values.get("language")
        greeting = dict.fromkeys([one] if one else LANGUAGES, greeting)
    spoken = {language: words.strip() for language, words in greeting.items()}
    values.setdefault("title", file.stem.replace("-", " ").replace("_", " ").capitalize())
    return Mode(name=file.stem, text=text, greeting=spoken, **values)


def _check_values(file: Path, values: Mapping[str, object], lines: Mapping[str, int]) -> None:
    for key, value in values.items():
        line = lines.get(str(key), 2)
        if key not in _CHECKS:
            fix = near(str(key), _CHECKS) or f"Known are {', '.join(_CHECKS)}"
            raise PromptProblem(file, line, f"there is no setting {key!r}", fix)
        if problem := _CHECKS[key](value):
            raise PromptProblem(file, line, f"{key} {problem}", "Correct that line")


def _exam(file: Path, value: object, front: str) -> ExamSettings:
    try:
        return exam_settings(value)
    except ExamSettingProblem as error:
        line = _line_in_exam(front, error.key)
        if error.unknown:
            fix = near(error.key, EXAM_CHECKS) or f"Known are {', '.join(EXAM_CHECKS)}"
            problem = f"exam has no setting {error.key!r}"
            raise PromptProblem(file, line, problem, fix) from error
        name = f"exam, {error.key}" if error.key else "exam"
        raise PromptProblem(file, line, f"{name} {error.problem}", "Correct that line") from error


def _check_text(file: Path, text: str) -> None:
    if not text:
        fix = "Say below it who the model is to be"
        raise PromptProblem(file, 0, "there is no text after the front matter", fix)
    if len(text) > MAX_TEXT:
        problem = f"the text has {len(text)} characters, and a model must read them all"
        raise PromptProblem(file, 0, problem, f"Keep it under {MAX_TEXT} characters")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")  # newlines become \n, a BOM goes
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PromptProblem(file, line, "the text is not UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise PromptProblem(file, 0, problem, "Check its permissions") from error


def _split(file: Path, content: str) -> tuple[str, str]:
    """Front matter and text of `content`."""
    lines = content.split("\n")
    if lines[0].rstrip() != "---":
        fix = "Begin it with a line of three hyphens, settings, and three hyphens again"
        raise PromptProblem(file, 1, "there is no front matter", fix)
    ends = [n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"]
    if not ends:
        raise PromptProblem(
            file, 1, "the front matter does not end", "Close it with a line of three hyphens"
        )
    return "\n".join(lines[1 : ends[0]]), "\n".join(lines[ends[0] + 1 :]).strip()


def _front_matter(file: Path, front: str) -> dict[str, Any]:
    for number, line in enumerate(front.split("\n"), 2):
        if re.match(r" *\t", line):
            raise PromptProblem(
                file, number, "the line begins with a tab", "Use spaces, as YAML knows no tabs"
            )
    try:
        values = yaml.safe_load(front)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        number = mark.line + 2 if mark else 1
        problem = f"this is not YAML: {error.problem}"
        raise PromptProblem(file, number, problem, _YAML_FIX) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: a date that does not exist; RecursionError: a thousand open brackets.
        raise PromptProblem(file, 1, "the front matter is not YAML", _YAML_FIX) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise PromptProblem(file, 2, "the front matter is not a list of settings", _YAML_FIX)
    return values


_YAML_FIX = 'Write each setting as "name: value", in quotation marks if it holds a colon'


def _lines_of_keys(front: str) -> dict[str, int]:
    """Line of the file on which each key of `front` stands."""
    found = (
        (re.match(r"[\"']?([\w-]+)[\"']?\s*:", line), number)
        for number, line in enumerate(front.split("\n"), 2)
    )
    return {match[1]: number for match, number in found if match}


def _line_in_exam(front: str, key: str) -> int:
    """Line of the file on which setting `key` of `exam` stands, or `exam` itself for ""."""
    root = yaml.compose(front, Loader=yaml.SafeLoader)
    for name, node in root.value:
        if name.value != "exam":
            continue
        inner = node.value if isinstance(node, yaml.MappingNode) else []
        lines = [one.start_mark.line for one, _ in inner if one.value == key]
        return int(lines[0] if lines else name.start_mark.line) + 2
    return 2


# --- what each setting of the front matter must be ---------------------------------------


def _text_problem(value: object) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be a text"


def _language_problem(value: object) -> str:
    good = isinstance(value, str) and value in LANGUAGES
    return "" if good else f"must be one of {', '.join(LANGUAGES)}"


def _greeting_problem(value: object) -> str:
    if not isinstance(value, dict):
        return _text_problem(value) and "must be a text, or one text for each language"
    for language, text in value.items():
        if language not in LANGUAGES:
            return f"has the language {language!r}, which is none of {', '.join(LANGUAGES)}"
        if _text_problem(text):
            return f"in {language!r} must be a text"
    return ""


def _patience_problem(value: object) -> str:
    return "" if value in PATIENCES else f"must be one of {', '.join(PATIENCES)}"


def _temperature_problem(value: object) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 2
    return "" if good else "must be a number from 0 to 2"


def _max_tokens_problem(value: object) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 2000
    return "" if good else "must be a whole number from 1 to 2000"


_CHECKS: Mapping[str, Callable[[object], str]] = {
    "title": _text_problem,
    "description": _text_problem,
    "language": _language_problem,
    "greeting": _greeting_problem,
    "patience": _patience_problem,
    "temperature": _temperature_problem,
    "max_tokens": _max_tokens_problem,
    "exam": lambda value: "",  # its settings have lines of their own
}
"""Settings of the front matter, each with a function that says what is wrong with a value."""

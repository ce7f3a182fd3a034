"""Open questions made of a quiz's closed ones, as Moodle's two formats have them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from voice.core.languages import ByLanguage, Language, spaced
from voice.core.languages import language as language_of
from voice.exam.exchange.points import point_texts
from voice.exam.exchange.table import shared

Kind = Literal["essay", "shortanswer", "numerical", "truefalse", "multichoice", "matching"]

MAX_QUESTION = 400
"""Characters that a question may have, as in a bank."""

MAX_SAID, MOST_MISTAKES = 400, 12
"""Characters of a remark, and mistakes of one key point, as in a bank."""

_RIGHT = 99.9
"""Per cent from which an answer is wholly right; three thirds are 99.99999."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that the quiz knows."""

    text: str
    percent: float  # 100 is right; 0 and less is wrong
    feedback: str = ""
    pair: str = ""  # of a matching question, what belongs to `text`
    number: Mapping[str, float] | None = None  # of a numerical one, as in `bank.Number`


@dataclass(frozen=True, slots=True)
class Closed:
    """One question of a quiz; texts are plain."""

    kind: Kind
    text: str
    choices: Sequence[Choice] = ()
    feedback: str = ""
    marks: float | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrases:
    judge: str  # {} is a statement
    true: str
    false: str
    choose: str  # {} are the answers to choose from
    match: str  # {} is what has to be matched


_PHRASES = ByLanguage(lambda spoken: spoken.record(_Phrases, "imports"))


def _needs_choices(spoken: Language) -> re.Pattern[str]:
    # The English words are looked for in every language: quizzes mix them.
    own = spoken.pattern("imports", "needs_choices")
    own = rf"\b(?:{own})\b" if spoken.spaced else own
    english = language_of("en").pattern("imports", "needs_choices")
    return re.compile(rf"\b(?:{english})\b|{own}", re.I)


_NEEDS_CHOICES = ByLanguage(_needs_choices)
"""Words of a question that cannot be answered without the choices."""


def open_values(closed: Closed, language: str) -> dict[str, Any]:
    """Plain values of an item that asks the same as an open question.

    Raises
    ------
    ValueError
        Nothing tells what a right answer is; the message says what is missing.
    """
    question, points = _opened(closed, _PHRASES[language], language)
    if closed.marks is not None:
        for point, marks in zip(points, shared(closed.marks, len(points)), strict=True):
            point["marks"] = marks
    said = [str(point["text"]) for point in points]
    answer = closed.feedback if closed.kind == "essay" else " ".join([*said, closed.feedback])
    values = {"question": question, "key_points": points, "model_answer": answer.strip()}
    return {**values, "hints": list(closed.hints)} if closed.hints else values


def _opened(closed: Closed, phrases: _Phrases, language: str) -> tuple[str, list[dict[str, Any]]]:
    match closed.kind:
        case "essay":
            points = [{"text": text} for text in point_texts(closed.feedback, language)]
            if not points:
                raise ValueError("says nowhere what a good answer is")
            return closed.text, points
        case "truefalse":
            return phrases.judge.format(closed.text), _judged(closed, phrases, language)
        case "matching":
            lefts = ", ".join(choice.text for choice in closed.choices if choice.text)
            pairs = [{"text": f"{one.text}: {one.pair}"} for one in closed.choices if one.text]
            return _with(closed.text, phrases.match.format(lefts)), pairs
        case "shortanswer" | "numerical":
            first, *others = _right(closed)
            point: dict[str, Any] = {"text": first.text}
            if others:
                point["accept"] = [choice.text for choice in others]
            if first.number and not others:
                point["number"] = dict(first.number)
            return closed.text, [_mistaken(point, closed)]
    points = [{"text": choice.text} for choice in _right(closed)]
    return _chosen(closed, phrases, language), [_mistaken(point, closed) for point in points]


def _mistaken(point: dict[str, Any], closed: Closed) -> dict[str, Any]:
    """The point with the wrong choices, each with what the quiz says about it."""
    wrong = [
        {"text": one.text, **({"say": one.feedback[:MAX_SAID]} if one.feedback else {})}
        for one in closed.choices
        if one.percent <= 0 and one.text.strip(" *") and len(one.text) <= MAX_QUESTION
    ]
    return {**point, "mistakes": wrong[:MOST_MISTAKES]} if wrong else point


def _judged(closed: Closed, phrases: _Phrases, language: str) -> list[dict[str, Any]]:
    right = _right(closed)[0]
    true = right.text.strip().lower() == "true"
    given = (closed.feedback, right.feedback)
    # "Well done!" is no reason.
    reason = next((one for one in given if len(one.split()) > 2 or not spaced(language)), "")
    reasons = point_texts(reason, language)[:3]
    said, opposite = phrases.true, phrases.false
    if not true:
        said, opposite = opposite, said
    return [{"text": said, "mistakes": [opposite]}, *({"text": text} for text in reasons)]


def _chosen(closed: Closed, phrases: _Phrases, language: str) -> str:
    if not _NEEDS_CHOICES[language].search(closed.text):
        return closed.text
    return _with(closed.text, phrases.choose.format("; ".join(one.text for one in closed.choices)))


def _with(question: str, more: str) -> str:
    both = f"{question} {more}".strip()
    return both if len(both) <= MAX_QUESTION else question


def _right(closed: Closed) -> list[Choice]:
    """Wholly right choices, or else those that are right together."""
    for least in (_RIGHT, 1e-6):
        found = [one for one in closed.choices if one.percent >= least and one.text.strip(" *")]
        if found:
            return found
    raise ValueError("marks no answer as right")

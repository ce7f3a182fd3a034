"""Buttons in a report by which a person says what they said: markup only, the page acts on it.

Each button carries the question (`data-item`) and the key point (`data-point`), both from 1, and
what it does (`data-do`): "correct" with `data-verdict`, "take-back", "reason" and "keep" with the
words to keep in `data-text`. A reader without the page sees none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from voice.exam.reports.formats.markup import Html, tag
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import ItemReport, PointReport

LONGEST_REASON = 400
"""Characters of a reason."""

Said = Literal["made", "partly", "not_made"]


def controls(item: ItemReport, number: int, words: Phrases) -> Html:
    """What can be done about key point `number` of a question; "" where it has no answer."""
    if item.status != "marked" or not item.answers:
        return Html()
    point = item.points[number - 1]
    at = {"data_item": item.number, "data_point": number}
    inside = _undo(point, at, words) if point.correction else _say(point, at, words)
    return tag("div", *inside, class_="viva-correct", role="group", aria_label=point.text)


def _say(point: PointReport, at: dict[str, int], words: Phrases) -> Iterator[Html]:
    for verdict, label in _offers(point, words):
        yield _button(label, point, at, data_do="correct", data_verdict=verdict)


def _offers(point: PointReport, words: Phrases) -> tuple[tuple[Said, str], ...]:
    """Two things a person may say against what stands."""
    half: tuple[Said, str] = ("partly", words.i_said_half)
    match point.verdict:
        case "made":
            return ("not_made", words.not_right), half
        case "partly" | "unsure":
            return ("made", words.i_said_this), ("not_made", words.i_did_not)
        case _:
            return ("made", words.i_said_this), half


def _undo(point: PointReport, at: dict[str, int], words: Phrases) -> Iterator[Html]:
    correction = point.correction
    assert correction is not None
    if correction.by == "teacher":
        return  # it is not the student's to decide any more
    yield _button(words.take_back, point, at, data_do="take-back")
    yield tag(
        "input",
        class_="viva-reason",
        value=correction.reason,
        placeholder=words.reason,
        aria_label=words.reason,
        maxlength=LONGEST_REASON,
        dir="auto",
    )
    yield _button(words.save_reason, point, at, data_do="reason", data_verdict=correction.verdict)
    if point.reword and correction.verdict == "made":
        yield _button(words.keep_wording, point, at, data_do="keep", data_text=point.quote)


def _button(label: str, point: PointReport, at: dict[str, int], **more: str) -> Html:
    return tag(
        "button",
        label,
        type="button",
        aria_label=f"{label}: {point.text}",
        **at,
        **more,
    )

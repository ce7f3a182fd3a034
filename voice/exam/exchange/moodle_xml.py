"""Moodle's own XML: quiz questions with everything Moodle knows of them.

References
----------
https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.banks.file import BankProblem
from voice.exam.exchange.collect import Collector, Found
from voice.exam.exchange.gift import split_category
from voice.exam.exchange.html_text import html_to_text, looks_like_html
from voice.exam.exchange.quiz import Choice, Closed, Kind, open_values
from voice.exam.exchange.xml_tree import Element, parse_xml

_KINDS: Mapping[str, Kind] = {
    "essay": "essay",
    "shortanswer": "shortanswer",
    "numerical": "numerical",
    "truefalse": "truefalse",
    "multichoice": "multichoice",
    "matching": "matching",
}

_FIX = "Known are essay, shortanswer, numerical, truefalse, multichoice and matching"


def take_moodle_xml(content: bytes, into: Collector) -> None:
    """Take every question of a Moodle XML file; of a damaged one those before the damage."""
    tree = parse_xml(content, into.file)
    if tree.problem:
        into.note(tree.problem)
    if not tree.root:
        return
    if tree.root.tag != "quiz":
        fix = "Export the questions as Moodle XML"
        raise BankProblem(into.file, 1, "", "is XML, but not Moodle's", fix)
    topic = subtopic = ""
    for element in tree.root.all("question"):
        kind = element.attributes.get("type", "")
        if kind == "category":
            topic, subtopic = split_category(element.text("category", "text"))
        else:
            _take(element, kind, topic, subtopic, into)


def _take(element: Element, kind: str, topic: str, subtopic: str, into: Collector) -> None:
    name = element.text("name", "text")[:60] or "the question"
    if kind not in _KINDS:
        problem = f"is of the type {kind[:40] or 'unknown'}, which cannot be asked aloud"
        into.problem(element.line, name, problem, _FIX)
        return
    try:
        values = open_values(_closed(element, _KINDS[kind]), into.language)
    except ValueError as error:
        into.problem(element.line, name, str(error), "Add it in Moodle, and export again")
        return
    into.add(Found(values, element.line, topic, subtopic, {"question": "questiontext"}))


def _closed(element: Element, kind: Kind) -> Closed:
    feedback = _plain(element.child("generalfeedback"))
    if kind == "essay":
        feedback = _plain(element.child("graderinfo")) or feedback
    if kind == "matching":
        pairs = ((_plain(one), one.text("answer", "text")) for one in element.all("subquestion"))
        choices = [Choice(left, 100, pair=right) for left, right in pairs if left]
        if not choices:
            raise ValueError("has nothing to match")
    else:
        choices = [_choice(one, kind) for one in element.all("answer")]
    hints = (_plain(one) for one in element.all("hint"))
    return Closed(
        kind,
        _plain(element.child("questiontext")),
        choices,
        feedback,
        _float(element.text("defaultgrade")),
        tuple(hint for hint in hints if hint),
    )


def _choice(answer: Element, kind: Kind) -> Choice:
    text = _plain(answer)
    spread = _float(answer.text("tolerance")) or 0
    percent = _float(answer.attributes.get("fraction", "0")) or 0
    number = None
    if kind == "numerical" and (value := _float(text)) is not None:
        number = {"value": value, "tolerance": spread}
        text = f"{text} ± {spread:g}" if spread else text
    return Choice(text, percent, _plain(answer.child("feedback")), number=number)


def _plain(element: Element | None) -> str:
    """The text that an element of Moodle's wraps, without its HTML."""
    text = element.text("text") if element else ""
    as_html = element is not None and element.attributes.get("format") == "html"
    return html_to_text(text) if as_html or looks_like_html(text) else text


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

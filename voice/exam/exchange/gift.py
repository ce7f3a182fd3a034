"""Moodle's GIFT: quiz questions as text.

References
----------
https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from voice.exam.exchange.collect import Collector, Found
from voice.exam.exchange.csv_file import decoded
from voice.exam.exchange.html_text import html_to_text, looks_like_html
from voice.exam.exchange.quiz import Choice, Closed, Kind, open_values

_ESCAPES = {sign: chr(0xE000 + number) for number, sign in enumerate("\\~=#{}:")}
"""Escaped signs stand for themselves; meanwhile they are characters of private use."""

_BACK = str.maketrans({private: sign for sign, private in _ESCAPES.items()})
_CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.+?)\s*$")
_TITLE = re.compile(r"^\s*::(.*?)::", re.S)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.I)
_TRUTH = re.compile(r"^(T|TRUE|F|FALSE)\s*(?:#|$)", re.I)
_ANSWER = re.compile(r"([=~])\s*(?:%(-?[\d.]+)%)?([^=~]*)")
_NUMBER = re.compile(r"^\s*(-?[\d.,eE+-]+?)\s*(?:(:|\.\.)\s*(-?[\d.,eE+-]+))?\s*$")


class Block(NamedTuple):
    """The lines of one question, joined."""

    line: int
    text: str
    category: str


def take_gift(content: bytes, into: Collector) -> None:
    """Take every question of a GIFT file."""
    for block in _blocks(decoded(content, into)):
        topic, subtopic = split_category(block.category)
        try:
            closed = _closed(block.text)
            values = open_values(closed, into.language)
        except ValueError as error:
            into.problem(block.line, "the question", str(error), "See Moodle's page on GIFT")
            continue
        into.add(Found(values, block.line, topic, subtopic))


def split_category(path: str) -> tuple[str, str]:
    """Topic and subtopic of a category such as "$course$/top/Biology/Cells/Walls"."""
    parts = [part.strip() for part in re.split(r"(?<!/)/(?!/)", path)]
    named = [part.replace("//", "/") for part in parts if part and not re.match(r"\$.*\$$", part)]
    if named[:1] == ["top"]:
        named = named[1:]
    return (named[0], ", ".join(named[1:])) if named else ("", "")


def _blocks(text: str) -> Iterator[Block]:
    """Questions, which blank lines divide; comments are left out."""
    category, begin = "", 0
    gathered: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if re.match(r"\s*//", line):
            continue
        if (found := _CATEGORY.match(line)) and not gathered:
            category = found[1]
        elif line.strip():
            begin = begin if gathered else number
            gathered.append(line.rstrip("\r"))
        elif gathered:
            yield Block(begin, "\n".join(gathered), category)
            gathered = []


def _closed(text: str) -> Closed:
    hidden = re.sub(r"\\([\\~=#{}:])", lambda match: _ESCAPES[match[1]], text)
    hidden = _TITLE.sub("", hidden)
    as_html = (found := _FORMAT.match(hidden)) is not None and found[1].lower() == "html"
    hidden = _FORMAT.sub("", hidden)
    head, opened, rest = hidden.partition("{")
    inside, ended, tail = rest.partition("}")
    if not opened:
        raise ValueError("has no answer in braces, so it is only a text")
    if not ended:
        raise ValueError("opens a brace that is never closed")
    if "{" in tail:
        raise ValueError("has two pairs of braces: a blank line must divide two questions")

    def plain(piece: str) -> str:
        shown = piece.translate(_BACK).replace("\\n", "\n").strip()
        return html_to_text(shown) if as_html or looks_like_html(shown) else shown

    question = plain(f"{head.rstrip()} … {tail.lstrip()}" if tail.strip() else head)
    if not question:
        raise ValueError("asks nothing")
    answers, _, feedback = inside.partition("####")
    kind, choices = _answers(answers.strip())
    choices = [
        Choice(plain(one.text), one.percent, plain(one.feedback), plain(one.pair), one.number)
        for one in choices
    ]
    return Closed(kind, question, choices, plain(feedback))


def _answers(inside: str) -> tuple[Kind, list[Choice]]:
    if not inside:
        return "essay", []
    if truth := _TRUTH.match(inside):
        true = truth[1][0].upper() == "T"
        said = max(inside.split("#")[1:], key=len, default="")  # to a wrong or a right answer
        return "truefalse", [Choice("true" if true else "false", 100, said)]
    if inside.startswith("#"):
        return "numerical", _numbers(inside[1:].strip())
    found = list(_ANSWER.finditer(inside))
    if not found or inside[: found[0].start()].strip():
        raise ValueError("has answers that begin with neither = nor ~")
    choices = [_choice(*one.groups()) for one in found]
    if all("->" in choice.text for choice in choices):
        return "matching", [_paired(choice) for choice in choices]
    return ("multichoice" if "~" in {one[1] for one in found} else "shortanswer"), choices


def _choice(sign: str, percent: str | None, text: str) -> Choice:
    answer, _, feedback = text.partition("#")
    share = float(percent) if percent else 100.0 * (sign == "=")
    return Choice(answer.strip(), share, feedback.strip())


def _paired(choice: Choice) -> Choice:
    left, _, right = choice.text.partition("->")
    return Choice(left.strip(), 100, pair=right.strip())


def _numbers(inside: str) -> list[Choice]:
    if not inside.startswith(("=", "~")):
        return [_number(Choice(inside.partition("#")[0], 100))]
    choices = (_choice(*one.groups()) for one in _ANSWER.finditer(inside))
    return [_number(choice) for choice in choices if choice.text]


def _number(choice: Choice) -> Choice:
    found = _NUMBER.match(choice.text)
    if not found:
        raise ValueError(f"has the number {choice.text.strip()[:40]!r}, which is none")
    first, second = _float(found[1]), _float(found[3] or "0")
    if found[2] == ":" and second:
        number = {"value": first, "tolerance": second}
        return Choice(f"{found[1]} ± {found[3]}", choice.percent, number=number)
    if found[2] == "..":
        number = {"low": first, "high": second}
        return Choice(f"{found[1]} – {found[3]}", choice.percent, number=number)
    return Choice(found[1], choice.percent, number={"value": first})


def _float(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"has the number {text.strip()[:40]!r}, which is none") from None

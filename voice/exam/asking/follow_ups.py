"""Chooses the key point to ask about next, and words the question."""

from __future__ import annotations

import re
from collections.abc import Container

from voice.core.languages import spaced
from voice.exam.asking.feedback_phrases import feedback_phrases
from voice.exam.model.bank import Item
from voice.exam.model.record import Mark, PointMark

QUOTED_WORDS = 12
"""Most of the student's words that a question repeats."""

QUOTED_SIGNS = 24
"""The same for Chinese, in characters."""

_CLAUSE = re.compile(r"[^,;:.!?，、；：。！？–—]+[,;:.!?，、；：。！？–—]*")


def askable(item: Item, mark: Mark, asked: Container[int], language: str) -> tuple[int, ...]:
    """Indices of the key points that can be asked about, other than those in `asked`."""
    return tuple(
        n for n in mark.open if n not in asked and question_about(item, mark.points[n], language)
    )


def next_point(item: Item, mark: Mark, asked: Container[int], language: str) -> int | None:
    """The key point to ask about next, by index; None if there is nothing to ask.

    Points in doubt come before points not made; among each, the most valuable comes first.
    """
    points = [mark.points[n] for n in askable(item, mark, asked, language)]
    best = max(points, key=lambda p: (in_doubt(p), p.worth, -p.point), default=None)
    return None if best is None else best.point


def in_doubt(point: PointMark) -> bool:
    """Whether something was said about a point whose meaning is worth asking about."""
    return not point.sure or point.verdict in ("partly", "reversed")


def question_about(item: Item, point: PointMark, language: str) -> str:
    """What to ask about a key point, without giving it away; "" if there is nothing to ask.

    If the bank has no follow-up, the student is asked what they meant by their own words.
    """
    prepared = item.key_points[point.point].follow_up
    if prepared or point.sure:
        return prepared
    quote = clause(point.quote, language)
    return feedback_phrases(language).say_exactly.format(quote=quote) if quote else ""


def clause(quote: str, language: str) -> str:
    """The beginning of `quote` that can be repeated in a question: whole clauses where they fit."""
    joint, most = (" ", QUOTED_WORDS) if spaced(language) else ("", QUOTED_SIGNS)
    quote = re.sub(r"[\"“”„«»{}]", "", quote)
    taken: list[str] = []
    for found in _CLAUSE.findall(quote):
        words = found.split() if joint else list(found.strip())
        if taken and len(taken) + len(words) > most:
            break
        taken += words
    return joint.join(taken[:most]).strip(" ,;:.!?，、；：。！？–—")

"""Whether a model's remark on an answer may be spoken.

A model is asked to put the examiner's fixed sentences in its own words. Its remark is refused, and
the fixed sentences are spoken, if it talks about the student instead of to them, praises what
deserves none, leaves out a contradiction, gives away what is still being asked, or is too long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voice.core.languages import LANGUAGES, spaced
from voice.exam.asking.remark_words import COMPLETE, PRAISE, STUDENT
from voice.exam.model.bank import Item
from voice.exam.model.record import Mark, PointMark
from voice.exam.text.lexical import Words

MOST_WORDS = 60
"""Most words of a remark; in Chinese, twice as many characters."""

MENTIONED_FROM = 0.5
"""Share of a point's content words from which a remark mentions it."""

DENIED_WITHIN = 4
"""How many words before a word of praise a negation reverses it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a remark is about."""

    item: Item
    mark: Mark
    language: str
    heard: tuple[str, ...] = ()  # the question, the hints and what the student said
    closed: bool = True  # whether the key points may be told


def acceptable(text: str, matter: Matter) -> bool:
    """Whether a remark may be spoken."""
    return fault(text, matter) == ""


def fault(text: str, matter: Matter) -> str:
    """Why a remark may not be spoken; "" if it may."""
    words = Words(matter.language)
    language = matter.language if matter.language in LANGUAGES else "en"
    plain = text.casefold()
    if not text.strip():
        return "it says nothing"
    if len(words.tokens(text)) > MOST_WORDS * (1 if spaced(language) else 2):
        return "it is too long"
    if "?" in text or "？" in text:
        return "it asks something"
    if STUDENT[language].search(plain):
        return "it speaks of the student"
    if not matter.mark.complete and _says(COMPLETE[language], plain, words):
        return "it calls complete what is not"
    wrong = [p for p in matter.mark.points if p.sure and p.verdict == "reversed"]
    unmentioned = [p for p in wrong if not _mentions(plain, p, matter.item, words)]
    made = any(p.sure and p.share == 1 for p in matter.mark.points)
    if _says(PRAISE[language], plain, words) and (unmentioned or not made):
        return "it praises what is wrong"
    if matter.closed:
        return "it leaves out a contradiction" if unmentioned else ""
    return "it gives a point away" if _gives_away(plain, matter, words) else ""


def _says(pattern: re.Pattern[str], plain: str, words: Words) -> bool:
    """Whether any of the pattern's words occurs without a negation."""
    for found in pattern.finditer(plain):
        sentence = re.split(r"[.!?;。！？；]", plain[: found.start()])[-1]
        before = words.tokens(sentence)[-DENIED_WITHIN:]
        if not any(token.negation for token in before):
            return True
    return False


def _mentions(plain: str, point: PointMark, item: Item, words: Words) -> bool:
    """Whether a remark mentions a key point, or the bank's comment on its mistake."""
    said = _telling(plain, words)
    key_point = item.key_points[point.point]
    for text in filter(None, (key_point.text, point.remark)):
        wanted = _telling(text, words)
        if len(wanted & said) >= MENTIONED_FROM * len(wanted):
            return True
    return False


def _gives_away(plain: str, matter: Matter, words: Words) -> bool:
    known = _telling(" ".join((matter.item.question, *matter.heard)), words)
    said = _telling(plain, words) - known
    return any(
        said & _telling(matter.item.key_points[n].text, words)
        for n in matter.mark.open
        if matter.item.key_points[n].aspect is None
    )


def _telling(text: str, words: Words) -> frozenset[str]:
    return frozenset(token.stem for token in words.tokens(text) if token.content)

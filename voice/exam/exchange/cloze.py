"""Questions made of texts with gaps: "{{c1::Paris}} is the capital of {{c2::France}}"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from voice.core.languages import ByLanguage

_MARKS = re.compile(r"(\{\{c\d{1,3}::|\}\})")

_ASKS = ByLanguage(lambda spoken: str(spoken.said("imports")["gap"]))

_BLANK = "…"

_MAX_DEPTH = 10
"""Gaps within gaps; deeper ones are plain text."""


@dataclass(slots=True)
class _Gap:
    """A piece of text that may be left out; the outermost one is the whole text."""

    number: str
    parts: list[_Gap | str] = field(default_factory=list)

    def shown(self, hidden: str = "") -> str:
        """Its text, with blanks for the gaps of the number `hidden`."""
        if self.number and self.number == hidden:
            return _BLANK
        return self.filling()[0] if not hidden else self._joined(hidden).partition("::")[0]

    def filling(self) -> tuple[str, str]:
        """What fills it, and the hint to it."""
        if not self.number:
            return self._joined(), ""
        text, _, hint = self._joined().partition("::")
        return text.strip(), hint.strip()

    def within(self) -> Iterator[_Gap]:
        """All gaps in it."""
        for part in self.parts:
            if isinstance(part, _Gap):
                yield part
                yield from part.within()

    def _joined(self, hidden: str = "") -> str:
        return "".join(one if isinstance(one, str) else one.shown(hidden) for one in self.parts)


def has_cloze(text: str) -> bool:
    """Whether `text` has gaps."""
    return any(_parsed(text).within())


def cloze_values(text: str, more: Sequence[str], language: str) -> Iterator[dict[str, Any]]:
    """One item for each number of gap, all gaps of that number being its key points.

    Parameters
    ----------
    text : str
        The whole text, with its gaps.
    more : sequence of str
        The note's other fields, for the examiner.
    language : str
        Of the question.
    """
    whole = _parsed(text)
    context = "\n".join(one for one in more if one)[:4000]
    for number in dict.fromkeys(gap.number for gap in whole.within()):
        fillings = [gap.filling() for gap in whole.within() if gap.number == number]
        answers = dict.fromkeys(answer for answer, _ in fillings if answer)
        if answers:
            asked = " ".join(whole.shown(number).split())
            yield {
                "question": _ASKS[language].format(asked),
                "key_points": [{"text": answer} for answer in answers],
                "model_answer": whole.shown(),
                "hints": list(dict.fromkeys(hint for _, hint in fillings if hint)),
                "context": context,
            }


def _parsed(text: str) -> _Gap:
    open_gaps = [_Gap("")]
    for token in _MARKS.split(text):
        if token.startswith("{{c") and token.endswith("::") and len(open_gaps) <= _MAX_DEPTH:
            open_gaps.append(_Gap(token[3:-2]))
        elif token == "}}" and len(open_gaps) > 1:
            closed = open_gaps.pop()
            open_gaps[-1].parts.append(closed)
        else:
            open_gaps[-1].parts.append(token)
    while len(open_gaps) > 1:  # never closed: it is no gap
        broken = open_gaps.pop()
        open_gaps[-1].parts += broken.parts
    return open_gaps[0]

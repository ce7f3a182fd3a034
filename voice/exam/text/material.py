"""Sentences of the student's own material: which may stand in questions, and what it is about.

The material is the student's and not to be trusted: it is only ever read out as a quotation, handed
to a model as quoted data, or compared with what was said, as one compares subjects. What it says of
marks counts for nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata

from sentencex import segment

from voice.core.languages import spaced
from voice.exam.text.lexical import Words

SHORTEST = 25
"""Characters of a sentence worth asking about; in Chinese a third of it."""

LONGEST = 240
"""Characters that one can still listen to."""

MAX_MATERIAL = 20_000
"""Characters of material that are looked at."""


def quotable(material: str, language: str) -> tuple[str, ...]:
    """Whole sentences of `material` that can be read out, each once, in their order."""
    shortest = SHORTEST if spaced(language) else SHORTEST / 3
    return tuple(
        sentence
        for sentence in _sentences(material, language)
        if sentence.endswith((".", "!", "?", "。", "！", "？", "…"))
        and shortest <= len(sentence) <= LONGEST
    )


def subject(material: str, language: str) -> tuple[str, ...]:
    """What `material` is about: its sentences, without those that are about marks."""
    words = Words(language)
    found = _sentences(material, language)
    return tuple(sentence for sentence in found if not words.plainly_demands(sentence))


def _sentences(material: str, language: str) -> tuple[str, ...]:
    """Each once, in their order."""
    paragraphs = re.split(r"\n\s*\n", material[:MAX_MATERIAL])
    found = (one.strip() for each in paragraphs for one in segment(language, _clean(each)))
    return tuple(dict.fromkeys(one for one in found if one))


def as_data(text: str, most: int = 600) -> str:
    """`text` in quotation marks for a model's prompt: one line, nothing that could end the quote.

    No more than `most` characters of it, the end being left out.
    """
    text = _clean(text)
    if len(text) > most:
        text = text[:most].rsplit(" ", 1)[0] + " …"
    return json.dumps(text, ensure_ascii=False)


def _clean(text: str) -> str:
    """Without control and invisible characters, line ends and braces, single spaces."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    return " ".join(text.replace("{", "(").replace("}", ")").split())

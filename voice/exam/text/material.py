"""Sentences of the student's own material: which can be quoted in questions, and its subject.

The material comes from the student and is not trusted: it is only read out as a quotation, passed
to a model as quoted data, or compared with the subject of an answer. Anything it says about marks
is ignored.
"""

from __future__ import annotations

import json
import re
import unicodedata

from sentencex import segment

from voice.core.languages import spaced
from voice.exam.text.lexical import Words

SHORTEST = 25
"""Fewest characters of a sentence worth asking about; a third of that in Chinese."""

LONGEST = 240
"""Most characters of a sentence that is read out."""

MAX_MATERIAL = 20_000
"""Most characters of material that are read; the rest is ignored."""


def quotable(material: str, language: str) -> tuple[str, ...]:
    """Whole sentences of `material` that can be read out, in order and without repeats."""
    shortest = SHORTEST if spaced(language) else SHORTEST / 3
    return tuple(
        sentence
        for sentence in _sentences(material, language)
        if sentence.endswith((".", "!", "?", "。", "！", "？", "…"))
        and shortest <= len(sentence) <= LONGEST
    )


def subject(material: str, language: str) -> tuple[str, ...]:
    """The sentences of `material`, without those about marks."""
    words = Words(language)
    found = _sentences(material, language)
    return tuple(sentence for sentence in found if not words.plainly_demands(sentence))


def _sentences(material: str, language: str) -> tuple[str, ...]:
    """The sentences of `material`, in order and without repeats."""
    paragraphs = re.split(r"\n\s*\n", material[:MAX_MATERIAL])
    found = (one.strip() for each in paragraphs for one in segment(language, _clean(each)))
    return tuple(dict.fromkeys(one for one in found if one))


def as_data(text: str, most: int = 600) -> str:
    """`text` in quotation marks for a prompt: on one line, and unable to close the quotation.

    Longer texts are cut to `most` characters.
    """
    text = _clean(text)
    if len(text) > most:
        text = text[:most].rsplit(" ", 1)[0] + " …"
    return json.dumps(text, ensure_ascii=False)


def _clean(text: str) -> str:
    """`text` without control and invisible characters, line breaks, braces and repeated spaces."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    return " ".join(text.replace("{", "(").replace("}", ")").split())

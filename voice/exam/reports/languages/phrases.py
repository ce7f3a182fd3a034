"""The words of a report, in every language that an exam may be held in."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.reports.languages import de, en, es, fr, it, pt, zh
from voice.exam.reports.languages.wording import Phrases

PHRASES: Mapping[str, Phrases] = {
    "en": en.PHRASES,
    "de": de.PHRASES,
    "fr": fr.PHRASES,
    "es": es.PHRASES,
    "it": it.PHRASES,
    "pt": pt.PHRASES,
    "zh": zh.PHRASES,
}


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.get(language, PHRASES["en"])

"""The words of a report, in every language that an exam may be held in."""

from __future__ import annotations

from voice.core.languages import ByLanguage
from voice.exam.reports.languages.wording import Phrases

PHRASES = ByLanguage(lambda language: language.record(Phrases, "report", code=language.code))


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.or_english(language)

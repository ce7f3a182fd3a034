"""What the examiner says on its own account, whatever the language."""

from __future__ import annotations

from dataclasses import dataclass

from voice.core.languages import ByLanguage


@dataclass(frozen=True, slots=True)
class Phrases:
    """Fixed sentences, spoken without the model."""

    failed: str  # the model broke; what the student said is kept
    not_understood: str  # recognition broke


PHRASES = ByLanguage(lambda language: language.record(Phrases, "conversation"))


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.or_english(language)

"""Fixed sentences about failures, spoken in the language of the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from voice.core.languages import ByLanguage


@dataclass(frozen=True, slots=True)
class Phrases:
    """Fixed sentences, spoken without the model."""

    failed: str  # the reply failed; what the student said is kept
    not_understood: str  # speech recognition failed


PHRASES = ByLanguage(lambda language: language.record(Phrases, "conversation"))


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), or the English ones if it has none."""
    return PHRASES.or_english(language)

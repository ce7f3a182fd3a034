"""What a student is told of the machine while they talk, in the language they speak."""

from __future__ import annotations

from dataclasses import dataclass

from voice.core.languages import ByLanguage

Words = tuple[str, str]
"""What is the matter, and what to do about it."""


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The notices of one language."""

    deaf: Words  # the examiner hears itself
    no_partials: Words
    no_speculation: Words


NOTICES = ByLanguage(lambda language: language.record(NoticeWords, "notices"))


def notice_words(language: str) -> NoticeWords:
    """The notices in `language` (ISO 639-1), English where there are none."""
    return NOTICES.or_english(language)

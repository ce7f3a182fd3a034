"""Notices about the machine that appear during a conversation, in its language."""

from __future__ import annotations

from dataclasses import dataclass

from voice.core.languages import ByLanguage

Words = tuple[str, str]
"""What is wrong, and what to do about it."""


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The notices of one language."""

    deaf: Words  # the examiner hears itself
    no_partials: Words  # partial transcripts are left out for a while
    no_speculation: Words  # and so are answers prepared during a pause


NOTICES = ByLanguage(lambda language: language.record(NoticeWords, "notices"))


def notice_words(language: str) -> NoticeWords:
    """The notices in `language` (ISO 639-1), or the English ones if it has none."""
    return NOTICES.or_english(language)

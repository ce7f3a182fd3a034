"""Regular expressions, by language, that decide whether a model's remark is refused."""

from __future__ import annotations

import re

from voice.core.languages import ByLanguage, Language


def _words(key: str) -> ByLanguage[re.Pattern[str]]:
    def made(spoken: Language) -> re.Pattern[str]:
        words = spoken.pattern("remarks", key)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if spoken.spaced else words)

    return ByLanguage(made)


STUDENT = _words("student")
"""Talks about the student instead of to them."""

PRAISE = _words("praise")
"""Praises."""

COMPLETE = _words("complete")
"""Says that nothing is missing, unless it describes what a full answer would be."""

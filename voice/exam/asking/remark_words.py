"""Words by which a model's remark on an answer is refused, as regular expressions by language."""

from __future__ import annotations

import re

from voice.core.languages import ByLanguage, Language


def _words(key: str) -> ByLanguage[re.Pattern[str]]:
    def made(spoken: Language) -> re.Pattern[str]:
        words = spoken.pattern("remarks", key)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if spoken.spaced else words)

    return ByLanguage(made)


STUDENT = _words("student")
"""It speaks of the student instead of to them."""

PRAISE = _words("praise")
"""It praises."""

COMPLETE = _words("complete")
"""It says that nothing is lacking, other than of what a full answer would be."""

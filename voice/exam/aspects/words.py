"""Words that signal that a part of a task is being addressed, by language.

The signals of an aspect are regular expressions for casefolded text. They are signals, not proof:
"because" alone gives no reason, and a reason may be given without it. A language whose file lists
none has no pattern.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import get_args

from voice.core.languages import ByLanguage, Language
from voice.exam.model.bank import Aspect


def _compiled(spoken: Language, section: str, key: str) -> re.Pattern[str] | None:
    """The pattern between word boundaries, except in languages without spaces."""
    if not spoken.heard(section, key):
        return None
    pattern = spoken.pattern(section, key)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if spoken.spaced else pattern)


def _patterns(key: str) -> ByLanguage[re.Pattern[str] | None]:
    return ByLanguage(lambda spoken: _compiled(spoken, "aspects", key))


def _signals(spoken: Language) -> Mapping[Aspect, re.Pattern[str]]:
    found = {one: _compiled(spoken, "aspects.signals", one) for one in get_args(Aspect)}
    return types.MappingProxyType({one: pattern for one, pattern in found.items() if pattern})


SIGNALS = ByLanguage(_signals)
EVASIONS = _patterns("evasions")
"""Phrases said instead of an answer."""
ASKS = _patterns("asks")
"""Phrases that ask the examiner something."""
STANCES = _patterns("stances")
"""Phrases that take a stance, which needs no words beyond those of the question."""
FIRST_PERSON = _patterns("self")
VAGUE = ByLanguage(lambda spoken: spoken.words("aspects", "vague"))
"""Common words that fit any subject, and so are nothing of the student's own."""

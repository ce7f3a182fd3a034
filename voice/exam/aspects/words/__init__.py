"""Words by which one hears that a part of a task is being addressed, by language.

The signals of an aspect are regular expressions for casefolded text; line breaks in them are
passed over, and so are spaces at the beginning of a line. They are signals, not proof: "because"
alone gives no reason, and a reason may be given without it. Each language has besides:

- *evasions*: what is said in place of an answer;
- *asks*: how one asks the examiner;
- *stances*: how one takes a stance, for which the words of the question are enough;
- *self*: words with which one speaks of oneself;
- *vague*: plain words that fit any subject, so that they say nothing of one's own.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping

from voice.exam.aspects.words import de, en, es, fr, it, pt, zh
from voice.exam.model.bank import Aspect

_LANGUAGES = types.MappingProxyType(
    {"en": en, "de": de, "fr": fr, "es": es, "it": it, "pt": pt, "zh": zh}
)


def _compiled(pattern: str, language: str) -> re.Pattern[str]:
    """The pattern between borders of words, which Chinese has none of."""
    joined = re.sub(r"\n\s*", "", pattern)
    return re.compile(joined if language == "zh" else rf"(?<!\w)(?:{joined})(?!\w)")


def _patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    return types.MappingProxyType(
        {
            language: _compiled(module.WORDS[name], language)
            for language, module in _LANGUAGES.items()
        }
    )


SIGNALS: Mapping[str, Mapping[Aspect, re.Pattern[str]]] = types.MappingProxyType(
    {
        language: types.MappingProxyType(
            {aspect: _compiled(one, language) for aspect, one in module.SIGNALS.items()}
        )
        for language, module in _LANGUAGES.items()
    }
)
EVASIONS = _patterns("evasions")
ASKS = _patterns("asks")
STANCES = _patterns("stances")
FIRST_PERSON = _patterns("self")
VAGUE: Mapping[str, frozenset[str]] = types.MappingProxyType(
    {name: frozenset(module.WORDS["vague"].split()) for name, module in _LANGUAGES.items()}
)

"""Words other than content words that marking looks for, by language (ISO 639-1).

Marking ignores function words. Negations carry no content either, but reverse it, so they have a
table of their own. The language files in `prompts/languages` explain each table; a table that a
language omits is empty.
"""

from __future__ import annotations

import types
from collections.abc import Mapping

from voice.core.languages import ByLanguage, Language


def _words(key: str) -> ByLanguage[frozenset[str]]:
    return ByLanguage(lambda spoken: spoken.words("marking", key))


def _pattern(key: str) -> ByLanguage[str]:
    return ByLanguage(lambda spoken: spoken.pattern("marking", key))


FUNCTION_WORDS = _words("function_words")
NEGATIONS = _words("negations")

CONNECTIVES = _words("connectives")
"""Words that may begin a new clause."""

JOINING = _words("joining")
"""Words that join two things named together, such as "and"."""


DIRECTIONS = _words("directions")
"""Prepositions whose two sides cannot be swapped: from here to there, larger than that."""

INSTEAD = _words("instead")
"""Words before what something else stands for, as in "uracil in place of thymine"."""

NOT = _words("not")
"""Negations of a single thing, as in "uracil, not thymine"."""

BUT = _words("but")
"""Words after which the right thing follows, as in "not thymine but uracil"."""

ARTICLES = _words("articles")

OTHERS = ByLanguage(lambda spoken: tuple(map(str, spoken.heard("marking", "others"))))
"""Words near the start of a clause that switch to the other of two things."""

YES_NO = _pattern("yes_no")
"""Regular expression for a yes or no at the start of a reply."""

BARE_NO = _pattern("bare_no")
"""Regular expression for a bare negated verb at the end of a reply ("they don't")."""


def _homophones(spoken: Language) -> Mapping[str, str]:
    pairs = str(spoken.heard("marking", "homophones")).split(",")
    split = (" ".join(pair.split()).partition("/") for pair in pairs if pair.strip())
    return {heard: meant for heard, _, meant in split}


HOMOPHONES = ByLanguage(_homophones)
"""Maps what the recogniser writes to a homophone that may have been said."""

DEMANDS = _pattern("demands")
"""Regular expression for casefolded words with which a student talks about the marks."""

ADDRESSING = _words("addressing")
"""Words with which somebody is asked for marks. Without one of them, a single word of `DEMANDS` is
a word like any other."""

CORRECTIONS = _pattern("corrections")
"""Regular expression for the start of a clause that takes back what was just said."""

_THING = r"([\w' -]{2,40}?)"
_THINGS_END = r"(?=[?,.;:]|$)"


def _contrasts(spoken: Language) -> tuple[str, ...]:
    found = spoken.heard("marking", "contrasts")
    return tuple(one.replace("<thing>", _THING) + _THINGS_END for one in found)


CONTRASTS = ByLanguage(_contrasts)
"""Regular expressions, with two groups each, for a question that contrasts two things."""


def _opposites(spoken: Language) -> Mapping[str, tuple[int, int]]:
    pairs = str(spoken.heard("marking", "opposites")).casefold().split()
    return types.MappingProxyType(
        {
            word: (group, side)
            for group, pair in enumerate(pairs)
            for side, words in enumerate(pair.split("/"))
            for word in words.split(",")
        }
    )


OPPOSITES = ByLanguage(_opposites)
"""Maps a word to (group of opposites, side); another side of the same group denies it."""

"""Words that marking listens for beside the matter itself, by language (ISO 639-1).

Function words carry no content, and marking passes over them. Negations carry none either, but turn
it round, and so they are kept apart. The languages' own files, in `prompts/languages`, say what
each table is for; a language that leaves one out has it empty.
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
"""Words before which a new clause may begin."""

JOINING = _words("joining")
"""Words that name two things together."""

DIRECTIONS = _words("directions")
"""Prepositions whose two sides cannot be exchanged: from here to there, larger than that."""

ARTICLES = _words("articles")

OTHERS = ByLanguage(lambda spoken: tuple(map(str, spoken.heard("marking", "others"))))
"""Words with which a clause turns to the other of two things, near its beginning."""

YES_NO = _pattern("yes_no")
"""How a reply begins that first says yes or no; a regular expression."""

BARE_NO = _pattern("bare_no")
"""How a reply ends with a verb that only says no; a regular expression."""


def _homophones(spoken: Language) -> Mapping[str, str]:
    pairs = str(spoken.heard("marking", "homophones")).split(",")
    split = (" ".join(pair.split()).partition("/") for pair in pairs if pair.strip())
    return {heard: meant for heard, _, meant in split}


HOMOPHONES = ByLanguage(_homophones)
"""What recognition writes, to what may have been said that sounds the same."""

DEMANDS = _pattern("demands")
"""Words with which a student speaks of the marks; a regular expression for casefolded words."""

CORRECTIONS = _pattern("corrections")
"""How one takes back what one has just said, at the beginning of a clause; a regular expression."""

_THING = r"([\w' -]{2,40}?)"
_THINGS_END = r"(?=[?,.;:]|$)"


def _contrasts(spoken: Language) -> tuple[str, ...]:
    found = spoken.heard("marking", "contrasts")
    return tuple(one.replace("<thing>", _THING) + _THINGS_END for one in found)


CONTRASTS = ByLanguage(_contrasts)
"""How a question sets two things against each other; regular expressions with two groups."""


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
"""Word to a group of opposites and its side there: another side of the same group denies it."""

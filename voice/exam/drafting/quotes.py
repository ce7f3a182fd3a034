"""Whether words really stand in a text, and which ones of the text they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 0.85
"""From this likeness on, a sentence is what a model meant to copy."""

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words_of(text: str) -> str:
    """Letters and digits of `text` in small letters, single blanks between the words."""
    return _folded(text)[0].strip()


def find_quote(quote: str, text: str) -> str:
    """The words of `text` that `quote` repeats, exactly as they stand there; "" if it does not.

    Punctuation, capitals and blanks do not count. Only whole words match.
    """
    wanted = words_of(quote)
    folded, places = _folded(text)
    if not wanted:
        return ""
    whole = not _UNSPACED.search(wanted)
    start = f" {folded} ".find(f" {wanted} ") if whole else folded.find(wanted)
    if start < 0:
        return ""
    return text[places[start] : places[start + len(wanted) - 1] + 1]


def nearest_sentence(quote: str, sentences: Sequence[str]) -> str:
    """The sentence that `quote` repeats but for a word or two; "" if there is none."""
    wanted = words_of(quote)
    best, likeness = "", ALIKE
    for sentence in sentences:
        matcher = SequenceMatcher(None, words_of(sentence), wanted, autojunk=False)
        if matcher.quick_ratio() >= likeness and matcher.ratio() >= likeness:
            best, likeness = sentence, matcher.ratio()
    return best


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` for comparison, and where in it each character comes from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in unicodedata.normalize("NFKC", sign).casefold():
            kept = one if one.isalnum() or unicodedata.category(one).startswith("M") else " "
            if kept != " " or (signs and signs[-1] != " "):
                signs.append(kept)
                places.append(place)
    return "".join(signs).rstrip(), places

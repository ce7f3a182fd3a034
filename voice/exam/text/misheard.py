"""Corrects terms that the recogniser misheard, before an answer is compared.

A recogniser that does not know "mitochondria" writes "mighty chondria". The terms of an item are
known, so a stretch of one to four words that sounds like a term, without being one, is read as
that term. A word that is itself a term of the item, or one that students confuse with it, is
never changed: whether "mitosis" should have been "meiosis" is for marking to decide.

References
----------
Philips, Hanging on the Metaphone, Computer Language 7 (1990)
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import jellyfish

SHORTEST = 6
"""Fewest letters of a term, and of a misheard stretch: shorter ones resemble too many words."""

TELLING = 4
"""A word of the item with at least this many letters counts as heard correctly. Shorter ones may
be part of a misheard term ("heal a case")."""

MOST_WORDS = 4
"""Most words that one misheard term may become."""

ALIKE_WORDS, ALIKE_WORD = 0.74, 0.93
"""Similarity from which several words, or a single word, are taken for a term. A single word may
well be what was said; several words that together sound like a term hardly ever are."""

EXACT = 1.5
"""Score of a stretch with exactly the same sounds, which beats any that is merely similar."""

SOUNDS = 0.8
"""Least similarity of sound."""

KEPT_TEXTS = 16
"""Texts whose corrections are cached: each key point of an item asks for those of one answer."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its terms corrected."""

    text: str
    places: tuple[int, ...]  # offset in the original of each character of `text`, and of its end

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original text that `start` to `end` of this one came from."""
        last = self.places[end - 1] if end > start else self.places[start]
        if end < len(self.places) and self.places[end] > last:
            return self.places[start], self.places[end]
        return self.places[start], last + 1


@dataclass(frozen=True, slots=True)
class _Found:
    start: int  # in characters
    end: int
    term: str
    alike: float


class Terms:
    """Finds misheard terms of one item.

    Parameters
    ----------
    terms : iterable of str
        Words and phrases likely to be said; phrases also count word by word.
    kept : iterable of str
        Words that are never changed, besides the terms.
    homophones : mapping of str to str
        What may be written -> what may have been said; applies if only one of the two words
        is known.
    """

    def __init__(
        self,
        terms: Iterable[str],
        kept: Iterable[str] = (),
        homophones: Mapping[str, str] = types.MappingProxyType({}),
    ) -> None:
        words = {word.casefold() for term in terms for word in _WORD.findall(term)}
        self._terms = sorted(word for word in words if len(_letters(word)) >= SHORTEST)
        self._known = words | {w.casefold() for text in kept for w in _WORD.findall(text)}
        self._homophones = {
            heard: meant
            for heard, meant in homophones.items()
            if meant.split()[-1] in self._known and heard.split()[-1] not in self._known
        }

        self._repaired = lru_cache(maxsize=KEPT_TEXTS)(self._repair)

    def repair(self, text: str) -> Repaired:
        """`text` with its terms corrected."""
        return self._repaired(text)

    def _repair(self, text: str) -> Repaired:
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for one in self._chosen(text):
            pieces += [text[at : one.start], one.term]
            places += range(at, one.start)
            # Every character of the term maps to the whole stretch.
            places += [one.start] * len(one.term)
            at = one.end
        pieces.append(text[at:])
        places += range(at, len(text) + 1)
        return Repaired("".join(pieces), tuple(places))

    def _chosen(self, text: str) -> list[_Found]:
        """The corrections to make, in order; of overlapping ones, the most similar."""
        chosen: list[_Found] = []
        for one in sorted(self._candidates(text), key=lambda c: (-c.alike, c.start)):
            if all(one.end <= other.start or other.end <= one.start for other in chosen):
                chosen.append(one)
        return sorted(chosen, key=lambda c: c.start)

    def _candidates(self, text: str) -> Iterator[_Found]:
        words = list(_WORD.finditer(text))
        for first, word in enumerate(words):
            for last in words[first : first + 2]:
                same = self._same(text[word.start() : last.end()].casefold())
                if same is not None:
                    yield _Found(word.start(), last.end(), same, EXACT)
            for count in range(1, min(MOST_WORDS, len(words) - first) + 1):
                last = words[first + count - 1]
                stretch = words[first : first + count]
                if self._has_known([one[0].casefold() for one in stretch]):
                    break
                between = text[word.end() : last.start()]
                if re.search(r"[.!?;,]", between):
                    break
                found = self._nearest("".join(one[0] for one in stretch).casefold(), count)
                if found is not None:
                    yield _Found(word.start(), last.end(), *found)

    def _same(self, heard: str) -> str | None:
        """A term that sounds the same but is written differently: "some thing", "a hole region"."""
        joined = "".join(heard.split())
        if joined != heard and len(joined) >= SHORTEST and joined in self._known:
            return joined
        return self._homophones.get(heard)

    def _has_known(self, words: Sequence[str]) -> bool:
        telling = [word for word in words if len(word) >= TELLING]
        return any(word in self._known or word.rstrip("s") in self._known for word in telling)

    def _nearest(self, heard: str, count: int) -> tuple[str, float] | None:
        heard = _letters(heard)
        if len(heard) < SHORTEST:
            return None
        bound = ALIKE_WORD if count == 1 else ALIKE_WORDS
        best: tuple[str, float] | None = None
        for term in self._terms:
            if not 0.6 <= len(heard) / len(term) <= 1.6:
                continue
            alike = _alike(heard, _letters(term))
            if alike >= bound and (best is None or alike > best[1]):
                best = term, alike
        return best


def _letters(word: str) -> str:
    return re.sub(r"[\W_]", "", word)


def _alike(one: str, other: str) -> float:
    """Mean similarity of letters and of sounds; 0 if the sounds differ too much."""
    sound = _ratio(_sounds(one), _sounds(other))
    return (_ratio(one, other) + sound) / 2 if sound >= SOUNDS else 0.0


def _ratio(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return 1 - jellyfish.levenshtein_distance(one, other) / longest if longest else 0.0


@lru_cache(maxsize=20_000)
def _sounds(word: str) -> str:
    """The consonants of a word as they sound; recognition varies too much on vowels."""
    code = jellyfish.metaphone(word).replace("Y", "")
    return code[1:] if code[:1] in "AEIOU" and len(code) > 1 else code

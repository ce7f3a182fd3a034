"""Terms that recognition misheard, put right before an answer is compared.

A recogniser that does not know "mitochondria" writes "mighty chondria". The terms of an item are
known, so a stretch of one to four words that sounds like one of them, and is none, is read as
that term. A word that is itself a term of the item, or one of those that students mix up, is
never changed: whether "mitosis" should have been "meiosis" is for marking to say.

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
"""Letters of a term, and of what may stand for it: shorter ones sound like too much."""

TELLING = 4
"""Letters of a word that is taken to be what was said, where the item has it; small words stand
in misheard terms as well ("heal a case")."""

MOST_WORDS = 4
"""Words that may stand for one term."""

ALIKE_WORDS, ALIKE_WORD = 0.74, 0.93
"""Likeness from which several words, or a single one, are taken for a term. A single word is
more likely to be what was said; several that sound like a term together hardly are."""

EXACT = 1.5
"""Likeness of what sounds the same letter for letter: it comes before whatever is only alike."""

SOUNDS = 0.8
"""Least likeness of sound."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its terms put right."""

    text: str
    places: tuple[int, ...]  # for each character of `text`, and its end, where it stood before

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands from `start` to `end` stood before."""
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
    """The terms of an item, as they may be misheard.

    Parameters
    ----------
    terms : iterable of str
        Words that are likely to be said; of longer phrases, the words.
    kept : iterable of str
        Words that are never changed, besides the terms.
    homophones : mapping of str to str
        What may be written to what may have been said, if one of these words is known and the
        other is not.
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

    def repair(self, text: str) -> Repaired:
        """`text` with its terms put right."""
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for one in self._chosen(text):
            pieces += [text[at : one.start], one.term]
            places += range(at, one.start)
            # Every character of the term stands for the whole stretch.
            places += [one.start] * len(one.term)
            at = one.end
        pieces.append(text[at:])
        places += range(at, len(text) + 1)
        return Repaired("".join(pieces), tuple(places))

    def _chosen(self, text: str) -> list[_Found]:
        """What is to be put right, in order; of what overlaps, the likest."""
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
        """What is written differently and sounds the same: "some thing", "a hole region"."""
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
    """Likeness of letters and of sounds, averaged; 0 where the sounds differ too much."""
    sound = _ratio(_sounds(one), _sounds(other))
    return (_ratio(one, other) + sound) / 2 if sound >= SOUNDS else 0.0


def _ratio(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return 1 - jellyfish.levenshtein_distance(one, other) / longest if longest else 0.0


@lru_cache(maxsize=20_000)
def _sounds(word: str) -> str:
    """Its consonants as they sound; vowels are heard in too many ways."""
    code = jellyfish.metaphone(word).replace("Y", "")
    return code[1:] if code[:1] in "AEIOU" and len(code) > 1 else code

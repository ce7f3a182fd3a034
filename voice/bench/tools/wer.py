"""Word error rate, with the text normaliser of the Whisper paper.

References
----------
Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022), appendix C:
spelling, contractions, numbers and punctuation are normalised on both sides before counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Edits that turn the recognised text into the reference."""

    substituted: int
    deleted: int  # said, but not heard
    inserted: int  # heard, but not said
    words: int  # in the reference

    @property
    def count(self) -> int:
        """All errors."""
        return self.substituted + self.deleted + self.inserted

    @property
    def rate(self) -> float:
        """Errors per word of the reference; 0 if that is empty."""
        return self.count / self.words if self.words else 0.0


def normalised(text: str, language: str = "en") -> list[str]:
    """The words of `text` in normalised form."""
    normaliser = _english() if language == "en" else BasicTextNormalizer()
    return str(normaliser(text)).split()


def word_errors(reference: str, heard: str, language: str = "en") -> WordErrors:
    """Word-level edit distance between two texts."""
    return _distance(normalised(reference, language), normalised(heard, language))


def total(errors: Iterable[WordErrors]) -> WordErrors:
    """Total errors of several utterances, in which long ones count more, as is usual."""
    each = list(errors)
    return WordErrors(
        sum(one.substituted for one in each),
        sum(one.deleted for one in each),
        sum(one.inserted for one in each),
        sum(one.words for one in each),
    )


@cache
def _english() -> EnglishTextNormalizer:
    return EnglishTextNormalizer()  # loads a table of spellings


def _distance(said: Sequence[str], heard: Sequence[str]) -> WordErrors:
    # Each cell: (errors, substituted, deleted, inserted) for a prefix of both.
    row = [(j, 0, 0, j) for j in range(len(heard) + 1)]
    for i, word in enumerate(said, 1):
        above, row = row, [(i, 0, i, 0)]
        for j, other in enumerate(heard, 1):
            errors, s, d, n = above[j - 1]
            wrong = int(word != other)
            best = (errors + wrong, s + wrong, d, n)
            errors, s, d, n = above[j]
            best = min(best, (errors + 1, s, d + 1, n))
            errors, s, d, n = row[j - 1]
            row.append(min(best, (errors + 1, s, d, n + 1)))
    _, substituted, deleted, inserted = row[-1]
    return WordErrors(substituted, deleted, inserted, len(said))

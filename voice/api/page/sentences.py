"""The sentence for the sound check, and comparison with what was recognised."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.base import SettingsError
from voice.core.languages import ByLanguage, spaced

SENTENCES = ByLanguage(lambda language: str(language.said("conversation")["test_sentence"]))


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of the sentence as shown, and whether it was recognised."""

    text: str
    understood: bool


def sentence(language: str) -> str:
    """The sentence to read aloud.

    Raises
    ------
    SettingsError
        There is none in this language.
    """
    if language not in SENTENCES:
        raise SettingsError(
            f"There is no test sentence in {language!r}", f"Choose one of {', '.join(SENTENCES)}"
        )
    return SENTENCES[language]


def compare(language: str, heard: str) -> tuple[ReadWord, ...]:
    """The words of the sentence, each with whether it occurs in `heard`, in this order."""
    shown = _words(sentence(language), language)
    expected = [_plain(word) for word in shown]
    found = [plain for word in _words(heard, language) if (plain := _plain(word))]
    understood: set[int] = set()
    for block in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks():
        understood.update(range(block.a, block.a + block.size))
    return tuple(ReadWord(word, place in understood) for place, word in enumerate(shown))


def _words(text: str, language: str) -> list[str]:
    """Words as shown, with punctuation."""
    return text.split() if spaced(language) else re.findall(r"\w\W*", text)


def _plain(word: str) -> str:
    """A word without accents, case and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", word.casefold()))

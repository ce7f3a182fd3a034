"""A sentence to read aloud before the start, and which of its words were understood."""

from __future__ import annotations

import re
import types
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.base import SettingsError

SENTENCES: Mapping[str, str] = types.MappingProxyType(
    {
        "en": "Please put the yellow flowers on the table beside the window.",
        "de": "Bitte stell die gelben Blumen auf den Tisch neben dem Fenster.",
        "fr": "Mettez les fleurs jaunes sur la table, à côté de la fenêtre.",
        "es": "Pon las flores amarillas en la mesa, al lado de la ventana.",
        "it": "Metti i fiori gialli sul tavolo, accanto alla finestra.",
        "pt": "Põe as flores amarelas na mesa, ao lado da janela.",
        "zh": "我明天早上去公司工作，下午回家吃水果。",
    }
)
"""By language. No proverbs, which a recogniser completes by itself; no numbers, which it writes
as digits; and in Chinese only characters that have one form."""

UNSPACED = frozenset({"zh"})


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of a sentence as it is shown, and whether it was understood."""

    text: str
    understood: bool


def sentence(language: str) -> str:
    """The sentence to read.

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
    """The words of the sentence, each with whether it is in `heard`, in this order."""
    shown = _words(sentence(language), language)
    expected = [_plain(word) for word in shown]
    found = [plain for word in _words(heard, language) if (plain := _plain(word))]
    understood: set[int] = set()
    for block in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks():
        understood.update(range(block.a, block.a + block.size))
    return tuple(ReadWord(word, place in understood) for place, word in enumerate(shown))


def _words(text: str, language: str) -> list[str]:
    """As they are shown: with their punctuation."""
    return re.findall(r"\w\W*", text) if language in UNSPACED else text.split()


def _plain(word: str) -> str:
    """Without accents, case and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", word.casefold()))

"""Every language has words for every part of a task, and they are heard as whole words."""

from __future__ import annotations

from typing import get_args

import pytest

from voice.core.languages import LANGUAGES
from voice.exam.aspects.words import ASKS, EVASIONS, FIRST_PERSON, SIGNALS, STANCES, VAGUE
from voice.exam.model.bank import Aspect


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_words(language: str) -> None:
    assert set(SIGNALS[language]) <= set(get_args(Aspect))
    for table in (ASKS, EVASIONS, FIRST_PERSON, STANCES):
        pattern = table[language]
        assert pattern is not None
        assert pattern.pattern
    assert language in VAGUE


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "zh"])
def test_every_aspect_has_signals(language: str) -> None:
    assert set(SIGNALS[language]) == set(get_args(Aspect))


def test_no_pattern_matches_nothing() -> None:
    for table in SIGNALS.values():
        for pattern in table.values():
            assert not pattern.search("")


@pytest.mark.parametrize(
    ("language", "aspect", "said"),
    [
        ("en", "reason", "because it is quiet"),
        ("en", "example", "for instance my uncle"),
        ("de", "reason", "weil es ruhig ist"),
        ("de", "other_side", "allerdings kostet es viel"),
        ("fr", "example", "par exemple mon oncle"),
        ("fr", "condition", "à condition de dormir"),
        ("es", "reason", "porque es barato"),
        ("it", "opinion", "secondo me va bene"),
        ("pt", "other_side", "no entanto custa muito"),
        ("zh", "reason", "因为很安静"),
    ],
)
def test_a_signal_is_heard(language: str, aspect: Aspect, said: str) -> None:
    assert SIGNALS[language][aspect].search(said)


def test_a_signal_inside_another_word_is_not_heard() -> None:
    assert not SIGNALS["en"]["other_side"].search("buttered toast")

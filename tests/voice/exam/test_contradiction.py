"""Only the same statement turned round is a contradiction."""

from __future__ import annotations

import pytest

from voice.exam.contradiction import agrees, contradicts, statement
from voice.exam.lexical import Words


def compare(language: str, one: str, other: str) -> tuple[bool, bool]:
    """Whether they contradict each other, and whether they agree."""
    words = Words(language)
    a, b = statement(one, words, language), statement(other, words, language)
    return contradicts(a, b), agrees(a, b)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "A bacterium has no nucleus.", "A bacterium has a nucleus."),
        ("en", "Bacteria don't have nuclei", "Bacteria have nuclei"),
        ("en", "Arteries have thicker walls than veins", "Arteries have thinner walls than veins"),
        ("en", "The reaction rate increases with heat", "the reaction rate decreases with heat"),
        ("de", "Eine Bakterie hat keinen Zellkern.", "Eine Bakterie hat einen Zellkern."),
        ("de", "Arterien sind größer als Venen", "Arterien sind kleiner als Venen"),
        ("fr", "La bactérie n'a pas de noyau.", "La bactérie a un noyau."),
    ],
)
def test_the_same_turned_round_contradicts(language: str, one: str, other: str) -> None:
    assert compare(language, one, other) == (True, False)
    assert compare(language, other, one) == (True, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A bacterium has no nucleus.", "Bacterium: no nucleus."),
        ("Arteries have thicker walls than veins.", "Veins have thinner walls than arteries."),
        ("Arteries have walls not thinner than veins", "Arteries have thicker walls than veins"),
    ],
)
def test_the_same_in_other_words_agrees(one: str, other: str) -> None:
    assert compare("en", one, other) == (False, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It copies the code and does not call the function.", "It copies the code."),
        ("Plants have no muscles.", "Animals have muscles and nerves."),
        ("No.", "Yes, it does."),
        ("", "A bacterium has a nucleus."),
    ],
)
def test_anything_else_does_neither(one: str, other: str) -> None:
    assert compare("en", one, other) == (False, False)

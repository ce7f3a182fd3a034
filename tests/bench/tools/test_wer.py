"""Counting word errors."""

from __future__ import annotations

import pytest

from voice.bench.tools.wer import WordErrors, normalised, total, word_errors


@pytest.mark.parametrize(
    ("reference", "heard"),
    [
        ("what do i care for food", "What do I care for food?"),
        ("mister brown paid twenty dollars", "Mr. Brown paid $20."),
        ("i won't", "I will not"),
        ("the colour of honour", "The color of honor"),
        ("um go forward ten meters", "Go forward 10 metres."),
    ],
)
def test_what_is_only_written_differently_is_no_error(reference: str, heard: str) -> None:
    assert word_errors(reference, heard).count == 0


def test_errors_are_told_apart() -> None:
    errors = word_errors("the cat sat on the mat", "the bat sat the mat today")
    assert errors == WordErrors(substituted=1, deleted=1, inserted=1, words=6)
    assert errors.rate == pytest.approx(0.5)


def test_a_doubled_sentence_doubles_its_words() -> None:
    errors = word_errors("what do i care for food", "What do I care for food? " * 2)
    assert errors == WordErrors(0, 0, 6, 6)


def test_nothing_heard_is_everything_deleted() -> None:
    assert word_errors("yes not at all well", "").rate == 1.0
    assert word_errors("", "Thank you.").rate == 0.0


def test_long_utterances_count_more() -> None:
    assert total([WordErrors(1, 0, 0, 1), WordErrors(0, 0, 0, 9)]).rate == pytest.approx(0.1)


def test_other_languages_keep_their_words() -> None:
    assert normalised("Über die Straße, bitte!", "de") == ["über", "die", "straße", "bitte"]

"""Whether words stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.exam.drafting.quotes import find_quote, nearest_sentence, words_of

TEXT = 'The cell’s "energy" – ATP – is made in the Mitochondrion. Straße, Ⅷ cafés!'


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("is made in the mitochondrion", "is made in the Mitochondrion"),
        ("The cell's energy, ATP, is made", 'The cell’s "energy" – ATP – is made'),
        ("STRASSE", "Straße"),
        ("cafés", "cafés"),
        ("cafes", ""),
        ("mitochondri", ""),
        ("he cell", ""),
        ("is made by the mitochondrion", ""),
        ("", ""),
        ("...", ""),
        (TEXT, TEXT[:-1]),
    ],
)
def test_a_quote_is_found_as_it_stands(quote: str, found: str) -> None:
    assert find_quote(quote, TEXT) == found


def test_chinese_needs_no_blanks() -> None:
    assert find_quote("通过膜", "水通过膜。") == "通过膜"


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_found_stands_in_the_text(text: str, start: int, end: int) -> None:
    found = find_quote(text[start:end], text)
    assert found in text
    assert words_of(found) == words_of(text[start:end]) or not found
    assert bool(find_quote(text, text)) == bool(words_of(text))


def test_a_slip_of_a_word_still_means_a_sentence() -> None:
    sentences = ["The rule says to keep three copies of data.", "Backups are slow."]
    assert (
        nearest_sentence("the rule states to keep three copies of data", sentences) == sentences[0]
    )
    assert nearest_sentence("Bananas are yellow.", sentences) == ""

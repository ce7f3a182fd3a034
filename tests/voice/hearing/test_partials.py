"""Which words of a partial transcript are shown as settled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.partials import agreed_prefix


@pytest.mark.parametrize(
    ("before", "now", "settled"),
    [
        ("", "the cell", ""),
        ("the cell", "", ""),
        ("the sell", "the cell wall", "the"),
        ("the cell", "the cell wall is", "the cell"),
        ("The cell.", "the cell, which", "the cell,"),
        ("the cell wall", "the cell", "the cell"),
        ("the the", "the the the", "the the"),
        ("a cell", "the cell", ""),
        ("Straße", "STRASSE ist", "STRASSE"),
        ("the  cell", " the\tcell wall", " the\tcell"),
    ],
)
def test_words_that_two_looks_agree_on_are_settled(before: str, now: str, settled: str) -> None:
    assert now[: agreed_prefix(before, now)] == settled


@given(st.text(), st.text())
def test_settled_is_always_whole_words_of_what_is_shown(before: str, now: str) -> None:
    settled = now[: agreed_prefix(before, now)]
    assert now.split()[: len(settled.split())] == settled.split()
    assert len(settled.split()) <= len(before.split())


@given(st.text())
def test_the_same_twice_is_settled_whole(text: str) -> None:
    assert agreed_prefix(text, text) == len(text.rstrip())

"""What an answer consists of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.exam.exchange.points import (
    MAX_CHARS,
    MAX_POINTS,
    list_entries,
    point_texts,
)


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        ("Paris", ["Paris"]),
        ("It is small. It lives.", ["It is small.", "It lives."]),
        ("- small\n* alive\n1. round\n2) wet", ["small", "alive", "round", "wet"]),
        ("It has three parts:\n- a head\n- a tail", ["a head", "a tail"]),
        ("head; tail", ["head", "tail"]),
        ("Dr. Watson found it in 1953.", ["Dr. Watson found it in 1953."]),
        ("", []),
        ("…", []),
    ],
)
def test_an_answer_is_divided(answer: str, texts: list[str]) -> None:
    assert point_texts(answer) == texts


def test_chinese_is_divided_at_its_own_signs() -> None:
    assert point_texts("水通过膜。它流向盐多的一边。", "zh") == ["水通过膜。", "它流向盐多的一边。"]


def test_a_long_sentence_is_divided_at_its_clauses() -> None:
    answer = (
        "The mitochondrion makes energy by respiration, which needs oxygen from the air, has two "
        "membranes, of which the inner one is folded many times, and holds its own ring of DNA"
    )
    assert len(point_texts(answer)) == 5


def test_of_many_sentences_neighbours_are_joined() -> None:
    answer = " ".join(f"Sentence number {number}." for number in range(9))
    points = point_texts(answer)
    assert len(points) == MAX_POINTS
    assert " ".join(points) == answer


@given(st.text(max_size=3000))
def test_any_answer_fits_a_bank(answer: str) -> None:
    points = point_texts(answer)
    assert len(points) <= MAX_POINTS
    assert all(0 < len(point) <= MAX_CHARS for point in points)


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("a; b;c", ["a", "b", "c"]),
        ("a; b\nc", ["a; b", "c"]),
        ("a; b\n", ["a; b"]),
        ("- a\n- b", ["a", "b"]),
        ("- a\nb", ["- a", "b"]),
        ("", []),
    ],
)
def test_a_cell_holds_a_list(cell: str, entries: list[str]) -> None:
    assert list_entries(cell) == entries

"""Measures of agreement, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.bench.tools.agreement import agreement, fitted_elsewhere, kappa, pearson, steps

shares = st.lists(st.floats(0, 1), min_size=2, max_size=20)


def test_shares_become_half_marks_out_of_five() -> None:
    assert steps([0, 0.04, 0.06, 0.5, 1, 1.2, -0.1]).tolist() == [0, 0, 1, 5, 10, 10, 0]


def test_kappa_is_what_the_formula_says() -> None:
    # Confusion of two levels: 3 agree of 4, weights 0 and 1.
    one, other = [0, 0, 1, 1], [0, 1, 1, 1]
    # Seen disagreement 1/4; by chance (2*3 + 2*1) / 16 = 1/2.
    assert kappa(one, other) == pytest.approx(0.5)
    assert kappa([0, 1], [1, 0]) == pytest.approx(-1)
    assert kappa([0.5, 0.5], [0.5, 0.5]) == 1


@given(shares)
def test_nobody_disagrees_with_himself(marks: list[float]) -> None:
    same = agreement(marks, marks)
    assert same["qwk"] == pytest.approx(1)
    assert same["exact"] == same["adjacent"] == 1
    assert same["mae"] == 0


def test_steps_apart_are_counted() -> None:
    found = agreement([0, 0.1, 0.5, 1], [0, 0.2, 0.8, 1])
    assert found["exact"] == 0.5
    assert found["adjacent"] == 0.75
    assert found["mae"] == pytest.approx(0.1)


def test_a_constant_correlates_with_nothing() -> None:
    assert pearson([0.5, 0.5, 0.5], [0, 0.5, 1]) == 0
    assert pearson([0.1], [0.2]) == 0


def test_a_scale_is_fitted_on_other_questions_only() -> None:
    score = np.array([0.0, 1.0, 0.0, 1.0])
    human = np.array([0.4, 0.8, 0.0, 0.0])
    marks = fitted_elsewhere(score, human, ["a", "a", "b", "b"])
    assert marks == pytest.approx([0.0, 0.0, 0.4, 0.8])


def test_a_single_question_has_no_others_to_learn_from() -> None:
    marks = fitted_elsewhere(np.array([0.0, 1.0]), np.array([0.0, 1.0]), ["a", "a"])
    assert marks == pytest.approx([0.5, 0.5])

"""Texts with gaps."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from voice.exam.exchange.cloze import cloze_values, has_cloze


def test_a_gap_within_a_gap_is_filled_where_the_outer_one_shows() -> None:
    text = "{{c1::Paris, {{c2::capital::role}} of France}} is large"
    first, second = cloze_values(text, [], "fr")
    assert first["question"] == "Que manque-t-il ici ? … is large"
    assert first["key_points"] == [{"text": "Paris, capital of France"}]
    assert second["question"] == "Que manque-t-il ici ? Paris, … of France is large"
    assert second["hints"] == ["role"]


def test_a_gap_that_is_never_closed_is_none() -> None:
    assert not has_cloze("{{c1::open")
    assert not has_cloze("}} and {{x1::y}}")
    assert [one["key_points"] for one in cloze_values("{{c1::a {{c2::b}}", [], "en")] == [
        [{"text": "b"}]
    ]


def test_empty_gaps_are_not_asked_for() -> None:
    assert list(cloze_values("{{c1::}} x", [], "en")) == []


def test_ten_thousand_open_gaps_are_no_trouble() -> None:
    began = time.process_time()
    list(cloze_values("{{c1::a" * 10_000 + "}}" * 10_000, [], "en"))
    assert time.process_time() - began < 2


@given(st.text("{}c1: a", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for values in cloze_values(text, [], "en"):
        assert values["key_points"]

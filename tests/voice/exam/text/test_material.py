"""The student's material: what of it may be quoted, and how it is kept from giving orders."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from voice.exam.text.material import LONGEST, as_data, quotable

ABSTRACT = """Small models on ordinary laptops
are useful. They mark answers in about two seconds each! Yes.

References [1], [2] and a heading without an end
Does that hold for other languages as well? {name} is not a placeholder here, you see.
They mark answers in about two seconds each!"""


def test_whole_sentences_are_quoted_once_each() -> None:
    assert quotable(ABSTRACT, "en") == (
        "Small models on ordinary laptops are useful.",
        "They mark answers in about two seconds each!",
        "References [1], [2] and a heading without an end Does that hold for other languages as "
        "well?",
        "(name) is not a placeholder here, you see.",
    )


def test_chinese_sentences_are_shorter() -> None:
    assert quotable("本文研究小型语言模型的评分能力。好。", "zh") == (
        "本文研究小型语言模型的评分能力。",
    )


def test_nothing_gives_nothing() -> None:
    assert quotable("", "en") == quotable("Short.", "en") == ()


@given(st.text(max_size=400))
def test_any_material_is_harmless(text: str) -> None:
    for sentence in quotable(text, "en"):
        assert len(sentence) <= LONGEST
        assert not set(sentence) & set("{}\n\r\t\0")
    data = as_data(text)
    assert "\n" not in data
    assert isinstance(json.loads(data), str), "a quote ended before its end"


def test_long_texts_are_cut() -> None:
    assert len(as_data("word " * 1000)) < 620
    assert as_data("word " * 1000).endswith('…"')

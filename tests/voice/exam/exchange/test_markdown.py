"""Questions in Markdown."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.exam.banks.file import LoadedBank
from voice.exam.exchange.importing import import_bank


def load(text: str) -> LoadedBank:
    return import_bank(text.encode(), "my notes.md")


def found(text: str) -> dict[str, list[str]]:
    """Key points by question, of a text without mistakes."""
    loaded = load(text)
    assert loaded.problems == ()
    assert loaded.bank
    return {p.item.question: [k.text for k in p.item.key_points] for p in loaded.bank.walk()}


@pytest.mark.parametrize(
    "text",
    [
        "## What is a cell?\nThe smallest unit. It lives.",
        "**What is a cell?**\n\nThe smallest unit. It lives.",
        "**What is a cell?**\nThe smallest unit. It lives.",
        "Q: What is a cell?\nA: The smallest unit. It lives.",
        "Q: What is\na cell?\nA: The smallest unit.\n   It lives.",
        "**Q1:** What is a cell?\n\n**A1:** The smallest unit. It lives.",
        "- Q: What is a cell?\n- A: The smallest unit. It lives.",
        "Frage: What is a cell?\n\nAntwort: The smallest unit. It lives.",
        "1. What is a cell?\n   - The smallest unit.\n   - It lives.",
        "1. What is a cell?\n\n   The smallest unit.\n\n   It lives.",
        "1. What is a cell?\n   The smallest unit. It lives.",
        "## What is a cell?\n\n1. The smallest unit.\n2. It lives.",
        "---\ntitle: x\n---\n## What is a cell?\n* The smallest *unit*.\n* It `lives`.",
        "What is it\n==\n\n### What is a cell?\r\n\r\n- The smallest unit.\r\n- It lives.\r\n",
    ],
)
def test_people_write_questions_in_many_ways(text: str) -> None:
    assert found(text) == {"What is a cell?": ["The smallest unit.", "It lives."]}


def test_headings_are_topics() -> None:
    text = "# Biology\n\n## Cells\n\n### Walls\n\n**Why?**\n\nSo.\n\n## Genes\n\n#### How?\nThus."
    loaded = load(text)
    assert loaded.bank
    assert loaded.bank.title == "Biology"
    assert [(one.topic.title, one.subtopic.title) for one in loaded.bank.walk()] == [
        ("Cells", "Walls"),
        ("Genes", "Genes"),
    ]


def test_a_command_is_a_question() -> None:
    assert list(found("## Explain osmosis.\nWater moves.\n\n## Name two cells.\nA. And b.")) == [
        "Explain osmosis.",
        "Name two cells.",
    ]


def test_a_rhetorical_question_in_an_answer_is_none() -> None:
    assert found("## Why?\n\nWhy not? It is so.\n\n- Who knows?\n- It is so.") == {
        "Why?": ["Who knows?", "It is so."]
    }


def test_prose_without_a_question_is_named() -> None:
    loaded = load("# Biology\n\n## Cells\n\nThey are small.\n\n## Why?\n\n## Genes\n**How?** Thus.")
    assert [(one.line, one.where, one.said) for one in loaded.problems] == [
        (3, "Cells", "asks nothing"),
        (7, "its answer", "is missing"),
        (9, "Genes", "asks nothing"),
    ]


@pytest.mark.parametrize("text", ["## Why?\n\n- so\n", "[", "*a ", "![a](", "_a*b", "<a "])
def test_no_text_takes_more_than_its_length(text: str) -> None:
    began = time.process_time()
    load(text * (20_000 // len(text)))
    assert time.process_time() - began < 10, "this text takes the parser ages"


def test_a_huge_file_is_refused() -> None:
    assert "1000000 bytes" in str(load("a" * 1_000_001).problems[0])


@given(st.text("#*-1.QA:? a\n`>[", max_size=60))
def test_any_text_is_loaded_or_named(text: str) -> None:
    loaded = load(text)
    assert loaded.bank or loaded.problems

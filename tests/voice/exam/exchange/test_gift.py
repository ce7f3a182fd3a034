"""Moodle's GIFT."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.exam.banks.file import LoadedBank
from voice.exam.exchange.gift import split_category
from voice.exam.exchange.importing import import_bank
from voice.exam.model.bank import Item, LanguageCode


def load(text: str, language: LanguageCode | None = None) -> LoadedBank:
    return import_bank(text.encode(), "quiz.gift", language)


def item(text: str, language: LanguageCode | None = None) -> Item:
    """The one item that this text holds."""
    loaded = load(text, language)
    assert loaded.problems == ()
    assert loaded.bank
    (placed,) = loaded.bank.walk()
    return placed.item


def points(found: Item) -> list[str]:
    return [point.text for point in found.key_points]


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("::Q1:: Capital of France? {=Paris ~Rome #no}", "Capital of France?", ["Paris"]),
        ("Two plus {=two =2} is four.", "Two plus … is four.", ["two"]),
        ("What is pi? {#3.14:0.01}", "What is pi?", ["3.14 ± 0.01"]),
        ("How many? {#1..5}", "How many?", ["1 – 5"]),
        ("When? {#=1990:0 =%50%1991:1}", "When?", ["1990"]),
        ("Which are odd? {~%50%1 ~%50%3 ~%-100%2}", "Which are odd?", ["1", "3"]),
        ("Who? {=%50%a man =a woman}", "Who?", ["a woman"]),
        ("Sounds? {=cat -> meow =dog -> woof}", "Sounds? Match these: cat, dog.",
         ["cat: meow", "dog: woof"]),
        ("Describe osmosis. {####Water moves. It follows the salt.}", "Describe osmosis.",
         ["Water moves.", "It follows the salt."]),
        (r"What is \{a \= b\}? {=a set \~ more}", "What is (a = b)?", ["a set ~ more"]),
        ("[html]<p>What is <b>it</b>?</p>{=<i>this</i>}", "What is it?", ["this"]),
        ("What is\nthis? {\n=one\n~two\n}", "What is\nthis?", ["one"]),
    ],
)  # fmt: skip
def test_a_closed_question_is_asked_openly(text: str, question: str, expected: list[str]) -> None:
    if r"\{" in text:  # braces in a question are for our own placeholders
        assert load(text).bank is None
        return
    found = item(text)
    assert found.question == question
    assert points(found) == expected


def test_other_right_answers_count_just_as_well() -> None:
    assert item("Two and two? {=four =4}").key_points[0].accept == ("4",)


@pytest.mark.parametrize("truth", ["F", "FALSE", "false"])
def test_a_statement_is_judged_with_reasons(truth: str) -> None:
    found = item(f"The earth is flat. {{{truth}#It is nearly a sphere.}}")
    assert found.question == "True or false, and why? The earth is flat."
    assert points(found) == ["This is false.", "It is nearly a sphere."]


def test_phrases_are_in_the_language_of_the_exam() -> None:
    assert item("Die Erde ist rund. {T}", "de").question.startswith("Richtig oder falsch")


def test_choices_are_told_where_the_question_needs_them() -> None:
    found = item("Which of the following is red? {=blood ~grass}")
    assert found.question == "Which of the following is red? Choose from: blood; grass."


def test_categories_are_topics() -> None:
    loaded = load(
        "$CATEGORY: $course$/top/Biology/Cells\n\nWhy? {=so}\n\n$CATEGORY: Maths\n\nHow? {=thus}"
    )
    assert loaded.bank
    assert [(one.topic.title, one.subtopic.title) for one in loaded.bank.walk()] == [
        ("Biology", "Cells"),
        ("Maths", "Maths"),
    ]
    assert split_category("a//b/c/d") == ("a/b", "c, d")
    assert split_category("") == ("", "")


def test_every_mistake_is_named_with_its_line_and_the_rest_loads() -> None:
    text = (
        "// ours\nNo answer {}\n\nA text\n\nOpen {=a\n\nTwo? {=a}\nMore? {=b}\n\nBad {#x}\n\n"
        "Good? {=yes}\n\nNone? {~a}\n\nOdd {a}\n\n{=x}\n"
    )
    loaded = load(text)
    assert loaded.bank
    assert [one.item.question for one in loaded.bank.walk()] == ["Good?"]
    assert [(one.line, one.said) for one in loaded.problems] == [
        (2, "says nowhere what a good answer is"),
        (4, "has no answer in braces, so it is only a text"),
        (6, "opens a brace that is never closed"),
        (8, "has two pairs of braces: a blank line must divide two questions"),
        (11, "has the number 'x', which is none"),
        (15, "marks no answer as right"),
        (17, "has answers that begin with neither = nor ~"),
        (19, "asks nothing"),
    ]


@given(st.text("ab{}=~#%:\\->1.\n$ ", max_size=60))
def test_any_text_is_loaded_or_named(text: str) -> None:
    loaded: Any = load(text)
    assert loaded.bank or loaded.problems

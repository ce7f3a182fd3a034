"""Quotes are the student's own words, and their times those of the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.exam.model.record import Answer, HeardWord
from voice.exam.text.evidence import doubtful, find_quote, heard, spans
from voice.exam.text.lexical import Words

TEXT = "Well, it has no nucleus, and it is small. Its DNA is a ring."


def test_sentences_clauses_pairs_and_the_whole_are_read() -> None:
    found = [span.text for span in spans(0, TEXT, Words("en"))]
    assert "it has no nucleus," in found
    assert "Its DNA is a ring." in found
    assert TEXT in found


def test_speech_without_full_stops_is_read_through_windows() -> None:
    text = " ".join(f"word{i}" for i in range(100))
    found = spans(0, text, Words("en"))
    assert any(span.text.startswith("word48 ") and len(span.text) < 200 for span in found)
    assert found[-1].end == len(text)


@given(st.text(max_size=200))
def test_spans_are_true_quotes(text: str) -> None:
    for span in spans(3, text, Words("en")):
        assert text[span.start : span.end] == span.text != ""
        assert span.answer == 3


@pytest.mark.parametrize("quote", ["no nucleus", "No nucleus, and IT", "it has no nucleus!"])
def test_quotes_are_found_whatever_their_case_and_commas(quote: str) -> None:
    place = find_quote(quote, TEXT)
    assert place is not None
    assert "no nucleus" in TEXT[slice(*place)]


@pytest.mark.parametrize("quote", ["", "...", "a nucleus", "nucleus no", "no nucl", TEXT + " x"])
def test_what_was_not_said_is_no_quote(quote: str) -> None:
    assert find_quote(quote, TEXT) is None


def words(*said: tuple[str, float]) -> Answer:
    heard_words = tuple(
        HeardWord(text, i, i + 1, probability) for i, (text, probability) in enumerate(said)
    )
    return Answer("".join(text for text, _ in said).strip(), words=heard_words)


def test_words_of_a_stretch_are_found_by_their_place() -> None:
    answer = words((" no", 1), (" cell", 1), (" has", 1), (" no", 1), (" nucleus", 1))
    assert [word.start_s for word in heard(answer, 12, 22)] == [3, 4]
    assert heard(Answer("typed"), 0, 5) == ()


def test_words_that_recognition_wrote_otherwise_are_passed_over() -> None:
    answer = Answer("A big cell", words=(HeardWord("A", 0, 1, 1), HeardWord("pig", 1, 2, 1)))
    assert [word.text for word in heard(answer, 0, 10)] == ["A"]


def test_doubt_counts_at_decisive_words_and_negations_only() -> None:
    reader = Words("en")
    said = words((" the", 0.1), (" nuclei", 0.4), (" no", 1.0)).words
    assert doubtful(said, frozenset({"nuclei"}), reader)
    assert not doubtful(said, frozenset({"cell"}), reader)
    assert doubtful([HeardWord("no", 0, 1, 0.4)], frozenset(), reader)

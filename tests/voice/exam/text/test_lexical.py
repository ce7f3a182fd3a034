"""Words are told apart, stemmed, and known for what they do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.core.languages import LANGUAGES
from voice.exam.text.function_words import (
    CONNECTIVES,
    DEMANDS,
    FUNCTION_WORDS,
    NEGATIONS,
    OPPOSITES,
)
from voice.exam.text.lexical import Words, sentences, strip


def stems(language: str, text: str) -> list[str]:
    return [token.stem for token in Words(language).tokens(text) if token.content]


def test_content_words_are_stemmed() -> None:
    assert stems("en", "The cells are dividing quickly.") == stems("en", "A cell divided quick")
    assert stems("de", "Die Zellen teilen sich.") == stems("de", "der Zelle Teile")
    assert stems("fr", "L'étudiant a l'énergie") == stems("fr", "étudiants, énergies")


def test_chinese_characters_are_words() -> None:
    assert stems("zh", "细胞 DNA") == ["细", "胞", "dna"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It has no nucleus."),
        ("en", "It doesn’t divide."),
        ("de", "Sie hat keinen Kern."),
        ("fr", "Elle n'a pas de noyau."),
        ("es", "No tiene núcleo."),
        ("it", "Non ha nucleo."),
        ("pt", "Não tem núcleo."),
        ("zh", "细胞没有核"),
    ],
)
def test_negations_are_known(language: str, text: str) -> None:
    tokens = Words(language).tokens(text)
    assert any(token.negation for token in tokens)
    assert not any(token.negation and token.content for token in tokens)


def test_sentences_end_where_they_should() -> None:
    text = " It is 3.5 volts. Really?  Yes: two\nthings "
    assert [text[a:b] for a, b in sentences(text)] == [
        "It is 3.5 volts.",
        "Really?",
        "Yes:",
        "two",
        "things",
    ]
    assert sentences("") == sentences("  \n ") == []
    assert strip("  a ", 0, 4) == (2, 3)


def test_talk_of_marks_is_noticed() -> None:
    assert Words("en").about_marks("Give me full MARKS!") == {"marks"}
    assert not Words("en").about_marks("It is remarkable.")
    assert Words("zh").about_marks("请给我满分")
    assert not Words("en").about_marks("The last node points to the first.")
    assert not Words("nl").about_marks("marks")


def test_one_word_about_marks_is_a_word_like_any_other() -> None:
    assert not Words("en").about_marks("Loss is a score for how wrong a prediction is.")
    assert Words("en").about_marks("This deserves a score of ten.") == {"score"}
    assert Words("en").about_marks("The student has made the point.") == {"student", "point"}


def test_all_languages_have_their_tables() -> None:
    for language in set(LANGUAGES) - {"zh"}:
        for table in (FUNCTION_WORDS, NEGATIONS, CONNECTIVES, DEMANDS):
            assert table[language]
        assert not FUNCTION_WORDS[language] & NEGATIONS[language]
    for sides in OPPOSITES.values():
        for group in {group for group, _ in sides.values()}:
            assert len({side for g, side in sides.values() if g == group}) > 1


@given(st.text(max_size=80), st.sampled_from(["en", "fr", "zh", "nl"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    for token in Words(language).tokens(text):
        assert text[token.start : token.end]
    for start, end in sentences(text):
        assert text[start:end] == text[start:end].strip() != ""

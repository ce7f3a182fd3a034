"""Of what was said, the clauses that may answer something."""

from __future__ import annotations

import pytest

from voice.exam.aspects.clauses import Listener

ASKED = "Would you rather call somebody or send a message, and why?"


def heard(said: str, language: str = "en", asked: str = ASKED) -> list[str]:
    """The clauses, as text."""
    return [clause.span.text for clause in Listener(language, asked).clauses(0, said)]


def test_sentences_are_cut_into_clauses() -> None:
    said = "I always write because my hands are busy, but my mother wants to hear my voice."
    assert heard(said) == [
        "I always write",
        "because my hands are busy",
        "but my mother wants to hear my voice",
    ]


def test_small_pieces_join_their_neighbours() -> None:
    assert heard("Well, honestly, it depends on the weather.") == [
        "Well, honestly, it depends on the weather"
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "What do you mean?"),
        ("en", "could you please say that again"),
        ("en", "I don't know."),
        ("en", "That's a difficult question."),
        ("en", "Phone, message, quick, friends, voice, typing."),
        ("de", "Wie meinen Sie das?"),
        ("de", "Keine Ahnung."),
        ("fr", "Vous pouvez répéter la question ?"),
        ("fr", "Je ne sais pas trop."),
    ],
)
def test_what_is_no_answer_is_left_out(language: str, said: str) -> None:
    assert heard(said, language) == []


def test_the_question_said_back_is_left_out() -> None:
    assert heard("Would I rather call somebody or send a message, and why.") == []


def test_a_stance_in_the_words_of_the_question_is_kept() -> None:
    assert heard("I would rather send a message.") == ["I would rather send a message"]
    german = "Kaufen Sie lieber im Geschäft ein oder im Internet?"
    assert heard("Ich kaufe lieber im Internet ein.", "de", german)


def test_an_answer_beside_an_evasion_is_kept() -> None:
    said = "I don't know, perhaps my neighbour taught me juggling in his garden with oranges."
    assert heard(said)


def test_words_of_ones_own_are_those_that_the_question_has_not() -> None:
    clause = Listener("en", ASKED).clauses(0, "I send a message from the tram.")[0]
    assert clause.own == {"tram"}


def test_words_that_fit_any_subject_are_not_ones_own() -> None:
    clause = Listener("en", ASKED).clauses(0, "It is a good and interesting thing.")[0]
    assert not clause.own
    assert clause.vague

"""Where a streamed answer is cut for the voice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.conversation.modes import load_modes
from voice.core.languages import LANGUAGES
from voice.speaking.clauses import FIRST_MAX_WORDS, MAX_CHARS, ClauseSplitter

LIKE_SPEECH = st.lists(
    st.one_of(
        st.sampled_from(
            "Dr. M. e.g. z. B. 3.14 J. S. Bach ... … Yes. No! Why? well, so; that: — – (and) “Oh.” "
            "*nods* **x 你好。 什么？ 对， 1. 19. U.S. don't end.\n \n\n # - ) ] ' »".split(" ")
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    ),
    max_size=60,
).map(" ".join)


def cut(text: str, language: str = "en") -> list[str]:
    splitter = ClauseSplitter(language)
    return [*splitter.feed(text), *splitter.flush()]


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("en", ["That's a good start,", "and you named the main idea.", "Now go on, please."]),
        ("en", ["Yes.", "Now, can you tell me why e.g. plants need light?", "Take your time now."]),
        ("en", ["Well, I think so.", "Dr. Smith met J. S. Bach at 3.14 p.m. in the U.S. today."]),
        (
            "en",
            ["I see.", 'He said "No. Never." and then... went home.', "What happened after it?"],
        ),
        (
            "de",
            ["Das ist z. B. am 19. Mai richtig,", "aber nicht vollständig.", "Warum ist das so?"],
        ),
        (
            "fr",
            ["Bonjour !", "M. Dupont est là, n'est-ce pas ?", "« Oui, bien sûr. » dit-il enfin."],
        ),
        ("es", ["¡Hola!", "El Sr. García llegó ayer.", "¿Qué le dijo a la Dra. Ruiz?"]),
        ("it", ["Buongiorno.", "Il sig. Rossi è qui da ieri.", "Che cosa vuole sapere?"]),
        ("pt", ["Olá.", "A Sra. Silva chegou ontem.", "O que ela disse ao Dr. Souza?"]),
    ],
)
def test_the_first_piece_is_short_and_later_ones_are_sentences(
    language: str, pieces: list[str]
) -> None:
    assert cut(" ".join(pieces), language) == pieces


def test_a_line_end_ends_a_piece() -> None:
    assert cut("Take the first point\nthen another") == ["Take the first point", "then another"]


def test_chinese_is_cut_without_spaces() -> None:
    pieces = ["你好。", "你说得对，不过光合作用还需要水。", "你想考哪一科？"]
    assert cut("".join(pieces), "zh") == pieces


def test_a_first_piece_without_punctuation_ends_before_a_new_phrase() -> None:
    first, *_ = cut("You said that plants turn the energy of light into sugar for later")
    assert first == "You said that plants turn the energy of light into sugar"


def test_a_first_piece_without_any_joint_is_cut_at_a_space() -> None:
    first, *_ = cut("plants " * 30)
    assert len(first.split()) == FIRST_MAX_WORDS


def test_very_short_sentences_are_spoken_together() -> None:
    assert cut("Good. Yes. No. Maybe it is so.") == ["Good.", "Yes. No. Maybe it is so."]


def test_an_overlong_sentence_is_cut_at_its_last_comma() -> None:
    long = "Good. " + "So it goes on and on and on, and then " * 12
    first, *rest = cut(long)
    assert first == "Good."
    assert all(len(piece) <= MAX_CHARS for piece in rest)
    assert all(piece.endswith(",") for piece in rest[:-1])


def test_an_endless_word_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in cut("x" * 500)] == [MAX_CHARS, MAX_CHARS, 500 - 2 * MAX_CHARS]


def test_emphasis_and_brackets_stay_in_one_piece() -> None:
    assert cut("*smiles, and nods again* Hello.")[0] == "*smiles, and nods again* Hello."
    assert cut("It is (as we said, before) right, yes.")[0] == "It is (as we said, before) right,"


def test_a_piece_comes_as_soon_as_the_next_word_begins() -> None:
    splitter = ClauseSplitter("en")
    assert splitter.feed("That is right.") == []
    assert splitter.feed(" ") == []
    assert splitter.feed("W") == ["That is right."]


def test_after_a_flush_the_next_reply_begins() -> None:
    splitter = ClauseSplitter("en")
    assert [*splitter.feed("Yes. No"), *splitter.flush()] == ["Yes.", "No"]
    assert splitter.feed("Sure. Y") == ["Sure."]
    assert splitter.flush() == ["Y"]
    assert splitter.flush() == []


def test_greetings_begin_with_a_word_that_is_spoken_at_once() -> None:
    for mode in load_modes()[0].values():
        for language, greeting in mode.greeting.items():
            assert len(cut(greeting, language)[0]) <= 24, (mode.name, language)


@given(LIKE_SPEECH, st.sampled_from(sorted(LANGUAGES)))
def test_nothing_is_lost_or_added(text: str, language: str) -> None:
    pieces = cut(text, language)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)
    assert all(pieces)
    assert all(piece == piece.strip() for piece in pieces)
    assert all(len(piece) <= MAX_CHARS for piece in pieces)


@given(LIKE_SPEECH, st.sampled_from(sorted(LANGUAGES)), st.data())
def test_tokens_do_not_decide_where_it_is_cut(
    text: str, language: str, data: st.DataObject
) -> None:
    splitter = ClauseSplitter(language)
    pieces, rest = [], text
    while rest:
        size = data.draw(st.integers(1, 12))
        pieces += splitter.feed(rest[:size])
        rest = rest[size:]
    assert pieces + splitter.flush() == cut(text, language)

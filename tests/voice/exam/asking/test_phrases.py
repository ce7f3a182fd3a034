"""Fixed words, in every language."""

from __future__ import annotations

import re
from dataclasses import astuple, fields

import pytest

from voice.core.languages import LANGUAGES
from voice.exam.asking.commands import Command, recognise
from voice.exam.asking.phrases import PHRASES, Phrases, duration, phrases
from voice.exam.asking.remark_words import PRAISE
from voice.speaking.speakable import speakable


def texts(language: str) -> list[str]:
    table = PHRASES[language]
    return [*table.thanks, *(one for one in astuple(table) if isinstance(one, str))]


def test_every_language_has_them() -> None:
    assert set(PHRASES) == set(LANGUAGES)
    assert phrases("xx") is PHRASES["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_spoken_as_written(language: str) -> None:
    for text in texts(language):
        if "{" not in text:
            assert speakable(text, language) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_have_the_same_gaps_as_in_english(language: str) -> None:
    for field in fields(Phrases):
        if field.name != "thanks":
            english, other = (getattr(PHRASES[code], field.name) for code in ("en", language))
            assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", other), field.name
            assert other.strip() == other != ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_they_tell_the_student_to_say_is_understood(language: str) -> None:
    told = {
        "prepare": (Command.RESUME,),
        "still_preparing": (Command.RESUME,),
        "paused": (Command.RESUME, Command.SKIP),  # in a pause both go on
        "still_paused": (Command.RESUME, Command.SKIP),
        "not_answered": (Command.SKIP,),
        "offer_hint": (Command.HINT,),
    }
    for name, commands in told.items():
        text = getattr(PHRASES[language], name)
        said = re.search(r"[:：]\s*([^,，.。]+)", text)
        assert said, text
        assert recognise(said[1], language) in commands, said[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_are_no_praise(language: str) -> None:
    for thanks in PHRASES[language].thanks:
        assert not PRAISE[language].search(thanks.casefold()), thanks


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (4, "less than a minute"),
        (12, "10 seconds"),
        (54, "50 seconds"),
        (56, "one minute"),
        (89, "one minute"),
        (91, "2 minutes"),
        (3600, "60 minutes"),
    ],
)
def test_durations_are_said_roughly(seconds: float, words: str) -> None:
    assert duration(seconds, "en") == words

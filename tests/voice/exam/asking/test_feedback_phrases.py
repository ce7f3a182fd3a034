"""Fixed words about an answer, in every language."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from voice.core.languages import LANGUAGES
from voice.exam.asking.feedback_phrases import FEEDBACK_PHRASES, FeedbackPhrases, feedback_phrases
from voice.speaking.speakable import speakable

NAMES = [field.name for field in fields(FeedbackPhrases)]


def test_every_language_has_them() -> None:
    assert set(FEEDBACK_PHRASES) == set(LANGUAGES)
    assert feedback_phrases("xx") is FEEDBACK_PHRASES["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_spoken_as_written(language: str) -> None:
    for name in NAMES:
        text = getattr(FEEDBACK_PHRASES[language], name)
        filled = text.format(points="Abc.", quote="abc")
        assert speakable(filled, language) == filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_have_the_same_gaps_as_in_english(language: str) -> None:
    for name in NAMES:
        english, other = (getattr(FEEDBACK_PHRASES[code], name) for code in ("en", language))
        assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", other), name
        assert other.strip() == other != ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_say_the_same(language: str) -> None:
    said = [getattr(FEEDBACK_PHRASES[language], name) for name in NAMES]
    assert len(set(said)) == len(said), "one cannot tell right from wrong"

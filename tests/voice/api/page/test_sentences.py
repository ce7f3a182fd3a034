"""A sentence read aloud: which of its words were understood."""

from __future__ import annotations

import pytest

from models.base import SettingsError
from voice.api.page.sentences import SENTENCES, compare, sentence
from voice.core.languages import LANGUAGES


def missed(language: str, heard: str) -> list[str]:
    return [word.text for word in compare(language, heard) if not word.understood]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_one_in_every_language_that_can_be_understood(language: str) -> None:
    text = sentence(language)
    assert missed(language, text) == []
    assert missed(language, text.upper().rstrip(".。")) == []
    assert missed(language, "") == [word.text for word in compare(language, "")]
    assert len(compare(language, "")) >= 8
    assert not any(letter.isdigit() for letter in text)


def test_no_sentence_is_for_a_language_nobody_can_choose() -> None:
    assert set(SENTENCES) == set(LANGUAGES)
    with pytest.raises(SettingsError, match="'tlh'"):
        sentence("tlh")


def test_words_that_did_not_arrive_are_named() -> None:
    heard = "Please put the yellow flour, on the table besides window"
    assert missed("en", heard) == ["flowers", "beside", "the"]
    heard = "bitte stell die gelben Blumen neben dem Tisch auf dem Fenster"
    assert missed("de", heard) == ["auf", "den", "Tisch"]
    assert missed("pt", "Poe as flores amarelas, na mesa. Ao lado da janela!") == []
    assert missed("zh", "我明天 早上去公司工作下午回家吃苹果") == ["水"]
    assert missed("fr", "Thank you for watching!") == sentence("fr").split()

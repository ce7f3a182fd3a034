"""How sentences are built: counted by words and punctuation, in every language."""

from __future__ import annotations

import pytest

from voice.core.languages import LANGUAGES
from voice.exam.reports.linking import SUBORDINATING, Linking, linking


def counted(text: str, language: str = "en") -> Linking:
    found = linking([text], language)
    assert found is not None
    return found


def test_every_language_of_an_exam_is_known() -> None:
    assert set(SUBORDINATING) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text", "clauses", "linked"),
    [
        ("en", "I live here because it is quiet. I like it.", 3, 1),
        ("en", "When I was a child, I played in the garden, and we had no television.", 3, 1),
        ("en", "I bought apples, pears and bananas.", 1, 0),
        ("en", "Well, because I was hungry.", 1, 1),
        ("de", "Ich wohne in Köln, weil ich dort studiere, und meine Freunde leben dort.", 3, 1),
        ("fr", "J’habite à Lyon parce qu’il y a du travail, et j’aime bien la ville.", 3, 1),
        ("es", "Vivo en Madrid porque tengo trabajo allí, pero me gusta el mar.", 3, 1),
        ("it", "Abito a Roma perché lavoro lì, ma vorrei vivere al mare.", 3, 1),
        ("pt", "Moro no Porto porque trabalho lá, mas gosto do mar.", 3, 1),
        ("zh", "我喜欢住在这里，因为这里很安静。虽然房子很小，但是很舒服。", 4, 2),
    ],
)
def test_linked_clauses_are_counted(language: str, text: str, clauses: int, linked: int) -> None:
    found = counted(text, language)
    assert (found.clauses, found.linked) == (clauses, linked)


def test_the_length_of_sentences_is_their_average() -> None:
    found = counted("I live in a flat. It is small.")
    assert (found.sentences, found.sentence_words) == (2, 4.0)
    assert counted("我喜欢猫。", "zh").sentence_words == 4.0


@pytest.mark.parametrize("text", ["", "…", " . "])
def test_nothing_said_is_nothing_counted(text: str) -> None:
    assert linking([text], "en") is None


def test_a_language_without_a_list_is_not_guessed_at() -> None:
    assert linking(["Ik woon hier omdat het rustig is."], "nl") is None

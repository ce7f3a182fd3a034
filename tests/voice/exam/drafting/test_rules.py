"""Questions drafted by rule."""

from __future__ import annotations

import pytest

from voice.exam.drafting.passages import Passage
from voice.exam.drafting.rules import definition_of, proposals
from voice.exam.model.bank import LanguageCode


@pytest.mark.parametrize(
    ("language", "sentence", "question"),
    [
        ("en", "Osmosis is the movement of water through a membrane.", "What is Osmosis?"),
        ("en", "The nucleus is an organelle with a double membrane.", "What is the nucleus?"),
        ("en", "An enzyme is a protein that speeds up reactions.", "What is an enzyme?"),
        ("en", "Enzymes are proteins that speed up reactions.", "What are Enzymes?"),
        ("de", "Die Zelle ist die kleinste Einheit des Lebens.", "Was ist die Zelle?"),
        ("de", "Enzyme sind die Katalysatoren der Zelle.", "Was sind Enzyme?"),
        ("fr", "La cellule est la plus petite unité du vivant.", "Qu'est-ce que la cellule ?"),
        ("es", "La célula es la unidad más pequeña de la vida.", "¿Qué es la célula?"),
        ("it", "La cellula è la più piccola unità della vita.", "Che cos'è la cellula?"),
        ("pt", "A célula é a menor unidade da vida.", "O que é a célula?"),
        ("pt", "As células são as unidades da vida.", "O que são as células?"),
        ("zh", "细胞是生命的最小单位。", "细胞是什么？"),
    ],
)
def test_a_definition_is_asked_for(language: LanguageCode, sentence: str, question: str) -> None:
    assert definition_of(sentence, language) == question


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It is the smallest unit of life."),
        ("en", "This is the reason for everything."),
        ("en", "There is a membrane around it."),
        ("en", "Water is wet."),
        ("en", "What is a cell?"),
        ("en", "If the door is the only way out, people run."),
        ("de", "Bei Pflanzen ist die Zellwand aus Zellulose."),
        ("de", "Es ist die kleinste Einheit des Lebens."),
        ("zh", "它是生命的最小单位。"),
    ],
)
def test_not_every_is_defines(language: LanguageCode, sentence: str) -> None:
    assert definition_of(sentence, language) == ""


def test_a_passage_is_asked_about_by_its_definitions_and_heading() -> None:
    passage = Passage(
        "Membranes",
        ("Osmosis is the movement of water.", "It needs no energy at all.", "Really.",
         "Turgor is the pressure within a plant cell.", "Why is that?"),
    )  # fmt: skip
    found = proposals(passage, "en")
    assert [one.question for one in found] == [
        "What is Osmosis?",
        "What is Turgor?",
        "What can you tell me about this: Membranes?",
    ]
    assert found[0].quotes == passage.sentences[:2]
    assert found[2].quotes == (*passage.sentences[:2], passage.sentences[3])


def test_a_heading_that_asks_is_the_question() -> None:
    (found,) = proposals(Passage("Why do cells divide?", ("To grow and to replace others.",)), "en")
    assert found.question == "Why do cells divide?"


def test_without_a_definition_or_heading_nothing_is_asked() -> None:
    assert proposals(Passage("", ("We went to see the sea.",)), "en") == []

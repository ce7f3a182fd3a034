"""Rules say exactly when one clause turns another round, and are silent otherwise."""

from __future__ import annotations

import pytest

from voice.exam.text.claims import Reader, Rivals, contrasted
from voice.exam.text.lexical import Words
from voice.exam.text.objections import Relation, relation

SAME, TURNED, APART = Relation.SAME, Relation.TURNED, Relation.APART
MITOSIS = (("mitosis", "meiosis"),)
CELLS = (("prokaryote / prokaryotes / bacteria / bacterium", "eukaryote / eukaryotes"),)


def compare(
    one: str, other: str, language: str = "en", rivals: tuple[tuple[str, ...], ...] = ()
) -> Relation:
    """How the last clause of `one` stands to the first of `other`."""
    words = Words(language)
    question = " ".join(name for group in rivals for name in group).replace("/", " ")
    reader = Reader(words, language, Rivals(rivals, words, question))
    return relation(reader.claims(one)[-1], reader.claims(other)[0])


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "A bacterium has no nucleus.", "A bacterium has a nucleus."),
        ("en", "Bacteria don't have nuclei", "Bacteria have nuclei"),
        ("en", "Arteries have thicker walls than veins", "Arteries have thinner walls than veins"),
        ("en", "The reaction rate increases with heat", "the reaction rate decreases with heat"),
        ("en", "Arteries have thicker walls than veins", "Veins have thicker walls than arteries"),
        ("en", "Light energy turns into heat energy.", "Heat energy turns into light energy."),
        ("en", "RNA has thymine in place of uracil.", "RNA uses uracil instead of thymine."),
        ("en", "It loads a page rather than a block", "It loads a block rather than a page"),
        ("en", "It loads pages, not blocks", "It loads blocks, not pages"),
        ("en", "Not the block but the page is loaded", "Not the page but the block is loaded"),
        ("en", "Microsoft does the updates", "The owner does the updates, not Microsoft"),
        ("en", "The owner doesn't do the updates", "The owner does the updates, not Microsoft"),
        ("fr", "il charge des pages, pas des blocs", "il charge des blocs, pas des pages"),
        ("de", "RNA hat Thymin statt Uracil", "RNA hat Uracil anstelle von Thymin"),
        (
            "fr",
            "L'ARN a la thymine au lieu de l'uracile",
            "L'ARN a l'uracile à la place de la thymine",
        ),
        ("en", "It boils at 0 degrees.", "It boils at 100 degrees."),
        ("en", "The cell has forty-four chromosomes", "The cell has 46 chromosomes."),
        ("en", "Positive.", "negative"),
        ("en", "This is false.", "This is true."),
        ("de", "Eine Bakterie hat keinen Zellkern.", "Eine Bakterie hat einen Zellkern."),
        ("de", "Arterien sind größer als Venen", "Arterien sind kleiner als Venen"),
        ("fr", "La bactérie n'a pas de noyau.", "La bactérie a un noyau."),
    ],
)
def test_the_same_turned_round_is_objected_to(language: str, one: str, other: str) -> None:
    assert compare(one, other, language) is TURNED
    assert compare(other, one, language) is TURNED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A bacterium has no nucleus.", "Bacterium: no nucleus."),
        ("Arteries have thicker walls than veins.", "Veins have thinner walls than arteries."),
        ("Arteries have walls not thinner than veins", "Arteries have thicker walls than veins"),
        ("It boils at a hundred degrees.", "It boils at 100 degrees."),
        ("Microsoft doesn't do the updates", "The owner does the updates, not Microsoft"),
        ("The owner does the updates", "The owner does the updates, not Microsoft"),
        ("It loads blocks, not pages", "It loads a block instead of a page"),
        ("It doesn't load pages but blocks", "It loads blocks, not pages"),
        ("In place of thymine RNA has uracil.", "RNA uses uracil instead of thymine."),
        ("Plants take in carbon dioxide.", "Carbon dioxide is taken in by plants."),
        ("Members are public and private.", "Members are private and public."),
        ("It works inside or outside the cell", "It works outside and inside the cell"),
    ],
)
def test_the_same_in_other_words_is_not(one: str, other: str) -> None:
    assert compare(one, other) is SAME


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Mitosis gives four cells.", "Meiosis gives four cells.", TURNED),
        ("Meiosis gives four cells.", "Meiosis gives four cells.", SAME),
        ("Mitosis gives two cells.", "Meiosis gives four cells.", APART),
        ("Meiosis has two divisions, it gives four cells.", "Meiosis gives four cells.", SAME),
        ("Meiosis has two divisions, whereas the other gives four cells.",
         "Meiosis gives four cells.", TURNED),
        ("Mitosis makes two cells and the other gives four cells.",
         "Meiosis gives four cells.", SAME),
    ],
)  # fmt: skip
def test_what_is_true_of_one_thing_is_not_of_its_rival(
    one: str, other: str, wanted: Relation
) -> None:
    assert compare(one, other, rivals=MITOSIS) is wanted


BASES = (("thymine", "uracil"),)


@pytest.mark.parametrize(
    "said",
    [
        "RNA uses thymine instead of uracil",
        "In RNA, thymine replaces uracil",
        "RNA has thymine rather than uracil",
        "In place of uracil RNA has thymine",
        "RNA has thymine, not uracil",
        "There is thymine and not uracil",
        "It is not uracil but thymine",
    ],
)
def test_rivals_may_stand_for_each_other(said: str) -> None:
    wording = "RNA has uracil in place of thymine."
    assert compare(said, wording, rivals=BASES) is TURNED
    right = said.replace("thymine", "x").replace("uracil", "thymine").replace("x", "uracil")
    assert compare(right, wording, rivals=BASES) is SAME


def test_an_opposite_in_a_name_is_heard() -> None:
    membranes = (("inner membrane", "outer membrane"),)
    said = "There are two, and the inner one is folded."
    assert compare(said, "The outer membrane is folded.", rivals=membranes) is TURNED
    assert compare(said, "The inner membrane is folded.", rivals=membranes) is SAME


def test_two_turns_are_none() -> None:
    denied = "Bacteria have no nucleus."
    assert compare("Eukaryotes are larger.", "Bacteria are smaller.", rivals=CELLS) is SAME
    assert compare("Only eukaryotes have a nucleus.", denied, rivals=CELLS) is SAME
    assert compare("Eukaryotes have no nucleus.", denied, rivals=CELLS) is TURNED


@pytest.mark.parametrize(
    ("language", "question", "sides"),
    [
        ("en", "What is the difference between mitosis and meiosis?", ["mitosis", "meiosis"]),
        ("en", "How does a prokaryotic cell differ from a eukaryotic cell?", None),
        ("en", "How does an artery differ from a vein?", ["artery", "vein"]),
        ("en", "Compare arteries and veins.", ["arteries", "veins"]),
        ("de", "Was ist der Unterschied zwischen Arterien und Venen?", ["Arterien", "Venen"]),
        ("en", "What is osmosis?", None),
    ],
)
def test_a_question_tells_what_it_contrasts(
    language: str, question: str, sides: list[str] | None
) -> None:
    found = contrasted(question, Words(language), language)
    # Two names that share a word ("cell") cannot be told apart by it.
    assert found == ([] if sides is None else [sides])

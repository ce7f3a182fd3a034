"""Terms that recognition misheard are put right, and nothing else is touched."""

from __future__ import annotations

import pytest

from voice.exam.text.misheard import Terms

TERMS = Terms(
    ["mitochondria", "prokaryotic", "eukaryotes", "ribosomes", "helicase", "nucleotides",
     "meiosis", "mitosis", "chlorophyll", "cytoplasm", "polymerase", "carbon dioxide"],
    ["The cell has a membrane."],
)  # fmt: skip


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("no mighty chondria", "no mitochondria"),
        ("a pro carry otic cell", "a prokaryotic cell"),
        ("while you carry oats have them", "while eukaryotes have them"),
        ("their rye besomes are smaller", "their ribosomes are smaller"),
        ("heal a case unwinds it", "helicase unwinds it"),
        ("nuclear tides are added", "nucleotides are added"),
        ("my oasis has two divisions", "meiosis has two divisions"),
        ("my toe sis only one", "mitosis only one"),
    ],
)
def test_what_sounds_like_a_term_is_read_as_it(heard: str, meant: str) -> None:
    assert TERMS.repair(heard).text == meant


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("some thing you no", "something you know"),
        ("the hole region is lost", "the whole region is lost"),
        ("There is no hole region", "There is no whole region"),
        ("a cooler tear", "a cooler tier"),
        ("you say no", "you say no"),
        ("the right way", "the right way"),  # an item that speaks of neither writing nor weighing
    ],
)
def test_what_sounds_the_same_is_read_as_what_the_item_is_about(heard: str, meant: str) -> None:
    terms = Terms(
        ["whole region", "tier"],
        ["It is something you know."],
        {"hole": "whole", "tear": "tier", "you no": "you know", "write": "right"},
    )
    assert terms.repair(heard).text == meant


@pytest.mark.parametrize(
    "said",
    [
        "mitosis has one division",
        "carbon monoxide",
        "the cell has a membrane",
        "a simple sample of cells",
        "I am out of my depth here",
        "",
    ],
)
def test_what_is_no_term_stays(said: str) -> None:
    assert TERMS.repair(said).text == said


def test_a_quote_leads_back_to_what_was_said() -> None:
    said = "There are no mighty chondria in it."
    repaired = TERMS.repair(said)
    start = repaired.text.index("mitochondria")
    first, last = repaired.original(start, start + len("mitochondria"))
    assert said[first:last] == "mighty chondria"
    first, last = repaired.original(0, len(repaired.text))
    assert said[first:last] == said

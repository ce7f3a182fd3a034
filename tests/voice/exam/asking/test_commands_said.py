"""Hundreds of utterances, each with what it must be taken for, and what is left of an answer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.recordings import DATA
from voice.conversation.modes import PROMPTS_FOLDER
from voice.core.languages import LANGUAGES
from voice.exam.asking.commands import (
    Command,
    content_of,
    is_answer,
    recognise,
    says_nothing,
)
from voice.exam.banks.file import read_bank

FILES = ("reviewed", "held_out", "written")

ALIASES = {"slower": "slowly", "time": "time_left", "answer_cmd": "the answer", "other": "answer"}
"""What the files call a command, to what `taken_for` calls it."""


def rows(file: str, language: str) -> Iterator[tuple[str, set[str]]]:
    """What is said in one language, with what it may be taken for."""
    path = DATA / "commands" / f"{file}.tsv"
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["language"] == language:
                yield row["said"], {ALIASES.get(one, one) for one in row["command"].split("|")}


def taken_for(said: str, language: str) -> str:
    command = recognise(said, language)
    if command is not None:
        return "the answer" if command is Command.ANSWER else command.value
    if says_nothing(said, language):
        return "nothing"
    return "answer" if is_answer(said, language) else "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_it_is_taken_for_what_it_is(file: str, language: str) -> None:
    wrong = [
        f"{said!r} is taken for {taken!r}, not for {' or '.join(sorted(wanted))}"
        for said, wanted in rows(file, language)
        if (taken := taken_for(said, language)) not in wanted
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_answers_are_marked(language: str) -> None:
    wrong = [
        f"{said!r} would be marked as {content_of(said, language)!r}"
        for file in FILES
        for said, wanted in rows(file, language)
        if is_answer(said, language) != (taken_for(said, language) == "answer")
    ]
    assert not wrong, "\n".join(wrong)


def test_there_are_enough_of_them() -> None:
    for language in LANGUAGES:
        wanted = [each for file in FILES for _, each in rows(file, language)]
        commands = set().union(*wanted)
        assert {"repeat", "hint", "skip", "done", "clarify", "verify", "unknown"} <= commands
        assert sum(each == {"answer"} for each in wanted) >= 8


@pytest.mark.parametrize(
    ("language", "said", "content"),
    [
        ("en", "I don't know, maybe it is the nucleus.", "maybe it is the nucleus."),
        ("en", "I don't know maybe it is the nucleus", "maybe it is the nucleus"),
        ("en", "I'm not sure but I think it's osmosis", "but I think it's osmosis"),
        ("en", "Let me think, it's the mitochondrion.", "it's the mitochondrion."),
        ("en", "Um, okay. It makes ATP. That's all. Thank you.", "It makes ATP."),
        ("en", "It makes ATP. Is that correct?", "It makes ATP."),
        ("en", "Sorry, can you repeat that? It makes ATP.", "It makes ATP."),
        ("de", "Keine Ahnung, vielleicht der Zellkern.", "vielleicht der Zellkern."),
        ("de", "weiß nicht vielleicht der Kern", "vielleicht der Kern"),
        ("de", "Der Kern, stimmt das?", "Der Kern"),
        ("fr", "Je ne sais pas, peut-être mon vélo.", "peut-être mon vélo."),
        ("fr", "je sais pas peut-être le noyau", "peut-être le noyau"),
        ("es", "No lo sé, pero creo que es el núcleo.", "pero creo que es el núcleo."),
        ("it", "Non lo so, forse il nucleo.", "forse il nucleo."),
        ("pt", "Não sei, talvez o núcleo.", "talvez o núcleo."),
        ("zh", "我不知道，可能是细胞核。", "可能是细胞核。"),
        ("zh", "我不知道可能是细胞核", "可能是细胞核"),
    ],
)
def test_only_the_part_that_answers_counts(language: str, said: str, content: str) -> None:
    assert content_of(said, language) == content


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It is mitosis. No, wait, it is meiosis."),
        ("en", "Mitosis, sorry, meiosis."),
        ("de", "Mitose, Moment, Meiose."),
        ("en", "Initiation, elongation, stop."),
        ("en", "Start codon. Stop. Then release."),
        ("en", "Sort the first half, then move on."),
        ("en", "nothing else but osmosis"),
        ("en", "-40 degrees"),
        ("en", "0.5 or 1,000"),
        ("en", "Yes."),
        ("en", "No, both."),
        ("de", "Nein."),
        ("fr", "Oui, les deux."),
        ("zh", "不是。"),
    ],
)
def test_an_answer_stays_whole(language: str, said: str) -> None:
    assert is_answer(said, language)
    assert content_of(said, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ""),
        ("en", "..."),
        ("en", "Thank you."),
        ("en", "I don't know. Sorry."),
        ("en", "no i really don't know sorry can we skip it"),
        ("en", "Yes. Next question."),
        ("en", "What do you mean?"),
        ("de", "Ähm, keine Ahnung ehrlich gesagt."),
        ("fr", "C'est juste ?"),
    ],
)
def test_nothing_is_left_of_what_is_no_answer(language: str, said: str) -> None:
    assert not is_answer(said, language)
    assert content_of(said, language) == ""


def test_much_that_is_no_answer_leaves_nothing() -> None:
    assert content_of("I don't know. " * 30, "en") == ""
    assert content_of("Okay, well, so, " * 200 + "osmosis.", "en") == "osmosis."


@pytest.mark.parametrize(
    "bank", sorted((PROMPTS_FOLDER / "banks").glob("*.yaml")), ids=lambda f: f.stem
)
def test_our_model_answers_count_in_full(bank: Path) -> None:
    loaded = read_bank(bank).bank
    assert loaded is not None
    for placed in loaded.walk():
        said = " ".join(placed.item.model_answer.split())
        assert content_of(said, loaded.language) == said

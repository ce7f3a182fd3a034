"""Whether a part of a task was addressed is heard in the student's own words, and in nothing else.

`tests/data/marking/aspects.tsv` has answers to items of the speaking tests: m (made) or n (not
made) for each key point of the item, or for the one that was asked about. The weights rest on the
half "tune"; "kept" was kept apart, and "later" was written when everything else was done.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base import Float32
from models.embed_use import UniversalSentenceEncoder
from tests.models.fetched import weights
from voice.exam.aspects.aspects import Addressed, Task, addressed, dealt
from voice.exam.banks.file import read_bank
from voice.exam.model.bank import Bank, Item, worth
from voice.exam.model.record import SURE_FROM

BANKS = Path(__file__).parents[4] / "prompts" / "banks"
ANSWERS = Path(__file__).parents[3] / "data" / "marking" / "aspects.tsv"
SPEAKING = ("english-speaking", "german-speaking", "french-speaking")

GOOD = (
    "It's an apartment on the edge of the city. There are two bedrooms and a balcony where I grow "
    "tomatoes. I'm happy there because my neighbours are friendly."
)
OFF_TOPIC = (
    "My favourite sport is volleyball because it's fast. For example last year we won the cup and "
    "I scored the final point. Once I broke my arm."
)


@cache
def _encoder() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder(weights("use-multilingual-v3"))


_KNOWN: dict[str, Float32] = {}


def embed(texts: Sequence[str]) -> Float32:
    """Directions, each text read once."""
    new = [text for text in dict.fromkeys(texts) if text not in _KNOWN]
    if new:
        _KNOWN.update(zip(new, _encoder().embed(new), strict=True))
    return np.stack([_KNOWN[text] for text in texts])


def verdicts(found: Sequence[Addressed]) -> list[str]:
    """Verdicts, with a question mark where they are unsure."""
    return [one.verdict + ("" if one.confidence >= SURE_FROM else "?") for one in found]


# --- single answers ---------------------------------------------------------------------------


def test_every_part_said_in_own_words_counts() -> None:
    assert verdicts(addressed(HOME, [GOOD], "en", embed)) == ["made"] * 3


def test_a_part_is_shown_by_the_clause_that_addresses_it() -> None:
    found = addressed(HOME, [GOOD], "en", embed)
    shown = [one.span.text for one in found if one.span]
    assert shown[0].startswith("It's an apartment")
    assert shown[1] == "There are two bedrooms and a balcony where I grow tomatoes."
    assert shown[2] == "I'm happy there because my neighbours are friendly."
    for one in found:
        assert one.span is not None
        assert GOOD[one.span.start : one.span.end] == one.span.text


def test_what_was_left_out_does_not_count() -> None:
    said = "I live with my parents in a small village in the mountains."
    found = addressed(HOME, [said], "en", embed)
    assert found[0].verdict == "made"
    assert verdicts(found[1:]) == ["not_made"] * 2


def test_one_clause_does_not_serve_two_parts() -> None:
    found = addressed(HOME, ["I love my tiny apartment in the city centre"], "en", embed)
    assert [one.verdict for one in found].count("made") == 1


@pytest.mark.parametrize(
    "said",
    [
        OFF_TOPIC,
        "",
        "I don't know.",
        "Hmm, that's a good question. I really don't know.",
        "What do you mean? Could you repeat the question?",
        "What kind of place do I live in, what is it like, and how do I like it.",
        "House, garden, kitchen, three bedrooms, bathroom, quiet, because, comfortable.",
        "Because.",
    ],
)
@pytest.mark.parametrize("encoder", ["encoder", "stems"])
def test_what_is_no_answer_earns_nothing(said: str, encoder: str) -> None:
    found = addressed(HOME, [said], "en", embed if encoder == "encoder" else None)
    assert verdicts(found) == ["not_made"] * 3


def test_a_reason_without_content_is_half_a_reason() -> None:
    said = (
        "It's a house in a village with a big garden. There are four rooms. It's because it's nice."
    )
    assert addressed(HOME, [said], "en", embed)[2].verdict == "partly"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Da fällt mir leider gar nichts ein."),
        ("fr", "Je ne sais pas, je n'ai aucune idée."),
        ("es", "No lo sé, no se me ocurre nada."),
        ("it", "Non lo so, non mi viene in mente niente."),
        ("pt", "Não sei, não faço ideia."),
        ("zh", "我不知道。"),
    ],
)
def test_not_knowing_earns_nothing_in_any_language(language: str, said: str) -> None:
    assert verdicts(addressed(HOME, [said], language, embed)) == ["not_made"] * 3


# --- follow-ups -------------------------------------------------------------------------------


def test_a_short_reply_counts_for_what_was_asked() -> None:
    said = ["I live in a village.", "Because it's so quiet."]
    assert addressed(HOME, said, "en", embed, [None, 2])[2].verdict == "made"


def test_a_reply_about_something_else_does_not_count() -> None:
    said = ["I live in a village.", "Elephants are the largest animals on land."]
    assert verdicts(addressed(HOME, said, "en", embed, [None, 2]))[2] == "not_made"


def test_the_clause_of_a_reply_is_found_in_the_reply() -> None:
    span = addressed(HOME, ["I live in a village.", "There are two rooms."], "en", embed, [None, 1])
    assert span[1].span is not None
    assert span[1].span.answer == 1


# --- the student's own subject ----------------------------------------------------------------


def test_an_answer_may_be_about_the_students_own_abstract() -> None:
    item = _bank("thesis-defence").find("limitations").item
    said = (
        "The nurses wrote down their sleep themselves, but nobody looked at the clock. So the "
        "hours are probably too high, for the night shift more than for the day shift."
    )
    abstract = (
        "This thesis asks how shift work affects the sleep of nurses in a hospital.",
        "Nurses on the night shift and the day shift kept sleep diaries for two weeks.",
    )
    without, with_it = (
        Task(item, "en", embed, about).addressed([said])[0] for about in ((), abstract)
    )
    assert with_it.verdict == "made"
    assert with_it.confidence > (
        without.confidence if without.verdict == "made" else 1 - without.confidence
    )


# --- any answer -------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=3), st.sampled_from(["en", "de", "zh", "xx"]))
def test_whatever_is_said_is_judged(said: list[str], language: str) -> None:
    found = addressed(HOME, said, language, None)
    assert len(found) == 3
    for one in found:
        assert 0.5 <= one.confidence <= 1
        if one.span is not None:
            assert said[one.span.answer][one.span.start : one.span.end] == one.span.text


def test_clauses_are_dealt_to_the_best_total() -> None:
    # The first clause suits both points, the second one only the first.
    assert dealt([[0.9, 0.8], [0.7, 0.0]], 2) == {0: 1, 1: 0}
    assert dealt([], 2) == {}


# --- many answers -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled answer."""

    bank: str
    item: Item
    kind: str
    asked: int | None  # index of the key point
    labels: str
    answer: str

    @property
    def found(self) -> tuple[Addressed, ...]:
        """What is made of it, for the points that have labels."""
        found = addressed(self.item, [self.answer], _bank(self.bank).language, embed, [self.asked])
        return found if self.asked is None else (found[self.asked],)


@cache
def _bank(name: str) -> Bank:
    loaded = read_bank(BANKS / f"{name}.yaml")
    assert loaded.bank is not None, loaded.problems
    return loaded.bank


HOME = _bank("english-speaking").find("home-describe").item


def unseen() -> Iterator[Row]:
    """Answers on which nothing rests."""
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["half"] != "tune":
                asked = int(row["asked"]) - 1 if row["asked"] else None
                item = _bank(row["bank"]).find(row["item"]).item
                yield Row(row["bank"], item, row["kind"], asked, row["labels"], row["answer"])


def share(one: Addressed) -> float:
    """Of the marks; what is unsure counts half."""
    if one.confidence < SURE_FROM:
        return 0.5
    return {"made": 1.0, "partly": 0.5, "not_made": 0.0}[one.verdict]


def awarded(row: Row) -> float:
    """Share of the item's marks that is given."""
    return worth([share(one) for one in row.found], row.item.choices) / row.item.marks


def deserved(row: Row) -> float:
    """Share of the item's marks by the labels."""
    return worth([float(label == "m") for label in row.labels], row.item.choices) / row.item.marks


@pytest.mark.parametrize("bank", SPEAKING)
def test_complete_answers_get_most_of_the_marks(bank: str) -> None:
    rows = [row for row in unseen() if row.bank == bank and row.kind in ("full", "long")]
    assert np.mean([awarded(row) for row in rows]) >= 0.75


def test_talk_about_something_else_gets_nothing() -> None:
    assert np.mean([awarded(row) for row in unseen() if row.kind == "off"]) <= 0.02


def test_evasions_lists_and_questions_get_nothing() -> None:
    kinds = ("evasive", "list", "unknown", "question")
    assert np.mean([awarded(row) for row in unseen() if row.kind in kinds]) <= 0.05


def test_partial_answers_get_about_what_they_deserve() -> None:
    errors = [abs(awarded(row) - deserved(row)) for row in unseen() if row.kind == "partial"]
    assert np.mean(errors) <= 0.15


def test_what_is_sure_is_right() -> None:
    sure = [
        (one.verdict, label)
        for row in unseen()
        for one, label in zip(row.found, row.labels, strict=True)
        if one.confidence >= SURE_FROM
    ]
    made = [label == "m" for verdict, label in sure if verdict != "not_made"]
    unmade = [label == "n" for verdict, label in sure if verdict == "not_made"]
    assert np.mean(made) >= 0.93
    assert np.mean(unmade) >= 0.88


# --- the banks --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*SPEAKING, "thesis-defence"])
def test_parts_of_tasks_have_whole_examples(name: str) -> None:
    for placed in _bank(name).walk():
        for point in placed.item.key_points:
            where = f"{placed.item.id}: {point.text}"
            assert point.aspect is not None, where
            assert 4 <= len(point.accept) <= 6, where
            assert point.follow_up, where
            for text in (point.text, point.follow_up, *point.accept):
                assert "…" not in text, where
                assert "..." not in text, where


@pytest.mark.parametrize("name", SPEAKING)
def test_example_answers_address_their_task(name: str) -> None:
    bank = _bank(name)
    for placed in bank.walk():
        item = placed.item
        found = addressed(item, [item.model_answer], bank.language, None)
        earned = worth([share(one) for one in found], item.choices) / item.marks
        assert earned >= 0.75, item.id

"""A thesis defence is about the student's own thesis: talk about another one earns less."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.models.fetched import weights
from voice.exam.aspects.clauses import without_read_out
from voice.exam.banks.file import read_bank
from voice.exam.marking.marker import Marker
from voice.exam.marking.witnesses import Witnesses, load
from voice.exam.model.bank import Item, KeyPoint
from voice.exam.model.record import Answer, Mark, PointMark
from voice.exam.text.lexical import Words

DEFENCES = Path(__file__).parents[3] / "data" / "marking" / "defences.yaml"
BANK = Path(__file__).parents[4] / "prompts" / "banks" / "thesis-defence.yaml"


class Told(NamedTuple):
    """An answer of the file beside an abstract of it."""

    half: str
    item: str
    said: str
    abstract: str
    own: bool  # whether the abstract is that of the thesis which the answer is about


@cache
def told() -> tuple[Told, ...]:
    theses: list[dict[str, Any]] = yaml.safe_load(DEFENCES.read_text(encoding="utf-8"))
    return tuple(
        Told(one["half"], item, said, one["abstract"], one is other)
        for one in theses
        for other in theses
        if one["half"] == other["half"]
        for item, said in other["answers"].items()
    )


@cache
def item(name: str) -> Item:
    bank = read_bank(BANK).bank
    assert bank is not None
    return bank.find(name).item


@cache
def witnesses() -> Witnesses:
    return load(lambda name, role: weights(name))


@cache
def marker(abstract: str, models: bool = True) -> Marker:
    return Marker(witnesses() if models else Witnesses(), None, "en", material=abstract)


def mark(by: Marker, name: str, *answers: Answer) -> Mark:
    return asyncio.run(by.look(item(name), answers))


def of_own_work(name: str, made: Mark) -> list[PointMark]:
    points = zip(item(name).key_points, made.points, strict=True)
    return [found for point, found in points if point.about == "material"]


@pytest.mark.parametrize("half", ["tune", "kept"])
@pytest.mark.parametrize("models", [True, False], ids=["models", "words"])
def test_only_talk_about_ones_own_thesis_states_its_question_and_result(
    half: str, models: bool
) -> None:
    own: list[PointMark] = []
    strange: list[PointMark] = []
    for one in told():
        if one.half == half and one.item != "short":
            made = mark(marker(one.abstract, models), one.item, Answer(one.said))
            (own if one.own else strange).extend(of_own_work(one.item, made))
    assert sum(point.share for point in strange) <= 0.03 * len(strange)
    assert not any(point.verdict == "made" and point.sure for point in strange)
    assert sum(point.share for point in own) >= 0.6 * len(own)
    assert sum(point.sure and not point.share for point in own) <= 0.05 * len(own)


def test_what_every_thesis_has_needs_no_abstract() -> None:
    said = Answer(
        "Its main limit is that we only had a small group of people, so the numbers are uncertain. "
        "To reduce that, I asked all of them twice."
    )
    abstract = next(one.abstract for one in told())
    without = mark(marker(""), "limitations", said)
    assert mark(marker(abstract), "limitations", said).total >= without.total > 0


@pytest.mark.parametrize("half", ["tune", "kept"])
def test_a_short_reply_about_the_method_is_never_surely_wrong(half: str) -> None:
    for one in told():
        if one.half == half and one.item == "short" and one.own:
            reply = Answer(one.said, "follow_up", "How did you go about it?", point=2)
            summary = next(
                other.said
                for other in told()
                if other.own and other.abstract == one.abstract and other.item == "summary"
            )
            both = mark(marker(one.abstract), "summary", Answer(summary), reply)
            assert both.points[2].share >= 0.5, one.said


def test_reading_out_the_sentence_that_was_quoted_is_no_answer() -> None:
    thesis = next(one for one in told() if one.own)
    quoted = (
        "Towns on rivers grew twice as fast until 1700, but the lead disappeared once paved roads "
        "were built."
    )
    assert quoted in " ".join(thesis.abstract.split())
    question = item("quote-plain").question.replace("{quote}", quoted)
    read_out = mark(marker(thesis.abstract), "quote-plain", Answer(quoted, prompt=question))
    assert read_out.total == 0
    explained = (
        "It means that places with a river did better for a long time, and that this was over when "
        "carts could travel on good roads. Paved means that there are stones on the road. For "
        "example, Mainz had many ships, and then the goods went by cart."
    )
    answer = Answer(explained, prompt=question)
    assert mark(marker(thesis.abstract), "quote-plain", answer).total >= 1.5


def test_only_whole_sentences_that_repeat_the_prompt_are_left_out() -> None:
    words, prompt = Words("en"), "You write: Rivers carry goods to towns. What follows from it?"
    said = "Rivers carry goods to towns. So towns on rivers are rich."
    left = without_read_out(said, prompt, words)
    assert left.strip() == "So towns on rivers are rich."
    assert len(left) == len(said)
    assert without_read_out(said, "", words) == said


def test_a_fact_cannot_be_about_the_material() -> None:
    with pytest.raises(ValueError, match="has no aspect"):
        KeyPoint(text="A cell has a nucleus.", about="material")

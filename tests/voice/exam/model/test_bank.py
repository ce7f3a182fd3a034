"""What a bank may hold, its published schema, and the banks that come with Viva."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tests.voice.exam.banks.samples import ITEM, yaml_of
from voice.exam.banks.file import parse_bank, read_bank
from voice.exam.banks.schema import SCHEMA_FILE, schema
from voice.exam.model.bank import QUOTE, Bank, Item, slug

SHIPPED = sorted(SCHEMA_FILE.parent.glob("*.yaml"))


def shipped(file: Path) -> Bank:
    """A bank that comes with Viva."""
    bank = read_bank(file).bank
    assert bank
    return bank


def plain(text: str) -> str:
    """Letters and digits only, so that punctuation hides no leak."""
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- items ------------------------------------------------------------------------------------


def test_an_item_is_named_after_its_question() -> None:
    assert Item.model_validate(ITEM).id == "what-is-osmosis"
    assert Item.model_validate({**ITEM, "id": "mine"}).id == "mine"
    assert slug("Qu'est-ce qu'une école élémentaire ?") == "qu-est-ce-qu-une-ecole-elementaire"
    assert slug("什么是细胞？").startswith("item-")
    assert slug("什么是细胞？") != slug("什么是渗透？")


def test_marks_are_the_sum_of_the_points() -> None:
    points = [{"text": "a", "marks": 0.5}, {"text": "b"}, {"text": "c", "marks": 2}]
    assert Item.model_validate({**ITEM, "key_points": points}).marks == 3.5


@pytest.mark.parametrize(
    "change",
    [
        {"question": ""},
        {"question": "What of {this}?"},
        {"question": "x" * 401},
        {"key_points": []},
        {"key_points": [{"text": "a", "marks": 0.25}]},
        {"key_points": [{"text": "a", "marks": 0}]},
        {"key_points": [{"text": "a", "marks": "nan"}]},
        {"difficulty": 6},
        {"seconds": 0},
        {"id": "Not A Name"},
        {"answer": "unknown field"},
    ],
)
def test_what_an_item_may_not_hold(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Item.model_validate({**ITEM, **change})


def test_a_quote_of_the_students_own_may_stand_in_a_question() -> None:
    assert QUOTE in Item.model_validate({**ITEM, "question": f"Why “{QUOTE}”?"}).question


def test_items_are_found_where_they_stand() -> None:
    bank = parse_bank(yaml_of(ITEM, {**ITEM, "id": "other"}), "my.yaml").bank
    assert bank
    placed = bank.find("other")
    assert (placed.topic.title, placed.subtopic.title) == ("Cells", "Membranes")
    with pytest.raises(KeyError):
        bank.find("gone")


# --- the schema -------------------------------------------------------------------------------


def test_the_published_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema(), (
        "run python -m voice.exam.banks.schema"
    )


def test_editors_are_told_what_each_field_is_for() -> None:
    made = json.loads(schema())
    for part in (made, *made["$defs"].values()):
        for name, field in part["properties"].items():
            obvious = name in {"title", "question", "author", "licence", "subtopics", "topics",
                               "items"}  # fmt: skip
            assert obvious or field.get("description"), f"{name} is not explained"
        assert part["additionalProperties"] is False


# --- the banks that come with Viva ------------------------------------------------------------


def test_seven_banks_come_with_viva() -> None:
    assert {file.stem for file in SHIPPED} >= {
        "azure-fundamentals",
        "cell-biology",
        "english-speaking",
        "french-speaking",
        "german-speaking",
        "machine-learning",
        "thesis-defence",
    }


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_bank_is_sound_and_complete(file: Path) -> None:
    assert read_bank(file).problems == ()
    bank = shipped(file)
    items = [placed.item for placed in bank.walk()]
    assert len(items) >= 20
    assert len({item.id for item in items}) == len(items)
    assert bank.instructions
    assert bank.closing
    assert bank.description
    assert bank.licence
    for item in items:
        assert item.model_answer, f"{item.id} has no model answer"
        assert item.hints, f"{item.id} has no hint"
        assert len(item.key_points) >= 2, f"{item.id} has one key point only"
        assert any(point.follow_up for point in item.key_points), f"{item.id}: no follow-up"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_the_examiner_says_gives_no_key_point_away(file: Path) -> None:
    bank = shipped(file)
    for placed in bank.walk():
        item = placed.item
        for point in item.key_points:
            for said in (item.question, *item.hints, point.follow_up):
                assert plain(point.text) not in plain(said), f"{item.id}: {said}"
                # In a language exam they are turns of phrase, such as "used to be"; in others
                # a word or two may be what the question is about.
                for other in point.accept if bank.assesses == "knowledge" else ():
                    leaked = len(other.split()) > 2 and plain(other) in plain(said)
                    assert not leaked, f"{item.id}: {said}"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_bank_names_its_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=bank.schema.json"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_bank_holds_no_half_written_text(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|lorem ipsum)\b", text)
    values = yaml.safe_load(text)
    assert values["title"] == shipped(file).title


def test_the_examples_in_the_readme_are_sound() -> None:
    text = (SCHEMA_FILE.parent / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.S)
    assert len(examples) == 2
    for example in examples:
        loaded = parse_bank(example, "example.yaml")
        assert loaded.problems == ()
        assert loaded.bank

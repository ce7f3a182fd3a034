"""Bank files: written and read back, every mistake named at once, no file that breaks anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.exam.banks.samples import ITEM, banks, yaml_of
from voice.exam.banks.file import (
    MAX_BYTES,
    BankProblem,
    build_bank,
    parse_bank,
    read_bank,
    write_bank,
)
from voice.exam.model.bank import Bank

GOOD = yaml_of(ITEM)


def refusal(content: bytes | str) -> BankProblem:
    """Why this file gives no bank at all."""
    loaded = parse_bank(content, "my.yaml")
    assert loaded.bank is None
    assert len(loaded.problems) == 1, loaded.problems
    assert str(loaded.problems[0]).startswith("my.yaml")
    return loaded.problems[0]


# --- there and back ---------------------------------------------------------------------------


@given(banks())
def test_what_is_written_is_read_back(bank: Bank) -> None:
    loaded = parse_bank(write_bank(bank), "my.yaml")
    assert loaded.problems == ()
    assert loaded.bank == bank


def test_a_written_bank_says_where_its_schema_is() -> None:
    bank = parse_bank(GOOD, "my.yaml").bank
    assert bank
    assert "$schema=bank.schema.json" in write_bank(bank).splitlines()[0]


def test_texts_stay_texts() -> None:
    loaded = parse_bank(GOOD.replace("What is osmosis?", "No"), "my.yaml")
    assert loaded.bank
    assert next(loaded.bank.walk()).item.question == "No", "YAML's no became False"


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_bank(file).bank == parse_bank(GOOD, "my.yaml").bank


# --- mistakes ---------------------------------------------------------------------------------


def test_every_mistake_is_named_at_once_with_line_and_field() -> None:
    text = """\
title: Biology
langauge: en
level: school
topics:
  - title: Cells
    subtopics:
      - title: Walls
        items:
          - question: ""
            key_points:
              - text: It is stiff
          - question: What is a cell?
            difficulty: hard
            key_points:
              - text: It is small
                marks: 0.3
              - txt: It lives
          - question: What is osmosis?
            key_points: []
          - question: How large is a cell?
            key_points: [{text: About ten micrometres}]
"""
    found = parse_bank(text, "my.yaml").problems
    there = "topics 1, subtopics 1, items "
    assert [(one.line, one.where) for one in found] == [
        (9, f"{there}1, question"),
        (16, f"{there}2, key_points 1, marks"),
        (17, f"{there}2, key_points 2, text"),
        (17, f"{there}2, key_points 2, txt"),
        (13, f"{there}2, difficulty"),
        (19, f"{there}3, key_points"),
        (2, "langauge"),
    ]
    assert all(str(one).startswith(f"my.yaml, line {one.line}: ") for one in found)
    assert "langauge is not a known field" in str(found[-1])


def test_sound_items_load_and_broken_ones_are_left_out() -> None:
    broken = {**ITEM, "question": "What is a cell?", "difficulty": 9}
    other = {**ITEM, "question": "What is turgor?"}
    loaded = parse_bank(yaml_of(broken, ITEM, {"question": "?"}, other), "my.yaml")
    assert loaded.bank
    assert [one.item.question for one in loaded.bank.walk()] == [
        ITEM["question"],
        "What is turgor?",
    ]
    assert [one.where for one in loaded.problems] == [
        "topics 1, subtopics 1, items 1, difficulty",
        "topics 1, subtopics 1, items 3, key_points",
    ]


def test_a_bank_of_broken_items_is_none_and_blames_only_them() -> None:
    assert refusal(yaml_of({"question": "Why?"})).where == (
        "topics 1, subtopics 1, items 1, key_points"
    )


def test_two_items_of_one_name_are_told_apart() -> None:
    loaded = parse_bank(yaml_of({"question": "?"}, ITEM, ITEM), "my.yaml")
    assert loaded.bank
    assert len(list(loaded.bank.walk())) == 1
    assert loaded.problems[1].where == "topics 1, subtopics 1, items 3"
    assert "has the id of an item above" in str(loaded.problems[1])


def test_a_field_that_stands_twice_costs_only_its_item() -> None:
    text = yaml_of({**ITEM, "question": "What is a cell?"}, ITEM)
    twice = text.replace("- question: What is osmosis?", "- question: A\n      question: B")
    loaded = parse_bank(twice, "my.yaml")
    assert loaded.bank
    assert [one.item.question for one in loaded.bank.walk()] == ["What is a cell?"]
    assert loaded.problems[0].where == "topics 1, subtopics 1, items 2, question"
    assert twice.splitlines()[loaded.problems[0].line - 1].strip() == "question: B"


def test_a_heading_that_stands_twice_hides_no_other_mistake() -> None:
    loaded = parse_bank(f"title: A\n{GOOD}\nlevle: x\n", "my.yaml")
    assert loaded.bank is None
    assert [(one.where, "twice" in str(one)) for one in loaded.problems] == [
        ("title", True),
        ("levle", False),
    ]


def test_a_list_emptied_in_one_part_leaves_the_others() -> None:
    values = yaml.safe_load(GOOD)
    values["topics"].insert(0, {"title": "Gone", "subtopics": [{"title": "x", "items": [{}]}]})
    loaded = parse_bank(yaml.safe_dump(values), "my.yaml")
    assert loaded.bank
    assert [topic.title for topic in loaded.bank.topics] == ["Cells"]
    assert all("items 1" in one.where for one in loaded.problems)


def test_another_parser_names_its_own_places() -> None:
    values = yaml.safe_load(yaml_of({"question": "Why?"}, ITEM))
    loaded = build_bank(values, "my.csv", lambda place: 40 + len(place), lambda place: "column B")
    assert loaded.bank
    assert str(loaded.problems[0]) == "my.csv, line 47: column B is missing. Add it."


# --- files that are none ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"title: A\nlevel: \xff\n", 2, "not UTF-8"),
        ("title: 'A\ntopics: []", 2, "not YAML"),
        ("title: A\ntopics:\n\t- x", 3, "not YAML"),
        ("- a\n- b", 0, "not a list of fields"),
        ("", 0, "not a list of fields"),
        ("just text", 0, "not a list of fields"),
        ("title: \x00", 0, "not YAML"),
        ("a: 1\n--- \nb: 1", 2, "not YAML"),
        ("a: &x [1, 2]\nb: [*x, *x]", 2, "references"),
        ("a: 1\n? [b]\n: c", 2, "not YAML"),
        ("[" * 100_000, 1, "too deeply"),
        ("- " * 100_000, 1, "too deeply"),
        ("{a: " * 100_000, 1, "too deeply"),
    ],
)
def test_what_is_no_bank_is_refused_with_its_line(
    content: bytes | str, line: int, words: str
) -> None:
    problem = refusal(content)
    assert problem.line == line
    assert words in str(problem)
    assert problem.fix


def test_a_billion_laughs_are_refused() -> None:
    lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    assert "references" in str(refusal("\n".join(lines)))


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system ['x']", "!!python/name:os.system"]
)
def test_tags_make_no_objects(tag: str) -> None:
    assert parse_bank(f"title: {tag}\n", "my.yaml").bank is None


def test_half_a_character_is_no_crash() -> None:
    loaded = parse_bank(GOOD.replace("osmosis", "osm\ud83d"), "my.yaml")
    assert loaded.bank
    assert next(loaded.bank.walk()).item.question == "What is osm??"


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    loaded = read_bank(file)
    assert loaded.bank is None
    assert f"{MAX_BYTES + 1} bytes" in str(loaded.problems[0])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    loaded = read_bank(tmp_path / "gone.yaml")
    assert loaded.bank is None
    assert "gone.yaml: cannot be read: No such file" in str(loaded.problems[0])


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "topics", "subtopics", "items", "question", "key_points"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json, st.sampled_from(["title", "topics", "instructions"]))
def test_any_values_are_loaded_or_named(value: object, field: str) -> None:
    values: dict[str, Any] = {**yaml.safe_load(GOOD), field: value}
    loaded = parse_bank(yaml.safe_dump(values, allow_unicode=True), "my.yaml")
    assert loaded.bank or loaded.problems


@given(st.binary(max_size=200))
def test_any_bytes_are_loaded_or_named(content: bytes) -> None:
    loaded = parse_bank(content, "my.yaml")
    assert loaded.bank or loaded.problems

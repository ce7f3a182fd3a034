"""What prompts/banks/README.md says of the columns of tables is how they are read."""

from __future__ import annotations

import csv
import io
import re

from tests.pages import blocks, code, read, rows
from voice.exam.exchange.columns import field_of
from voice.exam.exchange.importing import import_bank

PAGE = read("prompts/banks/README.md")


def test_the_columns_it_names_are_known() -> None:
    (row,) = [one for one in rows(PAGE, "file", "how it is read") if one[0].startswith("CSV")]
    names = re.split(r", ", row[1].split("languages: ")[1].split(". ")[0])
    assert len(names) > 15
    assert [name for name in names if not field_of(name)] == []


def test_entries_belong_to_the_key_points_it_says() -> None:
    numbered = {code(row[0])[0]: code(row[1])[0] for row in rows(
        PAGE, "column", "an entry", "without a number")}  # fmt: skip
    (marking,) = blocks(PAGE, "json")
    cells = {
        "question": "How does a cell divide?",
        "key points": "It copies its DNA.\nIt parts the copies.\nIt divides.",
        **numbered,
        "mistakes": f"{numbered['mistakes']}\nCells never divide.",
        "marking": marking,
    }
    table = io.StringIO()
    csv.writer(table).writerows([cells.keys(), cells.values()])
    loaded = import_bank(table.getvalue().encode(), "cells.csv")
    assert loaded.problems == ()
    assert loaded.bank
    (placed,) = loaded.bank.walk()
    first, second, third = placed.item.key_points
    assert second.accept == ("another way to say the second key point",)
    assert second.follow_up == "question about the second key point"
    assert second.replies == ("short right answer to that question",)
    (mistake,) = second.mistakes
    assert (mistake.text, mistake.say) == ("false statement", "what to say about it")
    assert second.aspect == "reason"
    assert third.mistakes[0].costs == 0.5
    assert not first.mistakes
    assert [one.text for one in placed.item.mistakes] == ["Cells never divide."]
    assert placed.item.rivals == (("mitosis", "meiosis"),)

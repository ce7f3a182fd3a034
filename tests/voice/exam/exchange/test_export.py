"""Banks as tables, and back."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.voice.exam.banks.samples import ITEM, banks, yaml_of
from voice.exam.banks.file import parse_bank
from voice.exam.collection.listing import list_banks
from voice.exam.exchange.export import export_csv
from voice.exam.exchange.importing import import_bank
from voice.exam.model.bank import Bank

WORDS = st.text("abc;,'\"=>-+@ü细\n\t|:.?", min_size=1, max_size=12)
"""Everything that means something to CSV, spreadsheets and lists, in few words."""


def one_line(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts that begin with a letter, as lists hold them: on one line."""
    return texts.map(lambda text: " ".join(f"x{text}".split()))


def kept(bank: Bank) -> dict[str, Any]:
    """What a table keeps, by name of item."""
    return {one.item.id: (one.topic.title, one.subtopic.title, one.item) for one in bank.walk()}


@given(banks(one_line(WORDS)))
def test_what_is_exported_is_imported_again(bank: Bank) -> None:
    questions = [one.item.question.casefold() for one in bank.walk()]
    loaded = import_bank(export_csv(bank), "bank.csv")
    if len(set(questions)) == len(questions):
        assert loaded.problems == ()
    assert loaded.bank
    back = kept(loaded.bank)
    assert {name: kept(bank)[name] for name in back} == back
    assert len(back) == len(set(questions))
    assert (loaded.bank.title, loaded.bank.language) == (bank.title, bank.language)


def workbook(table: bytes) -> bytes:
    """An Excel file that somebody made of a CSV file."""
    book = Workbook()
    for cells in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")):
        book.worksheets[0].append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_shipped_banks_survive_a_spreadsheet() -> None:
    for bank in list_banks()[0].values():
        table = export_csv(bank)
        for content, name in ((table, "bank.csv"), (workbook(table), "bank.xlsx")):
            loaded = import_bank(content, name)
            assert loaded.problems == ()
            assert loaded.bank
            assert kept(loaded.bank) == kept(bank)


def test_a_teacher_reads_mistakes_and_replies_beside_the_number_of_their_point() -> None:
    point = {
        "text": "Water moves.",
        "mistakes": [{"text": "Salt moves.", "say": "Only water does."}, "It needs ATP."],
        "follow_up": "What moves?",
        "replies": ["water", "only the water"],
    }
    item = {**ITEM, "key_points": [point], "mistakes": ["Osmosis is a disease."]}
    bank = parse_bank(yaml_of(item), "x.yaml").bank
    assert bank
    (row,) = csv.DictReader(io.StringIO(export_csv(bank).decode("utf-8-sig")))
    assert row["mistakes"].splitlines() == [
        "0: Osmosis is a disease.",
        "1: Salt moves. => Only water does.",
        "1: It needs ATP.",
    ]
    assert row["replies"].splitlines() == ["1: water", "1: only the water"]
    assert row["marking"] == ""


def test_no_cell_is_a_formula() -> None:
    item = {**ITEM, "question": '=HYPERLINK("http://x")', "model_answer": "-2+3", "context": "@x"}
    bank = parse_bank(yaml_of(item), "x.yaml").bank
    assert bank
    rows = list(csv.reader(io.StringIO(export_csv(bank).decode("utf-8-sig"))))
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
    again = import_bank(export_csv(bank), "x.csv").bank
    assert again
    assert next(again.walk()).item == next(bank.walk()).item

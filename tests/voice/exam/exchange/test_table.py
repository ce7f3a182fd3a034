"""Tables of questions: CSV in its dialects, and Excel's workbooks."""

from __future__ import annotations

import datetime
import io
import json
import time
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from voice.core.languages import LANGUAGES, language
from voice.exam.banks.file import LoadedBank
from voice.exam.exchange.columns import field_of
from voice.exam.exchange.importing import import_bank
from voice.exam.exchange.table import shared
from voice.exam.model.bank import Item, Number


def load(text: str | bytes) -> LoadedBank:
    return import_bank(text if isinstance(text, bytes) else text.encode(), "bank.csv")


def items(loaded: LoadedBank) -> list[Item]:
    """All items of a file without mistakes."""
    assert loaded.problems == ()
    assert loaded.bank
    return [placed.item for placed in loaded.bank.walk()]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An Excel file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- columns ----------------------------------------------------------------------------------


def test_no_name_of_a_column_means_two_things() -> None:
    for code in LANGUAGES:
        spoken = language(code)
        for field, names in spoken.heard("imports", "columns").items():
            assert {field_of(name) for name in names} == {field}, field
        assert all(field_of(name) for name in spoken.heard("imports", "telling"))


def test_names_are_known_however_they_are_written() -> None:
    assert field_of(" KEY-POINTS (max. 6) ") == "key_points"
    assert field_of("Modèle de réponse") == ""
    assert field_of("Réponse") == "model_answer"
    assert field_of("REPONSE") == "model_answer"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("question,answer", "en"),
        ("Frage;Antwort", "de"),
        ("question;réponse", "fr"),
        ("Pregunta\tRespuesta", "es"),
        ("domanda|risposta", "it"),
        ("Pergunta,Resposta", "pt"),
        ("问题,答案", "zh"),
    ],
)
def test_a_header_tells_divider_and_language(header: str, language: str) -> None:
    divider = next(sign for sign in ";\t|," if sign in header)
    loaded = load(f"{header}\nA?{divider}B\n")
    assert loaded.bank
    assert loaded.bank.language == language
    assert next(loaded.bank.walk()).item.model_answer == "B"


# --- cells ------------------------------------------------------------------------------------


def test_every_column_is_taken() -> None:
    text = (
        "Topic,Subtopic,Question,Key points,Marks,Answer,Hints,Difficulty,Seconds,Accept,"
        "Follow-ups,Vocabulary,Context,Id,Exam,Language\n"
        'Cells,Walls,Why?,"one; two",2;0.5,Long answer.,first; second,hard,90,'
        '"1: uno\n2: dos\n2: deux","2: And?",term,for you,W 1,My exam,es\n'
    )
    loaded = load(text)
    (item,) = items(loaded)
    assert loaded.bank
    assert (loaded.bank.title, loaded.bank.language) == ("My exam", "es")
    placed = next(loaded.bank.walk())
    assert (placed.topic.title, placed.subtopic.title) == ("Cells", "Walls")
    one, two = item.key_points
    assert (one.text, one.marks, one.accept) == ("one", 2, ("uno",))
    assert (two.marks, two.accept, two.follow_up) == (0.5, ("dos", "deux"), "And?")
    assert (item.id, item.difficulty, item.seconds) == ("w-1", 4, 90)
    assert (item.hints, item.vocabulary, item.context) == (
        ("first", "second"),
        ("term",),
        "for you",
    )


def test_mistakes_and_replies_belong_to_the_point_of_their_number() -> None:
    text = (
        "Question,Key points,Mistakes,Replies\n"
        'Why?,"one\ntwo","Pigs fly.\n2: Three. => No, two.\n0: Cows fly.\n9: No such point.",'
        '"2: two\n2: both\nsome"\n'
    )
    (item,) = items(load(text))
    one, two = item.key_points
    assert [said.text for said in item.mistakes] == ["Pigs fly.", "Cows fly."]
    assert [(said.text, said.say) for said in two.mistakes] == [("Three.", "No, two.")]
    assert (one.mistakes, one.replies, two.replies) == ((), ("some",), ("two", "both"))


def marked(cell: str) -> LoadedBank:
    """A question of two points, with this in its column of rules, and one without."""
    quoted = cell.replace('"', '""')
    return load(f'Frage;Kernpunkte;Bewertungsregeln\nWhy?;"a\nb";"{quoted}"\nHow?;c;\n')


def test_rules_for_marking_are_json() -> None:
    rules = {
        "choices": [{"points": [1, 2], "enough": 1}],
        "alternatives": [{"text": "ab", "points": [1, 2]}],
        "rivals": [["a / A", "b"]],
        "mistakes": [{"text": "x", "costs": 1}],
        "key_points": {"2": {"aspect": "reason", "number": {"value": 3, "unit": "m"}}},
    }
    item, other = items(marked(json.dumps(rules)))
    assert (item.choices[0].enough, item.alternatives[0].points) == (1, (1, 2))
    assert item.rivals == (("a / A", "b"),)
    assert item.mistakes[0].costs == 1
    assert item.key_points[1].aspect == "reason"
    assert item.key_points[1].number == Number(value=3, unit="m")
    assert other.choices == ()


@pytest.mark.parametrize(
    ("cell", "where", "said"),
    [
        ('{"rivals": [}', "Bewertungsregeln", "is no JSON: Expecting value, at sign 13"),
        ("[" * 100_000, "Bewertungsregeln", "is no JSON that can be read"),
        ("1" * 5000, "Bewertungsregeln", "is no JSON that can be read"),
        ("[1]", "Bewertungsregeln", "is not as it should be: it must have fields in braces"),
        ('{"key_points": []}', "Bewertungsregeln",
         "is not as it should be: key_points must have fields in braces"),
        ('{"key_points": {"2": 1}}', "Bewertungsregeln",
         "is not as it should be: key point 2 must have fields in braces"),
        ('{"key_points": {"3": {}}}', "Bewertungsregeln", "names key point 3, but there are 2"),
        ('{"rival": []}', "Bewertungsregeln",
         'has the field "rival"; known here are choices, alternatives, rivals, mistakes'),
        ('{"key_points": {"1": {"marks": 9}}}', "Bewertungsregeln",
         'has the field "marks"; known here are number, aspect, about, mistakes'),
        ('{"rivals": [["a"]]}', "Bewertungsregeln 1", "is an empty list"),
        ('{"key_points": {"1": {"aspect": "colour"}}}', "Bewertungsregeln",
         "is none of the known values"),
        ('{"mistakes": 5}', "Bewertungsregeln", "must be a list"),
        ('{"key_points": {"1": {"number": {"value": 1%s}}}}' % ("0" * 400), "Bewertungsregeln",
         "is wrong: input should be a valid number"),
    ],
)  # fmt: skip
def test_broken_rules_are_named_and_other_rows_load(cell: str, where: str, said: str) -> None:
    loaded = marked(cell)
    assert [(one.line, one.where, one.said) for one in loaded.problems] == [(2, where, said)]
    assert loaded.bank
    assert [one.item.question for one in loaded.bank.walk()] == ["How?"]


def test_an_answer_becomes_key_points() -> None:
    (item,) = items(load("question,answer,marks\nWhy?,It is so. It was so.,3\n"))
    assert [(one.text, one.marks) for one in item.key_points] == [
        ("It is so.", 1.5),
        ("It was so.", 1.5),
    ]


@pytest.mark.parametrize(
    ("marks", "points", "each"),
    [(3, 2, [1.5, 1.5]), (1, 4, [0.5] * 4), (2.5, 2, [1.5, 1.0]), (0, 2, [1.0, 1.0])],
)
def test_marks_are_shared_in_halves(marks: float, points: int, each: list[float]) -> None:
    assert shared(marks, points) == each


def test_a_cell_may_hold_lines_and_quotation_marks() -> None:
    loaded = load('question,answer\r\n"He said: ""why""?\r\nLoudly.",so\r\n\r\n,,\r\nHow?,thus\r\n')
    assert [item.question for item in items(loaded)] == ['He said: "why"?\r\nLoudly.', "How?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    (item,) = items(load("Frage;Antwort\nGrün?;Ja, süß\n".encode(encoding)))
    assert item.question == "Grün?"


def test_an_old_encoding_is_read_and_named() -> None:
    loaded = load("Frage;Antwort\nWas?;Das\nGrün?;Ja\n".encode("cp1252"))
    assert loaded.bank
    assert [one.item.question for one in loaded.bank.walk()] == ["Was?", "Grün?"]
    assert [(one.line, "not UTF-8" in str(one)) for one in loaded.problems] == [(3, True)]


# --- mistakes ---------------------------------------------------------------------------------


def test_every_mistake_is_named_and_sound_rows_load() -> None:
    text = """\
Question,Answer,Marks,Colour
,no question,1,
No answer?,,1,
"Two
lines?",a,many,
What?,"not closed,1,
Which?,a,1,red,too many
Sound?,yes,1,
sound ?,again,1,
Sound?,again,1,
"""
    loaded = load(text)
    assert loaded.bank
    assert [one.item.question for one in loaded.bank.walk()] == ["Sound?", "sound ?"]
    assert [(one.line, one.where, one.said.partition(":")[0]) for one in loaded.problems] == [
        (1, "column Colour", "is not known, or stands there twice; what it holds is left out"),
        (2, "Question", "is missing"),
        (3, "Answer", "is missing"),
        (4, "Marks", "must be a number"),
        (6, "", "has a quotation mark that is never closed"),
        (7, "", "has more cells than the header has columns"),
        (10, "Question", "is the same as in line 8"),
    ]


def test_a_table_without_questions_says_how_to_name_them() -> None:
    loaded = load("Qestion,Answer\nWhy?,so\n")
    assert loaded.bank is None
    assert str(loaded.problems[0]) == (
        "bank.csv, line 1: the header names no column for the questions. Perhaps question is meant."
    )
    assert "Name the columns" in str(load("1;2;3\n").problems[0])


def test_a_hundred_thousand_rows_are_bounded() -> None:
    text = "question,answer\n" + "".join(f"Why {n}?,so\n" for n in range(100_000))
    began = time.process_time()
    loaded = load(text)
    assert time.process_time() - began < 30
    assert loaded.bank
    assert len(list(loaded.bank.walk())) == 2000
    assert any("98000 questions more" in str(one) or "97999" in str(one) for one in loaded.problems)


def test_of_ten_thousand_mistakes_the_first_are_told() -> None:
    loaded = load("question,answer\n" + ",so\n" * 10_000)
    assert len(loaded.problems) == 201
    assert "more problems" in str(loaded.problems[-1])


@given(st.text('ab,;"\n\r\t=\x00\u2028', max_size=60))
def test_any_text_is_loaded_or_named(text: str) -> None:
    loaded = load(f"question,answer\n{text}")
    assert loaded.bank or loaded.problems


# --- Excel ------------------------------------------------------------------------------------


def test_a_workbook_is_read() -> None:
    rows: list[list[object]] = [
        ["Frage", "Stichpunkte", "Punkte", "Schwierigkeit"],
        ["Was?", "eins; zwei", 3, 2.0],
        [None, None, None],
        ["Wann?", datetime.date(1990, 10, 3), 0.5, None],
        ["Wie viele?", 42, None, None],
    ]
    loaded = import_bank(workbook({"Tabelle1": rows}), "bank.xlsx")
    first, second, third = items(loaded)
    assert loaded.bank
    assert loaded.bank.language == "de"
    assert (first.marks, first.difficulty) == (3, 2)
    assert second.key_points[0].text == "1990-10-03"
    assert third.key_points[0].text == "42"


def test_several_sheets_are_topics() -> None:
    head = ["question", "answer"]
    sheets = {"Cells": [head, ["Why?", "so"]], "Genes": [head, ["How?", "thus"]], "Empty": []}
    loaded = import_bank(workbook(sheets), "bank.xlsx")
    assert len(items(loaded)) == 2
    assert loaded.bank
    assert [topic.title for topic in loaded.bank.topics] == ["Cells", "Genes"]


def test_mistakes_in_a_workbook_are_named_by_row() -> None:
    rows: list[list[object]] = [
        ["question", "answer"],
        ["Why?", "so"],
        ["=1/0", "x"],
        [None, "x"],
        ["How?", None],
    ]
    loaded = import_bank(workbook({"A": rows}), "bank.xlsx")
    assert loaded.bank
    # A formula that no program has computed yet has no result to be read.
    assert [str(one).partition(". ")[0] for one in loaded.problems] == [
        "bank.xlsx, row 3: question is missing",
        "bank.xlsx, row 4: question is missing",
        "bank.xlsx, row 5: answer is missing",
    ]


def changed(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """A workbook in one of whose parts something is replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old_zip, zipfile.ZipFile(buffer, "w") as new_zip:
        for name in old_zip.namelist():
            data = old_zip.read(name)
            new_zip.writestr(name, data.replace(old, new) if name == member else data)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("member", "old", "new", "words"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "document type"),
        (SHEET, b"</row>", b"", "damaged"),
        (SHEET, b"<sheetData>", b"<sheetData>" + b" " * 70_000_000, "bytes unpacked"),
        ("xl/workbook.xml", b"workbook", b"", "damaged"),
    ],
)
def test_a_workbook_that_means_harm_is_refused(
    member: str, old: bytes, new: bytes, words: str
) -> None:
    content = workbook({"A": [["question", "answer"], ["Why?", "so"]]})
    loaded = import_bank(changed(content, member, old, new), "bank.xlsx")
    assert loaded.bank is None
    assert words in str(loaded.problems[0])


def test_a_cell_at_the_end_of_the_world_costs_nothing() -> None:
    content = workbook({"A": [["question", "answer"], ["Why?", "so"]]})
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    began = time.process_time()
    loaded = import_bank(changed(content, SHEET, b"</sheetData>", far), "bank.xlsx")
    assert time.process_time() - began < 15
    assert loaded.bank

"""Every written form of a report: complete for the reader, and safe against what was said."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.voice.exam.sample import bank, record
from voice.exam.model.record import Answer, Line
from voice.exam.reports.build import build
from voice.exam.reports.formats.csv import COLUMNS, to_csv
from voice.exam.reports.formats.files import export
from voice.exam.reports.formats.html import fragment, style, to_html
from voice.exam.reports.formats.markdown import escape, to_markdown
from voice.exam.reports.formats.registry import format_named, formats
from voice.exam.reports.model import Report

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '=HYPERLINK("http://evil.example";"marks")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "[full marks](javascript:alert(1)) ![x](http://evil.example/a.png)",
    "| a | b |\n|---|---|\n# Heading\n- list",
    "</style></title></article><!-- -->",
    "\u202eskram lluf\u202c \x1b[31m \x00",
    "{quote} {0} %s ${x}",
    "&lt;b&gt; &amp; &#x3c;",
)


@pytest.fixture(scope="module")
def report() -> Report:
    return build(record(), bank())


def saying(text: str) -> Report:
    """A report in which the student, the bank's title and a quote all say `text`."""
    exam = record()
    first = exam.attempts[0]
    exam.bank = exam.level = exam.mode = first.topic = first.subtopic = text
    first.question, first.failed = text, text
    first.answers = [Answer(text, prompt=text, asked="follow_up") for _ in range(2)]
    exam.lines.append(Line("student", text, 500, 505))
    return build(exam, bank())


class Reader(HTMLParser):
    """What a browser makes of it: tags, attributes, text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.text += data


# --- HTML ------------------------------------------------------------------------------------


def test_the_document_is_whole_and_loads_nothing(report: Report) -> None:
    document = to_html(report)
    page = Reader(document)
    assert document.startswith("<!doctype html>")
    assert {"script", "img", "iframe", "link", "object"}.isdisjoint(page.tags)
    outside = [
        v for k, v in page.attributes if k in ("src", "href") and not (v or "").startswith("#")
    ]
    assert outside == []
    assert "url(http" not in document
    assert "@import" not in document
    assert ("lang", "en") in page.attributes


def test_headings_tables_and_pictures_speak_to_screen_readers(report: Report) -> None:
    page = Reader(to_html(report))
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption")
    assert page.tags.count("th") > 40
    assert page.tags.count("figure") == 3
    labels = [v for k, v in page.attributes if k == "aria-labelledby"]
    assert all(set((label or "").split()) <= set(page.ids) for label in labels)
    assert len(page.ids) == len(set(page.ids)), "an id is there twice"


def test_every_link_leads_somewhere(report: Report) -> None:
    page = Reader(fragment(report))
    targets = {(v or "")[1:] for k, v in page.attributes if k == "href"}
    assert targets
    assert targets <= set(page.ids)


def test_what_was_spoken_can_be_played(report: Report) -> None:
    starts = re.findall(r'class="viva-play" href="#line-3" data-start="([\d.]+)"', fragment(report))
    assert f"{report.transcript[2].start_s:.2f}" in starts
    assert not re.search(r"typed, <a[^>]*data-start", fragment(report))


def test_a_reader_sees_everything(report: Report) -> None:
    text = Reader(fragment(report)).text
    for part in (
        "10 / 28.5 (35 %)",
        "Mode: Practice exam",
        "A program made these marks",
        "Question 3: What is an enzyme",
        "1 / 6, 1 hint",
        "made (80 %), recognition unsure",
        "the other way round (80 %)",
        "They are used up by the reaction.",
        "0 / 6.5, skipped",
        "Model answer: ",
        "Asked further: What can you say about the shape",
        "Recognition leaves out most",
        "um 1",
    ):
        assert part in text, f"the reader misses: {part}"


def test_a_language_exam_tells_the_range_of_words() -> None:
    exam = record()
    exam.assesses = "language"
    text = Reader(fragment(build(exam, bank()))).text
    assert "Different words in every 50 (average)" in text


def test_chinese_counts_characters() -> None:
    exam = record()
    exam.language = "zh"
    exam.attempts[0].answers = [Answer("细胞膜由磷脂双分子层构成。", end_s=4.0)]
    report = build(exam, bank())
    assert report.delivery.answers[0].words == 12
    assert "每分钟的字数" in Reader(fragment(report)).text


def test_print_and_dark_are_provided_for() -> None:
    for part in ("@page", "size: A4", "@media print", "prefers-color-scheme: dark"):
        assert part in style()
    # The page has its own style: every rule but @page stays within the report.
    selectors = re.findall(r"^\s*([^@{}/*\n][^{}\n]*)\{", style(), re.MULTILINE)
    assert all(s.startswith(".viva-report") for each in selectors for s in [each.strip()])


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_what_was_said_and_runs_none_of_it(report: Report, text: str) -> None:
    page, usual = Reader(to_html(saying(text))), Reader(to_html(report))
    assert set(page.tags) <= set(usual.tags)
    assert {name for name, _ in page.attributes} <= {name for name, _ in usual.attributes}
    assert saying(text).transcript[-1].text in page.text


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_markup_never_comes_from_text(report: Report, text: str) -> None:
    said = saying(text)
    page, usual = Reader(fragment(said, corrects=True)), Reader(fragment(report, corrects=True))
    assert set(page.tags) <= set(usual.tags)
    assert {name for name, _ in page.attributes} <= {name for name, _ in usual.attributes}
    assert said.transcript[-1].text in page.text


# --- Markdown --------------------------------------------------------------------------------

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def test_markdown_reads_like_a_report(report: Report) -> None:
    text = to_markdown(report)
    assert text.startswith("# Report: Cell biology\n")
    for part in (
        "- 10 of 28.5 marks (35 %) in 5 questions.",
        "| Cell structure | 3 / 5 |",
        "1. **DNA and protein synthesis: DNA** (6.5 marks lost)",
        "   - Say more exactly: Prokaryotic DNA is circular",
        "### Question 3: What is an enzyme",
        "| Enzymes lower the activation energy of the reaction. | not made (80 %) | 0 / 1 |  |  |",
        "**0:15 Student:** Um, bacteria do not have a nucleus",
        "> Your answer (typed): I don't know",
    ):
        assert part in text


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_what_was_said_as_text(report: Report, text: str) -> None:
    hostile = Reader(MARKDOWN.render(to_markdown(saying(text))))
    usual = Reader(MARKDOWN.render(to_markdown(report)))
    assert set(hostile.tags) <= set(usual.tags)
    assert {name for name, _ in hostile.attributes} <= {"style", "start"}
    assert saying(text).transcript[-1].text in hostile.text


LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]) | st.just(" "))
TRICKY = st.lists(st.sampled_from([*"\\`*_[]<>|~&#$!@:+-=.)(1 a", "://", "www.", "1. ", "- "]))


@settings(max_examples=300)
@given(LINE | TRICKY.map("".join))
def test_escaped_text_is_just_text(text: str) -> None:
    text = text.strip()
    rendered = Reader(MARKDOWN.render(escape(text)))
    assert set(rendered.tags) <= {"p"}
    assert rendered.text.strip() == text
    cell = Reader(MARKDOWN.render(f"| a |\n| --- |\n| {escape(text)} |"))
    assert cell.tags.count("td") == 1
    assert text in cell.text


# --- CSV -------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_has_a_row_for_each_key_point(report: Report) -> None:
    table = rows(to_csv(report))
    assert list(table[0]) == list(COLUMNS)
    assert len(table) == sum(len(item.points) for item in report.items)
    assert sum(float(row["marks"]) for row in table) == report.marks
    assert table[0]["quote"] == "bacteria do not have a nucleus,"
    assert table[0]["start_s"] == "15.0", "counted from the beginning of the exam"


def test_csv_of_several_exams_has_one_head(report: Report) -> None:
    assert len(rows(to_csv(report, report))) == 2 * len(rows(to_csv(report)))


@settings(max_examples=60)
@given(st.sampled_from(HOSTILE) | st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    table = rows(to_csv(saying(text)))
    for row in table:
        for cell in row.values():
            number = re.fullmatch(r"-?[\d.]+", cell)
            assert number or not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [one.name for one in formats()])
def test_every_format_is_a_file_with_a_safe_name(report: Report, kind: str) -> None:
    made = export(report, kind)
    assert made.name == f"viva-cell-biology-2026-11-21-0915.{format_named(kind).suffix}"
    assert len(made.content) > 1000
    assert export(report, kind) == made, "the same report gives another file"


def test_a_hostile_name_stays_harmless(report: Report) -> None:
    odd = report.model_copy(update={"bank_name": '../../x";\r\n<é', "began_at": ""})
    assert re.fullmatch(r"[A-Za-z0-9-]+\.md", export(odd, "markdown").name)

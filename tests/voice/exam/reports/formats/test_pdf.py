"""The PDF: what a reader finds on its pages, and that nothing said can break it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.voice.exam.sample import bank, record
from voice.exam.model.record import Answer, Line
from voice.exam.reports.build import build
from voice.exam.reports.formats.pdf import to_pdf
from voice.exam.reports.formats.pdf_text import CHINESE, PLAIN, SIGNS, markup, runs
from voice.exam.reports.model import Report


@pytest.fixture(scope="module")
def report() -> Report:
    return build(record(), bank())


def saying(text: str) -> Report:
    exam = record()
    exam.bank = exam.attempts[0].question = text[:400]
    exam.attempts[0].answers = [Answer(text)] * 2
    exam.lines.append(Line("student", text, 200, 210))
    return build(exam, bank())


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def shown(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in read(content).pages)


def test_a_reader_finds_everything(report: Report) -> None:
    text = shown(to_pdf(report))
    for part in (
        "Report: Cell biology",
        "10 / 28.5 (35 %)",
        "Weakest topic: DNA and protein synthesis (0 of 6.5).",
        "Membranes and transport 5 / 5 (100 %)",
        "Say more exactly: Prokaryotic DNA is circular",
        "Question 3: What is an enzyme",
        "“bacteria do not have a nucleus,”",
        "“They are used up by the reaction.”",
        "A program made these marks",
        "Model answer: ",
        "Longest pause 4.2 s",
        "0:15 Student: Um, bacteria do not have a nucleus",
        "Page 2",
    ):
        assert part in text, f"the reader misses: {part}"


def test_lines_break_between_words(report: Report) -> None:
    words = set(" ".join(t.text for t in report.transcript).split())
    ends = [line.split()[-1] for page in read(to_pdf(report)).pages
            for line in page.extract_text().splitlines() if "Student:" in line]  # fmt: skip
    assert ends
    assert set(ends) <= words


def test_it_is_a4_titled_and_has_bookmarks(report: Report) -> None:
    document = read(to_pdf(report))
    box = document.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert document.metadata is not None
    assert document.metadata.title == "Report: Cell biology"
    assert str(document.root_object["/Lang"]) == "en"
    titles = [entry.title for entry in document.outline if not isinstance(entry, list)]
    assert titles[0] == "Summary"
    assert titles[-1] == "Transcript"


def test_chinese_greek_and_signs_are_there() -> None:
    text = shown(to_pdf(saying("细胞膜 α → β, CO₂ ≥ 5 Привет naïve œuvre")))
    assert "细胞膜 α → β, CO2 ≥ 5 Привет naïve œuvre" in text


def test_each_character_gets_a_font_that_has_it() -> None:
    assert list(runs("a → 细 ₂")) == [
        ("a ", PLAIN), ("→", SIGNS), (" ", PLAIN), ("细", CHINESE), (" 2", PLAIN),
    ]  # fmt: skip
    assert list(runs("😀")) == [("?", PLAIN)]
    assert list(runs("e\u0301\u200d")) == [("é", PLAIN)]


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> <img src='http://evil.example/x.png'/> &amp; <font color='[1]*9'>",
        "<para><a href='javascript:alert(1)'>x</a></para> </para>",
        "]]> <!-- --> <?xml?> &#0; &unknown;",
    ],
)
def test_what_looks_like_markup_is_shown(text: str) -> None:
    content = to_pdf(saying(text))
    assert "".join(text.split()) in "".join(shown(content).split())
    assert all("/Annots" not in page for page in read(content).pages)


@pytest.mark.parametrize("text", ["word " * 6000, "x" * 20000, "细" * 9000])
def test_answers_longer_than_a_page_go_on_over_pages(text: str) -> None:
    exam = record()
    attempt = exam.attempts[0]
    attempt.answers = [Answer(text)]
    assert attempt.mark is not None
    point = attempt.mark.points[0]
    object.__setattr__(point, "quote", text)
    assert len(read(to_pdf(build(exam, bank()))).pages) > 8


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=[]), min_size=1))
def test_no_text_breaks_it(text: str) -> None:
    assert to_pdf(saying(text)).startswith(b"%PDF")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_markup_in_text_is_never_markup(text: str) -> None:
    left = markup(text)
    for font in (SIGNS, CHINESE):
        left = left.replace(f'<font name="{font}">', "")
    assert "<" not in left.replace("</font>", "")

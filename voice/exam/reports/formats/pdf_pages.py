"""Reports as PDF on A4, with bookmarks, through reportlab (BSD, pure Python).

Compared: fpdf2 has no way to set Chinese without shipping a font of many megabytes; weasyprint
needs Pango and other system libraries, which a pip install does not bring to Windows and macOS.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from voice.exam.reports import lines
from voice.exam.reports.formats import pdf_pictures
from voice.exam.reports.formats.pdf_text import BOLD, PLAIN, markup
from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import ItemReport, PointReport, Report, StudyStep
from voice.exam.reports.text import clock

_MARGIN = 18 * mm
WIDTH = A4[0] - 2 * _MARGIN
_RULE, _FAINT = HexColor("#bbbbbb"), HexColor("#444444")

_BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=9, leading=12.5, spaceAfter=3,
                       wordWrap="CJK")  # fmt: skip
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=8, leading=10.5, spaceAfter=0)
_NOTE = ParagraphStyle("note", parent=_BODY, textColor=_FAINT, fontSize=8, leading=11)
_BULLET = ParagraphStyle("bullet", parent=_BODY, leftIndent=10, bulletIndent=0)
_QUOTE = ParagraphStyle("quote", parent=_BODY, leftIndent=10, borderPadding=0)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName=BOLD, fontSize=17, leading=22)
_SCORE = ParagraphStyle("score", parent=_TITLE, fontSize=20, leading=26, spaceBefore=4)
_HEADING = ParagraphStyle("heading", parent=_BODY, fontName=BOLD, fontSize=12.5, leading=16,
                          spaceBefore=14, spaceAfter=5, keepWithNext=1)  # fmt: skip
_QUESTION = ParagraphStyle("question", parent=_BODY, fontName=BOLD, fontSize=9.5, leading=13,
                           spaceBefore=10, keepWithNext=1)  # fmt: skip

_GRID = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
)


def to_pdf(report: Report) -> bytes:
    """The whole report. The same report gives the same bytes."""
    words = phrases(report.language)
    out = io.BytesIO()
    document = _Document(out, report, words)
    document.build(list(_story(report, words)))
    return out.getvalue()


class _Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A4 with page numbers; headings become bookmarks."""

    def __init__(self, out: io.BytesIO, report: Report, words: Phrases) -> None:
        title = lines.title(report, words)
        super().__init__(
            out, pagesize=A4, title=title, author="Viva", subject=report.bank, lang=words.code,
            invariant=1, displayDocTitle=1,
            leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
        )  # fmt: skip
        self._words = words
        frame = Frame(_MARGIN, _MARGIN, WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._foot))

    def _foot(self, canvas: Any, _document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(_FAINT)
        page = self._words.page.format(n=canvas.getPageNumber())
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, page)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Called by reportlab after each piece."""
        if isinstance(flowable, _Heading):
            self.canv.bookmarkPage(flowable.key)
            self.canv.addOutlineEntry(flowable.shown, flowable.key, flowable.depth)


class _Heading(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A heading that stands among the bookmarks too."""

    def __init__(self, text: str, key: str, depth: int) -> None:
        super().__init__(markup(text), _QUESTION if depth else _HEADING)
        self.shown, self.key, self.depth = text, key, depth


# --- what stands in it -----------------------------------------------------------------------


def _story(report: Report, words: Phrases) -> Iterator[Flowable]:
    yield _paragraph(lines.title(report, words), _TITLE)
    known = " · ".join(f"{name}: {value}" for name, value in lines.head(report, words))
    yield _paragraph(known, _NOTE)
    if score := lines.score(report, words):
        yield _paragraph(score, _SCORE)
    if between := lines.range_of(report.least, report.most, report.open, words):
        yield _paragraph(words.sentence(between))
    yield _Heading(words.summary, "summary", 0)
    yield from _bullets(report.summary)
    yield from _marks(report, words)
    if report.about:
        yield _Heading(words.about, "about", 0)
        yield from _bullets(report.about)
    yield from _study(report, words)
    if report.items:
        yield _Heading(words.questions, "questions", 0)
    for item in report.items:
        yield from _item(item, report, words)
    yield from _delivery(report, words)
    if drawing := pdf_pictures.timeline(report, WIDTH, words):
        yield _Heading(words.timeline, "timeline", 0)
        yield drawing
    yield from _transcript(report, words)


def _paragraph(text: str, style: ParagraphStyle = _BODY, before: str = "") -> Paragraph:
    """A paragraph of `text`, after a bold `before`."""
    bold = f"<b>{markup(before)}</b> " if before else ""
    return Paragraph(bold + markup(text), style)


def _bullets(texts: Iterable[str]) -> Iterator[Flowable]:
    for text in texts:
        yield Paragraph(f"<bullet>•</bullet>{markup(text)}", _BULLET)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> Table:
    """A table of texts; `shares` are the columns' widths in any unit.

    A row may be longer than a page, as students can talk for long.
    """
    cells = [[Paragraph(f"<b>{markup(text)}</b>", _CELL) for text in head]]
    cells += [[_paragraph(text, _CELL) for text in row] for row in rows]
    widths = [WIDTH * share / sum(shares) for share in shares]
    return Table(cells, widths, style=_GRID, repeatRows=1, splitInRow=1, hAlign="LEFT")


def _marks(report: Report, words: Phrases) -> Iterator[Flowable]:
    if not report.topics:
        return
    yield _Heading(words.marks, "marks", 0)
    if drawing := pdf_pictures.topic_bars(report, WIDTH, words):
        yield drawing
    rows = []
    for topic in report.topics:
        for subtopic in topic.subtopics:
            marks = lines.marks_of(subtopic.marks, subtopic.out_of, words)
            rows.append((f"{topic.title}: {subtopic.title}", marks))
    yield _table((words.topic, words.marks), rows, (8, 2))


def _study(report: Report, words: Phrases) -> Iterator[Flowable]:
    if report.percent is None:
        return
    yield _Heading(lines.study_head(report, words), "study", 0)
    if not report.study:
        yield _paragraph(words.nothing_to_study)
    for rank, step in enumerate(report.study, 1):
        yield from _step(rank, step, words)


def _step(rank: int, step: StudyStep, words: Phrases) -> Iterator[Flowable]:
    lost = words.lost.format(marks=words.number(step.lost))
    yield _paragraph(f"({lost})", before=f"{rank}. {step.topic}: {step.subtopic}")
    yield from _bullets(lines.advised(one, words) for one in step.advice)


def _item(item: ItemReport, report: Report, words: Phrases) -> Iterator[Flowable]:
    number = words.question.format(n=item.number)
    yield _Heading(f"{number}: {item.question}", f"question-{item.number}", 1)
    place = f"{item.topic}, {item.subtopic}. {lines.state(item, words)}"
    yield _paragraph(place, _NOTE)
    for answer in item.answers:
        if answer.asked == "follow_up":
            yield _paragraph(answer.prompt, before=f"{words.follow_up}:")
        note = f" ({words.typed})" if answer.typed else ""
        at = clock(answer.start_s - report.start_s)
        yield _paragraph(f"{answer.text} ({at})", _QUOTE, f"{words.your_answer}{note}:")
    for rule in lines.rules(item, words):
        yield _paragraph(rule)
    head = (lines.point_head(item, words), words.verdict, words.marks, words.quote, words.time)
    rows = (_point(point, item, report, words) for point in item.points)
    yield _table(head, rows, (33, 20, 11, 29, 7))
    yield Spacer(1, 4)
    for wrong in lines.stray(item):
        yield _paragraph(lines.quoted(wrong, words), before=f"{words.contradicts}:")
    if item.model_answer:
        yield _paragraph(item.model_answer, before=f"{lines.model_head(item, words)}:")


def _point(
    point: PointReport, item: ItemReport, report: Report, words: Phrases
) -> tuple[str, str, str, str, str]:
    return (
        lines.point_text(point, item),
        lines.verdict(point, item, words),
        lines.marks_of(point.marks, point.out_of, words),
        lines.evidence(point, words),
        "" if point.start_s is None else clock(point.start_s - report.start_s),
    )


def _delivery(report: Report, words: Phrases) -> Iterator[Flowable]:
    measures = list(lines.measures(report.delivery, words))
    if not measures:
        return
    yield _Heading(words.delivery, "delivery", 0)
    yield _table((words.measure, words.value), measures, (7, 3))
    yield Spacer(1, 4)
    yield _paragraph(lines.limits(report.delivery, words), _NOTE)


def _transcript(report: Report, words: Phrases) -> Iterator[Flowable]:
    if not report.transcript:
        return
    names = {"examiner": words.examiner, "student": words.student}
    yield _Heading(words.transcript, "transcript", 0)
    for line in report.transcript:
        note = f" ({words.interrupted})" if line.interrupted else ""
        at = clock(line.start_s - report.start_s)
        yield _paragraph(f"{line.text}{note}", before=f"{at} {names[line.speaker]}:")

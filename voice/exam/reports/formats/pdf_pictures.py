"""The report's pictures, drawn for PDF."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, black, white

from voice.exam.reports.formats.pdf_text import runs
from voice.exam.reports.formats.pictures import EXAMINER, STUDENT, THINKING
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.lines import marks_of
from voice.exam.reports.model import Report, Segment
from voice.exam.reports.text import clock

_INK, _RULE = black, HexColor("#999999")
_SIZE = 8
_LABEL_WIDTH, _VALUE_WIDTH = 150.0, 90.0
_LABEL_CHARACTERS = 32


def topic_bars(report: Report, width: float, words: Phrases) -> Drawing | None:
    """Marks per topic, `width` points wide; None when nothing counts yet."""
    topics = [topic for topic in report.topics if topic.out_of]
    if not topics:
        return None
    height = 18.0 * len(topics) + 6
    drawing = Drawing(width, height)
    most = max(topic.out_of for topic in topics)
    room = width - _LABEL_WIDTH - _VALUE_WIDTH
    for row, topic in enumerate(topics):
        y = height - 18.0 * (row + 1)
        whole, part = room * topic.out_of / most, room * topic.marks / most
        title = topic.title
        if len(title) > _LABEL_CHARACTERS:
            title = title[: _LABEL_CHARACTERS - 1].rstrip() + "…"
        drawing.add(_text(0, y + 3, title))
        drawing.add(_box(_LABEL_WIDTH, y, part, 12, HexColor(STUDENT)))
        drawing.add(_box(_LABEL_WIDTH, y, whole, 12, None))
        percent = round(100 * topic.marks / topic.out_of)
        value = f"{marks_of(topic.marks, topic.out_of, words)} ({percent} %)"
        drawing.add(_text(_LABEL_WIDTH + whole + 6, y + 3, value))
    return drawing


def timeline(report: Report, width: float, words: Phrases) -> Drawing | None:
    """Who spoke when, `width` points wide; None when nobody has spoken."""
    if not report.segments:
        return None
    drawing = Drawing(width, 86)
    left = 70.0
    end_s = max(report.duration_s, max(s.end_s for s in report.segments) - report.start_s, 1.0)
    scale = (width - left) / end_s
    rows = {"examiner": 64.0, "student": 42.0, "thinking": 42.0}
    drawing.add(_text(0, 69, words.examiner))
    drawing.add(_text(0, 47, words.student))
    for segment in report.segments:
        if segment.kind != "silence":
            x = left + (segment.start_s - report.start_s) * scale
            wide = max(0.7, (segment.end_s - segment.start_s) * scale)
            drawing.add(_segment(segment, x, rows[segment.kind], wide))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * end_s * scale
        drawing.add(Line(x, 36, x, 40, strokeColor=_RULE, strokeWidth=0.5))
        anchor = "end" if share == 1 else "start"
        drawing.add(_text(x, 27, clock(share * end_s), anchor))
    _legend(drawing, left, words)
    return drawing


def _segment(segment: Segment, x: float, y: float, width: float) -> Rect:
    colours = {"examiner": EXAMINER, "student": STUDENT, "thinking": THINKING}
    if segment.kind == "thinking":  # half as high, so that it differs without colour too
        return _box(x, y, width, 7, HexColor(colours[segment.kind]))
    return _box(x, y, width, 16, HexColor(colours[segment.kind]))


def _legend(drawing: Drawing, left: float, words: Phrases) -> None:
    looks = (
        (EXAMINER, 9, words.examiner),
        (STUDENT, 9, words.student),
        (THINKING, 5, words.thinking),
        (None, 9, words.silence),
    )
    for place, (colour, height, label) in enumerate(looks):
        x = left + place * 95
        drawing.add(_box(x, 4, 10, height, HexColor(colour) if colour else white))
        drawing.add(_text(x + 15, 5, label))


def _box(x: float, y: float, width: float, height: float, fill: Color | None) -> Rect:
    return Rect(
        x, y, width, height, fillColor=fill,
        strokeColor=_RULE if fill is None or fill == white else None, strokeWidth=0.5,
    )  # fmt: skip


def _text(x: float, y: float, content: str, anchor: str = "start") -> Group:
    """One line of text, in several fonts where it needs them."""
    pieces = [
        String(0, y, piece, fontName=font, fontSize=_SIZE, fillColor=_INK)
        for piece, font in runs(content)
    ]
    widths = [piece.getEast() - piece.x for piece in pieces]
    at = x - sum(widths) if anchor == "end" else x
    for piece, width in zip(pieces, widths, strict=True):
        piece.x, at = at, at + width
    return Group(*pieces)

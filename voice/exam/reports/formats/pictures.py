"""The report's pictures, as SVG that stands within a page and takes its ink.

Nothing is told by colour alone: bars carry their numbers, thinking is hatched, examiner and
student have a row each. Colours keep 3:1 on white and on near-black.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from voice.core.svg import box, picture, stroke, text
from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import AnswerReport, Report, Segment
from voice.exam.reports.text import clock

WIDTH = 720
STUDENT, EXAMINER, THINKING = "#2f7fc1", "#7d838c", "#c46a1b"
_INK = "currentColor"
_FAINT = f"fill='none' stroke='{_INK}' stroke-opacity='0.45'"

_LABEL_CHARACTERS = 34
_BAR_LEFT, _BAR_RIGHT = 240, 150
_ROW = 30


def topic_bars(report: Report, name: str = "topics") -> str:
    """Marks per topic; "" when nothing counts yet.

    Parameters
    ----------
    name : str
        Begins the ids of the picture: unique in its page.
    """
    topics = [topic for topic in report.topics if topic.out_of]
    if not topics:
        return ""
    words = phrases(report.language)
    length = WIDTH - _BAR_LEFT - _BAR_RIGHT
    most = max(topic.out_of for topic in topics)
    body = []
    for row, topic in enumerate(topics):
        y = 8 + row * _ROW
        marks = f"{words.number(topic.marks)} / {words.number(topic.out_of)}"
        percent = f"{round(100 * topic.marks / topic.out_of)} %"
        whole, part = length * topic.out_of / most, length * topic.marks / most
        body += [
            text(_BAR_LEFT - 10, y + 15, _short(topic.title), anchor="end", colour=_INK),
            box(_BAR_LEFT, y, part, 20, f"fill='{STUDENT}'"),
            box(_BAR_LEFT, y, whole, 20, _FAINT, f"{topic.title}: {marks}"),
            text(_BAR_LEFT + whole + 8, y + 15, f"{marks} ({percent})", colour=_INK),
        ]
    height = 16 + _ROW * len(topics)
    return picture(name, WIDTH, height, f"{words.marks}: {report.bank}", words.topics_shown, body)


def _short(title: str) -> str:
    if len(title) <= _LABEL_CHARACTERS:
        return title
    return title[: _LABEL_CHARACTERS - 1].rstrip() + "…"


# --- who spoke when --------------------------------------------------------------------------

_TIME_LEFT, _TIME_RIGHT = 96, 14
_ROWS = {"examiner": 12, "student": 46, "thinking": 46}
_TICKS_S = (10, 30, 60, 120, 300, 600, 1200, 3600)


def timeline(report: Report, name: str = "timeline") -> str:
    """Examiner, student, thinking and silence along the exam; "" when nobody has spoken.

    Each part of the student's is a link to its line of the transcript (`#line-N`); what was
    spoken has the class `viva-play`, `data-start` and `data-end`, in seconds on the session's
    clock, so that a page can play it.
    """
    if not report.segments:
        return ""
    words = phrases(report.language)
    end_s = max(report.duration_s, max(s.end_s for s in report.segments) - report.start_s)
    scale = (WIDTH - _TIME_LEFT - _TIME_RIGHT) / max(end_s, 1.0)
    body = [
        f"<defs><pattern id='{name}-hatch' width='6' height='6' patternUnits='userSpaceOnUse' "
        f"patternTransform='rotate(45)'><rect width='2.5' height='6' fill='{THINKING}'/>"
        "</pattern></defs>",
        text(_TIME_LEFT - 10, 29, words.examiner, anchor="end", colour=_INK),
        text(_TIME_LEFT - 10, 63, words.student, anchor="end", colour=_INK),
        *_ticks(end_s, scale),
    ]
    for segment in report.segments:
        if segment.kind != "silence":
            body.append(_segment(report, segment, scale, name, words))
    body += _legend(name, words)
    shown = f"{words.timeline_shown} {words.recording_hint}"
    return picture(name, WIDTH, 136, words.timeline, shown, body, role="group")


def _ticks(end_s: float, scale: float) -> Iterator[str]:
    step = next((step for step in _TICKS_S if end_s / step <= 10), _TICKS_S[-1])
    for at_s in range(0, int(end_s) + 1, step):
        x = _TIME_LEFT + at_s * scale
        yield f"<g stroke-opacity='0.25'>{stroke(x, 8, x, 78, _INK)}</g>"
        yield text(x, 92, clock(at_s), anchor="middle", size=11, colour=_INK)


def _segment(report: Report, segment: Segment, scale: float, name: str, words: Phrases) -> str:
    start_s = segment.start_s - report.start_s
    x, y = _TIME_LEFT + start_s * scale, _ROWS[segment.kind]
    width = max(2.0, (segment.end_s - segment.start_s) * scale)
    looks = {
        "examiner": f"fill='{EXAMINER}'",
        "student": f"fill='{STUDENT}'",
        "thinking": f"fill='url(#{name}-hatch)'",
    }
    spoken = {line.number: line.text for line in report.transcript}.get(segment.line, "")
    kinds = {"examiner": words.examiner, "student": words.student, "thinking": words.thinking}
    label = f"{clock(start_s)} {kinds[segment.kind]}" + (f": {spoken}" if spoken else "")
    drawn = box(x, y, width, 26, looks[segment.kind], label)
    if segment.kind != "student":
        return drawn
    link = f"href='#line-{segment.line}' aria-label='{escape(label)}'"
    if segment.end_s > segment.start_s:  # what was typed cannot be played
        times = f"data-start='{segment.start_s:.2f}' data-end='{segment.end_s:.2f}'"
        link = f"class='viva-play' {link} {times}"
    return f"<a {link}>{drawn}</a>"


def _legend(name: str, words: Phrases) -> Iterator[str]:
    looks = (
        (f"fill='{EXAMINER}'", words.examiner),
        (f"fill='{STUDENT}'", words.student),
        (f"fill='url(#{name}-hatch)'", words.thinking),
        (_FAINT, words.silence),
    )
    for place, (look, label) in enumerate(looks):
        x = _TIME_LEFT + place * 150
        yield box(x, 108, 16, 14, look)
        yield text(x + 24, 120, label, colour=_INK)


# --- how soon answers began ------------------------------------------------------------------


def response_times(report: Report, name: str = "responses") -> str:
    """Seconds to begin each answer, as bars; "" when none was measured."""
    words = phrases(report.language)
    times = [(_numbered(report, a.item, a.answer), a.begin_s)
             for a in report.delivery.answers if a.begin_s is not None]  # fmt: skip
    if not times:
        return ""
    length = WIDTH - _BAR_LEFT - _BAR_RIGHT
    most = max(*(seconds for _, seconds in times), 1.0)
    body = []
    for row, (label, seconds) in enumerate(times):
        y = 6 + row * 24
        value = words.seconds.format(n=words.number(seconds))
        body += [
            text(_BAR_LEFT - 10, y + 13, _short(label), anchor="end", colour=_INK),
            box(_BAR_LEFT, y, max(1.0, length * seconds / most), 16, f"fill='{THINKING}'"),
            text(_BAR_LEFT + length * seconds / most + 8, y + 13, value, colour=_INK),
        ]
    height = 12 + 24 * len(times)
    return picture(name, WIDTH, height, words.response_times, words.responses_shown, body)


def _numbered(report: Report, item: int, number: int) -> str:
    words = phrases(report.language)
    label = words.question.format(n=item)
    answers: Sequence[AnswerReport] = report.items[item - 1].answers
    return label if len(answers) == 1 else f"{label} ({number})"


# --- progress over attempts ------------------------------------------------------------------


class Reached(NamedTuple):
    """What one attempt came to."""

    date: str  # as shown below its point
    percent: float  # of the marks to be had


_PLOT_LEFT, _PLOT_RIGHT, _PLOT_TOP, _PLOT_BOTTOM = 56, 40, 24, 200
_PLOT_INSET = 24
"""Inset that keeps the first number clear of the scale."""
_MOST_DATES = 7
"""Most dates that fit beside each other."""


def progress(attempts: Sequence[Reached], language: str, name: str = "progress") -> str:
    """Marks of each attempt in per cent, the oldest first; "" without attempts."""
    if not attempts:
        return ""
    words = phrases(language)
    room = WIDTH - _PLOT_LEFT - _PLOT_RIGHT - _PLOT_INSET
    step = room / max(1, len(attempts) - 1)
    points = [
        (_PLOT_LEFT + _PLOT_INSET + step * index, _height_of(reached.percent))
        for index, reached in enumerate(attempts)
    ]
    body = []
    for percent in (0, 25, 50, 75, 100):
        y = _height_of(percent)
        across = stroke(_PLOT_LEFT, y, WIDTH - _PLOT_RIGHT, y, _INK)
        body.append(f"<g stroke-opacity='0.25'>{across}</g>")
        body.append(text(_PLOT_LEFT - 8, y + 4, f"{percent} %", anchor="end", colour=_INK))
    body += [
        f"<path d='M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}' stroke='{STUDENT}' stroke-width='2'/>"
        for (a, b), (c, d) in pairwise(points)
    ]
    every = -(-len(attempts) // _MOST_DATES)
    for index, ((x, y), reached) in enumerate(zip(points, attempts, strict=True)):
        title = f"{reached.date}: {round(reached.percent)} %"
        body.append(
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='5' fill='{STUDENT}'>"
            f"<title>{escape(title)}</title></circle>"
        )
        body.append(text(x, y - 10, f"{round(reached.percent)}", anchor="middle", colour=_INK))
        if index % every == 0:
            label = text(x, _PLOT_BOTTOM + 20, reached.date, anchor="middle", size=11, colour=_INK)
            body.append(label)
    return picture(name, WIDTH, _PLOT_BOTTOM + 32, words.progress, words.progress_shown, body)


def topic_progress(
    topics: Sequence[tuple[str, Sequence[float | None]]],
    dates: Sequence[str],
    language: str,
    name: str = "topic-progress",
) -> str:
    """Marks per topic in per cent, a bar for each attempt, the oldest first; "" without topics.

    Parameters
    ----------
    topics : sequence of (title, percents)
        None where the topic was not asked about.
    dates : sequence of str
        The dates of the attempts.
    """
    if not topics:
        return ""
    words = phrases(language)
    length = WIDTH - _BAR_LEFT - _BAR_RIGHT
    body, y = [], 8.0
    for title, percents in topics:
        body.append(text(_BAR_LEFT - 10, y + 11, _short(title), anchor="end", colour=_INK))
        for date, percent in zip(dates, percents, strict=True):
            shown = "–" if percent is None else f"{round(percent)} %"
            part = length * min(100.0, percent or 0.0) / 100
            body += [
                box(_BAR_LEFT, y, part, 13, f"fill='{STUDENT}'"),
                box(_BAR_LEFT, y, length, 13, _FAINT, f"{title}, {date}: {shown}"),
                text(_BAR_LEFT + length + 8, y + 11, f"{shown}  {date}", colour=_INK),
            ]
            y += 17
        y += 10
    title = f"{words.progress}: {words.topic}"
    return picture(name, WIDTH, round(y), title, words.progress_shown, body)


def _height_of(percent: float) -> float:
    return _PLOT_BOTTOM - (_PLOT_BOTTOM - _PLOT_TOP) * min(100.0, max(0.0, percent)) / 100

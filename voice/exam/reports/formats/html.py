"""Reports as HTML: a fragment for the page, and a document of its own that prints on A4.

Neither needs a script. With `corrects`, buttons stand beside the key points by which the student
corrects them (`voice.exam.reports.formats.controls`), which only the page can act on. Links of the
class `viva-play` carry `data-start` and `data-end`, in seconds on the session's clock, so that the
page can play the student's own words; without it they lead to the line of the transcript.

The templates escape whatever they are given: only pictures and the style sheet, which are made
here, go in as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2

from voice.exam.reports import lines
from voice.exam.reports.formats import pictures
from voice.exam.reports.formats.controls import LONGEST_REASON, offers
from voice.exam.reports.formats.registry import Format
from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import COUNTED, Report, StudyStep
from voice.exam.reports.text import clock

HERE = Path(__file__).parent


def to_html(report: Report, corrects: bool = False) -> str:
    """A whole document: one file, nothing loaded, no scripts."""
    return _rendered("report_document.html", report, corrects) + "\n"


def fragment(report: Report, corrects: bool = False) -> str:
    """The report as one `article`, for a page that has `style()` in it."""
    return _rendered("report.html", report, corrects)


def style() -> str:
    """The style sheet of a fragment; everything in it applies within `.viva-report` only."""
    return (HERE / "report.css").read_text(encoding="utf-8")


def _rendered(template: str, report: Report, corrects: bool) -> str:
    words = phrases(report.language)
    return _TEMPLATES.get_template(template).render(report=report, words=words, corrects=corrects)


def _line_at(start_s: float, report: Report) -> int:
    """Number of the student's line in which something was said; 0 for none."""
    for line in report.transcript:
        if line.speaker == "student" and line.start_s - 0.05 <= start_s <= line.end_s + 0.05:
            return line.number
    return 0


def _advice(step: StudyStep, words: Phrases) -> Iterator[str]:
    return (lines.advised(one, words) for one in step.advice)


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE),
    autoescape=True,
    undefined=jinja2.StrictUndefined,  # a misspelt name fails instead of leaving a gap
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals.update(
    advice=_advice,
    clock=clock,
    counted=COUNTED,
    line_at=_line_at,
    lines=lines,
    longest_reason=LONGEST_REASON,
    offers=offers,
    pictures=pictures,
    style=style(),
)


FORMAT = Format("html", "HTML", "html", "text/html; charset=utf-8", to_html, shown=True)

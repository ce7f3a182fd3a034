"""A report as a file to be kept: one function for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from voice.exam.reports.formats.csv import to_csv
from voice.exam.reports.formats.html import to_html
from voice.exam.reports.formats.json import to_json
from voice.exam.reports.formats.markdown import to_markdown
from voice.exam.reports.model import Report

Format = Literal["md", "json", "csv", "html", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file as it goes to the browser."""

    name: str
    media_type: str
    content: bytes


def export(report: Report, kind: Format, corrects: bool = False) -> Exported:
    """The report in one format, with a name such as "viva-cell-biology-2026-11-21-0915.pdf".

    `corrects`: HTML has buttons for the student, which only the page can act on.
    """
    match kind:
        case "md":
            return _text(report, kind, "text/markdown", to_markdown(report))
        case "json":
            return _text(report, kind, "application/json", to_json(report))
        case "csv":
            return _text(report, kind, "text/csv", to_csv(report))
        case "html":
            return _text(report, kind, "text/html", to_html(report, corrects))
        case "pdf":
            from voice.exam.reports.formats.pdf import to_pdf  # reportlab takes 0.25 s to import

            return Exported(_name(report, kind), "application/pdf", to_pdf(report))


def _text(report: Report, kind: Format, media_type: str, content: str) -> Exported:
    return Exported(_name(report, kind), f"{media_type}; charset=utf-8", content.encode())


def _name(report: Report, kind: Format) -> str:
    """Of ASCII letters, digits and hyphens only: it goes into a header and onto any disk."""
    began = report.began_at[:16].replace("T", "-").replace(":", "")
    parts = ["viva", report.bank_name, began]
    kept = "-".join(
        "".join(c if c.isascii() and c.isalnum() else "-" for c in part).strip("-")
        for part in parts
        if part
    )
    return f"{kept}.{kind}"

"""Reports as PDF."""

from __future__ import annotations

from voice.exam.reports.formats.registry import Format
from voice.exam.reports.model import Report


def to_pdf(report: Report) -> bytes:
    """The whole report. The same report gives the same bytes."""
    from voice.exam.reports.formats import pdf_pages  # reportlab takes 0.25 s to import

    return pdf_pages.to_pdf(report)


FORMAT = Format("pdf", "PDF", "pdf", "application/pdf", lambda report, _: to_pdf(report))

"""A report as a file to be kept, in any format of the registry."""

from __future__ import annotations

from dataclasses import dataclass

from voice.exam.reports.formats.registry import format_named
from voice.exam.reports.model import Report


@dataclass(frozen=True, slots=True)
class Exported:
    """A file as it goes to the browser."""

    name: str
    media_type: str
    content: bytes
    shown: bool  # by the browser itself, rather than kept

    @property
    def headers(self) -> dict[str, str]:
        """What an answer that carries it says of it."""
        place = "inline" if self.shown else "attachment"
        return {"content-disposition": f'{place}; filename="{self.name}"'}


def export(report: Report, kind: str, corrects: bool = False) -> Exported:
    """The report in one format, with a name such as "viva-cell-biology-2026-11-21-0915.pdf".

    `corrects`: what the page shows has buttons for the student, which only the page can act on.

    Raises
    ------
    UnknownFormat
        `kind` is no format's name.
    """
    chosen = format_named(kind)
    written = chosen.write(report, corrects)
    content = written.encode() if isinstance(written, str) else written
    return Exported(_name(report, chosen.suffix), chosen.media_type, content, chosen.shown)


def _name(report: Report, suffix: str) -> str:
    """Of ASCII letters, digits and hyphens only: it goes into a header and onto any disk."""
    began = report.began_at[:16].replace("T", "-").replace(":", "")
    parts = ["viva", report.bank_name, began]
    kept = "-".join(
        "".join(c if c.isascii() and c.isalnum() else "-" for c in part).strip("-")
        for part in parts
        if part
    )
    return f"{kept}.{suffix}"

"""Reports as JSON, and back.

`python -m voice.exam.reports.formats.json` writes the published schema.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from models.base import VivaError
from voice.exam.reports.formats.registry import Format
from voice.exam.reports.model import Report
from voice.exam.reports.upgrade import upgraded

SCHEMA_FILE = Path(__file__).parents[4] / "prompts" / "report.schema.json"


class ReportError(VivaError):
    """A saved report cannot be read."""


def to_json(report: Report) -> str:
    """The whole report; `from_json` gives it back."""
    return report.model_dump_json(indent=2) + "\n"


def from_json(content: str | bytes) -> Report:
    """The report that `to_json` wrote, now or in an earlier version.

    Raises
    ------
    ReportError
        It is no report, or one of a later version.
    """
    try:
        return Report.model_validate_json(upgraded(content))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise ReportError(
            f"This is not a report of this version: {place}: {first['msg']}",
            "Choose a JSON file that Viva has written, or bring Viva up to date",
        ) from error


def schema() -> str:
    """JSON Schema of a report, with what each field means."""
    made = Report.model_json_schema(mode="serialization")
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


FORMAT = Format(
    "json", "JSON", "json", "application/json; charset=utf-8", lambda report, _: to_json(report)
)


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema(), encoding="utf-8")

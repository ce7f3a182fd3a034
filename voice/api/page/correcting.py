"""Bodies of the requests that correct marks, and what is told of the marks after it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from voice.exam.reports.formats.controls import LONGEST_REASON
from voice.exam.reports.model import ItemReport, Report


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


class CorrectionAsked(BaseModel):
    """What somebody says of a key point."""

    model_config = ConfigDict(extra="forbid")

    question: int = Field(ge=1, description="Its number in the report.")
    point: int = Field(ge=1, description="Which of its key points.")
    verdict: Literal["made", "partly", "not_made"] | None = Field(
        description="Null takes back what was said before: the program's verdict stands again."
    )
    reason: Annotated[str, Field(max_length=LONGEST_REASON), AfterValidator(_on_one_line)] = ""


class Corrected(BaseModel):
    """What the marks are from now on."""

    item: ItemReport
    marks: float = Field(description="Of the whole exam.")
    least: float
    most: float
    out_of: float
    percent: int | None


def told(report: Report, attempt: int) -> Corrected:
    """The marks after a correction."""
    return Corrected(
        item=report.items[attempt],
        marks=report.marks,
        least=report.least,
        most=report.most,
        out_of=report.out_of,
        percent=report.percent,
    )

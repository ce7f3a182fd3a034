"""What a student can say against the mark of a key point; report.html makes buttons of it.

Each button carries the question (`data-item`) and the key point (`data-point`), both from 1, and
what it does (`data-do`): "correct" with `data-verdict`, "take-back", "reason" and "keep" with the
words to keep in `data-text`. Only the page acts on them; a report in a file has none.
"""

from __future__ import annotations

from typing import Literal

from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import PointReport

LONGEST_REASON = 400
"""Characters of a reason."""

Said = Literal["made", "partly", "not_made"]


def offers(point: PointReport, words: Phrases) -> tuple[tuple[Said, str], ...]:
    """Two verdicts that may be claimed instead of the one that stands, each with its label."""
    half: tuple[Said, str] = ("partly", words.i_said_half)
    match point.verdict:
        case "made":
            return ("not_made", words.not_right), half
        case "partly" | "unsure":
            return ("made", words.i_said_this), ("not_made", words.i_did_not)
        case _:
            return ("made", words.i_said_this), half

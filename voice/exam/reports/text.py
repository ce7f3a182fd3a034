"""Text that stands in a report: made harmless once, when it enters one.

What a student said, and what a bank from somewhere says, is data. Characters that no reader
sees but that move, hide or break the text around them are taken out here, so that every export
can rely on it; each export still escapes what is special in its own format.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""They turn round what stands beside them; letters of right-to-left scripts need none."""

_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def plain(text: object) -> object:
    """Text on one line, without control characters, bidi controls and broken characters.

    Anything but text is given back as it is, for validation to refuse.
    """
    if not isinstance(text, str):
        return text
    return "".join(map(_character, text)).strip()


def _character(character: str) -> str:
    if character in _LINE_BREAKS or character == "\t":
        return " "
    if character in _BIDI_CONTROLS:
        return ""
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cn") else character


Clean = Annotated[str, BeforeValidator(plain)]
"""A text without surprises."""

Seconds = Annotated[float, AfterValidator(lambda seconds: round(seconds, 2))]
"""A time or a length, to 10 ms: words are not timed more finely."""


class Part(BaseModel):
    """Anything a report consists of; its fields' docstrings are the documentation of the JSON."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


def clock(seconds: float) -> str:
    """Minutes and seconds, such as "1:05"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"

"""Typed messages and the limits on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from models.base import VivaError

MAX_TEXT = 4000
"""Most characters of one typed message: about 1000 tokens, a quarter of the default context."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed turn."""

    source: ClassVar[Literal["text"]] = "text"
    text: str
    ended: float  # when it was sent; wall clock, seconds


def message_of(text: str) -> str:
    """`text` as one line of printable characters.

    Raises
    ------
    VivaError
        The text is empty or too long.
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not text:
        raise VivaError("There is no text in this message", "Type something and send it again")
    if len(text) > MAX_TEXT:
        raise VivaError(
            f"This message has {len(text):,} characters; at most {MAX_TEXT:,} can be answered",
            "Shorten it, or send it in parts",
        )
    return text

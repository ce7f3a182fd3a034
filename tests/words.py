"""Comparing what was said with what was understood."""

from __future__ import annotations

import difflib
import re
import unicodedata


def normalised(text: str) -> list[str]:
    """Words in lower case without punctuation or accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w\s]", "", plain.replace("-", " ")).split()


def agreement(reference: str, heard: str) -> float:
    """Share of words that agree, in order: 1.0 is the same text."""
    return difflib.SequenceMatcher(None, normalised(reference), normalised(heard)).ratio()

"""Suggests the name that was probably meant when an unknown one was given."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, names: Iterable[str]) -> str:
    """A sentence that suggests the member of `names` closest to `name`; "" if none is close."""
    by_letters = {_letters(one): one for one in names}
    close = difflib.get_close_matches(_letters(name), by_letters, 1)
    return f"Perhaps {by_letters[close[0]]} is meant" if close else ""


def _letters(name: str) -> str:
    return name.lower().strip("-").replace("-", "_")

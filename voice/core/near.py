"""The name that somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, names: Iterable[str]) -> str:
    """A fix that names the member of `names` most like `name`; "" when none is."""
    by_letters = {_letters(one): one for one in names}
    close = difflib.get_close_matches(_letters(name), by_letters, 1)
    return f"Perhaps {by_letters[close[0]]} is meant" if close else ""


def _letters(name: str) -> str:
    return name.lower().strip("-").replace("-", "_")

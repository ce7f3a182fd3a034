"""Plain text of HTML: paragraphs and list entries on lines of their own, nothing else kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MAX_CHARS = 100_000
"""Longer HTML is cut off; no question has so much."""

_BLOCKS = frozenset(
    "address article blockquote br div dd dl dt figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "table tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head", "title", "template", "svg"))


def html_to_text(html: str) -> str:
    """What a reader of `html` sees, line by line."""
    reader = _Reader()
    reader.feed(html[:MAX_CHARS])
    reader.close()
    return tidy("".join(reader.pieces))


def looks_like_html(text: str) -> bool:
    """Whether `text` holds tags or named characters."""
    return bool(re.search(r"</[a-z]\w*>|<(br|p|div|li|img|hr)\b[^>]*>|&[a-z]+;", text, re.I))


def tidy(text: str) -> str:
    """Without blank lines and double blanks."""
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and line != "-")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.pieces.append("\n- " if tag == "li" else "\n")
        elif tag in _CELLS:
            self.pieces.append(" ")
        elif tag == "sup":
            self.pieces.append("^")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # In HTML an end of line is a blank.
            self.pieces.append(re.sub(r"\s+", " ", data))

"""Statements for key points, made of an answer that was written as running text or as a list."""

from __future__ import annotations

import re
from itertools import pairwise

from sentencex import segment

MAX_POINTS = 6
"""Most key points of one answer; nobody says more."""

MAX_CHARS = 400
"""Longest key point, the same as in a bank."""

LONG_WORDS = 25
"""A single sentence of more words is divided at its clauses."""

_ENTRY = re.compile(r"^\s*(?:[-*+•–·]|\(?\d{1,2}[.)]|[a-h]\))\s+(?=\S)")
_CLAUSE = re.compile(r"(?<=[,;:，；])\s*(?=\S{2,}\s|[\u3400-\u9fff])")


def point_texts(answer: str, language: str = "en") -> list[str]:
    """At most six statements: list entries, else sentences, else the clauses of a long one.

    Parameters
    ----------
    answer : str
        Plain text; lines that begin with a hyphen, a bullet or a number are a list.
    language : str
        ISO 639-1; tells where sentences end.
    """
    lines = [line for line in answer.splitlines() if line.strip()]
    entries = [line for line in lines if _ENTRY.match(line)]
    if len(entries) >= 2:
        pieces = [_ENTRY.sub("", line) for line in entries]
    else:
        pieces = [piece for line in lines for piece in _sentences(_ENTRY.sub("", line), language)]
    return _few([_short(piece) for piece in pieces if re.search(r"\w", piece)])


def list_entries(text: str) -> list[str]:
    """Members of a cell: its lines, else what semicolons divide; marks of a list taken off."""
    whole = [piece.strip() for piece in text.split("\n" if "\n" in text.strip("\r ") else ";")]
    pieces = [piece for piece in whole if piece]
    if len(pieces) > 1 and all(_ENTRY.match(piece) for piece in pieces):
        return [_ENTRY.sub("", piece) for piece in pieces]
    return pieces


def _sentences(line: str, language: str) -> list[str]:
    found = [piece.strip() for piece in segment(language, line) if piece.strip()]
    if len(found) == 1:
        found = [piece.strip() for piece in re.split(r"[;；]", line) if piece.strip()]
    if len(found) == 1 and len(line.split()) > LONG_WORDS:
        found = [piece.strip(" ,;:，；") for piece in _CLAUSE.split(line)]
    return found


def _few(pieces: list[str]) -> list[str]:
    """Neighbours put together, the shortest first, until they are few enough."""
    pieces = list(pieces)
    while len(pieces) > MAX_POINTS:
        lengths = [len(a) + len(b) for a, b in pairwise(pieces)]
        first = lengths.index(min(lengths))
        if lengths[first] >= MAX_CHARS:
            return pieces[:MAX_POINTS]
        pieces[first : first + 2] = [f"{pieces[first]} {pieces[first + 1]}"]
    return pieces


def _short(piece: str) -> str:
    piece = " ".join(piece.split())
    if len(piece) <= MAX_CHARS:
        return piece
    return piece[: MAX_CHARS - 1].rsplit(" ", 1)[0] + "…"

"""Counts what engines fail at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from models.base import RefusedRequest

KINDS = ("stt", "turn", "llm", "tts")
"""Of engines: what hears words, the end of a turn, thinks, and speaks."""


class Failures:
    """How often each kind of engine has failed since the start.

    Workers count in their own threads: each kind has one, so no count is lost.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))

    @contextmanager
    def of(self, kind: str) -> Iterator[None]:
        """Count what is raised within; a request that cannot be met is no failure."""
        try:
            yield
        except RefusedRequest:
            raise
        except Exception:
            self.counts[kind] += 1
            raise

"""Counts the failures of engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from models.base import RefusedRequest

KINDS = ("stt", "turn", "llm", "tts")
"""Kinds of engines: speech recognition, turn detection, language model, voice."""


class Failures:
    """How often each kind of engine has failed since the start.

    Workers count in their own threads; each kind has only one, so that no count is lost.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))

    @contextmanager
    def of(self, kind: str) -> Iterator[None]:
        """Count an exception raised within, except `RefusedRequest`, which is not the engine's."""
        try:
            yield
        except RefusedRequest:
            raise
        except Exception:
            self.counts[kind] += 1
            raise

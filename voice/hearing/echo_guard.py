"""Detects when the examiner hears itself despite the browser's echo canceller."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

import numpy as np

from models.base import Float32
from voice.core.events import Notify
from voice.core.notices import notice_words

MIN_WORDS = 3
"""An echo has at least this many words; fewer may well be the student's own: "yes", "the cell"."""

SAME_SHARE = 0.75
"""Share of the recognised words that must occur in what was played, in the same order. In an echo,
about one word in five is misrecognised, and nobody repeats that much while being spoken to."""

ECHOES_TO_GO_DEAF = 2
"""After this many echoes, the microphone is closed while the examiner speaks; one may be chance."""


class EchoGuard:
    """Distinguishes echo from barge-in, and mutes the microphone if there is too much echo.

    Parameters
    ----------
    notify : callable
        Called once with `(level, text, fix)` when the microphone is closed.
    language : callable
        Returns the language of the conversation (ISO 639-1), for that notice.
    """

    def __init__(self, notify: Notify, language: Callable[[], str]) -> None:
        self.closed = False  # while True, the student's voice does not stop the examiner's
        self._notify = notify
        self._language = language
        self._echoes = 0

    def forget(self) -> None:
        """Forget earlier echoes, since a new connection may come with headphones."""
        self._echoes = 0

    @property
    def deaf(self) -> bool:
        """Whether the conversation has become half-duplex: the microphone is off during replies."""
        return self._echoes >= ECHOES_TO_GO_DEAF

    def is_echo(self, heard: str, played: str) -> bool:
        """Whether the words `heard` are mostly an echo of those `played`; counts the echoes."""
        if self.deaf or not _is_part_of(_words(heard), _words(played)):
            return False
        self._echoes += 1
        if self.deaf:
            self._notify("warning", *notice_words(self._language()).deaf)
        return True

    def pass_on(self, samples: Float32, speaking: bool) -> Float32:
        """Return `samples`, or silence in their place while the microphone is closed."""
        return np.zeros_like(samples) if speaking and (self.deaf or self.closed) else samples


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", "", text.casefold()).split()


def _is_part_of(heard: list[str], played: list[str]) -> bool:
    if len(heard) < MIN_WORDS:
        return False
    matcher = difflib.SequenceMatcher(None, heard, played, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) >= SAME_SHARE * len(heard)

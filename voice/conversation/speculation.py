"""Prepares an answer when the student pauses; it is used only if the turn ends with those words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from models.base import Transcript
from voice.core.metrics import TurnTimes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A held reply to `text`, which nobody hears until the turn has ended with that text."""

    text: str
    number: int
    times: TurnTimes


class Speculation:
    """Holds at most one draft at a time.

    `prepare`, `drop` and `take` are called from the session's event loop; of the callbacks, they
    call only `discard`. `begin` and `wordless` are called from a separate task, once the
    transcript is there; if they raise, only the draft is lost.

    Parameters
    ----------
    begin : callable
        `(text, times) -> reply number` begins a held reply; None if there cannot be one now.
    discard : callable
        `(reply number)` stops the held reply and forgets it.
    wordless : callable
        Called when no words have been said so far, so that there is nothing to answer.
    """

    def __init__(
        self,
        begin: Callable[[str, TurnTimes], int | None],
        discard: Callable[[int], None],
        wordless: Callable[[], None],
    ) -> None:
        self.discarded = 0
        self._begin = begin
        self._discard = discard
        self._wordless = wordless
        self._task: asyncio.Task[None] | None = None
        self._draft: Draft | None = None

    def prepare(self, transcript: asyncio.Task[Transcript]) -> None:
        """Begin a draft as soon as `transcript` is there, in place of any earlier draft."""
        self.drop()
        self._task = asyncio.create_task(self._work(transcript))

    def drop(self) -> None:
        """Discard the draft and stop preparing one."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if (draft := self._draft) is not None:
            self._draft = None
            self.discarded += 1
            self._discard(draft.number)

    def take(self, text: str) -> Draft | None:
        """Return the draft for a turn that ended with `text`, or None; another draft is dropped."""
        if self._draft is None or self._draft.text != text:
            self.drop()
            return None
        draft, self._draft = self._draft, None
        return draft

    async def _work(self, transcript: asyncio.Task[Transcript]) -> None:
        try:
            # Shielded, since the transcript is needed even if the draft is dropped.
            text = (await asyncio.shield(transcript)).text
        except Exception:  # noqa: BLE001 - it is reported when the turn is taken
            return
        try:
            self._prepare(text)
        except Exception:
            log.exception("an answer could not be prepared ahead of time")

    def _prepare(self, text: str) -> None:
        if not text:
            self._wordless()
            return
        times = TurnTimes()
        if (number := self._begin(text, times)) is not None:
            self._draft = Draft(text, number, times)

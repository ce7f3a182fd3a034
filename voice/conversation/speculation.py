"""Work on a probable end of turn: kept if the turn ends with those words, else without trace."""

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
    """A reply that is being prepared for `text`, and is not heard before it is committed."""

    text: str
    number: int
    times: TurnTimes


class Speculation:
    """At most one draft at a time.

    `prepare`, `drop` and `take` are called from the event loop and call back at most `discard`.
    `begin` and `wordless` are called from a task of its own, once the transcript is there; a
    fault in them costs the draft and nothing else.

    Parameters
    ----------
    begin : callable
        `(text, times) -> reply number` begins a held reply; None if there cannot be one now.
    discard : callable
        `(reply number)`; stops the held reply and forgets it.
    wordless : callable
        Told when there is nothing to answer: no words were said so far.
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
        """Answer `transcript` ahead of time, once it is there."""
        self.drop()
        self._task = asyncio.create_task(self._work(transcript))

    def drop(self) -> None:
        """The student goes on: what was prepared never was."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if (draft := self._draft) is not None:
            self._draft = None
            self.discarded += 1
            self._discard(draft.number)

    def take(self, text: str) -> Draft | None:
        """The turn is over with `text`: the draft made for it, if there is one."""
        if self._draft is None or self._draft.text != text:
            self.drop()
            return None
        draft, self._draft = self._draft, None
        return draft

    async def _work(self, transcript: asyncio.Task[Transcript]) -> None:
        try:
            # Shielded: the transcript is wanted, whether or not there is a draft.
            text = (await asyncio.shield(transcript)).text
        except Exception:  # noqa: BLE001 - it is reported where the turn is taken
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

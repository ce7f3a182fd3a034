"""Work on a probable end of turn: kept if the turn ends with those words, else without trace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from models.base import EngineError, Transcript
from voice.core.metrics import TurnTimes


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that is being prepared for `text`, and is not heard before it is committed."""

    text: str
    number: int
    times: TurnTimes


class Speculation:
    """At most one draft at a time.

    Parameters
    ----------
    begin : callable
        `(text, times) -> reply number` begins a held reply; None if there cannot be one now.
    discard : callable
        Stops the held reply and forgets it.
    wordless : callable
        Told when there is nothing to answer: no words were said so far.
    """

    def __init__(
        self,
        begin: Callable[[str, TurnTimes], int | None],
        discard: Callable[[], None],
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
        if self._draft is not None:
            self._draft = None
            self.discarded += 1
            self._discard()

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
        except EngineError:
            return  # it is reported where the turn is taken
        if not text:
            self._wordless()
            return
        times = TurnTimes()
        if (number := self._begin(text, times)) is not None:
            self._draft = Draft(text, number, times)

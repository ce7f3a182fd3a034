"""Reads the prompt into the model's cache while the student still speaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from models.base import Message

log = logging.getLogger(__name__)

READ_AHEAD_CHARS = 60
"""New settled text, about 15 tokens, that is worth a call to read it into the prompt cache: 15
tokens cost 0.08 s at 195 tokens/s, about what the call itself costs."""


class ReadAhead:
    """One reading at a time; what is missed is read with the answer.

    Parameters
    ----------
    warm : callable
        `LanguageModel.warm`.
    """

    def __init__(self, warm: Callable[[Sequence[Message]], Awaitable[None]]) -> None:
        self._warm = warm
        self._task: asyncio.Task[None] | None = None
        self._read = 0  # characters of the utterance in progress

    def begin(self) -> None:
        """Another utterance begins."""
        self._read = 0

    def follow(self, settled: str, prompt: Callable[[str], Sequence[Message]]) -> None:
        """The utterance says `settled` so far; `prompt` makes the messages that end with it."""
        reading = self._task is not None and not self._task.done()
        if not reading and len(settled) >= self._read + READ_AHEAD_CHARS:
            self._read = len(settled)
            self.read(prompt(settled))

    def read(self, messages: Sequence[Message]) -> None:
        """Read these now, in place of what is being read."""
        self.stop()
        self._task = asyncio.create_task(self._work(messages))

    def stop(self) -> None:
        """Read no further."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _work(self, messages: Sequence[Message]) -> None:
        try:
            await self._warm(messages)
        except Exception as error:  # noqa: BLE001 - a real fault will come up in the answer
            log.info("a prompt could not be read ahead: %s", error)

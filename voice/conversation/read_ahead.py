"""Reads the prompt into the model's cache while the student is still speaking."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from models.base import Message

log = logging.getLogger(__name__)

READ_AHEAD_CHARS = 60
"""How much more stable text justifies another call: about 15 tokens, which take 0.08 s to read at
195 tokens/s, about as long as the call itself."""


class ReadAhead:
    """Warms the prompt cache, one call at a time; what it misses is read with the answer.

    Called from the session's event loop; no method waits for the model.

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
        """Start to follow another utterance."""
        self._read = 0

    def follow(self, settled: str, prompt: Callable[[str], Sequence[Message]]) -> None:
        """Read ahead if the stable text has grown by `READ_AHEAD_CHARS`.

        Parameters
        ----------
        settled : str
            The part of the utterance so far that will hardly change.
        prompt : callable
            Returns the messages that end with a text.
        """
        reading = self._task is not None and not self._task.done()
        if not reading and len(settled) >= self._read + READ_AHEAD_CHARS:
            self._read = len(settled)
            self.read(prompt(settled))

    def read(self, messages: Sequence[Message]) -> None:
        """Read these messages now, instead of those being read."""
        self.stop()
        self._task = asyncio.create_task(self._work(messages))

    def stop(self) -> None:
        """Cancel the call under way, if there is one."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _work(self, messages: Sequence[Message]) -> None:
        try:
            await self._warm(messages)
        except Exception as error:  # noqa: BLE001 - a real fault will come up in the answer
            log.info("a prompt could not be read ahead: %s", error)

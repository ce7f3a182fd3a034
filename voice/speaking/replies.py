"""The speaking half of a session: one numbered reply at a time, and what was heard of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from models.base import EngineError, Int16, ToolCall, Usage
from voice.core.metrics import TurnTimes
from voice.core.transport import Transport
from voice.speaking.player import Player
from voice.speaking.reply import Reply, Speaker

Work = Callable[[Reply], Awaitable[None]]
"""Makes a reply, for example by generating it or by reciting fixed text."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply that is over; `text` is what was heard of it."""

    number: int
    text: str
    interrupted: bool
    remembered: str  # `text` without asides and apologies: what belongs in the memory
    tool_calls: tuple[ToolCall, ...] = ()  # what the model asked for; acted on only here
    usage: Usage = Usage()


class Audience(Protocol):
    """Callbacks of the speaking half, made in the session's event loop.

    `on_clause` and `on_spoken` are called from within `Speaking.frame`, and may begin the next
    reply or drop this one. `on_failure` is called from the task that makes the reply. Nothing is
    called from within `drop`, `discard` or `close`.
    """

    def on_clause(self, number: int, text: str) -> None:
        """Called when the first sample of a clause is on its way to the speaker."""
        ...

    def on_spoken(self, spoken: Spoken) -> None:
        """Called when a reply has been played to its end; another may begin."""
        ...

    def on_failure(self, error: Exception) -> str:
        """Called when a reply failed; returns the sentence to say instead, or "" for none."""
        ...


class Speaking:
    """Speaks one reply at a time; called from the session's event loop.

    Parameters
    ----------
    sample_rate : int
        Sample rate of the output, in Hz.
    audience : Audience
        Told of clauses, finished replies and failures.
    now : callable
        Wall clock in seconds, for metrics.
    """

    def __init__(self, sample_rate: int, audience: Audience, now: Callable[[], float]) -> None:
        self.number = 0
        self._audience = audience
        self._now = now
        self._player = Player(sample_rate, audience.on_clause, self._on_played)
        self._transport: Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._reply: Reply | None = None  # the newest one
        self._held = self._broken = False
        self._aside = ""  # text of the present reply that is not to be remembered
        self._apart = False

    @property
    def sample_rate(self) -> int:
        """Sample rate of the frames, in Hz."""
        return self._player.sample_rate

    @property
    def active(self) -> bool:
        """Whether a reply has begun and is not over."""
        return self._player.active

    @property
    def audible(self) -> bool:
        """Whether any of the reply has been handed to the transport."""
        return self._player.started

    @property
    def paused(self) -> bool:
        """Whether playback waits for `resume`."""
        return self._player.paused

    @property
    def begun_text(self) -> str:
        """Text of the clauses that have begun to be played."""
        return self._player.begun()

    @property
    def ahead_s(self) -> float:
        """How long a sample handed over now will take to leave for the speaker, in seconds."""
        unsent = self._transport.unsent_samples() if self._transport else 0
        return unsent / self.sample_rate

    def carry(self, transport: Transport | None) -> None:
        """Hand frames to `transport` from now on; one that has gone and still waits gets None."""
        self._transport = transport
        self._player.wake()

    async def frame(self, connected: Callable[[], bool]) -> Int16 | None:
        """Wait for the next 20 ms; None once closed, or once `connected` returns False."""
        return await self._player.frame(connected)

    def begin(
        self,
        speaker: Speaker,
        times: TurnTimes,
        work: Work,
        aside: str = "",
        held: bool = False,
        apart: bool = False,
    ) -> int:
        """Start a reply and return its number.

        `aside` is text that is spoken but not remembered; of a reply that is `apart`, nothing is
        remembered. A `held` reply is made but not heard until `release`; if it fails before that,
        `release` returns False. What is left of an older reply is dropped without a callback.
        """
        self._stop_work()
        self.number += 1
        self._aside, self._apart = aside, apart
        self._held, self._broken = held, False
        self._player.begin(self.number)
        if held:
            self._player.pause(0)
        on_voice_failed: Callable[[EngineError], object] = self._audience.on_failure
        reply = Reply(self.number, speaker, self._player, times, self._now, on_voice_failed)
        self._reply = reply
        self._task = asyncio.create_task(self._run(reply, work))
        return self.number

    def release(self, number: int) -> bool:
        """Let held reply `number` be heard; False if it has failed or has been replaced."""
        if not self._held or self.number != number:
            return False
        self._held = False
        if not self._broken:
            self._player.resume()
        return not self._broken

    def discard(self, number: int) -> None:
        """Drop reply `number` if none of it has been heard yet; makes no callback."""
        if self.number == number and not self.audible:
            self._stop_work()
            self._held = False
            self._player.stop()

    def pause(self) -> None:
        """Fall silent at once; what the transport has not sent is played after `resume`."""
        unsent = 0
        if self._transport is not None:
            unsent = self._transport.unsent_samples()
            self._transport.clear()
        self._player.pause(unsent)

    def resume(self) -> None:
        """Go on where `pause` stopped."""
        self._player.resume()

    def drop(self) -> Spoken | None:
        """End the reply in progress and ignore its late output; returns what was heard of it.

        Returns None if there was no reply, or only a held one, which nobody knows of. Makes no
        callback: the caller decides whether anything is said next.
        """
        if self._held:
            self.discard(self.number)
        self._stop_work()
        if not self._player.active:
            return None
        if not self._player.paused:
            self.pause()
        text, whole = self._player.stop()
        return self._spoken(text, interrupted=not whole)

    def close(self) -> None:
        """Stop for good."""
        self.drop()
        self._player.close()

    def _stop_work(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self, reply: Reply, work: Work) -> None:
        """Make a reply; it is completed even if it fails, or else the session would wait for ever.

        A held reply that fails is only marked as broken.
        """
        try:
            await work(reply)
        except Exception as error:  # noqa: BLE001 - a failed reply must not end the session
            self._broken = self._held
            if self._broken:
                return
            await self._apologise(reply, error)
        self._player.complete(reply.number)

    async def _apologise(self, reply: Reply, error: Exception) -> None:
        if not (apology := self._audience.on_failure(error)):
            return
        self._aside = apology
        try:
            await reply.recite(apology)
        except Exception as fault:  # noqa: BLE001 - the same fault, more often than not
            self._audience.on_failure(fault)

    def _on_played(self, number: int, text: str) -> None:
        self._task = None
        self._audience.on_spoken(self._spoken(text, interrupted=False))

    def _spoken(self, text: str, *, interrupted: bool) -> Spoken:
        calls = self._reply.tool_calls if self._reply is not None and not interrupted else ()
        usage = self._reply.usage if self._reply is not None else Usage()
        own = "" if self._apart else _without(text, self._aside)
        return Spoken(self.number, text, interrupted, own, calls, usage)


def _without(text: str, aside: str) -> str:
    """`text` without `aside`, or as much of `aside` as was heard, at its end.

    Spaces are ignored in the comparison: clauses are joined with one, even in Chinese.
    """
    words, aside = text.split(), "".join(aside.split())
    for count in range(len(words)):
        if aside.startswith("".join(words[count:])):
            return " ".join(words[:count])
    return text

"""Plays a reply frame by frame: can pause, resume and cut it, and knows what was heard of it.

Positions count output samples of the current reply. A transport takes 20 ms frames and keeps
a few of them unsent; when a reply is paused or cut, those count as not heard.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from models.base import Int16

FRAME_MS = 20
"""Length of a frame, the usual one of Opus in WebRTC."""

AHEAD_MS = 200
"""How far transports may run ahead of the speaker."""

REMEMBERED_FRAMES = 5 * AHEAD_MS // FRAME_MS
"""How many frames can be taken back if a transport drops them: more than one ever holds."""


@dataclass(slots=True)
class _Clause:
    text: str
    start: int  # position of its first sample
    samples: int = 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """The contents of a frame that was handed over; the rest of it was silence to fill a gap."""

    speech: int = 0  # samples of the reply, at the beginning of the frame
    tail: int = 0  # samples of silence after the reply


@dataclass(slots=True)
class _Speech:
    """One reply's audio so far."""

    number: int
    audio: list[Int16] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # position of each piece of `audio`
    clauses: list[_Clause] = field(default_factory=list)
    shown: int = 0  # clauses that have been announced
    total: int = 0  # samples in `audio`
    cursor: int = 0  # samples handed to the transport
    tail: int = 0  # samples of silence handed after the last one
    complete: bool = False  # no more audio will come
    handed: deque[_Frame] = field(default_factory=lambda: deque(maxlen=REMEMBERED_FRAMES))


class Player:
    """The queue between a reply and the transport that plays it.

    Everything is called from one event loop. Both callbacks are made from within `frame` and may
    call the player again: pause it, stop it, begin another reply.

    Parameters
    ----------
    sample_rate : int
        Sample rate of all audio, in Hz.
    on_clause : callable
        Called with `(reply number, text)` when a clause's first sample is handed over.
    on_done : callable
        Called with `(reply number, text)` when a reply has been played to its end.
    """

    def __init__(
        self,
        sample_rate: int,
        on_clause: Callable[[int, str], None],
        on_done: Callable[[int, str], None],
    ) -> None:
        self.sample_rate = sample_rate
        self.frame_samples = sample_rate * FRAME_MS // 1000
        self._on_clause = on_clause
        self._on_done = on_done
        self._speech: _Speech | None = None
        self._paused = False
        self._closed = False
        self._wake = asyncio.Event()
        self._silence = np.zeros(self.frame_samples, np.int16)

    @property
    def active(self) -> bool:
        """Whether a reply has begun and is not over."""
        return self._speech is not None

    @property
    def started(self) -> bool:
        """Whether any of the current reply has been handed to the transport."""
        return self._speech is not None and self._speech.cursor > 0

    @property
    def paused(self) -> bool:
        """Whether playback waits for `resume`."""
        return self._paused

    def begin(self, number: int) -> None:
        """Begin reply `number`; what is left of an older one is dropped."""
        self._speech = _Speech(number)
        self._paused = False

    def add(self, number: int, text: str, audio: Int16) -> None:
        """Append audio of reply `number`; a `text` opens a clause, "" continues the last one.

        Audio that begins without text becomes a clause without words. Audio of any reply but the
        current one is dropped.
        """
        speech = self._speech
        if speech is None or speech.number != number:
            return
        if text or not speech.clauses:
            speech.clauses.append(_Clause(text, speech.total))
        speech.clauses[-1].samples += len(audio)
        speech.audio.append(audio)
        speech.starts.append(speech.total)
        speech.total += len(audio)
        self._wake.set()

    def complete(self, number: int) -> None:
        """Note that no more audio of reply `number` will come."""
        if self._speech is not None and self._speech.number == number:
            self._speech.complete = True
            self._wake.set()

    def pause(self, unsent_samples: int) -> None:
        """Stop handing out speech; take back `unsent_samples`, which the transport dropped."""
        self._paused = True
        if self._speech is not None:
            self._take_back(self._speech, unsent_samples)

    def resume(self) -> None:
        """Go on where `pause` stopped."""
        self._paused = False
        self._wake.set()

    def stop(self) -> tuple[str, bool]:
        """Drop the current reply; return what was heard of it, and whether that was all."""
        speech, heard = self._speech, self.heard()
        self._speech = None
        self._paused = False
        whole = speech is not None and speech.complete and speech.cursor >= speech.total
        return heard, whole

    def heard(self) -> str:
        """The text that has been played, to the word.

        The position within a clause is estimated by dividing its time evenly among its characters.
        """
        if self._speech is None:
            return ""
        words: list[str] = []
        for clause in self._speech.clauses:
            played = self._speech.cursor - clause.start
            if played >= clause.samples:
                words.append(clause.text)
                continue
            if played > 0:
                words.append(beginning(clause.text, played / clause.samples))
            break
        return " ".join(word for word in words if word)

    def begun(self) -> str:
        """The text of the clauses whose first sample has been handed over."""
        if self._speech is None:
            return ""
        return " ".join(clause.text for clause in self._speech.clauses[: self._speech.shown])

    def close(self) -> None:
        """Play nothing any more, and return None to whoever waits for a frame."""
        self._closed = True
        self._speech = None
        self._wake.set()

    def wake(self) -> None:
        """Let `frame` check again whether its caller is still connected."""
        self._wake.set()

    async def frame(self, connected: Callable[[], bool]) -> Int16 | None:
        """Wait for the next 20 ms to send, int16 of `frame_samples`.

        Returns None once the player is closed or `connected` returns False, which is called before
        a frame is taken and after each `wake`: no frame is handed to a transport that has gone.

        Within a reply, silence fills the gaps: a stall would make the browser's jitter buffer
        grow (FastRTC's presentation times count samples).
        """
        while connected() and not self._closed:
            # Cleared first, so that a wake-up caused by the callbacks of `_next` is not lost.
            self._wake.clear()
            if (frame := self._next()) is not None:
                return frame
            await self._wake.wait()
        return None

    def _next(self) -> Int16 | None:
        speech = self._speech
        if speech is None:
            return None
        if self._paused:
            return self._gap_frame(speech)
        if speech.cursor < speech.total and (
            speech.complete or speech.total - speech.cursor >= self.frame_samples
        ):
            return self._speech_frame(speech)
        if not speech.complete:
            if speech.cursor == speech.total and not self._show(speech, speech.total + 1):
                return self._next()  # told of a clause without audio, a callback changed the reply
            return self._gap_frame(speech)
        return self._tail_frame(speech)

    def _take_back(self, speech: _Speech, samples: int) -> None:
        """Undo the handing over of the last `samples`."""
        while samples > 0 and speech.handed:
            frame = speech.handed.pop()
            kept = max(0, self.frame_samples - samples)
            speech.cursor -= max(0, frame.speech - kept)
            speech.tail -= max(0, frame.tail - kept)
            samples -= self.frame_samples

    def _gap_frame(self, speech: _Speech) -> Int16 | None:
        """Silence while a reply that has begun cannot go on; None if it has not begun."""
        if speech.cursor == 0:
            return None
        speech.handed.append(_Frame())
        return self._silence

    def _speech_frame(self, speech: _Speech) -> Int16 | None:
        end = speech.cursor + self.frame_samples
        if not self._show(speech, end):
            return self._next()
        frame = _cut(speech, self.frame_samples)
        speech.handed.append(_Frame(speech=min(end, speech.total) - speech.cursor))
        speech.cursor = min(end, speech.total)
        return frame

    def _show(self, speech: _Speech, end: int) -> bool:
        """Announce the clauses that begin before position `end`.

        Returns False if the callback has paused or replaced the reply.
        """
        while speech.shown < len(speech.clauses) and speech.clauses[speech.shown].start < end:
            speech.shown += 1
            self._on_clause(speech.number, speech.clauses[speech.shown - 1].text)
            if self._speech is not speech or self._paused:
                return False
        return True

    def _tail_frame(self, speech: _Speech) -> Int16 | None:
        """Silence for as long as a transport may run ahead, after which all has been heard."""
        if speech.cursor > 0 and speech.tail * 1000 < AHEAD_MS * self.sample_rate:
            speech.tail += self.frame_samples
            speech.handed.append(_Frame(tail=self.frame_samples))
            return self._silence
        if not self._show(speech, speech.total + 1):
            return self._next()
        heard = self.heard()
        self._speech = None
        self._on_done(speech.number, heard)
        return None


def _cut(speech: _Speech, length: int) -> Int16:
    """Copy `length` samples from the cursor of `speech`, zero-padded at the end.

    The first piece is found by bisection, so that a frame costs the same however long the reply.
    """
    frame = np.zeros(length, np.int16)
    start = speech.cursor
    for index in range(bisect_right(speech.starts, start) - 1, len(speech.audio)):
        piece, position = speech.audio[index], speech.starts[index]
        low, high = max(start, position), min(start + length, position + len(piece))
        if low < high:
            frame[low - start : high - start] = piece[low - position : high - position]
        if position + len(piece) >= start + length:
            break
    return frame


def beginning(text: str, share: float) -> str:
    """The words of `text` whose middle lies within the first `share` of its characters."""
    kept, position = [], 0
    for word in text.split():
        if position + len(word) / 2 > share * len(text):
            break
        kept.append(word)
        position += len(word) + 1
    return " ".join(kept)

"""Recognises stretches of speech, and retries what could not be recognised.

Runs on the session's event loop; the recogniser itself runs in its own thread. Speech is not lost
when recognition fails: it is tried twice, kept, and tried again with every later turn until it
is recognised or the student is told that it is lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.base import INPUT_RATE, EngineError, Float32, TranscribeOptions, Transcript
from voice.engines.pool import Engines
from voice.hearing.word_edges import settled

log = logging.getLogger(__name__)

WINDOW_S = 28.0
"""Speech is recognised in pieces no longer than this, just under Whisper's 30 s window."""

KEEP_UNHEARD_S = 180.0
"""How much unrecognised speech is kept and tried again with the next turn: 12 MB, and some 20 s
of work on two cores."""

MOST_TRIES = 3
"""With how many later turns it is tried again; after that, the fault is likely in its sound."""

UNHEARD_LOST = (
    "Some of what you said could not be recognised and is not kept any longer",
    "Say it again, or type it",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a turn, and the task that recognises it."""

    audio: Float32
    start: int  # clock of its first sample
    transcript: asyncio.Task[Transcript]
    voiced_to: int  # clock of its last voiced sample


class Recognition:
    """Recognises what one listener hears.

    Parameters
    ----------
    engines : Engines
        Provides the recogniser.
    options : callable
        Returns the options for the recogniser; called for every piece of sound.
    tell_lost : callable
        Called when speech is given up, from within `understand`.
    """

    def __init__(
        self,
        engines: Engines,
        options: Callable[[], TranscribeOptions],
        tell_lost: Callable[[], None],
    ) -> None:
        self._engines = engines
        self._options = options
        self._tell_lost = tell_lost
        self._tasks: set[asyncio.Task[Transcript]] = set()
        self._unheard: tuple[Stretch, ...] = ()  # of turns that are over
        self._tries = 0  # how often the first of them was tried after its own turn

    def begin(self, audio: Float32, start: int, voiced_to: int) -> Stretch:
        """Begin to recognise a stretch whose first sample came at the clock `start`."""
        return Stretch(audio, start, self._spawn(self._transcribe(audio, start)), voiced_to)

    def whole(self, stretches: Sequence[Stretch]) -> asyncio.Task[Transcript]:
        """The transcript of all `stretches` together.

        Cancelling it does not cancel their own transcripts, unless there is only one stretch.
        """
        parts = [stretch.transcript for stretch in stretches]
        return parts[0] if len(parts) == 1 else self._spawn(_joined(parts))

    async def understand(
        self, stretches: tuple[Stretch, ...], transcript: asyncio.Task[Transcript]
    ) -> Transcript:
        """The words of a turn, preceded by those of earlier turns that could not be recognised.

        To be awaited by one task at a time, in the order of the turns; whoever calls `stop` also
        cancels the task that awaits this.

        Raises
        ------
        EngineError
            Recognition failed twice; the sound is kept.
        """
        try:
            heard = await self._twice(stretches, transcript)
        except Exception:
            self._keep((*self._unheard, *stretches))
            raise
        return _merged([*await self._unheard_words(), heard])

    def stop(self) -> None:
        """Cancel all recognition, and forget the speech that was kept."""
        for task in self._tasks:
            task.cancel()
        self._unheard, self._tries = (), 0

    # --- what recognition failed on ---------------------------------------------------------

    async def _twice(
        self, stretches: tuple[Stretch, ...], transcript: asyncio.Task[Transcript]
    ) -> Transcript:
        try:
            return await transcript
        except EngineError as error:
            log.warning("recognition failed, trying once more: %s", error)
        return _merged([await self._again(stretch) for stretch in stretches])

    async def _again(self, stretch: Stretch) -> Transcript:
        """The words of a stretch, which is recognised anew if that has failed."""
        with suppress(EngineError):
            return await stretch.transcript
        return await self._spawn(self._transcribe(stretch.audio, stretch.start))

    async def _unheard_words(self) -> list[Transcript]:
        """The words of earlier turns, now that recognition works again.

        A stretch that fails once more keeps those after it waiting, so that words never come in
        another order than they were said, but only `MOST_TRIES` times.
        """
        words: list[Transcript] = []
        while self._unheard:
            try:
                words.append(await self._again(self._unheard[0]))
            except Exception as error:  # noqa: BLE001 - the newest words are there, and count
                log.warning("earlier speech cannot be recognised yet: %s", error)
                self._tries += 1
                if self._tries < MOST_TRIES:
                    break
                self._tell_lost()
            self._unheard, self._tries = self._unheard[1:], 0
        return words

    def _keep(self, stretches: tuple[Stretch, ...]) -> None:
        """Keep speech that could not be recognised; drop the oldest if it is too much."""
        total = sum(len(stretch.audio) for stretch in stretches)
        kept = list(stretches)
        while total > KEEP_UNHEARD_S * INPUT_RATE:
            total -= len(kept.pop(0).audio)
        self._unheard = tuple(kept)
        if len(kept) < len(stretches):
            self._tries = 0
            self._tell_lost()

    # --- the recogniser -----------------------------------------------------------------------

    async def _transcribe(self, audio: Float32, start: int) -> Transcript:
        """Recognise sound in pieces, so that minutes of it do not keep other sessions waiting."""
        heard: list[Transcript] = []
        at = 0
        while at < len(audio) or not heard:
            piece = audio[at : at + quietest(audio[at:])]
            words = settled(await self._engines.transcribe(piece, self._options()), piece)
            heard.append(words.shifted((start + at) / INPUT_RATE))
            at += len(piece)
        return _merged(heard)

    def _spawn(self, work: Coroutine[Any, Any, Transcript]) -> asyncio.Task[Transcript]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[Transcript]) -> None:
        """Retrieve the task's exception; `understand` reports those that matter."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.debug("recognition failed: %s", error)


async def _joined(parts: list[asyncio.Task[Transcript]]) -> Transcript:
    # Shielded, so that cancelling the whole does not cancel the parts.
    return _merged([await asyncio.shield(part) for part in parts])


def _merged(pieces: Sequence[Transcript]) -> Transcript:
    if len(pieces) == 1:
        return pieces[0]
    text = " ".join(piece.text for piece in pieces if piece.text)
    words = tuple(word for piece in pieces for word in piece.words)
    return Transcript(text, pieces[-1].language, words)


def laid_out(stretches: Sequence[Stretch]) -> Float32:
    """The sound of a turn from its first sample to its last, with silence where none was kept."""
    if len(stretches) == 1:
        return stretches[0].audio
    first, last = stretches[0], stretches[-1]
    whole = np.zeros(last.start + len(last.audio) - first.start, np.float32)
    for stretch in stretches:
        at = stretch.start - first.start
        whole[at : at + len(stretch.audio)] = stretch.audio
    return whole


def quietest(audio: Float32) -> int:
    """Where to cut float32 16 kHz sound so that the first piece fits into one window."""
    most, step = round(WINDOW_S * INPUT_RATE), INPUT_RATE // 10
    if len(audio) <= most:
        return len(audio)
    late = audio[most // 2 : most]
    frames = late[: len(late) // step * step].reshape(-1, step)
    return most // 2 + int(np.argmin(np.square(frames).sum(axis=1))) * step + step // 2

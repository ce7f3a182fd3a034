"""The hearing half of a session: samples in; onsets, partial transcripts and utterances out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

import numpy as np

from models.base import (
    INPUT_RATE,
    EngineError,
    Float32,
    Patience,
    TranscribeOptions,
    Transcript,
)
from voice.core import events
from voice.core.events import Event
from voice.engines.pool import Engines
from voice.hearing.ear import POSTROLL_S, PREROLL_S, Ear
from voice.hearing.partials import agreed_prefix
from voice.hearing.turn_taking import SPEECH_PROBABILITY, TurnEvent, TurnSignal, Waiting
from voice.hearing.word_edges import settled

log = logging.getLogger(__name__)

PARTIAL_EVERY_S = 0.5
"""New speech between two partial transcripts."""

PARTIAL_UP_TO_S = 20.0
"""Length beyond which an utterance gets no more partials: each look costs its whole length."""

PIECE_S = 12.0
"""A stretch of speech this long, ended by a pause, is recognised for good although the turn goes
on: a ten-minute answer then waits for its last stretch only. Longer pieces would wait longer,
shorter ones lose context at their seams."""

WINDOW_S = 28.0
"""A recording is recognised in pieces no longer than this, just under Whisper's 30 s window."""

KEEP_UNHEARD_S = 60.0
"""Speech that recognition failed on is kept, up to this much, and tried again with the next."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a turn and what was said in it."""

    audio: Float32
    start: int  # clock of its first sample
    transcript: asyncio.Task[Transcript]
    voiced_to: int  # clock of its last voiced sample


@dataclass(frozen=True, slots=True)
class Utterance:
    """A finished spoken turn; `transcript` may still be on its way."""

    source: ClassVar[Literal["voice"]] = "voice"
    audio: Float32
    start: int  # clock of its first sample
    transcript: asyncio.Task[Transcript]
    last_voiced: float  # wall clock, seconds
    ended: float


class Audience(Protocol):
    """Whom the listener tells."""

    def on_event(self, event: Event) -> None:
        """Something for the page."""
        ...

    def on_onset(self) -> None:
        """The student has begun to speak."""
        ...

    def on_pause(self, transcript: asyncio.Task[Transcript]) -> None:
        """The student has fallen silent, perhaps for good; these may be all their words."""
        ...

    def on_resume(self) -> None:
        """The student goes on with the same turn."""
        ...

    def on_utterance(self, utterance: Utterance) -> None:
        """The student has finished."""
        ...


class Listener:
    """Hears one student.

    Parameters
    ----------
    engines : Engines
        Voice activity, turn detection, recognition.
    patience : str
        How long a silence inside a turn may last; see `voice.hearing.turn_taking.MOST_S`.
    audience : Audience
        Is called from within `push`, or from the event loop.
    now : callable
        Wall clock in seconds, for metrics.
    """

    def __init__(
        self, engines: Engines, patience: Patience, audience: Audience, now: Callable[[], float]
    ) -> None:
        self.language: str | None = None
        self.vocabulary: tuple[str, ...] = ()  # terms likely to be said
        self.turn = 1  # number that the utterance in progress will have
        self._engines = engines
        self._ear = Ear(engines.vad, patience, engines.turn_detector.calibration)
        self._audience = audience
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()
        self._pieces: list[_Piece] = []  # of the turn in progress, recognised for good
        self._final: _Piece | None = None  # of the pause the student is in
        self._partial = ""
        self._partial_clock = 0  # when the newest one was begun
        self._looking: asyncio.Task[None] | None = None  # makes a partial
        self._unheard = np.zeros(0, np.float32)
        self._last_voiced = 0.0

    @property
    def clock(self) -> int:
        """Samples heard."""
        return self._ear.clock

    @property
    def in_turn(self) -> bool:
        """Whether the student has the floor."""
        return self._ear.turns.in_turn

    @property
    def held(self) -> bool:
        """Whether no pause ends the turn."""
        return self._ear.turns.held

    @property
    def silence_s(self) -> float:
        """How long the student has been silent in their turn; 0 while they speak."""
        return self._ear.turns.silence / INPUT_RATE

    def set_patience(self, patience: Patience) -> None:
        """Change how long a silence inside a turn may last."""
        self._ear.turns.patience = patience

    def attend(
        self,
        waiting: Waiting | None = None,
        threshold: float = SPEECH_PROBABILITY,
        preroll_s: float = PREROLL_S,
    ) -> None:
        """Tell turns apart by these; without `waiting`, silences last as patience says."""
        turns = self._ear.turns
        turns.waiting, turns.threshold = waiting, threshold
        self._ear.preroll_s = preroll_s

    def hold(self, held: bool) -> None:
        """While `held`, no pause ends the turn."""
        if self._ear.turns.held != held:
            self._ear.turns.held = held
            self._audience.on_event(events.HoldChanged(clock=self.clock, held=held))

    def push(self, samples: Float32) -> None:
        """Hear float32 mono 16 kHz samples."""
        self._handle(self._ear.hear(samples))
        turns = self._ear.turns
        if turns.in_turn and turns.silence == 0:
            self._last_voiced = self._now()
        self._look()

    def take(self, audio: Float32) -> None:
        """Take a whole recording, float32 mono 16 kHz, as a turn of its own.

        One in progress goes on beside it.
        """
        transcript = asyncio.create_task(self._transcribe_long(audio, self.clock))
        now_s = self._now()
        self._audience.on_event(events.TurnEnded(clock=self.clock))
        self._audience.on_utterance(Utterance(audio, self.clock, transcript, now_s, now_s))

    async def understand(self, utterance: Utterance) -> Transcript:
        """What was said in `utterance`; no text if there are no words in it.

        The words' times are seconds of the session's clock.

        Raises
        ------
        EngineError
            Recognition failed twice. The sound is kept, and tried again with the next utterance.
        """
        try:
            return await utterance.transcript
        except EngineError as error:
            log.warning("recognition failed, trying once more: %s", error)
        try:
            return await self._recognise(utterance.audio, utterance.start)
        except EngineError:
            kept = np.concatenate((self._unheard, utterance.audio))
            self._unheard = kept[-int(KEEP_UNHEARD_S * INPUT_RATE) :]
            raise

    def finish(self) -> None:
        """End the utterance in progress now, if there is one, and any hold."""
        self.hold(False)
        self._handle(self._ear.finish())

    def reset(self) -> None:
        """Forget the utterance in progress and stop all work on it."""
        self.hold(False)
        self._ear.reset()
        self._drop_pieces()
        self._stop_looking()
        for task in self._tasks:
            task.cancel()
        self._unheard = np.zeros(0, np.float32)

    def _handle(self, heard: list[tuple[TurnEvent, Float32]]) -> None:
        for event, audio in heard:
            match event.signal:
                case TurnSignal.STARTED:
                    self._last_voiced = self._now()
                    self._begin_stretch(event.clock)
                    self._pieces = []
                    self._audience.on_event(events.SpeechStarted(clock=event.clock))
                    self._audience.on_onset()
                case TurnSignal.RESUMED:
                    self._go_on()
                    self._audience.on_resume()
                    self._audience.on_event(events.SpeechStarted(clock=event.clock))
                case TurnSignal.PAUSED:
                    self._stop_looking()  # the final transcript must not wait for it
                    self._audience.on_event(events.SpeechStopped(clock=event.clock))
                    self._final = self._piece(audio, event)
                    whole = self._whole(self._final)
                    self._audience.on_pause(whole)
                    self._spawn(self._judge(event.clock, audio, whole))
                case TurnSignal.ENDED:
                    self._end(self._final or self._piece(audio, event))

    def _end(self, last: _Piece) -> None:
        transcript = self._whole(last)
        pieces = (*self._pieces, last)
        whole, start = np.concatenate([piece.audio for piece in pieces]), pieces[0].start
        self._final, self._pieces = None, []
        self._unheard = np.zeros(0, np.float32)
        self._audience.on_event(events.TurnEnded(clock=self.clock))
        self._audience.on_utterance(
            Utterance(whole, start, transcript, self._last_voiced, self._now())
        )

    def _piece(self, audio: Float32, event: TurnEvent) -> _Piece:
        """Begin on the final transcript already in the pause."""
        end = min(event.clock, event.voiced_to + round(POSTROLL_S * INPUT_RATE))
        start = end - len(audio)
        return _Piece(audio, start, self._recognise(audio, start), event.voiced_to)

    def _recognise(self, audio: Float32, start: int) -> asyncio.Task[Transcript]:
        if not self._pieces:
            audio, start = np.concatenate((self._unheard, audio)), start - len(self._unheard)
        return asyncio.create_task(self._transcribe(audio, start))

    async def _transcribe_long(self, audio: Float32, start: int) -> Transcript:
        """Piece after piece, so that others are not kept waiting by minutes of sound."""
        heard: list[Transcript] = []
        at = 0
        while at < len(audio) or not heard:
            piece = audio[at : at + quietest(audio[at:])]
            heard.append(await self._transcribe(piece, start + at))
            at += len(piece)
        return _merged(heard)

    async def _transcribe(self, audio: Float32, start: int) -> Transcript:
        options = TranscribeOptions(self.language, self.vocabulary, words=True)
        heard = settled(await self._engines.transcribe(audio, options), audio)
        return heard.shifted(start / INPUT_RATE)

    def _whole(self, last: _Piece) -> asyncio.Task[Transcript]:
        """The transcript of the turn, should it end with `last`."""
        parts = [piece.transcript for piece in (*self._pieces, last)]
        return parts[0] if len(parts) == 1 else asyncio.create_task(_joined(parts))

    def _go_on(self) -> None:
        """The turn goes on after a pause: what was recognised is kept if it is long enough."""
        final, self._final = self._final, None
        if final is None:
            return
        if len(final.audio) >= PIECE_S * INPUT_RATE:
            self._pieces.append(final)
            self._begin_stretch(self.clock)
            self._ear.settle(final.voiced_to)
        else:
            final.transcript.cancel()

    def _drop_pieces(self) -> None:
        for piece in (*self._pieces, *([self._final] if self._final else [])):
            piece.transcript.cancel()
        self._final, self._pieces = None, []

    async def _judge(self, asked_at: int, audio: Float32, whole: asyncio.Task[Transcript]) -> None:
        reads_words = self._engines.turn_detector.reads_words
        try:
            # Shielded: the words belong to the turn, whatever becomes of this question.
            said = await asyncio.shield(whole) if reads_words else None
            completion = await self._engines.completion(audio, said)
        except EngineError as error:
            # Without its answer the turn ends when patience runs out.
            log.warning("end-of-turn detection failed: %s", error)
            return
        self._handle(self._ear.judge(asked_at, completion))

    def _begin_stretch(self, clock: int) -> None:
        """Speech from `clock` on has no partial transcript yet."""
        self._stop_looking()
        self._partial, self._partial_clock = "", clock

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _look(self) -> None:
        """Begin a partial transcript if it is time for one."""
        if not self.in_turn or self._looking is not None or self._final is not None:
            return
        if self.clock < self._partial_clock + PARTIAL_EVERY_S * INPUT_RATE:
            return
        audio = self._ear.so_far()
        if self._engines.effort.partials and len(audio) <= PARTIAL_UP_TO_S * INPUT_RATE:
            self._partial_clock = self.clock
            self._looking = self._spawn(self._make_partial(audio))

    async def _make_partial(self, audio: Float32) -> None:
        options = TranscribeOptions(self.language, self.vocabulary, partial=True)
        try:
            text = (await self._engines.transcribe(audio, options)).text
        except EngineError as error:
            # Partials are for show; a real fault will come up in the final transcript.
            log.info("partial transcript failed: %s", error)
            text = ""
        self._looking = None
        if not text:
            return  # what is shown is better than nothing
        stable = agreed_prefix(self._partial, text)
        self._partial = text
        if settled := self._settled():
            text, stable = f"{settled} {text}", len(settled) + 1 + stable
        self._audience.on_event(
            events.PartialTranscript(clock=self.clock, turn=self.turn, text=text, stable=stable)
        )

    def _settled(self) -> str:
        """Words of the pieces that are there already."""
        ready = [piece.transcript for piece in self._pieces if piece.transcript.done()]
        return " ".join(task.result().text for task in ready if not task.exception())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _joined(parts: list[asyncio.Task[Transcript]]) -> Transcript:
    """One transcript of a turn recognised in pieces."""
    # Shielded: a speculation that is dropped must not take the pieces with it.
    return _merged([await asyncio.shield(part) for part in parts])


def _merged(pieces: list[Transcript]) -> Transcript:
    text = " ".join(piece.text for piece in pieces if piece.text)
    words = tuple(word for piece in pieces for word in piece.words)
    return Transcript(text, pieces[0].language, words)


def quietest(audio: Float32) -> int:
    """Where to cut float32 16 kHz sound so that the first piece fits into one window."""
    most, step = round(WINDOW_S * INPUT_RATE), INPUT_RATE // 10
    if len(audio) <= most:
        return len(audio)
    late = audio[most // 2 : most]
    frames = late[: len(late) // step * step].reshape(-1, step)
    return most // 2 + int(np.argmin(np.square(frames).sum(axis=1))) * step + step // 2

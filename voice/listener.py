"""The hearing half of a session: samples in; onsets, partial transcripts and utterances out.

Everything here runs on the session's event loop. Sound is pushed synchronously, and the audience
is called from within that push, so it learns of an onset before the next window is heard; what
needs an engine runs in tasks, which belong to the listener until they are over.

A turn is recognised in stretches. One ends in a pause, or, where somebody speaks on and on, at
the quietest moment before it outgrows the recogniser's window. So neither a frame nor a
transcript costs more the longer a turn lasts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, TypeVar

import numpy as np

from models.base import INPUT_RATE, EngineError, Float32, TranscribeOptions, Transcript
from voice import events
from voice.ear import POSTROLL_S, PREROLL_S, Ear
from voice.engines import Engines
from voice.events import Event
from voice.partials import agreed_prefix
from voice.turns import (
    SPEECH_PROBABILITY,
    WINDOW_SAMPLES,
    Patience,
    TurnEvent,
    TurnSignal,
    Waiting,
)
from voice.word_edges import settled

log = logging.getLogger(__name__)

T = TypeVar("T")

PARTIAL_EVERY_S = 0.5
"""New speech between two partial transcripts."""

PARTIAL_UP_TO_S = 20.0
"""Length beyond which an utterance gets no more partials: each look costs its whole length."""

PIECE_S = 12.0
"""A stretch of speech this long, ended by a pause, is recognised for good although the turn goes
on: a ten-minute answer then waits for its last stretch only. Longer pieces would wait longer,
shorter ones lose context at their seams."""

WINDOW_S = 28.0
"""Speech is recognised in pieces no longer than this, just under Whisper's 30 s window."""

LONG_PAUSE_S = 5.0
"""A pause inside a turn that lasts so long, as *Let me think* allows, is not kept in memory, and
what was said before it is not recognised again."""

KEEP_UNHEARD_S = 180.0
"""Speech that recognition failed on is kept, up to this much, and tried again with whatever is
said next: 12 MB, and some 20 s of work on two cores."""

MOST_TRIES = 3
"""With so many later turns it is tried again: the fault may lie in its sound."""

UNHEARD_LOST = (
    "Some of what you said could not be recognised and is not kept any longer",
    "Say it again, or type it",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a turn, and its words."""

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
    transcript: asyncio.Task[Transcript]  # of all stretches together
    stretches: tuple[Stretch, ...]
    last_voiced: float  # wall clock, seconds
    ended: float


class Audience(Protocol):
    """Whom the listener tells.

    All methods are called from the event loop, most of them from within `Listener.push`. They
    may call `hold`, `finish`, `reset` and `stop`, but not `push`.
    """

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
        See `voice.turns.WAITING`.
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
        self._ear = Ear(engines.vad, patience)
        self._audience = audience
        self._now = now
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stretches: list[Stretch] = []  # of the turn in progress, recognised for good
        self._final: Stretch | None = None  # ends in the pause the student is in
        self._partial = ""
        self._partial_clock = 0  # when the newest one was begun
        self._looking: asyncio.Task[None] | None = None  # makes a partial
        self._unheard: tuple[Stretch, ...] = ()  # of turns that are over
        self._tries = 0  # for the first of them, after its own turn
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
        """Hear float32 mono 16 kHz samples, any number of them.

        The audience is told of each window before the next one is heard, so that what it does
        about one event (`finish`, `reset`) counts for those that follow in the same samples.
        """
        for start in range(0, len(samples), WINDOW_SAMPLES):
            self._handle(self._ear.hear(samples[start : start + WINDOW_SAMPLES]))
            self._bound()
        turns = self._ear.turns
        if turns.in_turn and turns.silence == 0:
            self._last_voiced = self._now()
        self._look()

    def take(self, audio: Float32) -> None:
        """Take a whole recording, float32 mono 16 kHz, as a turn of its own.

        One in progress goes on beside it.
        """
        stretch = self._stretch(audio, self.clock, self.clock)
        now_s = self._now()
        self._audience.on_event(events.TurnEnded(clock=self.clock))
        self._audience.on_utterance(
            Utterance(audio, self.clock, stretch.transcript, (stretch,), now_s, now_s)
        )

    async def understand(self, utterance: Utterance) -> Transcript:
        """What was said in `utterance`, after what could not be understood of earlier ones.

        No text if there are no words in it. The words' times are seconds of the session's
        clock. To be awaited by one task at a time, in the order of the utterances; a task that
        awaits it when `stop` is called is to be cancelled as well.

        Raises
        ------
        EngineError
            Recognition failed twice. The sound is kept, and tried again with the next utterance.
        """
        try:
            heard = await self._twice(utterance)
        except Exception:
            self._keep((*self._unheard, *utterance.stretches))
            raise
        return _merged([*await self._unheard_words(), heard])

    def finish(self) -> None:
        """End the utterance in progress now, if there is one, and any hold."""
        self.hold(False)
        self._handle(self._ear.finish())

    def reset(self) -> None:
        """Forget the utterance in progress; those that are over are still to be understood."""
        self.hold(False)
        self._ear.reset()
        self._stop_looking()
        for stretch in (*self._stretches, *([self._final] if self._final else [])):
            stretch.transcript.cancel()
        self._final, self._stretches = None, []

    def stop(self) -> None:
        """Forget all that was said, and stop all work on it."""
        self.reset()
        for task in tuple(self._tasks):
            task.cancel()
        self._unheard, self._tries = (), 0

    def _handle(self, heard: list[tuple[TurnEvent, Float32]]) -> None:
        for event, audio in heard:
            match event.signal:
                case TurnSignal.STARTED:
                    self._last_voiced = self._now()
                    self._begin_stretch(event.clock)
                    self._stretches = []
                    self._audience.on_event(events.SpeechStarted(clock=event.clock))
                    if self.in_turn:  # or the reply would be silenced for nobody
                        self._audience.on_onset()
                case TurnSignal.RESUMED:
                    self._go_on()
                    self._audience.on_resume()
                    self._audience.on_event(events.SpeechStarted(clock=event.clock))
                case TurnSignal.PAUSED:
                    self._stop_looking()  # the final transcript must not wait for it
                    # Begun before anybody is told: what is told may end the turn.
                    final = self._final = self._last(audio, event)
                    self._spawn(self._judge(event.clock, audio))
                    self._audience.on_event(events.SpeechStopped(clock=event.clock))
                    if self._final is final:
                        self._audience.on_pause(self._whole((*self._stretches, final)))
                case TurnSignal.ENDED:
                    self._end(audio, event)

    def _end(self, audio: Float32, event: TurnEvent) -> None:
        stretches = (*self._stretches, *([self._final] if self._final else []))
        if self._final is None and (len(audio) or not stretches):
            stretches = (*stretches, self._last(audio, event))
        # Nothing of this turn may be left when the audience hears of its end.
        self._final, self._stretches = None, []
        self._stop_looking()
        whole = self._whole(stretches)
        self._audience.on_event(events.TurnEnded(clock=self.clock))
        self._audience.on_utterance(
            Utterance(
                _laid_out(stretches), stretches[0].start, whole, stretches,
                self._last_voiced, self._now(),
            )
        )  # fmt: skip

    def _last(self, audio: Float32, event: TurnEvent) -> Stretch:
        """The stretch that ends with `event`; recognition begins already in the pause."""
        end = min(event.clock, event.voiced_to + round(POSTROLL_S * INPUT_RATE))
        return self._stretch(audio, end - len(audio), event.voiced_to)

    def _stretch(self, audio: Float32, start: int, voiced_to: int) -> Stretch:
        return Stretch(audio, start, self._spawn(self._transcribe_long(audio, start)), voiced_to)

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

    def _whole(self, stretches: Sequence[Stretch]) -> asyncio.Task[Transcript]:
        """The transcript of the turn, should it end with the last of `stretches`."""
        parts = [stretch.transcript for stretch in stretches]
        return parts[0] if len(parts) == 1 else self._spawn(_joined(parts))

    # --- what recognition failed on ---------------------------------------------------------

    async def _twice(self, utterance: Utterance) -> Transcript:
        try:
            return await utterance.transcript
        except EngineError as error:
            log.warning("recognition failed, trying once more: %s", error)
        return _merged([await self._again(stretch) for stretch in utterance.stretches])

    async def _again(self, stretch: Stretch) -> Transcript:
        """The words of a stretch whose recognition may have failed."""
        with suppress(EngineError):
            return await stretch.transcript
        return await self._spawn(self._transcribe_long(stretch.audio, stretch.start))

    async def _unheard_words(self) -> list[Transcript]:
        """What earlier utterances said, now that recognition works again.

        One that fails once more keeps those after it waiting, so that words never come in
        another order than they were said; but not for ever, as the fault may lie in its sound.
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
        """Keep what could not be recognised, and tell if that is too much."""
        total = sum(len(stretch.audio) for stretch in stretches)
        kept = list(stretches)
        while total > KEEP_UNHEARD_S * INPUT_RATE:
            total -= len(kept.pop(0).audio)
        if len(kept) < len(stretches):
            self._tries = 0
            self._tell_lost()
        self._unheard = tuple(kept)

    def _tell_lost(self) -> None:
        text, fix = UNHEARD_LOST
        notice = events.Notice(clock=self.clock, level="warning", text=text, fix=fix)
        self._audience.on_event(notice)

    # --- a turn that goes on ------------------------------------------------------------------

    def _go_on(self) -> None:
        """The turn goes on after a pause: what was recognised is kept if it is long enough."""
        final, self._final = self._final, None
        if final is None:
            return
        if len(final.audio) >= PIECE_S * INPUT_RATE:
            self._settle(final)
        else:
            final.transcript.cancel()

    def _bound(self) -> None:
        """Keep a turn that goes on, and the pause it is in, from growing without end."""
        if not self.in_turn:
            return
        if self.silence_s > LONG_PAUSE_S:
            if self._final is not None:
                self._settle(self._final)
                self._final = None
            self._ear.settle(self.clock - self._ear.onset_samples)
        elif self._final is None and self._ear.unsettled > WINDOW_S * INPUT_RATE:
            audio = self._ear.so_far()
            start = self.clock - len(audio)
            end = quietest(audio)
            self._settle(self._stretch(audio[:end], start, start + end))

    def _settle(self, stretch: Stretch) -> None:
        """`stretch` is recognised for good although the turn goes on."""
        self._stretches.append(stretch)
        self._begin_stretch(self.clock)
        self._ear.settle(stretch.voiced_to)

    async def _judge(self, asked_at: int, audio: Float32) -> None:
        try:
            completion = await self._engines.completion(audio)
        except EngineError as error:
            # Without its answer the turn ends when patience runs out.
            log.warning("end-of-turn detection failed: %s", error)
            return
        # The ear knows whether it is still that pause.
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
        """Begin a partial transcript if it is time for one.

        Runs with every frame: nothing is copied before it is known to be wanted.
        """
        if not self.in_turn or self._looking is not None or self._ear.turns.paused:
            return
        if self.clock < self._partial_clock + PARTIAL_EVERY_S * INPUT_RATE:
            return
        self._partial_clock = self.clock
        if self._engines.effort.partials and self._ear.unsettled <= PARTIAL_UP_TO_S * INPUT_RATE:
            self._looking = self._spawn(self._make_partial(self._ear.so_far()))
            self._looking.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[None]) -> None:
        if self._looking is task:  # another may have been begun since it was cancelled
            self._looking = None

    async def _make_partial(self, audio: Float32) -> None:
        options = TranscribeOptions(self.language, self.vocabulary, partial=True)
        try:
            text = (await self._engines.transcribe(audio, options)).text
        except EngineError as error:
            # Partials are for show; a real fault will come up in the final transcript.
            log.info("partial transcript failed: %s", error)
            return
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
        """Words of the stretches that are there already."""
        ready = [stretch.transcript for stretch in self._stretches if stretch.transcript.done()]
        texts = [task.result().text for task in ready if not task.exception()]
        return " ".join(text for text in texts if text)

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run `work` for as long as the listener is not stopped."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[Any]) -> None:
        """Nobody may wait for it any more, so what it failed at is looked at here."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, EngineError):
            log.error("unexpected failure while listening", exc_info=error)


async def _joined(parts: list[asyncio.Task[Transcript]]) -> Transcript:
    """One transcript of a turn recognised in stretches."""
    # Shielded: whoever drops the whole must not take the parts with it.
    return _merged([await asyncio.shield(part) for part in parts])


def _merged(pieces: Sequence[Transcript]) -> Transcript:
    if len(pieces) == 1:
        return pieces[0]
    text = " ".join(piece.text for piece in pieces if piece.text)
    words = tuple(word for piece in pieces for word in piece.words)
    return Transcript(text, pieces[-1].language, words)


def _laid_out(stretches: Sequence[Stretch]) -> Float32:
    """The sound of a turn from its first sample to its last, silence where none was kept."""
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

"""The hearing half of a session: takes samples, reports onsets, partial transcripts, utterances.

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
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

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
from voice.hearing.recognition import (
    UNHEARD_LOST,
    WINDOW_S,
    Recognition,
    Stretch,
    laid_out,
    quietest,
)
from voice.hearing.turn_taking import (
    SPEECH_PROBABILITY,
    WINDOW_SAMPLES,
    TurnEvent,
    TurnSignal,
    Waiting,
)

log = logging.getLogger(__name__)

PARTIAL_EVERY_S = 0.5
"""How much new speech there is between two partial transcripts."""

PARTIAL_UP_TO_S = 20.0
"""Longer stretches get no more partials, each of which costs as much as the whole stretch."""

PIECE_S = 12.0
"""A stretch of speech of at least this length that ends in a pause keeps its transcript even if
the turn goes on, so that after a ten-minute answer only the last stretch is left to recognise.
Longer stretches would take longer at the end; shorter ones lose context at their seams."""

LONG_PAUSE_S = 5.0
"""A longer pause inside a turn, as *Let me think* allows, is not kept in memory, and what was said
before it is not recognised again."""


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
    """Callbacks of the listener.

    All methods are called from the event loop, most of them from within `Listener.push`. They
    may call `hold`, `finish`, `reset` and `stop`, but not `push`.
    """

    def on_event(self, event: Event) -> None:
        """Called with an event for the page."""
        ...

    def on_onset(self) -> None:
        """Called when the student has begun to speak."""
        ...

    def on_pause(self, transcript: asyncio.Task[Transcript]) -> None:
        """Called when the student pauses; `transcript` has all words of the turn so far."""
        ...

    def on_resume(self) -> None:
        """Called when the student goes on with the same turn after a pause."""
        ...

    def on_utterance(self, utterance: Utterance) -> None:
        """Called when the student's turn is over."""
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
        self._recognition = Recognition(engines, self._options, self._tell_lost)
        self._audience = audience
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()
        self._stretches: list[Stretch] = []  # of the turn in progress, recognised for good
        self._final: Stretch | None = None  # ends in the pause the student is in
        self._partial = ""
        self._partial_clock = 0  # when the newest one was begun
        self._looking: asyncio.Task[None] | None = None  # makes a partial
        self._last_voiced = 0.0

    @property
    def clock(self) -> int:
        """How many samples have been heard."""
        return self._ear.clock

    @property
    def in_turn(self) -> bool:
        """Whether the student has the floor."""
        return self._ear.turns.in_turn

    @property
    def held(self) -> bool:
        """Whether the turn is held open, so that no pause ends it."""
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
        """Set how turns are told apart; without `waiting`, the patience decides on silences."""
        turns = self._ear.turns
        turns.waiting, turns.threshold = waiting, threshold
        self._ear.preroll_s = preroll_s

    def hold(self, held: bool) -> None:
        """While `held`, no pause ends the turn."""
        if self._ear.turns.held != held:
            self._ear.turns.held = held
            self._audience.on_event(events.HoldChanged(clock=self.clock, held=held))

    def push(self, samples: Float32) -> None:
        """Take any number of float32 mono 16 kHz samples.

        The audience is told of each window before the next one is heard, so that what it does
        about one event (`finish`, `reset`) affects the rest of the same samples.
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

        A spoken turn in progress goes on independently.
        """
        stretch = self._recognition.begin(audio, self.clock, self.clock)
        now_s = self._now()
        self._audience.on_event(events.TurnEnded(clock=self.clock))
        self._audience.on_utterance(
            Utterance(audio, self.clock, stretch.transcript, (stretch,), now_s, now_s)
        )

    async def understand(self, utterance: Utterance) -> Transcript:
        """Transcribe `utterance`, preceded by earlier speech that could not be recognised before.

        The text is empty if there are no words in it. The times of words are seconds of the
        session's clock. To be awaited by one task at a time, in the order of the utterances;
        whoever calls `stop` also cancels the task that awaits this.

        Raises
        ------
        EngineError
            Recognition failed twice. The sound is kept and tried again with the next utterance.
        """
        return await self._recognition.understand(utterance.stretches, utterance.transcript)

    def finish(self) -> None:
        """End the turn in progress now, if there is one, and release any hold."""
        self.hold(False)
        self._handle(self._ear.finish())

    def reset(self) -> None:
        """Forget the turn in progress; turns that are over can still be understood."""
        self.hold(False)
        self._ear.reset()
        self._stop_looking()
        for stretch in (*self._stretches, *([self._final] if self._final else [])):
            stretch.transcript.cancel()
        self._final, self._stretches = None, []

    def stop(self) -> None:
        """Forget everything that was said, and cancel all work on it."""
        self.reset()
        for task in self._tasks:
            task.cancel()
        self._recognition.stop()

    def _handle(self, heard: list[tuple[TurnEvent, Float32]]) -> None:
        for event, audio in heard:
            match event.signal:
                case TurnSignal.STARTED:
                    self._last_voiced = self._now()
                    self._begin_stretch(event.clock)
                    self._stretches = []
                    self._audience.on_event(events.SpeechStarted(clock=event.clock))
                    if self.in_turn:  # unless the event's receiver has ended the turn already
                        self._audience.on_onset()
                case TurnSignal.RESUMED:
                    self._go_on()
                    self._audience.on_resume()
                    self._audience.on_event(events.SpeechStarted(clock=event.clock))
                case TurnSignal.PAUSED:
                    self._stop_looking()  # the final transcript must not wait for it
                    # Begun before the audience is told, since it may end the turn.
                    final = self._final = self._last(audio, event)
                    so_far = (*self._stretches, final)
                    self._spawn(self._judge(event.clock, audio, so_far))
                    self._audience.on_event(events.SpeechStopped(clock=event.clock))
                    if self._final is final:
                        self._audience.on_pause(self._recognition.whole(so_far))
                case TurnSignal.ENDED:
                    self._end(audio, event)

    def _end(self, audio: Float32, event: TurnEvent) -> None:
        stretches = (*self._stretches, *([self._final] if self._final else []))
        if self._final is None and (len(audio) or not stretches):
            stretches = (*stretches, self._last(audio, event))
        # The state of this turn is cleared before the audience is told of its end.
        self._final, self._stretches = None, []
        self._stop_looking()
        whole = self._recognition.whole(stretches)
        self._audience.on_event(events.TurnEnded(clock=self.clock))
        self._audience.on_utterance(
            Utterance(
                laid_out(stretches), stretches[0].start, whole, stretches,
                self._last_voiced, self._now(),
            )
        )  # fmt: skip

    def _last(self, audio: Float32, event: TurnEvent) -> Stretch:
        """Begin to recognise the stretch that ends with `event`, which may only be a pause."""
        end = min(event.clock, event.voiced_to + round(POSTROLL_S * INPUT_RATE))
        return self._recognition.begin(audio, end - len(audio), event.voiced_to)

    def _options(self) -> TranscribeOptions:
        return TranscribeOptions(self.language, self.vocabulary, words=True)

    def _tell_lost(self) -> None:
        text, fix = UNHEARD_LOST
        notice = events.Notice(clock=self.clock, level="warning", text=text, fix=fix)
        self._audience.on_event(notice)

    # --- a turn that goes on ------------------------------------------------------------------

    def _go_on(self) -> None:
        """Go on with a turn after a pause; keep what was recognised if it is long enough."""
        final, self._final = self._final, None
        if final is None:
            return
        if len(final.audio) >= PIECE_S * INPUT_RATE:
            self._settle(final)
        else:
            final.transcript.cancel()

    def _bound(self) -> None:
        """Bound the audio in memory of a long turn or a long pause inside one."""
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
            self._settle(self._recognition.begin(audio[:end], start, start + end))

    def _settle(self, stretch: Stretch) -> None:
        """Keep the transcript of `stretch` for good, although the turn goes on."""
        self._stretches.append(stretch)
        self._begin_stretch(self.clock)
        self._ear.settle(stretch.voiced_to)

    async def _judge(self, asked_at: int, audio: Float32, so_far: Sequence[Stretch]) -> None:
        said: Transcript | None = None
        try:
            if self._engines.turn_detector.reads_words:
                # Shielded: the words are the turn's. If it goes on, their end ends this, too.
                said = await asyncio.shield(self._recognition.whole(so_far))
            completion = await self._engines.completion(audio, said)
        except EngineError as error:
            # Without its answer the turn ends when patience runs out.
            log.warning("end-of-turn detection failed: %s", error)
            return
        # The ear ignores the answer if it is no longer in that pause.
        self._handle(self._ear.judge(asked_at, completion))

    def _begin_stretch(self, clock: int) -> None:
        """Start partial transcripts afresh with the speech from `clock` on."""
        self._stop_looking()
        self._partial, self._partial_clock = "", clock

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _look(self) -> None:
        """Begin a partial transcript if it is time for one.

        Runs with every frame, so no audio is copied before it is needed.
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
        """The words of the kept stretches whose recognition is done."""
        ready = [stretch.transcript for stretch in self._stretches if stretch.transcript.done()]
        texts = [task.result().text for task in ready if not task.exception()]
        return " ".join(text for text in texts if text)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("unexpected failure while listening", exc_info=error)

"""One conversation: hears, waits for the end of the turn, answers, remembers what was heard.

This file tells the story; the rooms it leads through have the detail. Everything here runs on
one event loop and never blocks it. Sound comes in through `push_audio` and goes out through
`next_frame`; a `Transport` (WebRTC, WebSocket, a test) does the carrying and may change
during the session's life.

A turn's way: `push_audio` → `Listener` (voice activity, turn-taking, recognition) → `_inbox` →
`_take` (memory) → `_answer` → `Reply` (model, clauses, voice) → `Player` → `next_frame`.
Typed text enters at `_inbox`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.base import (
    INPUT_RATE,
    EngineError,
    Float32,
    GenerateOptions,
    Int16,
    LanguageModel,
    Message,
    TextToSpeech,
    Transcript,
    VivaError,
)
from voice import events
from voice.choices import Choices, Limits
from voice.engines import Engines
from voice.events import Event, State
from voice.listener import Listener, Utterance
from voice.memory import Memory, Turn
from voice.metrics import TurnTimes
from voice.phrases import phrases
from voice.reply import Speaker
from voice.speaking import Speaking, Spoken, Work
from voice.speculation import Draft, Speculation
from voice.states import check_move
from voice.transport import Transport

log = logging.getLogger(__name__)

MAX_TEXT = 4000
"""Characters of one typed message, about 1000 tokens: a quarter of the default context."""

PROMPT_MARGIN_TOKENS = 64
"""Kept free in the context for the chat template's own tokens."""

WARN_BEFORE_END_S = 60.0
"""How long before the time limit the page is told."""


Responder = Callable[[Float32], AsyncIterator[Int16]]
"""Answers an utterance (float32 mono 16 kHz; empty if it was typed) with sound of its own
(int16 mono at `Session.output_rate`), in place of the language model and the voice."""

_NO_AUDIO: Float32 = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed turn."""

    text: str
    ended: float  # when it was sent; wall clock, seconds


class Session:
    """One student's conversation.

    Parameters
    ----------
    session_id : str
        Unguessable: whoever has it may take part.
    engines : Engines
        Shared with other sessions.
    choices : Choices
        Mode, voice, language, speed, model.
    voice, llm
        Already loaded for `choices`.
    limits : Limits
        Time and tokens.
    now : callable
        Wall clock in seconds, for metrics only.
    """

    def __init__(
        self,
        session_id: str,
        engines: Engines,
        choices: Choices,
        voice: TextToSpeech,
        llm: LanguageModel,
        limits: Limits,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = session_id
        self.choices = choices
        self.state = State.DISCONNECTED
        self.responder: Responder | None = None
        self._engines = engines
        self._voice = voice
        self._llm = llm
        self._status = llm.status  # as the page was told last
        self._limits = limits
        self._now = now
        self.memory = Memory(
            choices.mode.system_prompt(choices.language),
            limits.context_tokens - choices.mode.max_tokens - PROMPT_MARGIN_TOKENS,
        )
        self._listener = Listener(engines, choices.mode.patience, self, now)
        self._listener.language = choices.language
        self._speaking = Speaking(voice.sample_rate, self, now)
        self._speculation = Speculation(self._draft, self._speaking.discard)
        self._transport: Transport | None = None
        self._subscribers: list[Callable[[Event], None]] = []
        self._inbox: asyncio.Queue[Utterance | _Typed] = asyncio.Queue()
        self._conversing: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._turn = 0
        self._owed = False  # the newest turn has no reply yet
        self._heard = _NO_AUDIO  # of the newest turn
        self._times = TurnTimes()  # of the newest turn
        self._interruptions = 0
        self._false_interruptions = 0
        self._seconds = 0

    # --- the outside -----------------------------------------------------------------------

    @property
    def output_rate(self) -> int:
        """Sample rate of `next_frame`, in Hz; the same for the session's whole life."""
        return self._speaking.sample_rate

    @property
    def clock(self) -> int:
        """Input samples heard since the session began."""
        return self._listener.clock

    @property
    def remaining_s(self) -> float:
        """Time left, in seconds of connected time."""
        return max(0.0, self._limits.time_s - self.clock / INPUT_RATE)

    @property
    def connected(self) -> bool:
        """Whether a transport carries this session."""
        return self._transport is not None

    def attach(self, transport: Transport) -> None:
        """Let `transport` carry the session; an older one is hung up."""
        if self._transport is not None:
            old = self._transport
            self.detach(old)
            old.hang_up()
        self._transport = transport
        self._speaking.carry(transport)
        self._move(State.CONNECTING)
        self._emit(self.ready_event())
        self._move(State.LISTENING)
        self._begin()

    def detach(self, transport: Transport) -> None:
        """The connection has gone; the conversation waits for the next one.

        What the student was saying is a turn of its own: it is recognised and remembered, and
        answered when they are back.
        """
        if self._transport is transport:
            self._speculation.drop()
            self._listener.finish()
            self._speaking.interrupt()
            self._speaking.carry(None)
            self._transport = None
            self._move(State.DISCONNECTED)

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Call `subscriber` with every event from now on; returns the way to stop it."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def push_audio(self, samples: Float32) -> None:
        """Hear float32 mono 16 kHz samples within ±1, any number of them."""
        if self._transport is not None:
            self._listener.push(samples)
            self._watch_time()

    async def next_frame(self) -> Int16 | None:
        """Wait for 20 ms to play (int16 mono at `output_rate`); None once the session is closed."""
        return await self._speaking.frame()

    def say(self, text: str) -> None:
        """Take a typed message as the student's turn.

        Raises
        ------
        VivaError
            The text is empty or too long, or nobody is connected.
        """
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if not text:
            raise VivaError("There is no text in this message", "Type something and send it again")
        if len(text) > MAX_TEXT:
            raise VivaError(
                f"This message has {len(text):,} characters; at most {MAX_TEXT:,} can be answered",
                "Shorten it, or send it in parts",
            )
        if self._transport is None:
            raise VivaError("The session is not connected", "Press Start first")
        self._inbox.put_nowait(_Typed(text, self._now()))

    async def configure(self, choices: Choices) -> None:
        """Change mode, voice, language, speed or model; a new mode begins the conversation afresh.

        Raises
        ------
        VivaError
            A voice or model cannot be loaded; nothing has changed then.
        """
        voice = await self._engines.voice(choices.voice)
        llm = await self._engines.model(choices.model)
        afresh = choices.mode.name != self.choices.mode.name
        self.choices, self._voice, self._llm = choices, voice, llm
        self._status = llm.status
        self._listener.set_patience(choices.mode.patience)
        self._listener.language = choices.language
        self.memory.set_system(choices.mode.system_prompt(choices.language))
        if afresh:
            self.reset()
        else:
            self._emit(self.ready_event())

    def reset(self) -> None:
        """Forget the conversation and begin again."""
        self._stop_work()
        self.memory.clear()
        self._emit(events.MemoryCleared(clock=self.clock))
        if self._transport is not None:
            self._emit(self.ready_event())
            if self.state is not State.LISTENING:
                self._move(State.LISTENING)
            self._begin()

    def close(self, reason: Literal["time_limit", "stopped", "shutdown", "failed"]) -> None:
        """End for good and free everything."""
        self._emit(events.SessionEnded(clock=self.clock, reason=reason))
        transport = self._transport
        if transport is not None:
            self.detach(transport)
            transport.hang_up()
        self._stop_work()
        self._speaking.close()

    def _stop_work(self) -> None:
        """Drop everything that is under way."""
        self._speculation.drop()
        self._speaking.interrupt()
        self._listener.reset()
        for task in (self._conversing, self._warming):
            if task is not None:
                task.cancel()
        self._conversing = None
        self._inbox = asyncio.Queue()
        self._owed = False

    def ready_event(self) -> events.SessionReady:
        """What a newly connected page needs to know."""
        status = self._llm.status
        return events.SessionReady(
            clock=self.clock,
            session_id=self.id,
            mode=self.choices.mode.name,
            mode_title=self.choices.mode.title,
            voice=self.choices.voice,
            language=self.choices.language,
            speed=self.choices.speed,
            engine=status.engine,
            model=status.model,
            why=status.why,
            remaining_s=self.remaining_s,
            history=tuple(turn.to_dict() for turn in self.memory.turns),
        )

    # --- hearing ---------------------------------------------------------------------------

    def on_event(self, event: Event) -> None:
        """Pass on what the listener tells the page."""
        self._emit(event)

    def on_onset(self) -> None:
        """Barge-in acts on speech onset: silence first, then find out whether it was words."""
        if self.state in (State.THINKING, State.SPEAKING):
            self._speaking.pause()
            self._move(State.INTERRUPTED)

    def on_pause(self, transcript: asyncio.Task[Transcript]) -> None:
        """Perhaps the turn is over: begin on the answer, unheard."""
        self._speculation.prepare(transcript)

    def on_resume(self) -> None:
        """It was not: forget the answer."""
        self._speculation.drop()

    def on_utterance(self, utterance: Utterance) -> None:
        """The student has finished."""
        if self.state is State.LISTENING:
            self._move(State.THINKING)
        self._inbox.put_nowait(utterance)

    async def _converse(self) -> None:
        """Take turns one after the other, for as long as the session lives."""
        while True:
            said = await self._inbox.get()
            try:
                await self._take(said)
            except Exception as error:  # noqa: BLE001 - one turn's failure must not end the session
                self._report(error)
                self._carry_on()

    async def _take(self, said: Utterance | _Typed) -> None:
        times = TurnTimes(turn_ended=said.ended)
        if isinstance(said, Utterance):
            text = await self._understand(said)
            times.last_voiced, heard = said.last_voiced, said.audio
        else:
            text, heard = said.text, _NO_AUDIO
        times.transcribed = self._now()
        if not text:
            self._speculation.drop()
            self._emit(events.UserTurnEmpty(clock=self.clock, turn=self._turn + 1))
            self._carry_on()
            return
        draft = self._speculation.take(text)
        if draft is None:
            self._interrupt()
        self._turn += 1
        self._listener.turn = self._turn + 1
        source: Literal["voice", "text"] = "voice" if isinstance(said, Utterance) else "text"
        self.memory.add_user(Turn("user", text, self._turn, self.clock, source))
        self._emit(events.UserTurn(clock=self.clock, turn=self._turn, text=text, source=source))
        self._times, self._heard, self._owed = times, heard, True
        if draft is None or not self._commit(draft):
            self._answer_if_due()

    async def _understand(self, utterance: Utterance) -> str:
        """The words of an utterance; "" when there are none, or none can be had for now."""
        try:
            return (await utterance.transcript).text
        except EngineError as error:
            log.warning("recognition failed, trying once more: %s", error)
        try:
            return (await self._listener.recognise_again(utterance.audio)).text
        except EngineError as error:
            self._listener.keep(utterance.audio)
            self._report(error)
            sentence = phrases(self.choices.language).not_understood
            if self._transport is not None and not self._speaking.active:
                self._speak(lambda reply: reply.recite(sentence), aside=sentence)
            return ""

    def _carry_on(self) -> None:
        """After a sound without words: go back to whatever it interrupted."""
        if self._transport is None or self._listener.in_turn:
            return
        if self._speaking.active and self._speaking.paused:
            self._false_interruptions += 1
            self._speaking.resume()
            self._move(State.SPEAKING if self._speaking.audible else State.THINKING)
        elif not self._speaking.active:
            self._speaking.resume()
            if self._owed:
                self._answer_if_due()
            elif self.state is not State.LISTENING:
                self._move(State.LISTENING)

    # --- answering -------------------------------------------------------------------------

    def _begin(self) -> None:
        """Start or go on with the conversation of a session that is connected."""
        if self._conversing is None:
            self._conversing = asyncio.create_task(self._converse())
        greeting = self.choices.mode.greeting_in(self.choices.language)
        if not self.memory.turns and greeting:
            self._warming = asyncio.create_task(self._llm.warm(self.memory.messages()))
            self._speak(lambda reply: reply.recite(greeting))
        else:
            self._answer_if_due()

    def _answer_if_due(self) -> None:
        if not self._owed or self._transport is None or self._listener.in_turn:
            return
        self._owed = False
        if self.responder is not None:
            sound = self.responder(self._heard)
            self._speak(lambda reply: reply.play(sound))
        else:
            self._speak(self._answering(self.memory.messages()))

    def _answering(self, messages: list[Message]) -> Work:
        mode, llm = self.choices.mode, self._llm
        options = GenerateOptions(max_tokens=mode.max_tokens, temperature=mode.temperature)
        return lambda reply: reply.answer(llm, messages, options)

    def _speak(self, work: Work, aside: str = "") -> None:
        if self.state is not State.THINKING:
            self._move(State.THINKING)
        number = self._speaking.begin(self._speaker(), self._times, work, aside)
        self._emit(events.ReplyStarted(clock=self.clock, reply=number, turn=self._turn))

    def _speaker(self) -> Speaker:
        runner = self._engines.tts_runner
        return Speaker(self._voice, self.choices.speed, self.choices.language, runner)

    def _draft(self, text: str, times: TurnTimes) -> int | None:
        """Begin a held reply to what may turn out to be the next turn."""
        busy = self._speaking.active or self._owed or self.responder is not None
        if busy or self._transport is None or not self._inbox.empty():
            return None
        messages = self.memory.messages(Turn("user", text, self._turn + 1, self.clock))
        work = self._answering(messages)
        return self._speaking.begin(self._speaker(), times, work, held=True)

    def _commit(self, draft: Draft) -> bool:
        """Let a draft be heard, now that its turn is over; False if it cannot be used."""
        if self._transport is None or self._listener.in_turn or not self._speaking.release():
            self._speaking.discard()
            return False
        draft.times.last_voiced = self._times.last_voiced
        draft.times.turn_ended = self._times.turn_ended
        draft.times.transcribed = self._times.transcribed
        self._times = draft.times
        self._owed = False
        number = draft.number
        self._emit(events.ReplyStarted(clock=self.clock, reply=number, turn=self._turn))
        return True

    def _interrupt(self) -> None:
        """End the reply in progress; the memory keeps what was heard of it."""
        if self._speaking.active:
            self._interruptions += self._speaking.audible
            if self.state is not State.INTERRUPTED:
                self._move(State.INTERRUPTED)
        self._speaking.interrupt()

    def on_clause(self, number: int, text: str) -> None:
        """The first sample of a clause is on its way to the speaker."""
        if self.state is State.THINKING:
            self._move(State.SPEAKING)
            self._measure(number)
        self._emit(events.ReplyText(clock=self.clock, reply=number, text=text))

    def on_spoken(self, spoken: Spoken) -> None:
        """A reply is over: the memory keeps what was heard of it."""
        if spoken.remembered:
            cut = spoken.interrupted
            turn = Turn("assistant", spoken.remembered, self._turn, self.clock, interrupted=cut)
            self.memory.add_assistant(turn)
        self._emit(
            events.ReplyDone(
                clock=self.clock,
                reply=spoken.number,
                text=spoken.text,
                interrupted=spoken.interrupted,
            )
        )
        self._watch_model()
        if not spoken.interrupted and self.state in (State.SPEAKING, State.THINKING):
            self._move(State.LISTENING)

    def on_failure(self, error: Exception) -> str:
        """A reply failed: tell the page, and the student in a sentence."""
        self._report(error)
        return phrases(self.choices.language).failed

    # --- housekeeping ----------------------------------------------------------------------

    def _measure(self, number: int) -> None:
        if self._times.turn_ended is None:
            return
        self._times.first_audible = self._now() + self._speaking.ahead_s
        self._emit(
            self._times.measured(
                clock=self.clock,
                turn=self._turn,
                reply=number,
                discarded_speculations=self._speculation.discarded,
                interruptions=self._interruptions,
                false_interruptions=self._false_interruptions,
            )
        )

    def _watch_model(self) -> None:
        """Say so when another model than before answers: an automatic choice has fallen back."""
        if self._llm.status != self._status:
            self._status = self._llm.status
            self._emit(self.ready_event())
            self.notify("info", self._status.why)

    def _watch_time(self) -> None:
        """Once a second, tell the time; at the end of it, end."""
        if self.clock // INPUT_RATE == self._seconds:
            return
        self._seconds = self.clock // INPUT_RATE
        left = self.remaining_s
        self._emit(events.TimeLeft(clock=self.clock, remaining_s=left))
        if left <= 0:
            self.close("time_limit")
        elif left <= WARN_BEFORE_END_S < left + 1:
            self.notify("info", "One minute is left in this session")

    def _report(self, error: Exception) -> None:
        """Tell the page what failed; the log gets the rest."""
        if isinstance(error, VivaError):
            log.warning("%s", error)
            problem, fix = error.problem, error.fix
        else:
            log.error("unexpected failure in a turn", exc_info=error)
            problem = f"Something unexpected failed ({type(error).__name__})"
            fix = "Go on; if it happens again, start Viva with --log-level debug and report it"
        self.notify("error", problem, fix)

    def notify(self, level: Literal["info", "warning", "error"], text: str, fix: str = "") -> None:
        """Show the student a sentence."""
        self._emit(events.Notice(clock=self.clock, level=level, text=text, fix=fix))

    def _move(self, state: State) -> None:
        """The only place where the state changes."""
        check_move(self.state, state)
        self.state = state
        self._emit(events.StateChanged(clock=self.clock, state=state))

    def _emit(self, event: Event) -> None:
        if self._transport is not None:
            self._transport.send(event)
        for subscriber in tuple(self._subscribers):
            subscriber(event)

"""One conversation: hears, waits for the end of the turn, answers, remembers what was heard.

This file tells the story; the rooms it leads through have the detail. Everything here runs on
one event loop and never blocks it. Sound comes in through `push_audio` and goes out through
`next_frame`; a `Transport` (WebRTC, WebSocket, a test) does the carrying and may change
during the session's life.

A turn's way: `push_audio` → `Listener` (voice activity, turn-taking, recognition) → `_inbox`
(where typed text enters) → `_take` (memory) → `speak_if_due` (the `Director` says what) →
`Reply` (model, clauses, voice) → `Player` → `next_frame`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Literal

import numpy as np

from models.base import (
    EngineError,
    Float32,
    Int16,
    LanguageModel,
    TextToSpeech,
    Transcript,
    VivaError,
)
from voice.conversation.answering import Answering, Responder
from voice.conversation.channel import Channel
from voice.conversation.choices import Choices, Limits
from voice.conversation.director import Director
from voice.conversation.inbox import Inbox
from voice.conversation.memory import Memory, Turn
from voice.conversation.partner import Partner
from voice.conversation.phrases import phrases
from voice.conversation.read_ahead import ReadAhead
from voice.conversation.speculation import Draft, Speculation
from voice.conversation.status import Upkeep
from voice.conversation.typed import Typed, message_of
from voice.core import events
from voice.core.events import Event, State
from voice.core.metrics import TurnTimes
from voice.core.transport import Transport
from voice.engines.pool import Engines
from voice.hearing.echo_guard import EchoGuard
from voice.hearing.listener import Listener, Utterance
from voice.speaking.replies import Speaking, Spoken

PROMPT_MARGIN_TOKENS = 64
"""Kept free in the context for the chat template's own tokens."""

_NO_AUDIO: Float32 = np.zeros(0, np.float32)


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
    appoint : callable
        Who directs, given the session's ears; None is a plain conversation with a `Partner`.
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
        appoint: Callable[[Session, EchoGuard, Inbox], Director | None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id, self.choices = session_id, choices
        self.responder: Responder | None = None
        self.yields = True  # the student's voice silences the examiner's
        self._engines, self._appoint = engines, appoint
        self._now = now
        self.memory = Memory(
            choices.mode.system_prompt(choices.language),
            limits.context_tokens - choices.mode.max_tokens - PROMPT_MARGIN_TOKENS,
        )
        self._channel = Channel(lambda: self.clock)
        self._upkeep = Upkeep(
            session_id, self._channel, limits.time_s, engines.effort, lambda: self.clock
        )
        self.listener = Listener(engines, choices.mode.patience, self, now)
        self.listener.language = choices.language
        self._speaking = Speaking(voice.sample_rate, self, now)
        self._speculation = Speculation(self._draft, self._speaking.discard, self._unmoved)
        self.answering = Answering(self._speaking, engines.tts_runner, choices, voice, llm)
        self._inbox = Inbox()
        self._conversing: asyncio.Task[None] | None = None
        self._turn = 0
        self._echo = EchoGuard(self.notify)
        self._read_ahead = ReadAhead(self.answering.warm)
        self._times = TurnTimes()  # of the newest turn
        self._appointed: Director | None = None
        self._director = self._new_director()

    # --- the outside -----------------------------------------------------------------------

    @property
    def output_rate(self) -> int:
        """Sample rate of `next_frame`, in Hz; the same for the session's whole life."""
        return self._speaking.sample_rate

    @property
    def clock(self) -> int:
        """Input samples heard since the session began."""
        return self.listener.clock

    @property
    def remaining_s(self) -> float:
        """Time left, in seconds of connected time."""
        return self._upkeep.remaining_s

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return self._channel.state

    @property
    def connected(self) -> bool:
        """Whether a transport carries this session."""
        return self._channel.transport is not None

    @property
    def director(self) -> Director:
        """Who decides what is said; another one after new choices."""
        return self._director

    def direct(self, director: Director) -> None:
        """Let `director` decide what is said from now on; before anybody is connected."""
        self._director.close()
        self._director = self._appointed = director

    def attach(self, transport: Transport) -> None:
        """Let `transport` carry the session; an older one is hung up."""
        old = self._channel.transport
        if old is not None:
            old.send(events.TakenOver(clock=self.clock))  # or it would come back, and so would we
            self.detach(old)
            old.hang_up()
        self._channel.transport = transport
        self._echo.forget()
        self._speaking.carry(transport)
        self._channel.move(State.CONNECTING)
        self._channel.emit(self.ready_event())
        self._channel.move(State.LISTENING)
        self._begin()

    def detach(self, transport: Transport) -> None:
        """The connection has gone; the conversation waits for the next one.

        What the student was saying is a turn of its own: it is recognised and remembered, and
        answered when they are back.
        """
        if self._channel.transport is transport:
            self._speculation.drop()
            self.listener.finish()
            self._speaking.interrupt()
            self._speaking.carry(None)
            self._director.disconnected()
            self._channel.transport = None
            self._channel.move(State.DISCONNECTED)

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Call `subscriber` with every event from now on; returns the way to stop it."""
        return self._channel.subscribe(subscriber)

    def notify(self, level: Literal["info", "warning", "error"], text: str, fix: str = "") -> None:
        """Show the student a sentence."""
        self._channel.notify(level, text, fix)

    def push_audio(self, samples: Float32) -> None:
        """Hear float32 mono 16 kHz samples within ±1, any number of them."""
        if self.connected:
            self.listener.push(self._echo.pass_on(samples, self.state is State.SPEAKING))
            if self._upkeep.second_passed():
                self._director.tick()
            if not self.remaining_s:
                self.close("time_limit")

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
        message = message_of(text)
        if not self.connected:
            raise VivaError("The session is not connected", "Press Start first")
        self._inbox.put(Typed(message, self._now()))

    def hold(self, held: bool) -> None:
        """*Let me think*: while `held`, no silence ends the student's turn."""
        self.listener.hold(held)

    def done(self) -> None:
        """*I'm done*: end the student's turn at once, if there is one, and any hold."""
        self.listener.finish()

    async def configure(self, choices: Choices) -> None:
        """Change mode, voice, language, speed or model; a new mode begins the conversation afresh.

        Raises
        ------
        VivaError
            A voice or model cannot be loaded; nothing has changed then.
        """
        voice = await self._engines.voice(choices.voice)
        llm = await self._engines.model(choices.model)
        afresh = (choices.mode.name, choices.exam) != (self.choices.mode.name, self.choices.exam)
        self.choices = choices
        self.answering.use(choices, voice, llm)
        self.listener.set_patience(choices.mode.patience)
        self.listener.language = choices.language
        self.memory.set_system(choices.mode.system_prompt(choices.language))
        if afresh:
            self.reset()
        else:
            self._channel.emit(self.ready_event())

    def reset(self) -> None:
        """Forget the conversation and begin again."""
        self._stop_work()
        self.memory.clear()
        self._director = self._appointed or self._new_director()
        self._channel.emit(events.MemoryCleared(clock=self.clock))
        if self.connected:
            self._channel.emit(self.ready_event())
            self._channel.settle(State.LISTENING)
            self._begin()

    def close(self, reason: Literal["time_limit", "stopped", "shutdown", "failed"]) -> None:
        """End for good and free everything."""
        self._channel.emit(events.SessionEnded(clock=self.clock, reason=reason))
        transport = self._channel.transport
        if transport is not None:
            self.detach(transport)
            transport.hang_up()
        self._stop_work()
        self._speaking.close()

    def _stop_work(self) -> None:
        """Drop everything that is under way."""
        self._speculation.drop()
        self._speaking.interrupt()
        self.listener.reset()
        self._read_ahead.stop()
        if self._conversing is not None:
            self._conversing.cancel()
            self._conversing = None
        self._inbox = Inbox()
        self._director.close()

    def ready_event(self) -> events.SessionReady:
        """What a newly connected page needs to know."""
        return self._upkeep.ready(self.choices, self.answering, self.memory)

    # --- hearing ---------------------------------------------------------------------------

    def on_event(self, event: Event) -> None:
        """Pass on what the listener tells the page."""
        self._channel.emit(event)
        if isinstance(event, events.PartialTranscript) and not self._speaking.active:
            self._read_ahead.follow(event.text[: event.stable], self.memory.messages_with)

    def on_onset(self) -> None:
        """Barge-in acts on speech onset: silence first, then find out whether it was words."""
        self._read_ahead.begin()
        self._give_way()

    def _give_way(self) -> None:
        if self.yields and self.state in (State.THINKING, State.SPEAKING):
            self._speaking.pause()
            self._channel.move(State.INTERRUPTED)

    def on_pause(self, transcript: asyncio.Task[Transcript]) -> None:
        """Perhaps the turn is over: begin on the answer, unheard."""
        self._speculation.prepare(transcript)

    def on_resume(self) -> None:
        """It was not: forget the answer."""
        self._speculation.drop()
        self._give_way()

    def on_utterance(self, utterance: Utterance) -> None:
        """The student has finished."""
        self._inbox.put(utterance)

    async def _converse(self) -> None:
        """Take turns one after the other, for as long as the session lives."""
        inbox = self._inbox
        while True:
            said = await inbox.get()
            try:
                await self._take(said)
            except Exception as error:  # noqa: BLE001 - one turn's failure must not end the session
                self._channel.report(error)
                self._carry_on()
            finally:
                inbox.done()

    async def _take(self, said: Utterance | Typed) -> None:
        if self.state is State.LISTENING and not self.listener.in_turn:
            self._channel.move(State.THINKING)
        times = TurnTimes(turn_ended=said.ended)
        if isinstance(said, Utterance):
            heard = await self._understand(said)
            times.last_voiced, audio = said.last_voiced, said.audio
        else:
            heard, audio = Transcript(said.text, self.choices.language), _NO_AUDIO
        text = heard.text
        times.transcribed = self._now()
        self._upkeep.transcribed()
        if not text or (isinstance(said, Utterance) and self._is_echo(text)):
            self._speculation.drop()
            self._channel.emit(events.UserTurnEmpty(clock=self.clock, turn=self._turn + 1))
            self._carry_on()
            return
        draft = self._speculation.take(text)
        if draft is None and self.yields:
            self.fall_silent()
        self._turn += 1
        self.listener.turn = self._turn + 1
        self.memory.add_user(
            Turn("user", text, self._turn, self.clock, said.source, words=heard.words)
        )
        self._channel.emit(
            events.UserTurn(clock=self.clock, turn=self._turn, text=text, source=said.source)
        )
        self._times = times
        await self._director.heard(self.memory.turns[-1], audio)
        if draft is None or not self._commit(draft):
            self._carry_on()

    async def _understand(self, utterance: Utterance) -> Transcript:
        """The words of an utterance; none when there are none, or none can be had for now."""
        try:
            return await self.listener.understand(utterance)
        except EngineError as error:
            self._channel.report(error)
            sentence = phrases(self.choices.language).not_understood
            if self.connected and not self._speaking.active:
                self._announce(self.answering.recite(sentence, self._times, aside=True))
            return Transcript("", self.choices.language)

    def _is_echo(self, text: str) -> bool:
        """Whether the examiner has heard itself."""
        return self._speaking.active and self._echo.is_echo(text, self._speaking.begun_text)

    def _carry_on(self) -> None:
        """Say what is due, or go back to what a sound without words has interrupted."""
        if not self.connected or self.listener.in_turn:
            return
        self._unmoved()
        if not self._speaking.active:
            self._speaking.resume()
            if not self.speak_if_due():
                self._channel.settle(State.LISTENING)

    def _unmoved(self) -> None:
        """Go on with a reply that a sound without words has interrupted."""
        if self.state is State.INTERRUPTED and self._speaking.paused and self._speaking.active:
            self._upkeep.counts.false_interruptions += 1
            self._speaking.resume()
            self._channel.move(State.SPEAKING if self._speaking.audible else State.THINKING)

    # --- answering -------------------------------------------------------------------------

    def _begin(self) -> None:
        """Start or go on with the conversation of a session that is connected."""
        if self._conversing is None:
            self._conversing = asyncio.create_task(self._converse())
        self._director.connected()
        self.speak_if_due()

    def speak_if_due(self) -> bool:
        """Say what is due, if the student lets it; whether something is being said now."""
        may = self.connected and not self.listener.in_turn and not self._speaking.active
        if may and self._director.due:
            self._announce(self._director.speak(self.answering, self.memory, self._times))
        return self._speaking.active

    def _new_director(self) -> Director:
        director = self._appoint(self, self._echo, self._inbox)
        return director or Partner(self._greeting, lambda: self.responder, self._read_ahead)

    def _greeting(self) -> str:
        return self.choices.mode.greeting_in(self.choices.language)

    def _announce(self, reply: int) -> None:
        """Reply number `reply` has begun."""
        self._channel.settle(State.THINKING)
        self._channel.emit(events.ReplyStarted(clock=self.clock, reply=reply, turn=self._turn))

    def _draft(self, text: str, times: TurnTimes) -> int | None:
        """Begin a held reply to what may turn out to be the next turn."""
        if self._speaking.active or self._director.due:
            return None  # something else is to be said
        if self._inbox.pending or not self.connected or not self._engines.effort.speculates:
            return None
        return self._director.draft(text, self.answering, self.memory, times)

    def _commit(self, draft: Draft) -> bool:
        """Let a draft be heard, now that its turn is over; False if it cannot be used."""
        if not self.connected or self.listener.in_turn or not self._speaking.release():
            self._speaking.discard()
            return False
        draft.times.take_turn(self._times)
        self._times = draft.times
        self._director.drafted()
        self._announce(draft.number)
        return True

    def fall_silent(self) -> None:
        """End the reply in progress; the memory keeps what was heard of it."""
        if self._speaking.active:
            self._upkeep.counts.interruptions += self._speaking.audible
            self._channel.settle(State.INTERRUPTED)
        self._speaking.interrupt()

    def on_clause(self, number: int, text: str) -> None:
        """The first sample of a clause is on its way to the speaker."""
        if self.state is State.THINKING:
            self._channel.move(State.SPEAKING)
            self._director.audible()
            self._upkeep.counts.discarded_speculations = self._speculation.discarded
            self._upkeep.audible(self._times, self._turn, self._speaking, self._now())
        if text:
            self._channel.emit(events.ReplyText(clock=self.clock, reply=number, text=text))

    def on_spoken(self, spoken: Spoken) -> None:
        """A reply is over: the memory keeps what was heard of it."""
        number, text, cut = spoken.number, spoken.text, spoken.interrupted
        if own := spoken.remembered:
            self.memory.add_assistant(
                Turn("assistant", own, self._turn, self.clock, interrupted=cut)
            )
        self._channel.emit(
            events.ReplyDone(clock=self.clock, reply=number, text=text, interrupted=cut)
        )
        if self._upkeep.fell_back(self.answering):
            self._channel.emit(self.ready_event())
            self.notify("info", self.answering.status.why)
        if not cut and self.state in (State.SPEAKING, State.THINKING):
            self._channel.move(State.LISTENING)
        self._director.on_spoken(spoken)
        if not cut:
            self.speak_if_due()

    def on_failure(self, error: Exception) -> str:
        """A reply failed: tell the page, and the student in a sentence."""
        self._channel.report(error)
        return phrases(self.choices.language).failed

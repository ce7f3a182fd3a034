"""One conversation: hears, waits for the end of the turn, answers, remembers what was heard.

What the outside holds of it: connections come and go, settings change, it begins and ends. A
`Transport` (WebRTC, WebSocket, a test) does the carrying and may change during the session's
life: each gets a `Connection` of its own, through which sound comes in and goes out until it is
ended.

A turn's way: `Connection.push` → `Listener` (voice activity, turn-taking, recognition) →
`Inbox` (where typed text enters) → `Dialogue` (memory; the `Director` says what is due) →
`Reply` (model, clauses, voice) → `Player` → `Connection.next_frame`.

Everything here runs on one event loop and never blocks it. Any method may be called from within
an event's subscriber. What ends something (`close`, `reset`, a connection that goes) begins
nothing: a reply that is dropped is remembered as far as it was heard, and none follows it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from models.base import Float32, Int16, LanguageModel, TextToSpeech, VivaError
from voice.conversation.channel import Channel
from voice.conversation.choices import Choices, Limits
from voice.conversation.connection import Connection
from voice.conversation.dialogue import Dialogue
from voice.conversation.director import Director
from voice.conversation.inbox import Inbox
from voice.conversation.memory import Memory
from voice.conversation.partner import Partner
from voice.conversation.status import Upkeep
from voice.conversation.typed import Typed, message_of
from voice.core import events
from voice.core.events import Event, State
from voice.core.transport import Transport
from voice.engines.pool import Engines
from voice.hearing.echo_guard import EchoGuard

PROMPT_MARGIN_TOKENS = 64
"""Kept free in the context for the chat template's own tokens."""


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
        self.id = session_id
        self._engines = engines
        self._appoint = appoint
        self._now = now
        self._channel = Channel(lambda: self.clock)
        self._upkeep = Upkeep(
            session_id, self._channel, limits.time_s, engines.effort, lambda: self.clock
        )
        self.memory = Memory(
            choices.mode.system_prompt(choices.language),
            limits.context_tokens - choices.mode.max_tokens - PROMPT_MARGIN_TOKENS,
        )
        self._dialogue = Dialogue(
            engines, choices, voice, llm, self.memory, self._channel, self._upkeep, now
        )
        self.listener = self._dialogue.listener
        self.answering = self._dialogue.answering
        self._ended: events.SessionEnded | None = None
        self._appointed: Director | None = None
        self._dialogue.director = self._new_director()

    # --- the outside -----------------------------------------------------------------------

    @property
    def output_rate(self) -> int:
        """Sample rate of what is said, in Hz; the same for the session's whole life."""
        return self._dialogue.speaking.sample_rate

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
        return self._channel.connected

    @property
    def choices(self) -> Choices:
        """Mode, voice, language, speed, model; changed by `configure`."""
        return self._dialogue.choices

    @property
    def yields(self) -> bool:
        """Whether the student's voice silences the examiner's."""
        return self._dialogue.yields

    @yields.setter
    def yields(self, yields: bool) -> None:
        self._dialogue.yields = yields

    @property
    def director(self) -> Director:
        """Who decides what is said; another one after new choices."""
        return self._dialogue.director

    def direct(self, director: Director) -> None:
        """Let `director` decide what is said from now on; before anybody is connected."""
        self._dialogue.director.close()
        self._dialogue.director = self._appointed = director

    def attach(self, transport: Transport) -> Connection:
        """Let `transport` carry the session from now on; an older one is hung up.

        The connection is dead from the beginning where the session has ended: the transport has
        been told so, and hung up.
        """
        if (old := self._channel.connection) is not None:
            # Its last event, or it would come back, and so would we.
            self._part(old, events.TakenOver(clock=self.clock))
            old.hang_up()
        connection = Connection(transport, self, self.output_rate)
        if self._ended is not None:
            connection.end()
            connection.send(self._ended)
            connection.hang_up()
            return connection
        self._channel.connection = connection
        self._dialogue.echo.forget()
        self._dialogue.speaking.carry(transport)
        self._channel.move(State.CONNECTING)
        self._channel.emit(self.ready_event())
        if connection.alive:  # or a subscriber has closed the session
            self._channel.move(State.LISTENING)
            self._dialogue.begin()
        return connection

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Call `subscriber` with every event from now on; returns the way to stop it."""
        return self._channel.subscribe(subscriber)

    def notify(self, level: Literal["info", "warning", "error"], text: str, fix: str = "") -> None:
        """Show the student a sentence."""
        self._channel.notify(level, text, fix)

    def tell(self, event: Event) -> None:
        """Show the page an event, and whoever has subscribed; never raises."""
        self._channel.emit(event)

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
        self._dialogue.inbox.put(Typed(message, self._now()))

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
            A voice or model cannot be loaded, or the session has ended meanwhile; nothing has
            changed then.
        """
        voice = await self._engines.voice(choices.voice)
        llm = await self._engines.model(choices.model)
        if self._ended is not None:
            raise VivaError("This conversation has ended", "Press Start to begin a new one")
        afresh = (choices.mode.name, choices.exam) != (self.choices.mode.name, self.choices.exam)
        self._dialogue.forget_draft()
        self._dialogue.use(choices, voice, llm)
        if afresh:
            self.reset()
        else:
            self._channel.emit(self.ready_event())

    def reset(self) -> None:
        """Forget the conversation and begin again."""
        if self._ended is not None:
            return
        self._dialogue.stop()
        self.memory.clear()
        self._dialogue.director = self._appointed or self._new_director()
        self._channel.emit(events.MemoryCleared(clock=self.clock))
        if self.connected:
            self._channel.emit(self.ready_event())
            self._channel.settle(State.LISTENING)
            self._dialogue.begin()

    def close(self, reason: Literal["time_limit", "stopped", "shutdown", "failed"]) -> None:
        """End for good and free everything; never raises, and may be called again."""
        if self._ended is not None:
            return
        self._ended = events.SessionEnded(clock=self.clock, reason=reason)
        self._channel.emit(self._ended)
        if (connection := self._channel.connection) is not None:
            self._part(connection)
            connection.hang_up()
        self._dialogue.stop()
        self._dialogue.speaking.close()

    def ready_event(self) -> events.SessionReady:
        """What a newly connected page needs to know."""
        return self._dialogue.ready_event()

    # --- what directors call ----------------------------------------------------------------

    def speak_if_due(self) -> bool:
        """See `Dialogue.speak_if_due`."""
        return self._dialogue.speak_if_due()

    def carry_on(self) -> None:
        """Say what is due, or go on with what a sound without words has interrupted."""
        self._dialogue.carry_on()

    def fall_silent(self) -> None:
        """See `Dialogue.fall_silent`."""
        self._dialogue.fall_silent()

    def forget_draft(self) -> None:
        """Drop a reply that is being prepared for what may be the end of a turn."""
        self._dialogue.forget_draft()

    def _new_director(self) -> Director:
        dialogue = self._dialogue
        director = self._appoint(self, dialogue.echo, dialogue.inbox)
        return director or Partner(self._greeting, dialogue.read_ahead)

    def _greeting(self) -> str:
        return self.choices.mode.greeting_in(self.choices.language)

    # --- what the connection calls: `voice.conversation.connection.Ends` --------------------

    def hear(self, samples: Float32) -> None:
        """Sound has come in; the session's time passes by it."""
        self._dialogue.hear(samples)
        if not self.remaining_s:
            self.close("time_limit")

    async def frame(self, connected: Callable[[], bool]) -> Int16 | None:
        """Wait for the next 20 ms to play; None as soon as `connected` says no."""
        return await self._dialogue.speaking.frame(connected)

    def part(self, connection: Connection) -> None:
        """The line has gone; the conversation waits for the next one.

        What the student was saying is a turn of its own: it is recognised and remembered, and
        answered when they are back.
        """
        if self._channel.connection is connection:
            self._part(connection)

    def report(self, error: Exception) -> None:
        """Tell the student of a fault."""
        self._channel.report(error)

    def _part(self, connection: Connection, farewell: Event | None = None) -> None:
        # First: from here on nobody is connected, and so nothing can be said. The page still
        # gets the events of what ends now.
        connection.end()
        self._dialogue.leave()
        if self._channel.connection is not connection:
            return  # one of those who were told has closed the session
        if farewell is not None:
            connection.send(farewell)
        self._channel.connection = None
        self._dialogue.speaking.carry(None)
        self._channel.move(State.DISCONNECTED)

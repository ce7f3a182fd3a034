"""One conversation: listens, waits for the end of the turn, answers, remembers what was heard.

`Session` is what the rest of the program uses: connections come and go, settings change, and the
conversation begins and ends. A `Transport` (WebRTC, WebSocket, a test) carries the sound and may
change during the session's life: each one gets its own `Connection`.

The path of a turn: `Connection.push` → `Listener` (voice activity, turn-taking, recognition) →
`Inbox` (where typed text enters) → `Dialogue` (memory; the `Director` decides what is said) →
`Reply` (model, clauses, voice) → `Player` → `Connection.next_frame`.

Everything here runs on one event loop and never blocks it. Any method may be called from an event
subscriber. When a reply is dropped because the session or a connection ends, it is remembered as
far as it was heard, and no other reply follows it.
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
"""Tokens of the context that are left free for the chat template."""


class Session:
    """One student's conversation.

    Parameters
    ----------
    session_id : str
        Must be unguessable, since whoever knows it may take part.
    engines : Engines
        Shared with other sessions.
    choices : Choices
        Mode, voice, language, speed, model.
    voice, llm
        Voice and language model, already loaded for `choices`.
    limits : Limits
        Time and tokens.
    appoint : callable
        Returns the director, or None for a plain conversation with a `Partner`. Called at the
        beginning and whenever the conversation starts afresh.
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
        """Seconds left, of the time during which a student is connected."""
        return self._upkeep.remaining_s

    @property
    def state(self) -> State:
        """The state of the conversation."""
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
        """Decides what is said; replaced when the conversation starts afresh."""
        return self._dialogue.director

    def direct(self, director: Director) -> None:
        """Let `director` decide what is said, for good; called before anybody is connected."""
        self._dialogue.director.close()
        self._dialogue.director = self._appointed = director

    def attach(self, transport: Transport) -> Connection:
        """Let `transport` carry the session from now on; an older one is hung up.

        If the session has already ended, the transport is sent the event that says so and is hung
        up, and the returned connection is not alive.
        """
        if (old := self._channel.connection) is not None:
            # Without this last event, the old page would reconnect and take over again in turn.
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
        if connection.alive:  # unless a subscriber has closed the session
            self._channel.move(State.LISTENING)
            self._dialogue.begin()
        return connection

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Call `subscriber` with every event from now on; returns a function that stops it."""
        return self._channel.subscribe(subscriber)

    def notify(self, level: Literal["info", "warning", "error"], text: str, fix: str = "") -> None:
        """Show the student a sentence."""
        self._channel.notify(level, text, fix)

    def tell(self, event: Event) -> None:
        """Send an event to the page and to all subscribers; never raises."""
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
        """Change the choices; another mode or exam starts the conversation afresh.

        The old choices stay in force while a voice or model is loaded. `Sessions.configure` calls
        this for one change at a time.

        Raises
        ------
        VivaError
            A voice or model cannot be loaded, or the session has ended meanwhile; nothing has
            changed.
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
        """Forget the conversation and start afresh; does nothing once the session has ended."""
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
        """Resume a reply that a sound without words interrupted, or else say what is due."""
        self._dialogue.carry_on()

    def fall_silent(self) -> None:
        """See `Dialogue.fall_silent`."""
        self._dialogue.fall_silent()

    def forget_draft(self) -> None:
        """Drop the answer prepared for the student's next turn, since it is out of date."""
        self._dialogue.forget_draft()

    def _new_director(self) -> Director:
        dialogue = self._dialogue
        director = self._appoint(self, dialogue.echo, dialogue.inbox)
        return director or Partner(self._greeting, dialogue.read_ahead)

    def _greeting(self) -> str:
        return self.choices.mode.greeting_in(self.choices.language)

    # --- what the connection calls: `voice.conversation.connection.Ends` --------------------

    def hear(self, samples: Float32) -> None:
        """Take incoming samples, by which the session also counts its time."""
        self._dialogue.hear(samples)
        if not self.remaining_s:
            self.close("time_limit")

    async def frame(self, connected: Callable[[], bool]) -> Int16 | None:
        """Wait for the next 20 ms to play; None as soon as `connected` says no."""
        return await self._dialogue.speaking.frame(connected)

    def part(self, connection: Connection) -> None:
        """Let go of a connection whose line has gone; the session waits for another one.

        What the student was saying ends as a turn: it is recognised and remembered now, and
        answered when they come back.
        """
        if self._channel.connection is connection:
            self._part(connection)

    def report(self, error: Exception) -> None:
        """Tell the student of a fault."""
        self._channel.report(error)

    def _part(self, connection: Connection, farewell: Event | None = None) -> None:
        # The connection ends first, so that nothing can be said any more. The page still gets the
        # events about what ends here.
        connection.end()
        self._dialogue.leave()
        if self._channel.connection is not connection:
            return  # a subscriber has closed the session
        if farewell is not None:
            connection.send(farewell)
        self._channel.connection = None
        self._dialogue.speaking.carry(None)
        self._channel.move(State.DISCONNECTED)

"""A call without sound, for clients that only write and read."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

import numpy as np

from models.base import INPUT_RATE
from voice.api.common.refused import Refused
from voice.conversation.connection import Connection
from voice.conversation.session import Session
from voice.core.events import Event
from voice.sessions.waiting_line import Places

TICK_S = 0.2
"""How often the session is fed silence, as its clock counts samples."""

LONGEST_TICK_S = 1.0
"""Most time counted for a late tick, for when the computer slept or was busy."""

AWAY_S = 300.0
"""Time without a request after which the client counts as gone; its next message reconnects."""


class NoPlace(Refused):
    """All places are taken."""

    def __init__(self) -> None:
        super().__init__(
            429, "All places are taken", "End another session, or try again later", "no_place"
        )


class TextCall:
    """A `voice.core.transport.Transport` that discards all sound.

    Parameters
    ----------
    session : Session
        Its replies should be silent (`Choices.silent`), so that they complete at once.
    on_over : callable
        Called once when the call is over.
    """

    def __init__(self, session: Session, on_over: Callable[[], None]) -> None:
        self._session = session
        self._on_over = on_over
        self._connection: Connection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._over = False
        self._used_at = 0.0

    def begin(self) -> None:
        """Connect the session."""
        self.use()
        connection = self._connection = self._session.attach(self)
        if connection.alive:
            works = (self._drain(connection), self._pass_time(connection))
            self._tasks = [asyncio.create_task(work) for work in works]

    def use(self) -> None:
        """Note that the client has made a request."""
        self._used_at = asyncio.get_running_loop().time()

    def end(self) -> None:
        """Disconnect the session."""
        if self._connection is not None:
            self._connection.close()
        self.hang_up()

    def unsent_samples(self) -> int:
        """Nothing waits for a speaker."""
        return 0

    def clear(self) -> None:
        """Nothing waits for a speaker."""

    def send(self, event: Event) -> None:
        """Do nothing: whoever wants events subscribes to them."""

    def hang_up(self) -> None:
        """Stop; called when the session was disconnected, or another transport has taken over."""
        for task in self._tasks:
            task.cancel()
        if not self._over:
            self._over = True
            self._on_over()

    async def _drain(self, connection: Connection) -> None:
        while await connection.next_frame() is not None:
            pass

    async def _pass_time(self, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        heard_to = loop.time()
        while True:
            await asyncio.sleep(TICK_S)
            now = loop.time()
            heard_to = max(heard_to, now - LONGEST_TICK_S)
            samples = int((now - heard_to) * INPUT_RATE)
            heard_to += samples / INPUT_RATE  # the remainder counts next time
            connection.push(np.zeros(samples, np.float32))
            if now - self._used_at > AWAY_S:
                self.end()


class TextCalls:
    """All calls without sound in this process; each takes one of the places.

    Parameters
    ----------
    places : Places
        For calls of every kind.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._calls: dict[str, TextCall] = {}

    def connect(self, session: Session) -> bool:
        """Connect a silent session if need be; returns whether a new call was made.

        Raises
        ------
        NoPlace
            All places are taken.
        """
        if (call := self._calls.get(session.id)) is not None:
            call.use()
            return False
        if session.connected or not session.choices.silent:
            return False
        name = f"text-{secrets.token_urlsafe(8)}"
        if not self._places.enter(name, owner=session.id):
            raise NoPlace
        call = TextCall(session, lambda: self._over(session, name))
        self._calls[session.id] = call
        call.begin()
        return True

    def end(self, session: Session) -> None:
        """Hang up if this session's call is one without sound."""
        if (call := self._calls.get(session.id)) is not None:
            call.end()

    def _over(self, session: Session, name: str) -> None:
        self._calls.pop(session.id, None)
        self._places.leave(name)

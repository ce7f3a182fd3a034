"""The way from a session to the outside: its one state, its events, its transport."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Literal

from models.base import VivaError
from voice.core.events import Event, Notice, State, StateChanged
from voice.core.states import check_move
from voice.core.transport import Transport

log = logging.getLogger(__name__)


class Channel:
    """What the outside sees of a session.

    Parameters
    ----------
    clock : callable
        Input samples heard since the session began.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self.state = State.DISCONNECTED
        self.transport: Transport | None = None
        self._clock = clock
        self._subscribers: list[Callable[[Event], None]] = []

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Call `subscriber` with every event from now on; returns the way to stop it."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def emit(self, event: Event) -> None:
        """Send an event to the page and to whoever else listens."""
        if self.transport is not None:
            self.transport.send(event)
        for subscriber in tuple(self._subscribers):
            subscriber(event)

    def move(self, state: State) -> None:
        """Go to another state: the only place where it changes."""
        check_move(self.state, state)
        self.state = state
        self.emit(StateChanged(clock=self._clock(), state=state))

    def settle(self, state: State) -> None:
        """Go to `state` unless that is where the session is."""
        if self.state is not state:
            self.move(state)

    def notify(self, level: Literal["info", "warning", "error"], text: str, fix: str = "") -> None:
        """Show the student a sentence."""
        self.emit(Notice(clock=self._clock(), level=level, text=text, fix=fix))

    def report(self, error: Exception) -> None:
        """Tell the page what failed; the log gets the rest."""
        if isinstance(error, VivaError):
            log.warning("%s", error)
            problem, fix = error.problem, error.fix
        else:
            log.error("unexpected failure in a turn", exc_info=error)
            problem = f"Something unexpected failed ({type(error).__name__})"
            fix = "Go on; if it happens again, start Viva with --log-level debug and report it"
        self.notify("error", problem, fix)

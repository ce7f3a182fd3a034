"""What a session shows to the outside: its state, its events and its connection."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import Literal

from models.base import VivaError
from voice.conversation.connection import Connection
from voice.core.events import Event, Notice, State, StateChanged
from voice.core.states import check_move

log = logging.getLogger(__name__)

Subscriber = Callable[[Event], None]
"""Called with every event, from the session's event loop. It may call the session again; what
it raises is logged and ends nothing."""


class Channel:
    """Holds a session's state and delivers its events.

    Used from the session's event loop only; every method may be called from a subscriber.

    Parameters
    ----------
    clock : callable
        Returns the number of input samples heard since the session began.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self.state = State.DISCONNECTED
        self.connection: Connection | None = None
        self._clock = clock
        self._subscribers: list[Subscriber] = []
        self._untold: deque[Event] = deque()
        self._telling = False

    @property
    def connected(self) -> bool:
        """Whether a connection carries sound; False as soon as it begins to be ended."""
        return self.connection is not None and self.connection.alive

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with every event from now on; returns a function that stops it."""
        self._subscribers.append(subscriber)

        def stop() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return stop

    def emit(self, event: Event) -> None:
        """Send an event to the page and to all subscribers; never raises.

        A subscriber may cause further events. Those reach the page at once, and the subscribers
        after the present event, so that all of them see events in the same order.
        """
        if self.connection is not None:
            self.connection.send(event)
        self._untold.append(event)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                self._tell(self._untold.popleft())
        finally:
            self._telling = False

    def _tell(self, event: Event) -> None:
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(event)
            except Exception:
                log.exception("a subscriber failed at %s", event.type)

    def move(self, state: State) -> None:
        """Change the state, which happens nowhere else.

        Raises
        ------
        IllegalMove
            The state machine does not allow this transition.
        """
        check_move(self.state, state)
        self.state = state
        self.emit(StateChanged(clock=self._clock(), state=state))

    def settle(self, state: State) -> None:
        """Change the state unless it is `state` already."""
        if self.state is not state:
            self.move(state)

    def notify(self, level: Literal["info", "warning", "error"], text: str, fix: str = "") -> None:
        """Show the student a sentence."""
        self.emit(Notice(clock=self._clock(), level=level, text=text, fix=fix))

    def report(self, error: Exception) -> None:
        """Show the page what failed and how to go on, and log the details."""
        if isinstance(error, VivaError):
            log.warning("%s", error)
            problem, fix = error.problem, error.fix
        else:
            log.error("unexpected failure in a session", exc_info=error)
            problem = f"Something unexpected failed ({type(error).__name__})"
            fix = "Go on; if it happens again, start Viva with --log-level debug and report it"
        self.notify("error", problem, fix)

"""The connection between one transport and a session: sound goes in and comes out through it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from models.base import Float32, Int16
from voice.core.events import Event
from voice.core.transport import Transport

log = logging.getLogger(__name__)


class Ends(Protocol):
    """The session behind a connection; called from its event loop."""

    def hear(self, samples: Float32) -> None:
        """Take float32 mono 16 kHz samples within ±1 that have come in."""
        ...

    def frame(self, connected: Callable[[], bool]) -> Awaitable[Int16 | None]:
        """Wait for the next 20 ms to play; None as soon as `connected` says no."""
        ...

    def part(self, connection: Connection) -> None:
        """Let go of a connection whose transport has closed it; called once."""
        ...

    def report(self, error: Exception) -> None:
        """Tell the student of a fault."""
        ...


class Connection:
    """Connects one transport to a session until either side ends it; made by `Session.attach`.

    The transport calls `push`, `next_frame` and `close` from the session's event loop, at any
    time: once the connection has ended, pushed samples are dropped and no frame is returned, so a
    transport that is slow to close does no harm. The session calls `send` at any time, `end` once,
    and `hang_up` last. None of these methods raises, whatever the session or the transport does.

    Parameters
    ----------
    transport : Transport
        Carries the sound and the events.
    ends : Ends
        The session.
    sample_rate : int
        Sample rate of the frames, in Hz.
    """

    def __init__(self, transport: Transport, ends: Ends, sample_rate: int) -> None:
        self.transport = transport
        self.sample_rate = sample_rate
        self._ends: Ends | None = ends  # None once ended: a dead line must not hold the session
        self._faults: set[type[Exception]] = set()  # kinds of which the student has been told

    @property
    def alive(self) -> bool:
        """Whether neither side has ended the connection."""
        return self._ends is not None

    # --- what the transport calls -----------------------------------------------------------

    def push(self, samples: Float32) -> None:
        """Take any number of float32 mono 16 kHz samples within ±1.

        A fault while they are processed ends neither the connection nor the transport's loop. Each
        kind of fault is reported only once, since there are fifty frames a second.
        """
        if (ends := self._ends) is None:
            return
        try:
            ends.hear(samples)
        except Exception as error:
            if type(error) in self._faults:
                return
            self._faults.add(type(error))
            log.exception("a frame of audio could not be processed")
            ends.report(error)

    async def next_frame(self) -> Int16 | None:
        """Wait for 20 ms to play (int16 mono at `sample_rate`); None once the connection has ended.

        A frame counts as handed to the speaker as soon as this returns it. A caller that awaits it
        in a separate task must check `alive` before it uses the frame, since the connection may
        have ended in between.
        """
        return None if self._ends is None else await self._ends.frame(lambda: self.alive)

    def close(self) -> None:
        """End the connection because its line has gone; the session waits for another one.

        May be called more than once, and after `end`.
        """
        if self._ends is not None:
            self._ends.part(self)

    # --- what the session calls -------------------------------------------------------------

    def end(self) -> None:
        """Let no more sound in or out; called by the session before it hangs up."""
        self._ends = None

    def send(self, event: Event) -> None:
        """Send an event to the page."""
        try:
            self.transport.send(event)
        except Exception:
            log.exception("an event could not be sent")

    def hang_up(self) -> None:
        """Ask the transport to close its line; it may do so after this returns."""
        try:
            self.transport.hang_up()
        except Exception:
            log.exception("a line could not be closed")

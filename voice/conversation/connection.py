"""One transport's hold on a session: what it hears goes in, what is said comes out."""

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
        """Float32 mono 16 kHz samples within ±1 have come in."""
        ...

    def frame(self, connected: Callable[[], bool]) -> Awaitable[Int16 | None]:
        """Wait for the next 20 ms to play; None as soon as `connected` says no."""
        ...

    def part(self, connection: Connection) -> None:
        """The transport has gone; called once, by whichever end comes first."""
        ...

    def report(self, error: Exception) -> None:
        """A fault that the student should read about."""
        ...


class Connection:
    """Made by `Session.attach` for one transport, and alive until either side ends it.

    The transport calls `push`, `next_frame` and `close`, from the session's event loop and at
    any time: a dead connection drops what is pushed and gives no frame, so a transport whose
    line is slow to break can do no harm. The session calls `end`, and `send` and `hang_up` for
    the last time while it ends. None of these methods raises, whatever the session or the
    transport does.

    Parameters
    ----------
    transport : Transport
        Carries the sound and the events.
    ends : Ends
        The session.
    sample_rate : int
        Of the frames, in Hz.
    """

    def __init__(self, transport: Transport, ends: Ends, sample_rate: int) -> None:
        self.transport = transport
        self.sample_rate = sample_rate
        self._ends: Ends | None = ends  # until it is over: a dead line keeps no session in memory
        self._faults: set[type[Exception]] = set()  # that the student has been told of

    @property
    def alive(self) -> bool:
        """Whether sound still passes."""
        return self._ends is not None

    # --- what the transport calls -----------------------------------------------------------

    def push(self, samples: Float32) -> None:
        """Hear float32 mono 16 kHz samples within ±1, any number of them.

        A fault in hearing ends neither the connection nor the transport's loop. It is reported
        once a kind: there are fifty frames a second.
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
        """Wait for 20 ms to play (int16 mono at `sample_rate`); None once the connection is over.

        A frame counts as handed to the speaker when this returns it. Whoever awaits it in a task
        of its own may be overtaken by the end, and checks `alive` before using the frame.
        """
        return None if self._ends is None else await self._ends.frame(lambda: self.alive)

    def close(self) -> None:
        """The line has gone; the conversation waits for the next one. May be called again."""
        if self._ends is not None:
            self._ends.part(self)

    # --- what the session calls -------------------------------------------------------------

    def end(self) -> None:
        """Nothing is heard or played through this connection from here on."""
        self._ends = None

    def send(self, event: Event) -> None:
        """Show the page an event."""
        try:
            self.transport.send(event)
        except Exception:
            log.exception("an event could not be sent")

    def hang_up(self) -> None:
        """Have the transport close its line, soon."""
        try:
            self.transport.hang_up()
        except Exception:
            log.exception("a line could not be closed")

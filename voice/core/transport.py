"""The interface of transports, which connect a session to a student, such as WebRTC."""

from __future__ import annotations

from typing import Protocol

from voice.core.events import Event


class Transport(Protocol):
    """Carries frames from `Connection.next_frame` to the speaker, and events to the page.

    The session calls these methods from its event loop, also from within `Session.attach`, so a
    transport must be ready to send before it attaches itself. None of them may block or call the
    session.
    """

    def unsent_samples(self) -> int:
        """How many samples were taken from the session and have not left for the speaker yet."""
        ...

    def clear(self) -> None:
        """Drop the unsent samples."""
        ...

    def send(self, event: Event) -> None:
        """Send an event to the page; does nothing if the line has gone."""
        ...

    def hang_up(self) -> None:
        """Close the line, now or soon; the session has ended its side of the connection already."""
        ...

"""What carries a session to the student: WebRTC, a WebSocket, a test."""

from __future__ import annotations

from typing import Protocol

from voice.core.events import Event


class Transport(Protocol):
    """Takes frames from `Connection.next_frame` to the speaker and events to the page.

    The session calls these methods from its event loop, from within `Session.attach` too: a
    transport is ready to send before it attaches itself. None of them may call the session.
    """

    def unsent_samples(self) -> int:
        """Samples taken from the session that have not left for the speaker yet."""
        ...

    def clear(self) -> None:
        """Drop those samples."""
        ...

    def send(self, event: Event) -> None:
        """Show the page an event; silently nothing when the connection has gone."""
        ...

    def hang_up(self) -> None:
        """Close the connection, soon; the session has ended its side of it already."""
        ...

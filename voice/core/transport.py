"""What carries a session to the student: WebRTC, a WebSocket, a test."""

from __future__ import annotations

from typing import Protocol

from voice.core.events import Event


class Transport(Protocol):
    """Takes frames from `Session.next_frame` to the speaker and events to the page."""

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
        """Close the connection, soon."""
        ...

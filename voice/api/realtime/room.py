"""State shared by the parts of one conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from models.base import VivaError
from voice.api.realtime.config import Invalid, SessionConfig
from voice.api.realtime.items import Item, Items, new_id
from voice.conversation.connection import Connection
from voice.conversation.session import Session

Send = Callable[[dict[str, Any]], None]


class Room:
    """Session, configuration and items of one conversation, and the way to its client.

    Parameters
    ----------
    session : Session
        The session.
    send : callable
        Takes server events.
    as_media : bool
        Whether sound is sent as media, as in WebRTC, rather than in events.
    """

    def __init__(self, session: Session, send: Send, as_media: bool) -> None:
        self.session = session
        self.as_media = as_media
        choices = session.choices
        self.config = SessionConfig(instructions=choices.mode.system_prompt(choices.language))
        self.items = Items()
        self.session_id, self.conversation_id = new_id("sess"), new_id("conv")
        self.understood = asyncio.Event()  # set: no turn is waiting for its transcript
        self.understood.set()
        self.connection: Connection | None = None  # set once a transport is connected
        self._send = send

    def emit(self, kind: str, **fields: Any) -> None:
        """Send a server event."""
        self._send({"type": kind, "event_id": new_id("event"), **fields})

    def complain(self, problem: Invalid) -> None:
        """Report an invalid event to the client."""
        self.fail(problem.message, problem.code, problem.param, problem.event_id)

    def fail(
        self,
        message: str,
        code: str,
        param: str = "",
        event_id: str = "",
        kind: str = "invalid_request_error",
    ) -> None:
        """Send an `error`."""
        error = {
            "type": kind,
            "code": code,
            "message": message,
            "param": param or None,
            "event_id": event_id or None,
        }
        self.emit("error", error=error)

    def add(self, item: Item, after: str | None = None) -> None:
        """Add an item to the conversation and tell the client."""
        previous = self.items.add(item, after)
        self.emit("conversation.item.added", previous_item_id=previous, item=item.to_dict())

    def done(self, item: Item) -> None:
        """An item is complete."""
        if item in self.items:
            previous = self.items.previous(item)
            self.emit("conversation.item.done", previous_item_id=previous, item=item.to_dict())


def worded(error: Exception) -> str:
    """The text of a failure for the client."""
    return str(error) if isinstance(error, VivaError) else f"{type(error).__name__} in the server."

"""Calls over a WebSocket, for when WebRTC cannot connect: flight mode, a share link, a firewall.

Binary messages are little-endian int16 mono in both directions (16 kHz in, the session's rate
out); events are text messages. Frames are paced here, as FastRTC does for WebRTC, so that the
playback position is known.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass

import numpy as np
from fastapi import WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from models.base import VivaError
from voice.conversation.connection import Connection
from voice.conversation.session import Session
from voice.core.audio import to_float
from voice.core.events import Event, PageMessage
from voice.sessions.sessions import Sessions
from voice.transports.outbox import FAREWELL_S, Outbox, until_one_ends
from voice.transports.pacing import Pacing
from voice.transports.webrtc_calls import full, give_up, open_or_find
from voice.transports.wire import Start, explain

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 64_000
"""Two seconds of audio: no honest client sends more at once."""

FIRST_MESSAGE_S = 10.0

MOST_UNREAD = 4_000_000
"""How many characters may wait for a page that does not read; only events count, since a frame of
sound is not queued before the last one has been sent."""

GOING_AWAY, POLICY_VIOLATION = 1001, 1008


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFormat(PageMessage):
    """First message of every call: the binary ones hold int16 mono at `sample_rate`."""

    sample_rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearAudio(PageMessage):
    """The student has cut in: the page drops what it has not played."""


class SocketCall:
    """`voice.core.transport.Transport` over one WebSocket.

    Parameters
    ----------
    socket : WebSocket
        An accepted WebSocket.
    session : Session
        Carried until the line breaks or another connection takes over.
    """

    def __init__(self, socket: WebSocket, session: Session) -> None:
        self._socket = socket
        self._session = session
        self._outbox = Outbox(MOST_UNREAD)
        self._pacing = Pacing(session.output_rate)

    async def run(self) -> None:
        """Carry the session until either side ends it."""
        rate = self._session.output_rate
        self._outbox.put(AudioFormat(sample_rate=rate).to_json())
        connection = self._session.attach(self)
        try:
            await until_one_ends(
                self._hear(connection), self._play(connection), self._send(), self._give_up()
            )
        finally:
            connection.close()

    def unsent_samples(self) -> int:
        """How many samples the page has not played yet; it drops them on `clear`."""
        return self._pacing.unsent_samples()

    def clear(self) -> None:
        """Have the page drop what it has not played."""
        self._pacing.clear()
        self._outbox.drop_sound()
        self._outbox.put(ClearAudio().to_json())

    def send(self, event: Event) -> None:
        """Queue an event."""
        self._outbox.put(event.to_json())

    def hang_up(self) -> None:
        """Close the socket once what is queued has been sent, or can no longer be."""
        self._outbox.finish()

    async def _hear(self, connection: Connection) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes")
            if data is not None and len(data) <= MAX_FRAME_BYTES and len(data) % 2 == 0:
                connection.push(to_float(np.frombuffer(data, "<i2")))
            elif connection.alive:
                self._session.notify(
                    "warning", "A message that is no audio was ignored", "Send int16 at 16 kHz"
                )

    async def _play(self, connection: Connection) -> None:
        while (frame := await connection.next_frame()) is not None:
            self._outbox.put(frame.astype("<i2").tobytes())
            await self._pacing.sent()
            # Wait until the frame is sent: what a slow line has not taken must not count as heard.
            await self._outbox.sent()
        await asyncio.sleep(FAREWELL_S)  # the connection is over; its last events still go out

    async def _send(self) -> None:
        await self._outbox.send_all(self._socket.send_text, self._socket.send_bytes)

    async def _give_up(self) -> None:
        await self._outbox.unread.wait()


async def serve_socket(socket: WebSocket, sessions: Sessions) -> None:
    """Answer one WebSocket, from its first message to its end."""
    await socket.accept()
    call = f"socket-{secrets.token_urlsafe(8)}"
    try:
        first = await asyncio.wait_for(socket.receive_text(), FIRST_MESSAGE_S)
        start = Start.model_validate_json(first)
        session = await open_or_find(sessions, start)
        if sessions.places.enter(call, start.ticket, session.id):
            try:
                await SocketCall(socket, session).run()
            finally:
                sessions.places.leave(call)  # first, since closing a dead line may take long
        else:
            give_up(session, start)
            await socket.send_text(bytes(full(sessions, start.ticket).body).decode())
        await socket.close(GOING_AWAY)
    except (ValidationError, TimeoutError, KeyError):
        await socket.close(POLICY_VIOLATION, "the first message must be of type start")
    except VivaError as error:
        await socket.send_json(explain(error))
        await socket.close(POLICY_VIOLATION)
    except (WebSocketDisconnect, RuntimeError) as error:
        # Starlette raises RuntimeError if the other side closed first.
        log.debug("a socket closed: %s", error)
    finally:
        with contextlib.suppress(RuntimeError):
            await socket.close()

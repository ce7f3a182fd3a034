"""The Realtime API over a WebSocket: one JSON object per message, sound in base64.

Frames are sent in real time, so that it is known what was heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from models.base import VivaError
from voice.api.realtime.config import Invalid
from voice.api.realtime.conversation import Conversation
from voice.api.realtime.items import new_id
from voice.api.realtime.opening import open_session
from voice.api.realtime.secrets import ClientSecrets
from voice.conversation.connection import Connection
from voice.conversation.session import Session
from voice.core.events import Event
from voice.sessions.sessions import Sessions
from voice.transports.outbox import FAREWELL_S, Outbox, until_one_ends
from voice.transports.pacing import Pacing

log = logging.getLogger(__name__)

PROTOCOL = "realtime"
"""The subprotocol that browsers request, in addition to the one with their key."""

BETA = "realtime=v1"
BETA_PROTOCOL = "openai-beta.realtime-v1"

MOST_UNREAD = 16_000_000
"""Most characters queued for a client that does not read: a few minutes of sound."""

NORMAL, POLICY_VIOLATION, TRY_AGAIN_LATER = 1000, 1008, 1013


class RealtimeSocket:
    """A `voice.core.transport.Transport` over one WebSocket.

    Parameters
    ----------
    socket : WebSocket
        The WebSocket, already accepted.
    session : Session
        The session of this client.
    sessions : Sessions
        The collection that it belongs to.
    in_beta : bool
        Whether the client uses the older beta protocol.
    """

    def __init__(
        self, socket: WebSocket, session: Session, sessions: Sessions, in_beta: bool
    ) -> None:
        self._socket = socket
        self._session = session
        self._conversation = Conversation(session, sessions.configure, self._queue, in_beta)
        self._outbox = Outbox(MOST_UNREAD)
        self._pacing = Pacing(session.output_rate)

    async def run(self, model: str, config: dict[str, Any]) -> None:
        """Run the conversation until either side ends it.

        Raises
        ------
        Invalid
            The initial `config` is invalid.
        """
        try:
            await self._conversation.update(config)
        except BaseException:
            self._session.close("stopped")
            raise
        self._conversation.start(model)
        connection = self._conversation.attach(self)
        loop = asyncio.get_running_loop()
        # The session's time limit counts input samples, and a client may send none.
        limit = loop.call_later(self._session.remaining_s, self._session.close, "time_limit")
        try:
            await until_one_ends(
                self._hear(), self._play(connection), self._send(), self._give_up()
            )
        finally:
            limit.cancel()
            self._session.close("stopped")
            self._conversation.close()

    def unsent_samples(self) -> int:
        """Samples sent ahead of real time; a client drops them when speech starts."""
        return self._pacing.unsent_samples()

    def clear(self) -> None:
        """Forget samples sent ahead, as the client will not play them."""
        self._pacing.clear()

    def send(self, event: Event) -> None:
        """Do nothing: the conversation gets events directly."""

    def hang_up(self) -> None:
        """Close once the queue has been sent, or cannot be; returns at once."""
        self._outbox.finish()

    def _queue(self, event: dict[str, Any]) -> None:
        # In ASCII, so that a lone surrogate sent by a client can be echoed.
        self._outbox.put(json.dumps(event, separators=(",", ":")))

    async def _give_up(self) -> None:
        await self._outbox.unread.wait()

    async def _hear(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text is None:
                self._conversation.refuse("Send text: sound goes in base64.", "invalid_event")
            else:
                await self._conversation.receive(text)
            await asyncio.sleep(0)  # resulting events are sent before the next message is read

    async def _play(self, connection: Connection) -> None:
        while (frame := await connection.next_frame()) is not None:
            self._conversation.play(frame)
            await self._pacing.sent()
        await asyncio.sleep(FAREWELL_S)  # the session has ended; its last events are still sent

    async def _send(self) -> None:
        await self._outbox.send_all(self._socket.send_text, self._socket.send_bytes)


def socket_routes(sessions: Sessions, keys: ClientSecrets) -> APIRouter:
    """The route, to be included behind the door."""
    router = APIRouter()

    @router.websocket("/v1/realtime")
    async def realtime(websocket: WebSocket) -> None:
        """OpenAI's Realtime API."""
        await serve_realtime(websocket, sessions, keys)

    return router


async def serve_realtime(socket: WebSocket, sessions: Sessions, keys: ClientSecrets) -> None:
    """Answer one WebSocket, from its first message to its end."""
    protocols = socket.scope.get("subprotocols", ())
    await socket.accept(PROTOCOL if PROTOCOL in protocols else None)
    in_beta = BETA in socket.headers.get("openai-beta", "") or BETA_PROTOCOL in protocols
    call = f"realtime-{secrets.token_urlsafe(8)}"
    model = socket.query_params.get("model", "")[:200]
    try:
        if not sessions.places.enter(call):
            await _turn_away(socket, "All places are taken; try again later.", "too_many_sessions")
            return
        config = keys.use_up(socket) or {}
        model = model or str(config.get("model", ""))
        session = await open_session(sessions, model)
        await RealtimeSocket(socket, session, sessions, in_beta).run(model, config)
        await socket.close(NORMAL)
    except (VivaError, Invalid) as error:
        await _turn_away(socket, str(error), "model_not_found", POLICY_VIOLATION)
    except (WebSocketDisconnect, RuntimeError) as error:
        # Starlette raises RuntimeError if the other side closed first.
        log.debug("a socket closed: %s", error)
    finally:
        sessions.places.leave(call)
        with contextlib.suppress(RuntimeError):
            await socket.close()


async def _turn_away(
    socket: WebSocket, message: str, code: str, status: int = TRY_AGAIN_LATER
) -> None:
    """Report why there is no session, and close."""
    error = {
        "type": "server_error" if status == TRY_AGAIN_LATER else "invalid_request_error",
        "code": code,
        "message": message,
        "param": None,
        "event_id": None,
    }
    event = {"type": "error", "event_id": new_id("event"), "error": error}
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_text(json.dumps(event))
        await socket.close(status, message)

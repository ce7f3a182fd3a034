"""WebRTC calls: checks each offer before FastRTC's connection manager answers it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Literal

from aiortc import RTCPeerConnection
from aiortc.sdp import SessionDescription
from fastapi.responses import JSONResponse
from fastrtc.tracks import AudioCallback
from fastrtc.webrtc_connection_mixin import Track, WebRTCConnectionMixin

from models.base import VivaError
from voice.conversation.session import Session
from voice.sessions.sessions import Sessions
from voice.transports.arriving import hear, sparing
from voice.transports.webrtc_handler import SessionHandler, arriving
from voice.transports.wire import Candidate, Offer, Opening

log = logging.getLogger(__name__)


class BadOffer(VivaError):
    """The offer cannot lead to a call."""


async def close(pc: RTCPeerConnection) -> None:
    """Close a connection, even a half-made one, on which aiortc's own `close` fails."""
    try:
        await pc.close()
    except Exception as error:  # noqa: BLE001 - it looks for a transport that was never made
        log.info("a half-made connection broke while it was closed: %r", error)
        for transceiver in pc.getTransceivers():
            transport = transceiver.receiver.transport
            if transport is not None:
                await transport.stop()
                await transport.transport.stop()
        ended: Any = getattr(pc, "_RTCPeerConnection__isClosed")  # noqa: B009 - aiortc's own
        if not ended.done():
            ended.set_result(True)  # other callers of `pc.close` wait for this


class Calls(WebRTCConnectionMixin):
    """All WebRTC calls of this process; used from the server's event loop.

    Parameters
    ----------
    sessions : Sessions
        Where the sessions of the calls are opened and found.
    ice_servers : list of dict
        STUN and TURN servers; with none, no other host is asked for an address.
    """

    def __init__(self, sessions: Sessions, ice_servers: list[dict[str, Any]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._sessions = sessions
        self._tasks: set[asyncio.Task[Any]] = set()
        self.mode: Literal["send-receive"] = "send-receive"
        self.modality: Literal["audio"] = "audio"
        self.event_handler = SessionHandler(None, self._hang_up)
        # `Places` limits the calls; FastRTC's own limit must never be reached first.
        self.concurrency_limit = 2 * sessions.places.limit + 1
        self.time_limit = None
        self.allow_extra_tracks = True
        self.rtc_configuration = None
        self.server_rtc_configuration = self.convert_to_aiortc_format({"iceServers": ice_servers})

    async def offer(self, offer: Offer) -> dict[str, str] | JSONResponse:
        """Answer an offer.

        Raises
        ------
        BadOffer
            The offer is not SDP, lacks an audio track or a data channel, or its id is in use.
        VivaError
            The session it names is unknown, or the new one it asks for cannot be opened.
        """
        check_offer(offer.sdp)
        session = await open_or_find(self._sessions, offer)
        answer = None
        try:
            answer = await self._answer(offer, session)
        finally:
            if answer is None:
                give_up(session, offer)
        if answer is None:
            return full(self._sessions, offer.ticket)
        return {**answer, "session_id": session.id}

    async def _answer(self, offer: Offer, session: Session) -> dict[str, str] | None:
        """Return FastRTC's answer, or None if there is no free place."""
        if offer.webrtc_id in self.pcs:
            raise BadOffer("This webrtc_id is already in a call", "Make up another one")
        if not self._sessions.places.enter(offer.webrtc_id, offer.ticket, session.id):
            return None
        token = arriving.set(session)
        try:
            answer = await self._handle(offer.model_dump())
        except Exception as error:
            await self._abandon(offer.webrtc_id)
            log.info("an offer could not be answered: %r", error)
            raise BadOffer("This offer cannot be answered", "Send the SDP of an offer") from error
        finally:
            arriving.reset(token)
        if not isinstance(answer, dict):
            self._sessions.places.leave(offer.webrtc_id)
            return None
        tracks = self.connections.get(offer.webrtc_id, [])
        if (pc := self.pcs.get(offer.webrtc_id)) is not None:
            hear(pc, [track for track in tracks if isinstance(track, AudioCallback)])
        return {**answer, "sdp": sparing(answer["sdp"])}

    async def candidate(self, candidate: Candidate) -> Any:
        """Add a trickled ICE candidate."""
        return await self._handle(candidate.model_dump())

    async def hang_up(self, webrtc_id: str) -> None:
        """Close a call now, if it is still there."""
        pc: RTCPeerConnection | None = self.pcs.get(webrtc_id)
        if pc is not None:
            await close(pc)

    async def close_all(self) -> None:
        """Close every call."""
        for webrtc_id in tuple(self.pcs):
            await self.hang_up(webrtc_id)

    def clean_up(self, webrtc_id: str) -> list[Track]:
        """End a call; called by FastRTC. Frees the place and disconnects the session.

        FastRTC itself tells the handler only if it still lists the connection, which it does not
        after ICE has failed.
        """
        self._sessions.places.leave(webrtc_id)
        handler = self.handlers.get(webrtc_id)
        if isinstance(handler, SessionHandler):
            handler.leave()
        if webrtc_id in self.connection_timeouts:
            self.connection_timeouts[webrtc_id].set()  # nobody waits for it any longer
        return super().clean_up(webrtc_id)  # type: ignore[no-any-return]

    async def _handle(self, body: dict[str, Any]) -> Any:
        return await self.handle_offer(body, lambda outputs: None)  # type: ignore[no-untyped-call]

    async def _abandon(self, webrtc_id: str) -> None:
        """Undo a half-made call: FastRTC would keep its slot for ever."""
        pc = self.pcs.get(webrtc_id)
        self.clean_up(webrtc_id)
        if pc is not None:
            await close(pc)

    def _hang_up(self, handler: SessionHandler) -> None:
        for webrtc_id, other in tuple(self.handlers.items()):
            if other is handler:
                self._spawn(self.hang_up(webrtc_id))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def check_offer(sdp: str) -> None:
    """Check that an offer can lead to a call.

    Raises
    ------
    BadOffer
        The offer is not SDP, or lacks an audio track or a data channel.
    """
    try:
        kinds = {media.kind for media in SessionDescription.parse(sdp).media}
    except Exception as error:
        raise BadOffer("This offer cannot be read", "Send the SDP of an offer") from error
    for kind, what in (("audio", "an audio track"), ("application", "a data channel")):
        if kind not in kinds:
            raise BadOffer(f"This offer has no {what[2:].strip()}", f"Add {what} before offering")


async def open_or_find(sessions: Sessions, opening: Opening) -> Session:
    """Find the session that a call continues, or open a new one.

    Raises
    ------
    VivaError
        The session is unknown, or the new one cannot be opened.
    """
    if opening.session_id:
        return sessions.get(opening.session_id)
    return await sessions.open(opening.settings.wanted())


def give_up(session: Session, opening: Opening) -> None:
    """Close the session that was opened for a call which did not come about."""
    if not opening.session_id:
        session.close("stopped")


def full(sessions: Sessions, ticket: str) -> JSONResponse:
    """The response when all places are taken: FastRTC's own message, with a ticket for the line."""
    standing = sessions.places.stand(ticket)
    meta = {
        "error": "concurrency_limit_reached",
        "limit": sessions.places.limit,
        "ticket": standing.ticket,
        "position": max(1, standing.position),
    }
    return JSONResponse({"status": "failed", "meta": meta})

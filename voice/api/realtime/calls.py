"""The Realtime API over WebRTC: sound as media, events on a data channel.

Connection, codecs and encryption come from aiortc, the track between it and the session from
FastRTC. FastRTC's own connection manager is not used here, because it echoes each message of a
data channel.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from aiortc import RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay
from aiortc.mediastreams import MediaStreamTrack
from fastrtc.tracks import AudioCallback
from fastrtc.utils import Context

from models.base import Int16, VivaError
from voice.api.common.refused import Refused
from voice.api.realtime.config import Invalid
from voice.api.realtime.conversation import Conversation
from voice.api.realtime.items import new_id
from voice.api.realtime.opening import open_session
from voice.conversation.session import Session
from voice.core.audio import to_float
from voice.core.events import Event
from voice.sessions.sessions import Sessions
from voice.transports.arriving import hear, sparing
from voice.transports.webrtc_calls import BadOffer, check_offer, close
from voice.transports.webrtc_handler import SessionHandler

log = logging.getLogger(__name__)

CHANNEL = "oai-events"
"""Label of the data channel that clients open."""

CONNECT_S = 30.0
"""Time from the answer to the connection, after which a client that never came loses its place."""

MOST_UNHANDLED = 2000
"""Most client events in the queue."""

MOST_CHARACTERS = 16_000_000
"""Most characters queued for processing, or for sending to the client."""

LONGEST_EVENT = 262_144
"""Most characters of one message, the usual maximum of a data channel."""


class UnknownCall(VivaError):
    """There is no call of that name."""


class MediaHandler(SessionHandler):
    """FastRTC's handler of one call; it does not forward the session's own events.

    Parameters
    ----------
    session : Session
        The session of this call.
    conversation : Conversation
        Gets the microphone's sound.
    begin : callable
        Called once sound and data channel are connected.
    hang_up : callable
        Schedules closing of the call; returns at once.
    """

    def __init__(
        self,
        session: Session,
        conversation: Conversation,
        begin: Callable[[], None],
        hang_up: Callable[[], None],
    ) -> None:
        super().__init__(session, lambda handler: hang_up())
        self._conversation = conversation
        self._begin = begin

    async def start_up(self) -> None:
        """The data channel is open."""
        self._begin()

    def connect(self, session: Session) -> None:
        """Connect `session` through the conversation."""
        self._connection = self._conversation.attach(self)

    async def receive(self, frame: tuple[int, Any]) -> None:  # type: ignore[override]
        """Process int16 (1, n) at 16 kHz."""
        try:
            await self._conversation.hear(to_float(frame[1].reshape(-1)))
        except Invalid as problem:
            self._conversation.refuse(problem.message, problem.code)

    async def emit(self) -> tuple[int, Int16] | None:  # type: ignore[override]
        """Return the next 20 ms, and tell the conversation that they were sent."""
        frame = await super().emit()
        if frame is not None:
            self._conversation.play(frame[1][0])
        return frame

    def send(self, event: Event) -> None:
        """Do nothing: the conversation gets events directly."""


class Call:
    """One client's call.

    Parameters
    ----------
    call_id : str
        Name of the call.
    session, sessions
        The session of this call, and the collection that it belongs to.
    model : str
        The model's name as given by the client.
    closed : callable
        Called once when the call has ended.
    """

    def __init__(
        self,
        call_id: str,
        session: Session,
        sessions: Sessions,
        model: str,
        closed: Callable[[str], None],
    ) -> None:
        self.id = call_id
        self.conversation = Conversation(session, sessions.configure, self._tell, as_media=True)
        self._session = session
        self._model = model
        self._closed: Callable[[str], None] | None = closed
        self._pc = RTCPeerConnection()
        self._handler = MediaHandler(session, self.conversation, self._begin, self._close_soon)
        self._track: AudioCallback | None = None
        self._channel: RTCDataChannel | None = None
        self._inbox: asyncio.Queue[str | bytes] = asyncio.Queue(MOST_UNHANDLED)
        self._unhandled = 0  # characters in the queue
        self._tasks: set[asyncio.Task[None]] = set()
        self._deadline = asyncio.get_running_loop().call_later(CONNECT_S, self._close_soon)
        self._pc.on("track", self._on_track)
        self._pc.on("datachannel", self._on_channel)
        self._pc.on("connectionstatechange", self._on_state)

    async def answer(self, sdp: str) -> str:
        """Answer an offer.

        Raises
        ------
        BadOffer
            No call can be made of the offer.
        """
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
            await self._pc.setLocalDescription(await self._pc.createAnswer())
        except Exception as error:
            log.info("an offer could not be answered: %r", error)
            raise BadOffer("This offer cannot be answered", "Send the SDP of an offer") from error
        if self._track is None:
            raise BadOffer("This offer sends no sound", "Add a track that is sent")
        hear(self._pc, [self._track])
        return sparing(self._pc.localDescription.sdp)

    async def close(self) -> None:
        """End the call and its session."""
        if (closed := self._closed) is None:
            return
        self._closed = None
        self._deadline.cancel()
        if self._track is not None:
            self._track.stop()  # type: ignore[no-untyped-call]
        self._session.close("stopped")
        self._handler.leave()
        self.conversation.close()
        closed(self.id)
        current = asyncio.current_task()
        for task in self._tasks - ({current} if current else set()):
            task.cancel()
        await close(self._pc)

    # --- aiortc -----------------------------------------------------------------------------

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio" and self._track is None:
            self._track = AudioCallback(
                MediaRelay().subscribe(track), self._handler, Context(webrtc_id=self.id)
            )
            self._handler._loop = asyncio.get_running_loop()
            self._pc.addTrack(self._track)
            self._join()

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if channel.label == CHANNEL and self._channel is None:
            self._channel = channel
            channel.on("message", self._on_message)
            channel.on("close", self._close_soon)
            self._join()

    def _join(self) -> None:
        """Begin once there are both a track and a data channel."""
        if self._track is not None and self._channel is not None:
            self._track.set_channel(self._channel)

    def _on_message(self, message: str | bytes) -> None:
        self._unhandled += len(message)
        if self._inbox.full() or self._unhandled > MOST_CHARACTERS:
            self._close_soon()
        else:
            self._inbox.put_nowait(message)

    async def _on_state(self) -> None:
        if self._pc.connectionState in ("failed", "closed"):
            await self.close()

    # --- the conversation -------------------------------------------------------------------

    def _begin(self) -> None:
        if self._closed is None:
            return  # while the data channel was opening
        loop = asyncio.get_running_loop()
        self._deadline.cancel()
        self._deadline = loop.call_later(
            self._session.remaining_s, self._session.close, "time_limit"
        )
        self.conversation.start(self._model)
        self._handler.connect(self._session)
        self._spawn(self._obey())

    async def _obey(self) -> None:
        """Process client events one after the other."""
        while True:
            message = await self._inbox.get()
            self._unhandled -= len(message)
            if isinstance(message, bytes):
                self.conversation.refuse("Send text: sound goes as media.", "invalid_event")
            elif len(message) > LONGEST_EVENT:
                self.conversation.refuse("This event is too long.", "invalid_event")
            else:
                await self.conversation.receive(message)

    def _tell(self, event: dict[str, Any]) -> None:
        channel = self._channel
        if channel is None or channel.readyState != "open":
            return
        if channel.bufferedAmount > MOST_CHARACTERS:
            self._close_soon()  # the client does not read any more
        else:
            channel.send(json.dumps(event, separators=(",", ":")))

    def _close_soon(self) -> None:
        if self._closed is not None:
            self._spawn(self.close())

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class RealtimeCalls:
    """All WebRTC calls of the Realtime API in this process.

    Parameters
    ----------
    sessions : Sessions
        Opens the sessions.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._calls: dict[str, Call] = {}

    async def answer(self, sdp: str, model: str, config: dict[str, Any]) -> tuple[str, str]:
        """Answer an offer; `config` has the fields of `session.update`.

        Returns
        -------
        (str, str)
            Name of the call, and SDP of the answer.

        Raises
        ------
        BadOffer
            No call can be made of the offer.
        Refused
            All places are taken.
        Invalid, VivaError
            The configuration is invalid or cannot be satisfied.
        """
        check_offer(sdp)
        call_id = new_id("rtc")
        if not self._sessions.places.enter(call_id):
            raise Refused(429, "All places are taken", "Try again later", "too_many_sessions", 5.0)
        call = None
        try:
            session = await open_session(self._sessions, model)
            call = self._calls[call_id] = Call(call_id, session, self._sessions, model, self._over)
            if config:
                await call.conversation.update(config)
            return call_id, await call.answer(sdp)
        except BaseException:
            self._sessions.places.leave(call_id)
            if call is not None:
                await call.close()
            raise

    async def hang_up(self, call_id: str) -> None:
        """End a call.

        Raises
        ------
        UnknownCall
            The call never existed, or has ended.
        """
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCall("There is no such call", "It may have ended")
        await call.close()

    async def close_all(self) -> None:
        """End all calls, as the program stops."""
        for call in tuple(self._calls.values()):
            await call.close()

    def _over(self, call_id: str) -> None:
        self._calls.pop(call_id, None)
        self._sessions.places.leave(call_id)

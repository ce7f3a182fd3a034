"""FastRTC adapter: carries a `Session` over one WebRTC connection.

FastRTC copies a handler for every connection, feeds it frames, and drains what it emits. The
handler here is a `ReplyOnPause` that leaves listening, turn-taking and speaking to a session. It
is also an `AsyncStreamHandler`, so that it runs on the event loop and not in FastRTC's thread pool
(where the stock `ReplyOnPause.emit` spins).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, cast

import aioice.ice
import av
import numpy as np
from fastrtc import AsyncStreamHandler, ReplyOnPause
from fastrtc.utils import AudioChunk
from numpy.typing import NDArray

from models.base import INPUT_RATE, Int16
from voice.conversation.connection import Connection
from voice.conversation.session import Session
from voice.core.audio import to_float
from voice.core.events import Event, State
from voice.speaking.player import AHEAD_MS, FRAME_MS

log = logging.getLogger(__name__)

AHEAD_FRAMES = AHEAD_MS // FRAME_MS

FRAME_S = FRAME_MS / 1000

IDLE_S = 50.0
"""`emit` returns at least this often: FastRTC would cancel it after 60 s and log a warning."""

MOST_UNREAD = 4_000_000
"""How many bytes may wait in the data channel of a page that does not read from it."""

INPUT_FRAME_SAMPLES = INPUT_RATE * FRAME_MS // 1000

arriving: ContextVar[Session] = ContextVar("arriving")
"""The session of the offer being handled. FastRTC calls `copy()` while it handles an offer and
passes nothing on, so the offer's own context carries the session."""


class SessionVad:
    """Keeps `ReplyOnPause` from downloading its own model; never used."""

    def vad(self, audio: object, options: object) -> tuple[float, list[AudioChunk]]:
        """Turn-taking happens in the session."""
        raise NotImplementedError("the session detects pauses")

    def warmup(self) -> None:
        """Nothing to warm up."""


class SessionHandler(ReplyOnPause, AsyncStreamHandler):
    """One connection's handler; the prototype without a session is only ever copied.

    Parameters
    ----------
    session : Session or None
        What this connection carries.
    hang_up : callable
        `(handler)`; closes the handler's peer connection.
    """

    def __init__(
        self,
        session: Session | None,
        hang_up: Callable[[SessionHandler], None],
    ) -> None:
        rate = session.output_rate if session is not None else 24_000
        super().__init__(
            cast(Any, None),  # `ReplyOnPause` would call it in a pause; here the session answers
            output_sample_rate=rate,
            input_sample_rate=INPUT_RATE,
            model=SessionVad(),
        )
        self.session = session
        self._hang_up = hang_up
        self._connection: Connection | None = None
        self._gone = asyncio.Event()  # the call is over
        # FastRTC makes its own with frames of 60 ms; these are of 20 ms.
        self._resampler: Any = av.AudioResampler(
            format="s16", layout="mono", rate=INPUT_RATE, frame_size=INPUT_FRAME_SAMPLES
        )

    # --- what FastRTC calls ------------------------------------------------------------------

    def copy(self) -> SessionHandler:
        """The handler of a new connection, for the session that its offer named."""
        return SessionHandler(arriving.get(), self._hang_up)

    def attentive(self) -> bool:
        """Whether anything depends on how long the student is silent just now."""
        session = self._require()
        return session.listener.in_turn or session.state is not State.LISTENING

    async def start_up(self) -> None:
        """Begin the conversation, now that the data channel is open, unless the call is over."""
        session = self._require()
        if not self._gone.is_set():
            self.connect(session)

    def connect(self, session: Session) -> None:
        """Carry `session` from now on."""
        self._connection = session.attach(self)

    async def receive(  # type: ignore[override]
        self, frame: tuple[int, NDArray[np.int16]]
    ) -> None:
        """Pass int16 (1, n) at 16 kHz on to the session."""
        if self._connection is not None:
            self._connection.push(to_float(frame[1].reshape(-1)))

    async def emit(self) -> tuple[int, Int16] | None:  # type: ignore[override]
        """Return the next 20 ms, at most `AHEAD_MS` ahead of its time."""
        while self._unsent_frames() >= AHEAD_FRAMES:  # noqa: ASYNC110 - FastRTC has no event for it
            await asyncio.sleep(FRAME_S)
        try:
            # Not in a separate task, so that the connection cannot end after a frame was taken.
            async with asyncio.timeout(IDLE_S):
                frame = await self._next_frame()
        except TimeoutError:
            return None
        return None if frame is None else (self.output_sample_rate, frame[np.newaxis])

    async def _next_frame(self) -> Int16 | None:
        if self._connection is None:
            await asyncio.sleep(FRAME_S)
            return None
        frame = await self._connection.next_frame()
        if frame is None:
            await self._gone.wait()  # FastRTC would ask again at once
        return frame

    def leave(self) -> None:
        """End the call. May be called again, and before `start_up`, which then does nothing."""
        self._gone.set()
        if self._connection is not None:
            self._connection.close()
        if self._clear_queue is not None:
            # FastRTC stops only the tracks that it still lists, and would poll the others for ever.
            track: Any = self._clear_queue
            track.__self__.stop()

    async def shutdown(self) -> None:
        """End the call; called by FastRTC when the connection has gone."""
        self.leave()

    def reset(self) -> None:
        """Do nothing: FastRTC resets a handler after its shutdown, but the session lives on."""

    # --- what the session calls: `voice.core.transport.Transport` ---------------------------------

    def unsent_samples(self) -> int:
        """Samples in FastRTC's queue."""
        return self._unsent_frames() * self.output_frame_size

    def clear(self) -> None:
        """Empty FastRTC's queue."""
        if self._clear_queue is not None:
            self._clear_queue()

    def send(self, event: Event) -> None:
        """Send an event over the data channel."""
        channel: Any = self.channel
        if channel is None or channel.readyState != "open":
            return
        if channel.bufferedAmount > MOST_UNREAD:
            self.hang_up()  # the page takes nothing any more
        else:
            channel.send(event.to_json())

    def hang_up(self) -> None:
        """Close the peer connection."""
        self._hang_up(self)

    def _unsent_frames(self) -> int:
        # FastRTC offers no other way to its queue than the method that clears it.
        clear: Any = self._clear_queue
        return 0 if clear is None else clear.__self__.queue.qsize()

    def _require(self) -> Session:
        if self.session is None:
            raise RuntimeError("the prototype handler carries no session")
        return self.session


def offer_loopback_when_alone() -> None:
    """Let calls connect on a host whose only interface is loopback, as in flight mode.

    aioice leaves 127.0.0.1 out of its candidates. This adds it only where there is no other
    address, so that nothing changes on other hosts.
    """
    original = aioice.ice.get_host_addresses

    def addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        found: list[str] = original(use_ipv4, use_ipv6)
        return found or (["127.0.0.1"] if use_ipv4 else ["::1"])

    aioice.ice.get_host_addresses = addresses

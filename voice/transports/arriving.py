"""Receives the sound of a WebRTC call without delay, and restores the silence that was not sent.

A browser that is told ``usedtx=1`` stops sending while its user is silent (discontinuous
transmission, DTX: RFC 6716, 2.1.9, and RFC 7587, 6.1). It announces this with a packet of one or
two bytes and from then on sends one packet every 400 ms, which saves nine tenths of the traffic
and of the work. Since sound is Viva's clock, the missing silence is inserted here as it passes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np
from aiortc import RTCPeerConnection
from aiortc.jitterbuffer import MAX_MISORDER, JitterBuffer, JitterFrame
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtp import RtpPacket
from aiortc.sdp import SessionDescription
from aiortc.utils import uint16_add
from av.audio.frame import AudioFrame

from models.base import INPUT_RATE
from voice.hearing.turn_taking import WINDOW_SAMPLES

ANNOUNCES_BYTES = 2
"""Opus packets up to this size contain no sound and announce silence (RFC 6716, 2.1.9)."""

TICK_S = WINDOW_SAMPLES / INPUT_RATE
"""How often silence is inserted: once for each window of voice activity detection."""

IDLE_TICK_S = 0.2
"""How often it is inserted while nothing depends on when it is heard."""

FILL_S = 1.0
"""Most silence that is inserted without a packet. By then two packets are missing, so that it is
the connection that is silent and not the student."""


class AtOnce(JitterBuffer):
    """A jitter buffer that passes each audio frame on at once, and drops late ones.

    aiortc's own buffer holds back four frames (80 ms), and after one lost packet sixteen (320 ms)
    until the call ends: it waits for the lost packet until it is full, and from then on releases
    one frame for each that comes in. Such smoothing is needed for playback; Viva only listens.
    """

    def __init__(self) -> None:
        super().__init__(capacity=1)
        self.silent = False  # the sender has announced silence
        self._newest: int | None = None

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """Take a packet and return its frame; an Opus packet is one whole frame."""
        number = packet.sequence_number
        if self._newest is not None and uint16_add(self._newest, -number) < MAX_MISORDER:
            return False, None
        self._newest = number
        data: bytes = getattr(packet, "_data")  # noqa: B009 - set by aiortc, undeclared
        self.silent = len(data) <= ANNOUNCES_BYTES
        return False, JitterFrame(data, packet.timestamp)


class Continuous(MediaStreamTrack):
    """A track without gaps: inserts the silence that its sender left out.

    Announced silence is inserted while it lasts; other gaps (lost packets) are filled when the
    next frame reveals them, so that positions in the stream stay correct.

    Parameters
    ----------
    source : MediaStreamTrack
        The decoded frames.
    packets : AtOnce
        The jitter buffer that their packets passed through.
    awaited : callable
        Returns whether anything depends on how long the silence lasts.
    now : callable
        Monotonic clock in seconds.
    """

    kind = "audio"

    def __init__(
        self,
        source: MediaStreamTrack,
        packets: AtOnce,
        awaited: Callable[[], bool],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._source, self._packets, self._awaited, self._now = source, packets, awaited, now
        self._newest: AudioFrame | None = None
        self._came = 0.0  # when the newest frame came
        self._held: AudioFrame | None = None  # follows the silence that was inserted before it
        self._at = 0  # position after all that was returned, counted like RTP timestamps

    async def recv(self) -> AudioFrame:
        """The next frame, or silence of any length."""
        frame, self._held = self._held, None
        while frame is None and self._packets.silent and self._newest is not None:
            try:
                async with asyncio.timeout(TICK_S if self._awaited() else IDLE_TICK_S):
                    frame = await self._next()
            except TimeoutError:
                if (due := self._due(self._newest)) > 0:
                    return self._silence(self._newest, due)
        frame = frame or await self._next()
        missing = _from_to(self._at, frame.pts or 0)
        if self._newest is frame and 0 < missing <= FILL_S * frame.sample_rate:
            self._held = frame
            return self._silence(frame, missing)
        # Silence that was inserted too early is subtracted from the next one.
        ahead = 0 if abs(missing) > FILL_S * frame.sample_rate else -missing
        self._at = (frame.pts or 0) + frame.samples + ahead
        return frame

    async def _next(self) -> AudioFrame:
        frame = await self._source.recv()
        assert isinstance(frame, AudioFrame)
        if self._newest is None:
            self._at = frame.pts or 0
        self._newest, self._came = frame, self._now()
        return frame

    def _due(self, newest: AudioFrame) -> int:
        """Samples of silence that should have been heard by now."""
        passed = min(self._now() - self._came, FILL_S)
        end = (newest.pts or 0) + newest.samples + round(passed * newest.sample_rate)
        return _from_to(self._at, end)

    def _silence(self, like: AudioFrame, samples: int) -> AudioFrame:
        layout = like.layout.name
        nothing = np.zeros((1, samples * like.layout.nb_channels), np.int16)
        frame = AudioFrame.from_ndarray(nothing, format="s16", layout=layout)
        frame.sample_rate, frame.time_base = like.sample_rate, like.time_base
        frame.pts = self._at
        self._at += samples
        return frame


def _from_to(start: int, end: int) -> int:
    """Samples from one position to another; RTP timestamps wrap around at 32 bits."""
    return (end - start + 2**31) % 2**32 - 2**31


def hear_at_once(pc: RTCPeerConnection) -> list[AtOnce]:
    """Replace the jitter buffers of a connection; to be called before any sound has come.

    Returns
    -------
    list of AtOnce
        The new buffer of each audio track that the other side sends.
    """
    buffers = []
    for transceiver in pc.getTransceivers():
        if transceiver.kind != "audio":
            continue
        receiver: Any = transceiver.receiver
        buffer = receiver._RTCRtpReceiver__jitter_buffer = AtOnce()  # aiortc has no option for it
        if transceiver.currentDirection in ("sendrecv", "recvonly"):
            buffers.append(buffer)
    return buffers


class Hears(Protocol):
    """The consumer of one track, in the shape of FastRTC's `AudioCallback`."""

    track: Any  # the track that it takes its frames from
    event_handler: Any  # a `voice.transports.webrtc_handler.SessionHandler`


def hear(pc: RTCPeerConnection, calls: Iterable[Hears]) -> None:
    """Let `calls`, one for each track, hear without delays or gaps; call before any sound comes."""
    for call, buffer in zip(calls, hear_at_once(pc), strict=False):
        call.track = Continuous(call.track, buffer, call.event_handler.attentive)


def sparing(sdp: str) -> str:
    """The same SDP answer with ``usedtx=1``, which asks the other side not to send silence."""
    description = SessionDescription.parse(sdp)
    for media in description.media:
        for codec in media.rtp.codecs:
            if codec.mimeType.lower() == "audio/opus":
                codec.parameters["usedtx"] = 1
    return str(description)

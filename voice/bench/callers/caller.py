"""A WebRTC client without a browser: plays recordings and timestamps what comes back."""

from __future__ import annotations

import asyncio
import fractions
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import av
import httpx
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av.audio.frame import AudioFrame

from models.base import INPUT_RATE, EngineError, Float32
from voice.core.audio import StreamResampler, to_float, to_int16
from voice.transports.arriving import hear_at_once

RATE = 48_000
"""Sample rate of all tracks, the one that Opus uses."""

FRAME = RATE // 50

RETRY_S = 0.2
"""Time between two attempts to get a place."""


class CallFailed(EngineError):
    """The server refused the call or went away."""


class Microphone(MediaStreamTrack):
    """An audio track that sends silence in real time, and the recordings given to `say`."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._audio = np.zeros(0, np.int16)
        self._sent = 0
        self._start: float | None = None
        self._left: list[float] = []  # when each frame was sent, monotonic seconds
        self.said = asyncio.Event()
        self.said.set()

    def say(self, audio: Float32, rate: int = INPUT_RATE) -> int:
        """Play float32 mono `audio` from the next frame on; returns its first sample's position.

        Positions count samples at `RATE` since the call began.
        """
        resampler = StreamResampler(rate, RATE)
        loud = to_int16(np.concatenate((resampler.feed(audio), resampler.flush())))
        position = self._sent + len(self._audio)
        self._audio = np.concatenate((self._audio, loud))
        self.said.clear()
        return position

    def left_at(self, position: int) -> float:
        """When the frame with this sample was sent, in monotonic seconds."""
        return self._left[position // FRAME]

    async def recv(self) -> AudioFrame:
        """The next 20 ms; called by aiortc, waits until they are due."""
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        self._start = now if self._start is None else self._start
        await asyncio.sleep(max(0.0, self._start + self._sent / RATE - now))
        piece, self._audio = self._audio[:FRAME], self._audio[FRAME:]
        if not len(self._audio):
            self.said.set()
        samples = np.zeros((1, FRAME), np.int16)
        samples[0, : len(piece)] = piece
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = (
            RATE,
            self._sent,
            fractions.Fraction(1, RATE),
        )
        self._sent += FRAME
        self._left.append(time.monotonic())
        return frame


@dataclass(frozen=True, slots=True)
class Arrival:
    """One received frame."""

    at: float  # monotonic seconds
    audio: Float32  # mono, 16 kHz


class Caller:
    """One WebRTC call.

    Parameters
    ----------
    url : str
        The server's address, such as ``http://127.0.0.1:7860``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.webrtc_id = secrets.token_hex(8)
        self.session_id = ""
        self.events: list[dict[str, Any]] = []
        self.heard: list[Arrival] = []
        self.microphone = Microphone()
        self._changed = asyncio.Condition()
        self._open = asyncio.Event()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._listening: asyncio.Task[None] | None = None

    async def call(self, timeout_s: float = 30.0, **extra: Any) -> None:
        """Call, waiting in line if need be; returns once the session is ready.

        Raises
        ------
        CallFailed
            The server refused the call.
        TimeoutError
            No place became free.
        """
        await self.connect(timeout_s, **extra)
        await self.wait_for("session_ready")

    async def connect(self, timeout_s: float = 30.0, **extra: Any) -> None:
        """As `call`, for any FastRTC server; returns once the data channel is open."""
        async with asyncio.timeout(timeout_s):
            answer = await self.offer(**extra)
            while "meta" in answer:
                answer = await self.offer(**await self._in_line(answer["meta"]), **extra)
            self.session_id = answer.get("session_id", "")
            await self._pc.setRemoteDescription(
                RTCSessionDescription(answer["sdp"], answer["type"])
            )
            await self._open.wait()

    async def offer(self, **extra: Any) -> dict[str, Any]:
        """Send one offer; returns the answer, or FastRTC's refusal."""
        if self._pc.signalingState == "stable":
            channel = self._pc.createDataChannel("events")
            channel.on("message", self._on_message)
            channel.on("open", self._open.set)
            self._pc.addTrack(self.microphone)
            self._pc.on("track", self._on_track)
            hear_at_once(self._pc)  # a benchmark needs sound as soon as it arrives
            await self._pc.setLocalDescription(await self._pc.createOffer())
        description = self._pc.localDescription
        body = {"sdp": description.sdp, "type": description.type, "webrtc_id": self.webrtc_id}
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.post(f"{self.url}/webrtc/offer", json={**body, **extra})
        answer: dict[str, Any] = response.json()
        if "error" in answer:
            raise CallFailed(f"The server at {self.url} refused the call ({answer['error']})")
        return answer

    async def wait_for(
        self,
        kind: str,
        timeout_s: float = 60.0,
        after: int = 0,
        where: Callable[[dict[str, Any]], bool] = lambda event: True,
    ) -> dict[str, Any]:
        """Wait for the first event of `kind` from index `after` on that satisfies `where`."""
        found: dict[str, Any] = {}

        def find() -> bool:
            later = self.events[after:]
            found.update(next((e for e in later if e["type"] == kind and where(e)), {}))
            return bool(found)

        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(find)
        return found

    def audio(self) -> Float32:
        """All sound received so far, 16 kHz."""
        heard = [arrival.audio for arrival in self.heard]
        return np.concatenate(heard) if heard else np.zeros(0, np.float32)

    async def packets_lost(self) -> int:
        """Lost audio packets, according to RTP statistics."""
        report = await self._pc.getStats()
        lost = (s.packetsLost for s in report.values() if s.type == "inbound-rtp")
        return int(sum(lost))

    async def post(self, path: str, **body: str) -> None:
        """Send JSON to one of the server's routes.

        Raises
        ------
        CallFailed
            The server answered with an error.
        """
        async with httpx.AsyncClient(timeout=30) as client:
            answer = (await client.post(self.url + path, json=body)).json()
        if "error" in answer:
            raise CallFailed(f"The server at {self.url} refused {path} ({answer['error']})")

    async def hang_up(self) -> None:
        """End the call."""
        await self._pc.close()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _in_line(self, refusal: dict[str, Any]) -> dict[str, str]:
        """Wait for a place; returns the fields to send with the next offer."""
        await asyncio.sleep(RETRY_S)
        if not (ticket := refusal.get("ticket")):
            return {}
        # The server has to be polled, as browsers do.
        while (await self._get("/webrtc/place", ticket=ticket))["position"]:  # noqa: ASYNC110
            await asyncio.sleep(RETRY_S)
        return {"ticket": ticket}

    async def _get(self, path: str, **query: str) -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=30) as client:
            answer: dict[str, Any] = (await client.get(self.url + path, params=query)).json()
        return answer

    def _on_message(self, message: str) -> None:
        event = json.loads(message)
        event["at"] = time.monotonic()
        asyncio.get_running_loop().create_task(self._note(event))

    async def _note(self, event: dict[str, Any]) -> None:
        async with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._listening = asyncio.create_task(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=INPUT_RATE)
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            at = time.monotonic()
            if not isinstance(frame, AudioFrame):
                raise CallFailed(f"The server sent {type(frame).__name__} where sound was due")
            for piece in resampler.resample(frame):
                audio = to_float(piece.to_ndarray().reshape(-1).astype(np.int16))
                self.heard.append(Arrival(at, audio))

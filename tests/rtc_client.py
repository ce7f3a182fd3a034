"""A caller without a browser: speaks recordings over WebRTC, records what comes back."""

from __future__ import annotations

import asyncio
import fractions
import json
import secrets
import time
from collections.abc import Callable
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

from models.base import Float32
from voice.audio import StreamResampler, to_float, to_int16

RATE = 48_000
FRAME = RATE // 50


class Microphone(MediaStreamTrack):
    """Silence in real time, and whatever is put into its mouth."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._audio = np.zeros(0, np.int16)
        self._sent = 0
        self._start: float | None = None
        self.said = asyncio.Event()
        self.last_voiced: float | None = None  # monotonic seconds at which the last sample left
        self.said.set()

    def say(self, audio: Float32, rate: int = 16_000) -> None:
        """Speak float32 mono `audio` from the next frame on."""
        resampler = StreamResampler(rate, RATE)
        loud = to_int16(np.concatenate((resampler.feed(audio), resampler.flush())))
        self._audio = np.concatenate((self._audio, loud))
        self.said.clear()

    async def recv(self) -> AudioFrame:
        """The next 20 ms, when its time has come."""
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        self._start = now if self._start is None else self._start
        await asyncio.sleep(max(0.0, self._start + self._sent / RATE - now))
        piece, self._audio = self._audio[:FRAME], self._audio[FRAME:]
        if len(piece):
            self.last_voiced = time.monotonic()
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
        return frame


class Caller:
    """One WebRTC call.

    Parameters
    ----------
    url : str
        Of the server, like ``http://127.0.0.1:7860``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.webrtc_id = secrets.token_hex(8)
        self.session_id = ""
        self.events: list[dict[str, Any]] = []
        self.heard: list[Float32] = []  # 16 kHz
        self.microphone = Microphone()
        self._changed = asyncio.Condition()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._listening: asyncio.Task[None] | None = None

    async def call(self, timeout_s: float = 30.0, **extra: Any) -> None:
        """Offer, wait in line if need be, and go on until the session says that it is ready."""
        async with asyncio.timeout(timeout_s):
            answer = await self.offer(**extra)
            while "meta" in answer:
                ticket = answer["meta"]["ticket"]
                # The server tells only those who ask, as browsers do.
                while (await self._get("/webrtc/place", ticket=ticket))["position"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
                answer = await self.offer(ticket=ticket, **extra)
        self.session_id = answer["session_id"]
        await self._pc.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))
        await self.wait_for("session_ready")

    async def offer(self, **extra: Any) -> dict[str, Any]:
        """Send the offer once; returns the answer, or FastRTC's refusal."""
        if self._pc.signalingState == "stable":
            channel = self._pc.createDataChannel("events")
            channel.on("message", self._on_message)
            self._pc.addTrack(self.microphone)
            self._pc.on("track", self._on_track)
            await self._pc.setLocalDescription(await self._pc.createOffer())
        description = self._pc.localDescription
        body = {"sdp": description.sdp, "type": description.type, "webrtc_id": self.webrtc_id}
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.post(f"{self.url}/webrtc/offer", json={**body, **extra})
        answer: dict[str, Any] = response.json()
        assert "error" not in answer, answer
        return answer

    async def wait_for(
        self,
        kind: str,
        timeout_s: float = 60.0,
        after: int = 0,
        where: Callable[[dict[str, Any]], bool] = lambda event: True,
    ) -> dict[str, Any]:
        """The first event of `kind` from index `after` on that fulfils `where`."""

        def find() -> dict[str, Any] | None:
            later = self.events[after:]
            return next((e for e in later if e["type"] == kind and where(e)), None)

        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(lambda: find() is not None)
        found = find()
        assert found is not None
        return found

    def audio(self) -> Float32:
        """Everything heard so far, 16 kHz."""
        return np.concatenate(self.heard) if self.heard else np.zeros(0, np.float32)

    async def hang_up(self) -> None:
        """End the call."""
        await self._pc.close()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

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
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, AudioFrame)
            for piece in resampler.resample(frame):
                self.heard.append(to_float(piece.to_ndarray().reshape(-1).astype(np.int16)))

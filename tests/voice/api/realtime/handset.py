"""A client of the Realtime API that calls over WebRTC, as an SDK in a browser does."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self

import httpx
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from openai.types.realtime import RealtimeServerEvent
from pydantic import TypeAdapter

from models.base import Float32
from voice.bench.callers.caller import Microphone
from voice.core.audio import to_float

EVENTS: TypeAdapter[Any] = TypeAdapter(RealtimeServerEvent)

SOON_S = 10.0
"""Long enough for a busy machine; reached only when a test fails."""


class Handset:
    """One call; `async with` hangs up at the end.

    Parameters
    ----------
    client : httpx.AsyncClient
        The way to the routes.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.microphone = Microphone()
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.pc.addTrack(self.microphone)
        self.channel = self.pc.createDataChannel("oai-events")
        self.channel.on("message", self._take)
        self.pc.on("track", self._listen)
        self.heard: list[Float32] = []
        self._client = client
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._open = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self.channel.on("open", self._open.set)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.pc.close()
        if self._listening is not None:
            await self._listening

    async def ring(self, key: str = "", as_form: dict[str, Any] | None = None) -> httpx.Response:
        """Offer; the call is up when this returns, if it was answered."""
        await self.pc.setLocalDescription(await self.pc.createOffer())
        sdp = self.pc.localDescription.sdp
        headers = {"authorization": f"Bearer {key}"} if key else {}
        if as_form is None:
            headers["content-type"] = "application/sdp"
            answer = await self._client.post("/v1/realtime/calls", content=sdp, headers=headers)
        else:
            parts = {"sdp": (None, sdp), "session": (None, json.dumps(as_form))}
            answer = await self._client.post("/v1/realtime/calls", files=parts, headers=headers)
        if answer.status_code == 201:
            await self.pc.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
            await asyncio.wait_for(self._open.wait(), SOON_S)
        return answer

    def say(self, kind: str, **fields: Any) -> None:
        """Send a client event."""
        self.channel.send(json.dumps({"type": kind, **fields}))

    def type(self, text: str) -> None:
        """Ask something in writing, and for the answer."""
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        self.say("conversation.item.create", item=item)
        self.say("response.create")

    async def until(self, kind: str) -> dict[str, Any]:
        """The next event of that kind; all that come before are checked, too."""
        while True:
            event = await asyncio.wait_for(self._events.get(), SOON_S)
            EVENTS.validate_python(event)
            if event["type"] == kind:
                return event

    def loudest(self) -> float:
        """Of all that was heard so far, within ±1."""
        return max((float(np.abs(piece).max()) for piece in self.heard), default=0.0)

    def _take(self, message: str) -> None:
        self._events.put_nowait(json.loads(message))

    def _listen(self, track: MediaStreamTrack) -> None:
        self._listening = asyncio.get_running_loop().create_task(self._hear(track))

    async def _hear(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame: Any = await track.recv()
            except MediaStreamError:
                return
            self.heard.append(to_float(frame.to_ndarray().reshape(-1)))

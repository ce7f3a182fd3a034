"""The whole server on top of fake engines, in one event loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from aiortc import RTCConfiguration, RTCPeerConnection
from fastapi import FastAPI

from models.base import EngineUnavailable, WeightsError
from tests.fakes import (
    Clock,
    FakeMarking,
    FakeModel,
    FakeRunner,
    FakeStt,
    FakeTurnDetector,
    FakeVad,
    FakeVoice,
    Vocabulary,
)
from tests.stage import MODE, echo
from voice.api.access.door import Door
from voice.api.access.guard import Guard
from voice.api.access.limits import ON_THIS_MACHINE
from voice.api.access.tokens import Tokens
from voice.api.page.keeping import offer_history
from voice.api.realtime.service import Realtime
from voice.conversation.choices import Limits, Wanted
from voice.conversation.modes import Mode
from voice.engines.pool import Engines
from voice.examining.keeper import Keeping
from voice.server import routes
from voice.sessions.sessions import Sessions
from voice.transports.webrtc_calls import Calls

HOST = "127.0.0.1:7860"
VOICES = {"fake": "en", "other": "en", "stimme": "de"}
"""Language of each fake voice."""

GERMAN = Mode(name="deutsch", title="Deutsch", text="Du prüfst.", language="de")
MODES = {MODE.name: MODE, GERMAN.name: GERMAN}

SOON_S = 10.0
"""Long enough for a busy machine; reached only when a test fails."""


class House:
    """Sessions, calls and routes, set up as in the program.

    Parameters
    ----------
    places : int
        Number of calls at once.
    guard : Guard, optional
        By default the guard of a server that only this machine can reach.
    tokens : Tokens, optional
        Session tokens.
    kept_in, keeps_always
        See `Keeping`.
    """

    def __init__(
        self,
        places: int = 2,
        guard: Guard | None = None,
        tokens: Tokens | None = None,
        kept_in: Path = Path("/nonexistent"),
        keeps_always: bool = False,
    ) -> None:
        self.clock = Clock()
        self.vocabulary = Vocabulary()
        self.model = FakeModel(self.clock, echo)
        self.model.first_s = self.model.word_s = 0.0
        self.engines = self._engines()
        self.sessions = Sessions(
            self.engines,
            lambda language, material: FakeMarking(),
            lambda: MODES,
            Wanted(mode="test", voice="fake", language="en", speed=1.0, model=""),
            Limits(),
            places,
            now=self.clock.now,
            sleep=self.clock.sleep,
        )
        self.calls = Calls(self.sessions, ice_servers=[])
        self.app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        self.guard = guard or Guard(only_loopback_names=True, rates=ON_THIS_MACHINE)
        self.realtime = Realtime(self.sessions)
        self.guard.credentials.insert(0, self.realtime.secrets.credential)
        routes.mount(self.app, self.sessions, self.calls, tokens, self.realtime)
        self.keeping = Keeping(kept_in, keeps_always)
        apart = self.guard.required
        offer_history(self.app, self.sessions, self.keeping, alone=guard is None, apart=apart)
        self.app.add_middleware(Door, guard=self.guard)

    def client(self) -> httpx.AsyncClient:
        """An HTTP client for the routes."""
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}")

    async def close(self) -> None:
        """Shut everything down, and check that it ends."""
        await self.sessions.close_all()
        await self.realtime.calls.close_all()
        await self.calls.close_all()

    def _engines(self) -> Engines:
        async def voice(name: str) -> FakeVoice:
            if name not in VOICES:
                raise WeightsError(f"There is no voice {name!r}", "Choose another one")
            return FakeVoice(self.vocabulary)

        async def model(name: str) -> FakeModel:
            if name:
                raise EngineUnavailable(f"There is no model {name!r}", "Choose another one")
            return self.model

        return Engines(
            vad=FakeVad(),
            turn_detector=FakeTurnDetector(),
            stt=FakeStt(self.vocabulary),
            load_voice=voice,
            load_model=model,
            default_voice=lambda language: {"de": "stimme"}.get(language, "fake"),
            voice_language=lambda name: VOICES.get(name, "en"),
            stt_runner=FakeRunner(self.clock, 0.0),
            tts_runner=FakeRunner(self.clock, 0.0),
            turn_runner=FakeRunner(self.clock, 0.0),
            now=self.clock.now,
        )


class Line:
    """A WebSocket client for the routes; `async with` opens and closes it.

    `scope` overrides entries of the ASGI scope.
    """

    def __init__(
        self, app: FastAPI, scope: Mapping[str, Any] | None = None, /, **headers: str
    ) -> None:
        self._app = app
        sent = {"host": HOST, **headers}
        self._scope = {
            "type": "websocket",
            "path": "/webrtc/socket",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            **(scope or {}),
        }
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.served: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        async def send(message: Any) -> None:
            self._out.put_nowait(message)

        self.served = asyncio.create_task(self._app(self._scope, self._in.get, send))
        self._in.put_nowait({"type": "websocket.connect"})
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1001})
        assert self.served is not None
        await asyncio.wait_for(self.served, SOON_S)

    def text(self, message: Any) -> None:
        """Send text; values other than strings are sent as JSON."""
        text = message if isinstance(message, str) else json.dumps(message)
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    def binary(self, data: bytes) -> None:
        """Send a binary frame."""
        self._in.put_nowait({"type": "websocket.receive", "bytes": data})

    async def next(self) -> dict[str, Any]:
        """The next ASGI message."""
        return await asyncio.wait_for(self._out.get(), SOON_S)

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event of that `type`; earlier ones are skipped."""
        while True:
            message = await self.next()
            assert message["type"] != "websocket.close", f"closed, and no {kind} had come"
            if text := message.get("text"):
                event: dict[str, Any] = json.loads(text)
                if event.get("type") == kind:
                    return event

    async def closed(self) -> tuple[int, str]:
        """Close code and reason."""
        while (message := await self.next())["type"] != "websocket.close":
            pass
        return message["code"], message.get("reason") or ""


async def offered(audio: bool = True, data: bool = True) -> str:
    """The SDP of an offer as made by a browser."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    if audio:
        pc.addTransceiver("audio")
    if data:
        pc.createDataChannel("events")
    await pc.setLocalDescription(await pc.createOffer())
    sdp = pc.localDescription.sdp
    await pc.close()
    return sdp

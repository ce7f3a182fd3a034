"""A WebSocket client for the Realtime API of a `House`, without a server in between."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from fastapi import FastAPI
from openai.types.realtime import RealtimeServerEvent
from pydantic import TypeAdapter

from models.base import Float32
from tests.house import Line
from voice.core.audio import resample, to_int16

EVENTS: TypeAdapter[Any] = TypeAdapter(RealtimeServerEvent)


class RealtimeLine(Line):
    """A client; `async with` opens and leaves it.

    Parameters
    ----------
    app : FastAPI
        Of the house.
    query : str
        Of the address.
    protocols : tuple of str
        Subprotocols that are asked for.
    """

    def __init__(
        self, app: FastAPI, query: str = "", protocols: tuple[str, ...] = (), **headers: str
    ) -> None:
        super().__init__(app, **headers)
        self._scope |= {
            "path": "/v1/realtime",
            "query_string": query.encode(),
            "subprotocols": list(protocols),
        }

    def say(self, kind: str, **fields: Any) -> None:
        """Send a client event."""
        self.text({"type": kind, **fields})

    def append(self, audio: Float32) -> None:
        """Send float32 16 kHz sound as the default format."""
        data = to_int16(resample(audio, 16_000, 24_000)).astype("<i2").tobytes()
        self.say("input_audio_buffer.append", audio=base64.b64encode(data).decode())

    async def until(self, kind: str) -> dict[str, Any]:
        """The next event of that kind; all that come before are checked, too."""
        while True:
            message = await self.next()
            assert message["type"] != "websocket.close", f"closed, and no {kind} had come"
            if text := message.get("text"):
                event: dict[str, Any] = json.loads(text)
                EVENTS.validate_python(event)
                if event["type"] == kind:
                    return event


def silence(seconds: float) -> Float32:
    """Nothing said."""
    return np.zeros(round(seconds * 16_000), np.float32)

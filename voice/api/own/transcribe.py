"""Live transcription over a WebSocket: sound in, words out.

It uses the same `Listener` as a conversation, so turns and words are the same as there; nobody
answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections import deque
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.base import INPUT_RATE, EngineError, Float32, Patience, Transcript, VivaError
from voice.api.openai.languages import language_code
from voice.core import events
from voice.core.audio import StreamResampler, to_float
from voice.core.events import Event
from voice.engines.pool import Engines
from voice.hearing.listener import Listener, Utterance
from voice.hearing.turn_taking import WINDOW_SAMPLES
from voice.sessions.sessions import Sessions
from voice.transports.wire import explain

log = logging.getLogger(__name__)

NORMAL, UNSUPPORTED, POLICY_VIOLATION, TOO_LARGE, TRY_LATER = 1000, 1003, 1008, 1009, 1013
"""Close codes."""

MAX_FRAME_BYTES = 192_000
"""Two seconds of sound at 48 kHz."""

LONGEST_S = 3_600.0
"""Most sound per connection."""

FIRST_MESSAGE_S = 10.0
SILENT_S = 60.0
"""Time without a message after which the client counts as gone."""

AHEAD_S = 5.0
"""Sound that is further ahead of real time than this is a recording, and is throttled to `HURRY`
times real time."""

HURRY = 10.0
"""Fastest processing of a recording, relative to real time, as conversations have priority."""

UNREAD_TURNS = 4
"""Turns that may wait for transcription before reading of sound is paused."""


class Config(BaseModel):
    """First message."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["config"] = "config"
    sample_rate: Annotated[int, Field(ge=8_000, le=48_000)] = INPUT_RATE
    encoding: Literal["pcm_s16le"] = "pcm_s16le"
    language: Annotated[str, Field(max_length=40)] = ""  # "": detected, turn by turn
    vocabulary: Annotated[
        tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=100)
    ] = ()
    patience: Patience = "normal"


class _Bad(VivaError):
    """An invalid message, which ends the connection with the close code `close`."""

    def __init__(self, close: int, code: str, problem: str, fix: str = "") -> None:
        super().__init__(problem, fix)
        self.close = close
        self.code = code


class Transcribing:
    """One connection, which is the `voice.hearing.listener.Audience` of its own listener.

    Event loop only; the listener calls the `on_` methods synchronously from `push`.

    Parameters
    ----------
    engines : Engines
        Shared with the conversations.
    config : Config
        The client's options.
    """

    def __init__(self, engines: Engines, config: Config) -> None:
        self.outbox: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._listener = Listener(engines, config.patience, self, self._loop.time)
        self._listener.language = language_code(config.language)
        self._listener.vocabulary = config.vocabulary
        self._resampler = StreamResampler(config.sample_rate, INPUT_RATE)
        self._turns: deque[tuple[int, Utterance]] = deque()
        self._came = asyncio.Event()  # something changed in `_turns`
        self._reading = self._loop.create_task(self._read())

    @property
    def heard_s(self) -> float:
        """Seconds of sound received."""
        return self._listener.clock / INPUT_RATE

    def push(self, samples: Float32) -> None:
        """Process float32 mono at the client's rate."""
        self._listener.push(self._resampler.feed(samples))

    async def room(self) -> None:
        """Wait until few enough turns wait for transcription."""
        while len(self._turns) >= UNREAD_TURNS:
            self._came.clear()
            await self._came.wait()

    async def finish(self) -> None:
        """End the sound and wait for the last words."""
        self._listener.push(self._resampler.flush())
        self._listener.push(np.zeros(WINDOW_SAMPLES, np.float32))  # completes the last window
        self._listener.finish()
        while self._turns:
            self._came.clear()
            await self._came.wait()
        self.outbox.put_nowait({"type": "done", "seconds": round(self.heard_s, 2)})
        self.outbox.put_nowait(None)

    def stop(self) -> None:
        """Stop; the client has gone."""
        self._reading.cancel()
        self._listener.stop()

    # --- callbacks of the listener --------------------------------------------------------------

    def on_event(self, event: Event) -> None:
        """Pass on events that a client may want to show."""
        match event:
            case events.SpeechStarted() | events.SpeechStopped():
                self.outbox.put_nowait({"type": event.type, "at_s": _seconds(event.clock)})
            case events.PartialTranscript():
                self.outbox.put_nowait(
                    {
                        "type": "partial",
                        "turn": event.turn,
                        "text": event.text,
                        "stable": event.stable,
                    }
                )

    def on_onset(self) -> None:
        """Do nothing: there is nobody to interrupt."""

    def on_pause(self, transcript: asyncio.Task[Transcript]) -> None:
        """Do nothing: no answer is prepared in a pause."""

    def on_resume(self) -> None:
        """Do nothing: no answer was prepared."""

    def on_utterance(self, utterance: Utterance) -> None:
        """Queue a finished turn for transcription."""
        self._turns.append((self._listener.turn, utterance))
        self._listener.turn += 1
        self._came.set()

    async def _read(self) -> None:
        """Send the words of each turn, one after the other."""
        while True:
            if not self._turns:
                self._came.clear()
                await self._came.wait()
                continue
            number, utterance = self._turns[0]
            try:
                heard = await self._listener.understand(utterance)
            except EngineError as error:
                self.outbox.put_nowait({"type": "error", **explain(error, "not_understood")})
            else:
                self.outbox.put_nowait(_final(number, utterance, heard))
            self._turns.popleft()
            self._came.set()


def _seconds(clock: int) -> float:
    return round(clock / INPUT_RATE, 3)


def _final(number: int, utterance: Utterance, heard: Transcript) -> dict[str, Any]:
    return {
        "type": "final",
        "turn": number,
        "text": heard.text,
        "language": heard.language,
        "start_s": _seconds(utterance.start),
        "end_s": _seconds(utterance.start + len(utterance.audio)),
        "words": [
            {
                "text": word.text,
                "start_s": round(word.start_s, 3),
                "end_s": round(word.end_s, 3),
                "probability": round(word.probability, 3),
            }
            for word in heard.words
        ],
    }


class _Line:
    """A WebSocket connection for transcription."""

    def __init__(self, socket: WebSocket, sessions: Sessions) -> None:
        self._socket = socket
        self._sessions = sessions

    async def run(self, call: str) -> None:
        """Serve the connection; it takes a place under the name `call`."""
        config = await self._config()
        # Not earlier, as an idle connection must not keep others out.
        if not self._sessions.places.enter(call):
            raise _Bad(TRY_LATER, "busy", "All places are taken", "Try again in a moment")
        transcribing = Transcribing(self._sessions.engines, config)
        transcribing.outbox.put_nowait({"type": "ready", **config.model_dump(exclude={"type"})})
        tasks = [
            asyncio.create_task(self._hear(transcribing, config.sample_rate)),
            asyncio.create_task(self._send(transcribing)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            transcribing.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _config(self) -> Config:
        text, data = await self._message(FIRST_MESSAGE_S)
        if data:
            raise _Bad(POLICY_VIOLATION, "no_config", "Sound came before its configuration", _FIRST)
        try:
            config = Config.model_validate_json(text)
            language_code(config.language)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the message"
            said = str(first["msg"]).rstrip(".")
            raise _Bad(POLICY_VIOLATION, "bad_config", f"{where[:100]}: {said}", _FIRST) from error
        return config

    async def _hear(self, transcribing: Transcribing, rate: int) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            text, data = await self._message(SILENT_S)
            if not data:
                _check_end(text)
                await transcribing.finish()
                return
            if len(data) % 2:
                raise _Bad(UNSUPPORTED, "bad_sound", "Half a sample came", "Send int16 samples")
            samples = to_float(np.frombuffer(data, "<i2"))
            transcribing.push(samples)
            if transcribing.heard_s > LONGEST_S:
                raise _Bad(POLICY_VIOLATION, "too_long", "An hour of sound is the most", _AGAIN)
            await transcribing.room()
            early = transcribing.heard_s - (loop.time() - began) > AHEAD_S
            await asyncio.sleep(len(samples) / rate / HURRY if early else 0)

    async def _send(self, transcribing: Transcribing) -> None:
        while (message := await transcribing.outbox.get()) is not None:
            await self._socket.send_json(message)

    async def _message(self, within_s: float) -> tuple[str, bytes]:
        """The next message: its text or its bytes, of which one is empty."""
        try:
            message = await asyncio.wait_for(self._socket.receive(), within_s)
        except TimeoutError:
            raise _Bad(POLICY_VIOLATION, "timeout", "Nothing came for too long", _AGAIN) from None
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code") or NORMAL)
        text, data = message.get("text") or "", message.get("bytes") or b""
        if len(data) > MAX_FRAME_BYTES or len(text) > MAX_FRAME_BYTES:
            raise _Bad(
                TOO_LARGE, "too_large", f"A message may have {MAX_FRAME_BYTES} bytes", "Send less"
            )
        return text, data


_FIRST = 'Begin with {"type": "config", "sample_rate": …}'
_AGAIN = "Connect again"


class _End(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["end"]


def _check_end(text: str) -> None:
    try:
        _End.model_validate_json(text)
    except ValidationError as error:
        raise _Bad(
            UNSUPPORTED,
            "bad_message",
            "This message is neither sound nor the end",
            'Send int16 samples as binary, or {"type": "end"}',
        ) from error


def transcribe_routes(sessions: Sessions) -> APIRouter:
    """The route; a transcription takes a place, like a call."""
    router = APIRouter()

    @router.websocket("/v1/transcribe")
    async def transcribe(socket: WebSocket) -> None:
        """Transcribe live."""
        await socket.accept()
        call = f"transcribe-{secrets.token_urlsafe(8)}"
        code = NORMAL
        try:
            await _Line(socket, sessions).run(call)
        except VivaError as error:
            code = error.close if isinstance(error, _Bad) else POLICY_VIOLATION
            await _tell(socket, error)
        except (WebSocketDisconnect, RuntimeError) as error:
            # Starlette raises RuntimeError if the other side closed first.
            log.debug("a transcription ended: %s", error)
        finally:
            sessions.places.leave(call)
            with contextlib.suppress(RuntimeError):
                await socket.close(code)

    return router


async def _tell(socket: WebSocket, error: VivaError) -> None:
    code = error.code if isinstance(error, _Bad) else "bad_config"
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_json({"type": "error", **explain(error, code)})

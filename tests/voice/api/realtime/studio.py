"""A client of the Realtime API in simulated time, with fake engines and validated events."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

import numpy as np
from openai.types.beta.realtime import RealtimeServerEvent as BetaServerEvent
from openai.types.realtime import RealtimeServerEvent
from pydantic import TypeAdapter

from models.base import Delta, Float32, GenerateOptions, Int16, Message, ToolCall, Usage
from tests.fakes import Clock, Desk, FakeModel, Vocabulary, settle
from tests.stage import FRAME, Stage, echo
from voice.api.realtime.conversation import Conversation
from voice.api.realtime.formats import RATES, Kind, decode, encode
from voice.conversation.choices import Limits, Wanted
from voice.conversation.session import Session
from voice.core.audio import resample, to_float, to_int16

GA: TypeAdapter[Any] = TypeAdapter(RealtimeServerEvent)
BETA: TypeAdapter[Any] = TypeAdapter(BetaServerEvent)

Event = dict[str, Any]


class Headset(Desk):
    """A `Desk` that also sends each frame as events."""

    def __init__(self, session: Any, vocabulary: Vocabulary, conversation: Conversation) -> None:
        self.conversation = conversation
        super().__init__(session, vocabulary)

    def connect(self) -> None:
        """As the conversation does."""
        self.connection = self.conversation.attach(self)
        self._pump = asyncio.create_task(self._pull())

    async def _pull(self) -> None:
        while (frame := await self.connection.next_frame()) is not None:
            self.conversation.play(frame)
            self._unsent.append(frame)
            while len(self._unsent) >= 10:
                self._room.clear()
                await self._room.wait()


class ToolModel(FakeModel):
    """Makes the tool calls in `call`, and counts words as tokens."""

    def __init__(self, clock: Clock, reply: Callable[[Sequence[Message]], str]) -> None:
        super().__init__(clock, reply)
        self.to_call: list[ToolCall] = []  # made by the next answer
        self.options: list[GenerateOptions] = []

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        """The words of the reply, then calls, then usage."""
        self.options.append(options)
        calls, self.to_call = self.to_call, []
        words = 0
        if not calls or options.tool_choice == "auto":
            async for delta in super().stream(messages, options):
                words += bool(delta.text)
                if delta.usage is None:
                    yield delta
                if words == options.max_tokens:
                    break
        for call in calls:
            yield Delta(tool_call=call)
        yield Delta(usage=Usage(sum(len(m.content.split()) for m in messages), words, 0))


class Studio:
    """One client, one session, one clock.

    Parameters
    ----------
    reply : callable
        What the model answers.
    in_beta, as_media
        See `Conversation`.
    limits : Limits
        Of the session.
    """

    def __init__(
        self,
        reply: Callable[[Sequence[Message]], str] = echo,
        in_beta: bool = False,
        as_media: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.stage = Stage(reply, limits=limits)
        self.model = ToolModel(self.stage.clock, reply)
        self.session = self.stage.session
        self.session.answering.use(self.session.choices, self.stage.voice, self.model)
        self.events: list[Event] = []
        self.configured: list[Wanted] = []
        self.refusal: Exception | None = None
        self.kind: Kind = "audio/pcm"
        self._kinds = BETA if in_beta else GA
        self._seen = 0
        self.stage.desk.disconnect()
        self.stage.desk.leave()
        self.client = Conversation(self.session, self._configure, self._take, in_beta, as_media)
        self.client.start()
        self.desk = Headset(self.session, self.stage.vocabulary, self.client)
        self.desk.connect()

    # --- what the client does ---------------------------------------------------------------

    async def send(self, kind: str, **fields: Any) -> None:
        """A client event."""
        await self.client.receive(json.dumps({"type": kind, **fields}))
        await settle()

    async def update(self, **session: Any) -> None:
        """Change the session."""
        await self.send("session.update", session={"type": "realtime", **session})

    async def listen_by(self, turn_detection: Event | None, **others: Any) -> None:
        """Change turn detection, and what else the input has."""
        await self.update(audio={"input": {"turn_detection": turn_detection, **others}})

    async def append(self, audio: Float32) -> None:
        """Append float32 16 kHz sound in the input's format, all at once."""
        data = encode(self.kind, to_int16(resample(audio, 16_000, RATES[self.kind])))
        await self.send("input_audio_buffer.append", audio=base64.b64encode(data).decode())

    async def say(self, text: str) -> None:
        """Speak into the microphone, in simulated real time."""
        await self.play(self.stage.vocabulary.say(text))

    async def wait(self, seconds: float) -> None:
        """Say nothing, with an open microphone."""
        await self.play(np.zeros(round(seconds * 16_000), np.float32))

    async def play(self, audio: Float32) -> None:
        """Sound reaches the microphone."""
        for start in range(0, len(audio), FRAME):
            await self.client.hear(audio[start : start + FRAME])
            await self.pass_time(0.02)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass without sending anything; the speaker plays on."""
        for _ in range(round(seconds * 50)):
            self.desk.tick(np.zeros(0, np.float32))
            await self.stage.clock.advance(0.02)

    async def type(self, text: str, **fields: Any) -> None:
        """Add a text of the user."""
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content, **fields}
        await self.send("conversation.item.create", item=item)

    async def until(self, kind: str, within_s: float = 20.0) -> Event:
        """Silence until the next event of that kind; returns it, and counts it as seen."""
        for _ in range(round(within_s * 50)):
            for position in range(self._seen, len(self.events)):
                if self.events[position]["type"] == kind:
                    self._seen = position + 1
                    return self.events[position]
            await self.wait(0.02)
        raise AssertionError(f"no {kind} came, but {self.kinds()[self._seen :]}")

    async def end(self) -> None:
        """End the conversation."""
        self.session.close("stopped")
        self.desk.leave()
        self.client.close()
        await settle()
        assert self.model.running == 0, "the model goes on after the session ended"

    # --- what the client gets ---------------------------------------------------------------

    def kinds(self) -> list[str]:
        """Types of all events so far."""
        return [event["type"] for event in self.events]

    def all(self, kind: str) -> list[Event]:
        """The events of a kind."""
        return [event for event in self.events if event["type"] == kind]

    def last(self, kind: str) -> Event:
        """The newest of a kind."""
        assert self.all(kind), f"no {kind} came, but {self.kinds()}"
        return self.all(kind)[-1]

    def error(self) -> Event:
        """What is wrong with the last message."""
        assert self.events[-1]["type"] == "error", f"no error came, but {self.kinds()[-3:]}"
        error: Event = self.events[-1]["error"]
        return error

    def sound(self, kind: str = "response.output_audio.delta") -> Int16:
        """All sound that came in events."""
        data = b"".join(base64.b64decode(event["delta"]) for event in self.all(kind))
        return decode(self.kind, data)

    def heard(self) -> str:
        """The words in it."""
        return self.stage.vocabulary.hear(
            resample(to_float(self.sound()), RATES[self.kind], 16_000)
        )

    def order(self) -> list[str]:
        """Types without repetition, deltas of one kind as one."""
        kinds = self.kinds()
        return [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind]

    def _take(self, event: Event) -> None:
        event = json.loads(json.dumps(event))
        checked = dict(event)
        if self._kinds is BETA and "session" in event:
            # Its type knows only OpenAI's own models; ours is named truthfully.
            checked["session"] = {k: v for k, v in event["session"].items() if k != "model"}
        self._kinds.validate_python(checked)
        self.events.append(event)

    async def _configure(self, session: Session, wanted: Wanted) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.configured.append(wanted)

"""One response of the model (speech, text or calls), and its events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from models.base import GenerateOptions, Int16, TextToSpeech, ToolCall, Usage
from voice.api.realtime.config import Modality
from voice.api.realtime.formats import Encoder, Kind
from voice.api.realtime.items import Item, Part, new_id
from voice.api.realtime.room import Room
from voice.speaking.player import FRAME_MS

Outcome = Literal["completed", "cancelled", "failed", "incomplete"]
Reason = Literal["turn_detected", "client_cancelled", "max_output_tokens"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Options of one response."""

    options: GenerateOptions
    instructions: str
    modality: Modality = "audio"
    context: tuple[Item, ...] | None = None  # instead of the conversation
    in_band: bool = True  # whether it is part of the conversation
    voice: TextToSpeech | None = None  # instead of the session's
    format: Kind = "audio/pcm"
    max_output_tokens: int | Literal["inf"] = "inf"
    metadata: dict[str, str] | None = None

    @property
    def is_spoken(self) -> bool:
        """Whether the session speaks it; a response with a required call is written."""
        return self.modality == "audio" and self.options.tool_choice != "required"


@dataclass(slots=True, eq=False)
class Response:
    """A response in progress; its methods are called in the order of what happens."""

    room: Room
    wishes: Wishes
    number: int = 0  # number of the session's reply
    asked: bool = False  # the model has been asked; later speech belongs to another response
    status: Literal["in_progress"] | Outcome = "in_progress"
    failure: str = ""
    reason: Reason | None = None
    id: str = field(default_factory=lambda: new_id("resp"))
    output: list[Item] = field(default_factory=list)
    usage: Usage = Usage()
    _message: Item | None = None
    _encoder: Encoder | None = None
    _frames: int = 0

    # --- on its way -------------------------------------------------------------------------

    def begin(self) -> None:
        """The response has been accepted."""
        self.room.emit("response.created", response=self.to_dict())

    def say(self, text: str) -> None:
        """The next clause becomes audible."""
        part = self._open("output_audio")
        delta = f" {text}" if part.clauses else text
        part.clauses.append((self._sent_ms, text))
        part.text += delta
        self._tell("response.output_audio_transcript.delta", delta=delta)

    def write(self, text: str) -> None:
        """The next piece of a written response."""
        self._open("output_text").text += text
        self._tell("response.output_text.delta", delta=text)

    def play(self, frame: Int16) -> None:
        """20 ms are sent to the client, as int16 at the session's output rate."""
        part = self._open("output_audio")
        self._frames += 1
        if self.room.as_media:
            if self._frames == 1:
                self.room.emit("output_audio_buffer.started", response_id=self.id)
        else:
            if self._encoder is None:
                self._encoder = Encoder(self.wishes.format, self.room.session.output_rate)
            self._send_audio(self._encoder.feed(frame))
        part.audio_ms = self._sent_ms

    def call(self, call: ToolCall) -> None:
        """The model calls a function."""
        arguments = json.dumps(dict(call.arguments), ensure_ascii=False)
        item = Item(
            new_id("item"), "function_call", status="in_progress", call_id=call.id, name=call.name
        )
        self._add(item)
        fields = {**self._place(item), "call_id": item.call_id}
        self.room.emit("response.function_call_arguments.delta", **fields, delta=arguments)
        item.arguments, item.status = arguments, "completed"
        self.room.emit(
            "response.function_call_arguments.done", **fields, name=call.name, arguments=arguments
        )
        self._finish(item)

    def end(self, outcome: Outcome, heard: str | None = None) -> None:
        """End the response; `heard` is the part of a spoken one that was heard."""
        self.status = outcome
        if self._message is not None:
            self._close(self._message, heard)
        self.room.emit("response.done", response=self.to_dict())
        if self.room.as_media and self._frames:
            end = "cleared" if outcome == "cancelled" else "stopped"
            self.room.emit(f"output_audio_buffer.{end}", response_id=self.id)

    # --- serialisation ----------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The response object."""
        wishes, over = self.wishes, self.status != "in_progress"
        voice = wishes.voice.name if wishes.voice else self.room.session.choices.voice
        format_ = {"type": wishes.format} | (
            {"rate": 24_000} if wishes.format == "audio/pcm" else {}
        )
        return {
            "object": "realtime.response",
            "id": self.id,
            "status": self.status,
            "status_details": self._details() if over else None,
            "output": [item.to_dict() for item in self.output],
            "conversation_id": self.room.conversation_id if wishes.in_band else None,
            "output_modalities": [wishes.modality],
            "max_output_tokens": wishes.max_output_tokens,
            "audio": {"output": {"format": format_, "voice": voice}},
            "usage": self._usage() if over else None,
            "metadata": wishes.metadata,
        }

    def _details(self) -> dict[str, Any] | None:
        if self.status == "completed":
            return None
        details: dict[str, Any] = {"type": self.status}
        if self.status == "failed":
            details["error"] = {"type": "server_error", "message": self.failure, "code": "engine"}
        else:
            details["reason"] = self.reason
        return details

    def _usage(self) -> dict[str, Any]:
        """Token usage of the language model, which reads and writes sound as text."""
        used = self.usage
        return {
            "total_tokens": used.prompt_tokens + used.completion_tokens,
            "input_tokens": used.prompt_tokens,
            "output_tokens": used.completion_tokens,
            "input_token_details": {
                "text_tokens": used.prompt_tokens,
                "audio_tokens": 0,
                "cached_tokens": used.cached_tokens,
            },
            "output_token_details": {"text_tokens": used.completion_tokens, "audio_tokens": 0},
        }

    # --- its items --------------------------------------------------------------------------

    @property
    def _sent_ms(self) -> int:
        """Length of the sound sent to the client."""
        return self._encoder.sent_ms if self._encoder else self._frames * FRAME_MS

    def _open(self, kind: Literal["output_text", "output_audio"]) -> Part:
        """The part for text and sound, created on first use."""
        if self._message is None:
            self._message = Item(new_id("item"), role="assistant", status="in_progress")
            self._add(self._message)
            self._message.parts.append(Part(kind))
            self._tell("response.content_part.added", part=_part(self._message.parts[0]))
        return self._message.parts[0]

    def _close(self, item: Item, heard: str | None) -> None:
        part = item.parts[0]
        if part.is_audio:
            if self._encoder is not None and self.status != "cancelled":
                self._send_audio(self._encoder.flush())
            part.audio_ms = self._sent_ms
            item.cut = self.status == "cancelled"
            if heard is not None:
                part.cut(heard)
            self._tell("response.output_audio.done")
            self._tell("response.output_audio_transcript.done", transcript=part.text)
        else:
            item.cut = self.status == "cancelled"
            self._tell("response.output_text.done", text=part.text)
        self._tell("response.content_part.done", part=_part(part))
        item.status = "completed" if self.status == "completed" else "incomplete"
        self._finish(item)
        self._message = None

    def _add(self, item: Item) -> None:
        self.output.append(item)
        self.room.emit(
            "response.output_item.added",
            response_id=self.id,
            output_index=len(self.output) - 1,
            item=item.to_dict(),
        )
        if self.wishes.in_band:
            self.room.add(item)

    def _finish(self, item: Item) -> None:
        self.room.done(item)
        index = self.output.index(item)
        self.room.emit(
            "response.output_item.done",
            response_id=self.id,
            output_index=index,
            item=item.to_dict(),
        )

    def _send_audio(self, delta: str) -> None:
        if delta:
            self._tell("response.output_audio.delta", delta=delta)

    def _tell(self, kind: str, **fields: Any) -> None:
        """Send an event about the message's only part."""
        assert self._message is not None
        self.room.emit(kind, **self._place(self._message), content_index=0, **fields)

    def _place(self, item: Item) -> dict[str, Any]:
        return {
            "response_id": self.id,
            "item_id": item.id,
            "output_index": self.output.index(item),
        }


def _part(part: Part) -> dict[str, Any]:
    if part.is_audio:
        return {"type": "audio", "transcript": part.text}
    return {"type": "text", "text": part.text}

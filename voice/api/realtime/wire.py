"""Client events of the Realtime API, validated so that the rest of the code can trust them.

The models follow the generally available API; `beta` translates older events.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from voice.api.realtime.config import (
    Format,
    Function,
    Id,
    Modality,
    Short,
    Text,
    Tokens,
    ToolChoice,
    VoiceId,
    Wire,
    invalid,
)

Key = Annotated[str, Field(max_length=64)]
Value = Annotated[str, Field(max_length=512)]

MAX_AUDIO = 21_000_000
"""Most characters of base64 in one event: the API's limit of 15 MiB."""

# --- items ------------------------------------------------------------------------------------


class PartIn(Wire):
    """Part of a message."""

    type: Literal["input_text", "input_audio", "output_text", "output_audio"]
    text: Text | None = None
    transcript: Text | None = None
    audio: Annotated[str, Field(max_length=MAX_AUDIO)] | None = None

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if self.type.endswith("_text") and self.text is None:
            raise ValueError(f"a part of type {self.type} needs its text")
        if self.type == "input_audio" and self.audio is None and self.transcript is None:
            raise ValueError("a part of type input_audio needs its audio")
        return self


_PARTS = {
    "user": {"input_text", "input_audio"},
    "system": {"input_text"},
    "assistant": {"output_text", "output_audio"},
}


class MessageIn(Wire):
    """What somebody says."""

    type: Literal["message"]
    id: Id | None = None
    role: Literal["user", "assistant", "system"]
    content: Annotated[tuple[PartIn, ...], Field(min_length=1, max_length=64)]

    @model_validator(mode="after")
    def _parts_suit(self) -> Self:
        allowed = _PARTS[self.role]
        for part in self.content:
            if part.type not in allowed:
                raise ValueError(
                    f"a message of the role {self.role} holds {' or '.join(sorted(allowed))}, "
                    f"not {part.type}"
                )
        return self


class CallIn(Wire):
    """A call that the model has made."""

    type: Literal["function_call"]
    id: Id | None = None
    call_id: Id | None = None
    name: Short
    arguments: Text


class CallOutputIn(Wire):
    """What a function gave."""

    type: Literal["function_call_output"]
    id: Id | None = None
    call_id: Id
    output: Text


class ReferenceIn(Wire):
    """An item that is there already."""

    type: Literal["item_reference"]
    id: Id


ItemIn = Annotated[MessageIn | CallIn | CallOutputIn, Field(discriminator="type")]
InputIn = Annotated[MessageIn | CallIn | CallOutputIn | ReferenceIn, Field(discriminator="type")]


# --- client events ----------------------------------------------------------------------------


class ClientEvent(Wire):
    """What every one of them has."""

    event_id: Annotated[str, Field(max_length=512)] | None = None


class SessionUpdate(ClientEvent):
    """Change the session."""

    type: Literal["session.update"]
    session: dict[str, Any]


class Append(ClientEvent):
    """The student's sound."""

    type: Literal["input_audio_buffer.append"]
    audio: Annotated[str, Field(max_length=MAX_AUDIO)]


class Commit(ClientEvent):
    """What was appended is a turn."""

    type: Literal["input_audio_buffer.commit"]


class Clear(ClientEvent):
    """Forget what was appended."""

    type: Literal["input_audio_buffer.clear"]


class ItemCreate(ClientEvent):
    """Add an item; after `previous_item_id`, "root" is the beginning, None the end."""

    type: Literal["conversation.item.create"]
    previous_item_id: Id | None = None
    item: ItemIn


class ItemRetrieve(ClientEvent):
    """Show an item."""

    type: Literal["conversation.item.retrieve"]
    item_id: Id


class ItemTruncate(ClientEvent):
    """Only so much of a spoken item was heard."""

    type: Literal["conversation.item.truncate"]
    item_id: Id
    content_index: int
    audio_end_ms: Annotated[int, Field(ge=0)]


class ItemDelete(ClientEvent):
    """Forget an item."""

    type: Literal["conversation.item.delete"]
    item_id: Id


class ResponseOutput(Wire):
    """How this reply sounds."""

    format: Format | None = None
    voice: Short | VoiceId | None = None


class ResponseAudio(Wire):
    """Of one reply."""

    output: ResponseOutput = ResponseOutput()


class ResponseParams(Wire):
    """What one reply has of its own; None is as the session has it."""

    conversation: Literal["auto", "none"] = "auto"
    input: Annotated[tuple[InputIn, ...], Field(max_length=1000)] | None = None
    instructions: Text | None = None
    output_modalities: Annotated[tuple[Modality, ...], Field(min_length=1, max_length=2)] | None = (
        None
    )
    max_output_tokens: Tokens | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    tools: Annotated[tuple[Function, ...], Field(max_length=128)] | None = None
    tool_choice: ToolChoice | None = None
    metadata: Annotated[dict[Key, Value], Field(max_length=16)] | None = None
    audio: ResponseAudio = ResponseAudio()


class ResponseCreate(ClientEvent):
    """Answer now."""

    type: Literal["response.create"]
    response: ResponseParams | None = None


class ResponseCancel(ClientEvent):
    """Stop answering."""

    type: Literal["response.cancel"]
    response_id: Id | None = None


class OutputClear(ClientEvent):
    """Fall silent."""

    type: Literal["output_audio_buffer.clear"]


AnyEvent = (
    SessionUpdate
    | Append
    | Commit
    | Clear
    | ItemCreate
    | ItemRetrieve
    | ItemTruncate
    | ItemDelete
    | ResponseCreate
    | ResponseCancel
    | OutputClear
)

_EVENTS: TypeAdapter[AnyEvent] = TypeAdapter(Annotated[AnyEvent, Field(discriminator="type")])


def parsed(event: dict[str, Any]) -> AnyEvent:
    """Parse and validate a client event.

    Raises
    ------
    Invalid
        It is not an event, or a field is invalid.
    """
    try:
        return _EVENTS.validate_python(event)
    except ValidationError as error:
        raise invalid(error, "") from error

"""Session configuration, as changed and validated by `session.update`.

The models follow the generally available API (`openai.types.realtime`). Fields that mean nothing
here, such as `tracing`, are accepted and ignored, so that newer SDKs work.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

T = TypeVar("T", bound=BaseModel)

MAX_TEXT = 100_000
"""Most characters of instructions or of one content part."""

MAX_SCHEMA = 32_768
"""Most characters of a function's parameters; no model that runs here can read more."""

Id = Annotated[str, Field(min_length=1, max_length=128)]
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Short = Annotated[str, Field(max_length=200)]
Tokens = Annotated[int, Field(ge=1, le=4096)] | Literal["inf"]
Modality = Literal["text", "audio"]


class Invalid(Exception):
    """A client event is invalid; reported to the client as an `error` event.

    Parameters
    ----------
    message : str
        What is wrong, and what would be valid.
    code : str
        OpenAI's error code, if there is one.
    param : str
        Path of the field.
    event_id : str
        Id of the event, if known.
    """

    def __init__(
        self, message: str, code: str = "invalid_value", param: str = "", event_id: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.code, self.param, self.event_id = message, code, param, event_id


class Wire(BaseModel):
    """Something that travels."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Pcm(Wire):
    """16 bit, 24 kHz, mono, little-endian."""

    type: Literal["audio/pcm"] = "audio/pcm"
    rate: Literal[24_000] = 24_000


class Pcmu(Wire):
    """G.711 µ-law."""

    type: Literal["audio/pcmu"] = "audio/pcmu"


class Pcma(Wire):
    """G.711 A-law."""

    type: Literal["audio/pcma"] = "audio/pcma"


Format = Annotated[Pcm | Pcmu | Pcma, Field(discriminator="type")]


class ServerVad(Wire):
    """A turn ends with a silence."""

    type: Literal["server_vad"] = "server_vad"
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.5
    prefix_padding_ms: Annotated[int, Field(ge=0, le=2000)] = 300
    silence_duration_ms: Annotated[int, Field(ge=0, le=10_000)] = 500
    idle_timeout_ms: Annotated[int, Field(ge=1000, le=60_000)] | None = None
    create_response: bool = True
    interrupt_response: bool = True


class SemanticVad(Wire):
    """A turn ends where the turn detector thinks so."""

    type: Literal["semantic_vad"]
    eagerness: Literal["low", "medium", "high", "auto"] = "auto"
    create_response: bool = True
    interrupt_response: bool = True


TurnDetection = Annotated[ServerVad | SemanticVad, Field(discriminator="type")]


class Transcription(Wire):
    """Tell the client what was said; `prompt` and `keywords` are words to expect."""

    model: Short | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    prompt: Text | None = None
    keywords: Annotated[tuple[Short, ...], Field(max_length=100)] | None = None


class AudioInput(Wire):
    """How the student's sound arrives, and what is made of it."""

    format: Format = Pcm()
    transcription: Transcription | None = None
    noise_reduction: dict[str, Any] | None = None  # ignored, as the browser's own is better
    turn_detection: TurnDetection | None = ServerVad()


class VoiceId(Wire):
    """A voice by reference."""

    id: Short


class AudioOutput(Wire):
    """How replies sound."""

    format: Format = Pcm()
    voice: Short | VoiceId = ""
    speed: Annotated[float, Field(ge=0.25, le=1.5)] = 1.0


class Audio(Wire):
    """Both directions."""

    input: AudioInput = AudioInput()
    output: AudioOutput = AudioOutput()


class Function(Wire):
    """A function that the model may call."""

    type: Literal["function"] = "function"
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    description: Text = ""
    parameters: dict[str, Any] = Field(default_factory=lambda: {"type": "object", "properties": {}})

    @field_validator("parameters")
    @classmethod
    def _is_usable(cls, value: dict[str, Any]) -> dict[str, Any]:
        if value.get("type", "object") != "object":
            raise ValueError("arguments are an object: its schema has the type object")
        if len(str(value)) > MAX_SCHEMA:
            raise ValueError(f"a schema has at most {MAX_SCHEMA} characters")
        return value


class ChosenFunction(Wire):
    """The model must call this one."""

    type: Literal["function"]
    name: Short


ToolChoice = Literal["auto", "none", "required"] | ChosenFunction


class SessionConfig(Wire):
    """All that `session.update` can change, with its defaults."""

    type: Literal["realtime"] = "realtime"
    model: Short = ""
    instructions: Text = ""
    output_modalities: Annotated[tuple[Modality, ...], Field(min_length=1, max_length=2)] = (
        "audio",
    )
    max_output_tokens: Tokens = "inf"
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None  # beta only
    tools: Annotated[tuple[Function, ...], Field(max_length=128)] = ()
    tool_choice: ToolChoice = "auto"
    audio: Audio = Audio()

    def updated(self, patch: dict[str, Any]) -> Self:
        """A copy with the fields of `patch`, as given by `session.update`.

        Raises
        ------
        Invalid
            A field has an invalid value.
        """
        return checked(type(self), merged(self.model_dump(), patch), "session")


_LEAVES = ("turn_detection", "transcription", "noise_reduction", "format", "tool_choice")
"""Objects that are replaced rather than merged."""

_CLEARABLE = ("turn_detection", "transcription", "noise_reduction")
"""Fields that null turns off; null in any other field is ignored."""


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """`old` updated with `new`; objects are merged recursively, except for `_LEAVES`."""
    result = dict(old)
    for name, value in new.items():
        if value is None and name not in _CLEARABLE:
            continue
        inner = old.get(name)
        if isinstance(value, dict) and isinstance(inner, dict) and name not in _LEAVES:
            value = merged(inner, value)
        result[name] = value
    return result


def checked(kind: type[T], value: dict[str, Any], path: str) -> T:
    """Validate `value` as a `kind`; raises `Invalid`, with `path` in front of the field's name."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise invalid(error, path) from error


def invalid(error: ValidationError, path: str) -> Invalid:
    """The first validation error, in OpenAI's format."""
    first = error.errors()[0]
    where = [part for part in first["loc"] if not _is_tag(part)]
    param = ".".join(str(part) for part in ([path] if path else []) + where)
    code = "missing_required_parameter" if first["type"] == "missing" else "invalid_value"
    if first["type"].startswith("union_tag"):
        param = f"{param}.type".lstrip(".")
    message = first["msg"].removeprefix("Value error, ")
    return Invalid(f"Invalid {param!r}: {message}." if param else f"{message}.", code, param)


def _is_tag(part: int | str) -> bool:
    """Whether a step of pydantic's error location is the tag of a union rather than a field."""
    if not isinstance(part, str):
        return False
    return part in _TAGS or part.startswith("constrained-") or any(c in part for c in "[./")


_TAGS = frozenset(
    {"message", "function_call", "function_call_output", "item_reference", "server_vad"}
    | {"semantic_vad", "ChosenFunction", "VoiceId", "str", "int"}
)

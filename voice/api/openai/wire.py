"""Requests and responses of OpenAI's text APIs.

Unknown fields are ignored, as programs send many that mean nothing here; a field that would
change the answer but is not supported is refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_MESSAGES = 2_000
MAX_TOOLS = 128
MAX_TEXT = 1_000_000
MAX_SEED = 2**63

Text = Annotated[str, Field(max_length=MAX_TEXT)]
Name = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
Short = Annotated[str, Field(max_length=200)]
Schema = dict[str, Any]
Temperature = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]
Limit = Annotated[int, Field(ge=1, le=1_000_000)]
Metadata = Annotated[dict[Short, Annotated[Text, Field(max_length=512)]], Field(max_length=16)]


class Wire(BaseModel):
    """Unknown fields are passed over."""

    model_config = ConfigDict(extra="ignore")


class Part(Wire):
    """A piece of a message; only text can be read here."""

    type: Short
    text: Text | None = None
    refusal: Text | None = None


Content = Text | Annotated[list[Part], Field(max_length=1_000)]


# --- chat ---------------------------------------------------------------------------------------


class CalledFunction(Wire):
    """The function of a call, with its arguments as JSON text."""

    name: Short
    arguments: Text = "{}"


class ToolCallPart(Wire):
    """A call that the model made."""

    id: Short
    type: Literal["function"] = "function"
    function: CalledFunction


class ChatMessage(Wire):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Content | None = None
    tool_calls: Annotated[list[ToolCallPart], Field(max_length=MAX_TOOLS)] | None = None
    tool_call_id: Short = ""


class Function(Wire):
    """A function that the model may call."""

    name: Name
    description: Text | None = None
    parameters: Schema | None = None


class ChatTool(Wire):
    """A tool, which is a function."""

    type: Literal["function"]
    function: Function


class NamedFunction(Wire):
    """A function by its name."""

    name: Short


class ChatToolChoice(Wire):
    """This function and no other."""

    type: Literal["function"]
    function: NamedFunction


class JsonSchema(Wire):
    """A schema that the whole answer keeps to."""

    name: Name = "answer"
    schema_: Annotated[Schema, Field(alias="schema")] = {}


class ResponseFormat(Wire):
    """What the answer looks like."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None


class StreamOptions(Wire):
    """What a stream holds beside the answer."""

    include_usage: bool | None = None


class ChatRequest(Wire):
    """Body of POST /v1/chat/completions."""

    model: Short
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=MAX_MESSAGES)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Limit | None = None
    max_completion_tokens: Limit | None = None
    temperature: Temperature | None = None
    seed: Annotated[int, Field(ge=-MAX_SEED, lt=MAX_SEED)] | None = None
    stop: Short | Annotated[list[Short], Field(max_length=4)] | None = None
    n: Literal[1] | None = None
    tools: Annotated[list[ChatTool], Field(max_length=MAX_TOOLS)] | None = None
    tool_choice: Literal["none", "auto", "required"] | ChatToolChoice | None = None
    parallel_tool_calls: bool | None = None
    response_format: ResponseFormat | None = None
    modalities: list[Literal["text"]] | None = None
    logprobs: Literal[False] | None = None


class CachedTokens(BaseModel):
    """Of the prompt, those that were in the cache."""

    cached_tokens: int


class ChatUsage(BaseModel):
    """Tokens read and written."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    prompt_tokens_details: CachedTokens


class ChatAnswer(BaseModel):
    """The model's message."""

    role: Literal["assistant"] = "assistant"
    content: str | None
    refusal: None = None
    tool_calls: list[ToolCallPart] | None = None


FinishReason = Literal["stop", "length", "tool_calls"]


class ChatChoice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: ChatAnswer
    logprobs: None = None
    finish_reason: FinishReason


class ChatCompletion(BaseModel):
    """An answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[ChatChoice]
    usage: ChatUsage


# --- responses ----------------------------------------------------------------------------------


class InputItem(Wire):
    """An item of a conversation; which fields it has depends on its type."""

    type: Literal["message", "function_call", "function_call_output", "reasoning"] = "message"
    role: Literal["user", "assistant", "system", "developer"] | None = None
    content: Content | None = None
    call_id: Short = ""
    name: Short = ""
    arguments: Text = "{}"
    output: Content | None = None


class FunctionTool(Wire):
    """A function that the model may call."""

    type: Literal["function"]
    name: Name
    description: Text | None = None
    parameters: Schema | None = None
    strict: bool | None = None


class FunctionChoice(Wire):
    """This function and no other."""

    type: Literal["function"]
    name: Short


class TextFormat(Wire):
    """What the answer looks like."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    name: Name | None = None
    schema_: Annotated[Schema | None, Field(alias="schema")] = None


class TextConfig(Wire):
    """How text is written."""

    format: TextFormat = TextFormat()


class ResponseRequest(Wire):
    """Body of POST /v1/responses."""

    model: Short
    input: Text | Annotated[list[InputItem], Field(min_length=1, max_length=MAX_MESSAGES)]
    instructions: Text | None = None
    stream: bool | None = None
    max_output_tokens: Limit | None = None
    temperature: Temperature | None = None
    tools: Annotated[list[FunctionTool], Field(max_length=MAX_TOOLS)] | None = None
    tool_choice: Literal["none", "auto", "required"] | FunctionChoice | None = None
    parallel_tool_calls: bool | None = None
    text: TextConfig | None = None
    metadata: Metadata | None = None
    background: Literal[False] | None = None
    previous_response_id: None = None
    conversation: None = None


class OutputText(BaseModel):
    """Text that the model wrote."""

    type: Literal["output_text"] = "output_text"
    text: str
    annotations: list[Any]
    logprobs: list[Any]


class OutputItem(BaseModel):
    """A message of the model's, or a call."""

    id: str
    type: Literal["message", "function_call"]
    status: Literal["in_progress", "completed", "incomplete"]
    role: Literal["assistant"] | None = None
    content: list[OutputText] | None = None
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None


class ResponseBody(BaseModel):
    """An answer; further fields repeat the request."""

    id: str
    object: Literal["response"] = "response"
    created_at: int
    status: Literal["in_progress", "completed", "incomplete", "failed"]
    model: str
    output: list[OutputItem]
    error: dict[str, Any] | None
    incomplete_details: dict[str, str] | None
    usage: dict[str, Any] | None

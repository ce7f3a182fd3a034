"""One streamed answer of the language model: text and tool calls."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from models.base import (
    Delta,
    GenerateOptions,
    LanguageModel,
    Message,
    Tool,
    UnreadableCall,
    Usage,
)
from models.llm.wire import new_call_id
from voice.api.openai.errors import wrong
from voice.api.openai.schemas import check_schema
from voice.api.openai.wire import Content, FinishReason

DEFAULT_TOKENS = 1_024
"""Default limit of an answer: about 20 s on two cores."""

ANY_OBJECT: Mapping[str, Any] = {"type": "object"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to the language model."""

    messages: tuple[Message, ...]
    options: GenerateOptions
    many_calls: bool  # whether several functions may be called at once


@dataclass(frozen=True, slots=True)
class Called:
    """A function call; `arguments` is JSON unless the model wrote something else."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended."""

    reason: FinishReason
    usage: Usage


Piece = str | Called | Ending


async def answered(llm: LanguageModel, asked: Asked) -> AsyncGenerator[Piece, None]:
    """Stream the answer piece by piece; the last piece is an `Ending`.

    Raises
    ------
    EngineError
        See `LanguageModel.stream`.
    """
    usage, calls = Usage(), 0
    garbled: UnreadableCall | None = None
    try:
        async with aclosing(llm.stream(asked.messages, asked.options)) as deltas:
            async for delta in deltas:
                usage = delta.usage or usage
                if delta.text:
                    yield delta.text
                if delta.tool_call is not None and (asked.many_calls or not calls):
                    calls += 1
                    yield _called(delta)
    except UnreadableCall as error:
        garbled = error
    cut_off = usage.completion_tokens >= asked.options.max_tokens
    if garbled is not None and not cut_off:
        # OpenAI's own models do this as well, and clients check the arguments.
        calls += 1
        yield Called(new_call_id(), garbled.name, garbled.arguments)
    yield Ending("length" if cut_off else "tool_calls" if calls else "stop", usage)


def _called(delta: Delta) -> Called:
    call = delta.tool_call
    assert call is not None
    return Called(call.id, call.name, json.dumps(dict(call.arguments)))


def new_id(kind: str) -> str:
    """An id in OpenAI's style, such as "msg_…"."""
    return f"{kind}{secrets.token_hex(12)}"


def plain(content: Content | None, param: str) -> str:
    """The text of a message.

    Raises
    ------
    ApiError
        It contains something other than text.
    """
    if content is None or isinstance(content, str):
        return content or ""
    texts = []
    for part in content:
        text = part.refusal if part.type == "refusal" else part.text
        if part.type not in ("text", "input_text", "output_text", "refusal") or text is None:
            raise wrong(
                param,
                f"Messages can hold text only, not {part.type!r}",
                "Send sound to /v1/audio/transcriptions first",
            )
        texts.append(text)
    return "\n".join(texts)


def arguments_of(text: str) -> Mapping[str, Any]:
    """Arguments of a call that a client sends back; kept as text if they are not JSON."""
    try:
        parsed = json.loads(text or "{}")
    except (ValueError, RecursionError):
        parsed = None
    return parsed if isinstance(parsed, dict) else {"arguments": text}


def tool(
    name: str, description: str | None, parameters: Mapping[str, Any] | None, param: str
) -> Tool:
    """Validate a function that the model may call."""
    schema = parameters or {"type": "object", "properties": {}}
    check_schema(schema, param)
    return Tool(name, description or "", schema)


def chosen(tools: Sequence[Tool], choice: str | None, named: str | None) -> tuple[Tool, ...]:
    """The tools that remain under the client's `tool_choice`.

    Raises
    ------
    ApiError
        The named one does not exist, or a call is required and there are no tools.
    """
    if choice == "none":
        return ()
    if named is not None:
        found = tuple(one for one in tools if one.name == named)
        if not found:
            raise wrong("tool_choice", f"There is no tool {named!r} among the tools")
        return found
    if choice == "required" and not tools:
        raise wrong("tool_choice", "A call is required, but there are no tools")
    return tuple(tools)


def told(
    llm: LanguageModel,
    max_tokens: int | None,
    temperature: float | None,
    tools: tuple[Tool, ...],
    required: bool,
    schema: Mapping[str, Any] | None,
) -> GenerateOptions:
    """Options of the answer; by default those of a conversation."""
    most = min(max_tokens or DEFAULT_TOKENS, llm.status.context_tokens)
    options = GenerateOptions()
    return GenerateOptions(
        max_tokens=most,
        temperature=options.temperature if temperature is None else temperature,
        tools=tools,
        tool_choice="required" if required and tools else "auto",
        json_schema=schema,
    )

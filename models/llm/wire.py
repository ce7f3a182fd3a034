"""Formats shared by the language models: messages on the wire, and parsing of answers.

`openai` and `llamacpp` speak OpenAI's chat format; the text filter is used by all engines,
because small models make the same mistakes behind each of them.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.base import Delta, GenerateOptions, Message, Tool, ToolCall, UnreadableCall, Usage

THINK_OPENS, THINK_CLOSES = "<think>", "</think>"
CALL_OPENINGS = ("{", "[", "```", "<tool_call>")


def encodable(text: str) -> str:
    """Return `text` without lone surrogates, which cannot be encoded as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def openai_message(message: Message) -> dict[str, Any]:
    """One message in OpenAI's chat format."""
    wire: dict[str, Any] = {"role": message.role, "content": encodable(message.content)}
    if message.tool_calls:
        wire["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
            }
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        wire["tool_call_id"] = message.tool_call_id
    return wire


def openai_tool(tool: Tool) -> dict[str, Any]:
    """One tool in OpenAI's chat format (which is Ollama's, too)."""
    function = {
        "name": tool.name,
        "description": tool.description,
        "parameters": dict(tool.parameters),
    }
    return {"type": "function", "function": function}


def call_schema(tools: Sequence[Tool]) -> dict[str, Any]:
    """JSON Schema of a call written as text, for engines that cannot enforce a tool call."""
    return {
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "enum": [tool.name]},
                    "arguments": dict(tool.parameters),
                },
                "required": ["name", "arguments"],
            }
            for tool in tools
        ]
    }


def openai_request(messages: Sequence[Message], options: GenerateOptions) -> dict[str, Any]:
    """Body of a streamed chat completion, without the model's name."""
    request: dict[str, Any] = {
        "messages": [openai_message(message) for message in messages],
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if options.seed is not None:
        request["seed"] = options.seed
    if options.stop:
        request["stop"] = list(options.stop)
    if options.tools:
        request["tools"] = [openai_tool(tool) for tool in options.tools]
        if options.tool_choice == "required":
            request["tool_choice"] = "required"
    if options.alternatives:
        request |= {"logprobs": True, "top_logprobs": options.alternatives}
    if options.json_schema is not None:
        schema = {"name": "answer", "strict": True, "schema": dict(options.json_schema)}
        request["response_format"] = {"type": "json_schema", "json_schema": schema}
    return request


def chances(likeliest: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Tokens with their probabilities, from log-probabilities."""
    return tuple((token, math.exp(min(0.0, logprob))) for token, logprob in likeliest)


def parsed_arguments(name: str, arguments: object) -> Mapping[str, Any]:
    """Arguments of a tool call as an object; engines send them as JSON text or as an object.

    Raises
    ------
    UnreadableCall
        They are neither, which happens with small models.
    """
    written = arguments
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments or "{}")
        except json.JSONDecodeError:
            arguments = None
    if isinstance(arguments, Mapping):
        return arguments
    raise UnreadableCall(name, written if isinstance(written, str) else json.dumps(written))


class TextFilter:
    """Removes from an answer's text what is not meant for the reader.

    That is a leading ``<think>…</think>`` block, which some servers pass on although
    thinking was turned off; and a tool call written as text. Qwen2.5-Coder, our embedded
    default, answers with the bare ``{"name": …, "arguments": …}`` where its own template
    asks for ``<tool_call>`` tags, so no server recognises it.
    """

    def __init__(self, tools: Sequence[Tool] = ()) -> None:
        self._names = {tool.name for tool in tools}
        self._held = ""
        self._state = self._beginning

    def feed(self, text: str) -> str:
        """Take the next piece of text; returns what can be shown now."""
        if self._state == self._passing:
            return text
        self._held += text
        return self._state()

    def flush(self) -> tuple[str, tuple[ToolCall, ...]]:
        """End the answer: returns the text still held back, or the calls it turned out to be."""
        held, self._held = self._held, ""
        if self._state == self._thinking:
            return "", ()
        calls = tuple(calls_in(held, self._names))
        return ("", calls) if calls else (held.strip(), ())

    def _beginning(self) -> str:
        start = self._held.lstrip()
        if start.startswith(THINK_OPENS):
            self._state = self._thinking
            return self._thinking()
        if not start or THINK_OPENS.startswith(start):
            return ""
        if self._names and any(_overlap(start, opening) for opening in CALL_OPENINGS):
            if any(start.startswith(opening) for opening in CALL_OPENINGS):
                self._state = self._calling
            return ""
        self._state, self._held = self._passing, ""
        return start

    def _thinking(self) -> str:
        _, closed, rest = self._held.partition(THINK_CLOSES)
        if not closed:
            return ""
        self._state, self._held = self._beginning, rest
        return self._beginning()

    def _calling(self) -> str:
        return ""

    def _passing(self) -> str:
        held, self._held = self._held, ""
        return held


def _overlap(start: str, opening: str) -> bool:
    return start.startswith(opening) or opening.startswith(start)


def calls_in(text: str, names: set[str]) -> Iterator[ToolCall]:
    """Find calls of known tools written as JSON in `text`, without duplicates."""
    decoder, at, seen = json.JSONDecoder(), 0, set[str]()
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            at += 1
            continue
        if not isinstance(value, dict) or value.get("name") not in names:
            continue
        arguments = value.get("arguments", value.get("parameters", {}))
        if repr(value) not in seen and isinstance(arguments, dict):
            seen.add(repr(value))
            yield ToolCall(new_call_id(), value["name"], arguments)


def new_call_id() -> str:
    """Make an id for a call that came without one."""
    return f"call_{secrets.token_hex(4)}"


def _alternatives(token: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    return chances((one["token"], one["logprob"]) for one in token.get("top_logprobs") or ())


@dataclass(slots=True)
class _Fragments:
    """One tool call that arrives in pieces."""

    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


class ChunkReader:
    """Reads one streamed answer in OpenAI's format, chunk by chunk."""

    def __init__(self, tools: Sequence[Tool] = ()) -> None:
        self._filter = TextFilter(tools)
        self._calls: dict[int, _Fragments] = {}
        self._usage: Usage | None = None
        self._begun = False  # the alternatives of the first token have been reported
        self.complete = False
        """Whether the end of the answer was announced; otherwise the stream broke off."""

    def feed(self, chunk: Mapping[str, Any]) -> Iterator[Delta]:
        """Take one chunk and yield its text; calls and usage are kept until `finish`."""
        if usage := chunk.get("usage"):
            details = usage.get("prompt_tokens_details") or {}
            self._usage = Usage(
                usage.get("prompt_tokens") or 0,
                usage.get("completion_tokens") or 0,
                details.get("cached_tokens") or 0,
            )
        for choice in chunk.get("choices") or ():
            self.complete |= choice.get("finish_reason") is not None
            if (tokens := (choice.get("logprobs") or {}).get("content")) and not self._begun:
                self._begun = True
                yield Delta(alternatives=_alternatives(tokens[0]))
            delta = choice.get("delta") or {}
            for fragment in delta.get("tool_calls") or ():
                self._keep(fragment)
            if shown := self._filter.feed(delta.get("content") or ""):
                yield Delta(text=shown)

    def finish(self) -> Iterator[Delta]:
        """Yield what is only complete at the end of the answer: tool calls, then usage."""
        rest, calls = self._filter.flush()
        if rest:
            yield Delta(text=rest)
        for call in calls:
            yield Delta(tool_call=call)
        unreadable: UnreadableCall | None = None
        for kept in self._calls.values():
            try:
                arguments = parsed_arguments(kept.name, "".join(kept.arguments))
            except UnreadableCall as error:
                unreadable = error
            else:
                yield Delta(tool_call=ToolCall(kept.id or new_call_id(), kept.name, arguments))
        if self._usage:
            yield Delta(usage=self._usage)
        if unreadable is not None:
            raise unreadable

    def _keep(self, fragment: Mapping[str, Any]) -> None:
        index = fragment.get("index")
        if index is None:  # some compatible servers send whole calls without an index
            index = len(self._calls)
        kept = self._calls.setdefault(index, _Fragments())
        function = fragment.get("function") or {}
        kept.id = fragment.get("id") or kept.id
        kept.name = function.get("name") or kept.name
        kept.arguments.append(function.get("arguments") or "")

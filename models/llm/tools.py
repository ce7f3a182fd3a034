"""Tools for every language model: native tool calls, or else answers bound to a schema.

Some models call tools, others reject requests that contain any, and some servers silently ignore
them. So each model is tried once, with a tool that it is told to call. If it makes no call, it is
asked for ``{"say": …, "tool": …}`` instead, a format that every engine can enforce; the text in
"say" is spoken while it is still being written.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, MutableMapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    LanguageModel,
    Message,
    ModelStatus,
    Tool,
    ToolCall,
    UnreadableCall,
)
from models.llm.wire import call_schema, new_call_id

log = logging.getLogger(__name__)

Ways = MutableMapping[tuple[str, str], bool]
"""Whether a model, given as (engine, name), supports native tool calls."""

READY = Tool(
    "ready",
    "Tell the program that you are ready.",
    {"type": "object", "properties": {}, "additionalProperties": False},
)

_TRIAL = (
    Message("system", "You call functions to answer."),
    Message("user", "Call the function ready. Write nothing else."),
)
_TRIAL_OPTIONS = GenerateOptions(max_tokens=40, temperature=0.0, seed=0, tools=(READY,))

FRAME_TOKENS = 60
"""Tokens that the JSON format and a call in it take on top of the spoken text."""


class ToolUse:
    """Wraps a language model so that it can be given tools, whatever its engine supports.

    Parameters
    ----------
    llm : LanguageModel
        The model.
    ways : mapping
        What is known of models so far; results of trials are added to it.
    """

    def __init__(self, llm: LanguageModel, ways: Ways) -> None:
        self._llm = llm
        self._ways = ways
        self._trying = asyncio.Lock()

    @property
    def status(self) -> ModelStatus:
        """Which model answers, and why."""
        return self._llm.status

    async def learn(self) -> None:
        """Find out in advance whether the model calls tools; raises no EngineError."""
        try:
            await self._calls_tools()
        except EngineError as error:
            log.debug("no trial with tools: %s", error)

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        if not options.tools or await self._calls_tools():
            said = False
            try:
                async with aclosing(self._llm.stream(messages, options)) as answer:
                    async for delta in answer:
                        said = said or bool(delta.text or delta.tool_call)
                        yield delta
                return
            except UnreadableCall as error:
                if said:
                    log.info("a call that cannot be read is left out: %s", error)
                    return
        async with aclosing(self._answer_by_schema(messages, options)) as answer:
            async for delta in answer:
                yield delta

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        """Probability of each of `choices`."""
        return await self._llm.choose(messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Read `messages` ahead."""
        await self._llm.warm(messages)

    async def models(self) -> tuple[str, ...]:
        """Names of the engine's models."""
        return await self._llm.models()

    async def aclose(self) -> None:
        """Free the model."""
        await self._llm.aclose()

    async def _calls_tools(self) -> bool:
        """Whether the model calls a tool when told to; found out by a trial if not yet known.

        Raises
        ------
        EngineUnavailable
            The model does not answer at all.
        """
        async with self._trying:
            if (known := self._ways.get(self._key)) is None:
                known = await self._tried()
                self._ways[self._key] = known  # of the model that actually answered
                log.info("%s %s", self._key[1], "calls tools" if known else "answers by a schema")
        return known

    @property
    def _key(self) -> tuple[str, str]:
        return self._llm.status.engine, self._llm.status.model

    async def _tried(self) -> bool:
        try:
            async with aclosing(self._llm.stream(_TRIAL, _TRIAL_OPTIONS)) as answer:
                calls = [delta.tool_call async for delta in answer if delta.tool_call]
        except EngineUnavailable as error:
            if "tool" not in str(error):  # some servers reject tools with a status of 500
                raise
            return False
        except EngineFailed as error:
            log.info("the model refuses tools: %s", error)
            return False
        return any(call.name == READY.name for call in calls)

    async def _answer_by_schema(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        asked = replace(
            options,
            tools=(),
            tool_choice="auto",
            json_schema=answer_schema(options.tools),
            max_tokens=options.max_tokens + FRAME_TOKENS,
        )
        reader = AnswerReader({tool.name for tool in options.tools})
        async with aclosing(self._llm.stream(in_words(messages, options.tools), asked)) as answer:
            async for delta in answer:
                if text := reader.feed(delta.text):
                    yield Delta(text=text)
                if delta.usage is not None:
                    yield Delta(usage=delta.usage)
        rest, call = reader.finish()
        if rest:
            yield Delta(text=rest)
        if call is not None:
            yield Delta(tool_call=call)


def answer_schema(tools: Sequence[Tool]) -> dict[str, Any]:
    """JSON Schema of an answer: the spoken text, and a tool call or null."""
    calls = call_schema(tools)["anyOf"]
    return {
        "type": "object",
        "properties": {
            "say": {"type": "string"},
            "tool": {"anyOf": [{"type": "null"}, *calls]},
        },
        "required": ["say", "tool"],
        "additionalProperties": False,
    }


def in_words(messages: Sequence[Message], tools: Sequence[Tool]) -> list[Message]:
    """`messages` for a model without tools: calls and results as text, plus instructions."""
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    plain = [_in_words(message, names) for message in messages]
    how = 'Answer with a JSON object: "say" is what you say, "tool" is null or one of these:'
    how = "\n".join([how, *(_described(tool) for tool in tools)])
    if plain and plain[-1].role == "user":
        return [*plain[:-1], replace(plain[-1], content=f"{plain[-1].content}\n\n{how}")]
    return [*plain, Message("user", how)]


def _described(tool: Tool) -> str:
    arguments = tool.parameters.get("properties")
    given = f" Arguments: {json.dumps(arguments, ensure_ascii=False)}" if arguments else ""
    return f"- {tool.name}: {tool.description}{given}"


def _in_words(message: Message, names: dict[str, str]) -> Message:
    if message.role == "tool":
        name = names.get(message.tool_call_id, "the tool")
        return Message("user", f"Result of {name}: {message.content}")
    if not message.tool_calls:
        return message
    call = message.tool_calls[0]
    tool = {"name": call.name, "arguments": dict(call.arguments)}
    return Message("assistant", json.dumps({"say": message.content, "tool": tool}))


_OPENING = re.compile(r'\s*(?:```(?:json)?\s*)?\{\s*"say"\s*:\s*"')
_INSIDE = re.compile(r'(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*')


class AnswerReader:
    """Incremental reader of an answer in the format of `answer_schema`.

    A server that ignores the schema may answer in plain text, which is then spoken as it is.

    Parameters
    ----------
    names : set of str
        The tools that may be called.
    """

    def __init__(self, names: set[str]) -> None:
        self._names = names
        self._text = ""
        self._said = 0  # characters returned so far

    def feed(self, text: str) -> str:
        """Take the next piece of the answer; returns the text that can be spoken now."""
        self._text += text
        start = self._text.lstrip()
        if start and start[0] not in "{`":
            return self._new(start)
        opening = _OPENING.match(self._text)
        if opening is None:
            return ""
        inside = _INSIDE.match(self._text, opening.end())
        assert inside is not None, "it matches nothing at the least"
        said: str = json.loads(f'"{inside[0]}"', strict=False)
        # Half of a surrogate pair waits for the other half.
        return self._new(said[:-1] if "\ud800" <= said[-1:] <= "\udbff" else said)

    def finish(self) -> tuple[str, ToolCall | None]:
        """End the answer: returns the remaining text, and the call in it."""
        at = self._text.find("{")
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(self._text, max(at, 0))
        except ValueError:  # plain text, or cut off
            return "", None
        if not isinstance(value, dict):
            return "", None
        said = value.get("say")
        return self._new(said) if isinstance(said, str) else "", self._call(value.get("tool"))

    def _new(self, said: str) -> str:
        new, self._said = said[self._said :], max(self._said, len(said))
        return new

    def _call(self, tool: object) -> ToolCall | None:
        if not isinstance(tool, dict) or tool.get("name") not in self._names:
            return None
        arguments = tool.get("arguments")
        return ToolCall(
            new_call_id(), tool["name"], arguments if isinstance(arguments, dict) else {}
        )

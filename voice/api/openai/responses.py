"""POST /v1/responses. Nothing is stored: every request contains the whole conversation."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request, Response

from models.base import LanguageModel, Message, ToolCall, Usage, VivaError
from voice.api.openai.errors import OpenAIRoute, dumped, error_body, status_of, wrong
from voice.api.openai.generate import (
    ANY_OBJECT,
    Asked,
    Called,
    Ending,
    answered,
    arguments_of,
    chosen,
    new_id,
    plain,
    told,
    tool,
)
from voice.api.openai.models import language_model
from voice.api.openai.schemas import check_schema
from voice.api.openai.streams import EVENTS, Turnstile, begun, event, unless_gone, whole_or_streamed
from voice.api.openai.wire import (
    FunctionChoice,
    InputItem,
    ResponseBody,
    ResponseRequest,
    TextConfig,
)
from voice.engines.pool import Engines

Event = dict[str, Any]


def response_routes(engines: Engines, turnstile: Turnstile) -> APIRouter:
    """The route."""
    router = APIRouter(tags=["OpenAI: text"], route_class=OpenAIRoute)

    @router.post("/v1/responses", response_model=None, responses=whole_or_streamed(ResponseBody))
    async def respond(body: ResponseRequest, request: Request) -> Response:
        """Answer a conversation, as items."""
        llm = await language_model(engines, body.model)
        asked, writing = _asked(llm, body), Writing(llm.status.model, body)
        if body.stream:
            return await begun(request, _streamed(llm, asked, writing, turnstile), EVENTS)
        await unless_gone(request, _completed(llm, asked, writing, turnstile))
        return Response(dumped(writing.response), media_type="application/json")

    return router


async def _completed(
    llm: LanguageModel, asked: Asked, writing: Writing, turnstile: Turnstile
) -> None:
    async with turnstile.passed(), aclosing(answered(llm, asked)) as pieces:
        async for piece in pieces:
            for _ in writing.take(piece):
                pass


async def _streamed(
    llm: LanguageModel, asked: Asked, writing: Writing, turnstile: Turnstile
) -> AsyncGenerator[bytes, None]:
    began, number = False, 0
    events: Iterator[Event] = iter(())
    try:
        async with turnstile.passed(), aclosing(answered(llm, asked)) as pieces:
            async for piece in pieces:
                events = writing.take(piece)
                if not began:
                    events = _chained(writing.begin(), events)
                    began = True
                for one in events:
                    yield event({**one, "sequence_number": number}, named=True)
                    number += 1
    except VivaError as error:
        if not began:
            raise
        for one in writing.fail(error):
            yield event({**one, "sequence_number": number}, named=True)
            number += 1


def _chained(first: Iterator[Event], then: Iterator[Event]) -> Iterator[Event]:
    yield from first
    yield from then


class Writing:
    """A response in progress, and its events.

    Parameters
    ----------
    model : str
        Name of the model.
    body : ResponseRequest
        The request; much of it is repeated in the response.
    """

    def __init__(self, model: str, body: ResponseRequest) -> None:
        self.response: dict[str, Any] = {
            "id": new_id("resp_"),
            "object": "response",
            "created_at": int(time.time()),
            "status": "in_progress",
            "background": False,
            "error": None,
            "incomplete_details": None,
            "instructions": body.instructions,
            "max_output_tokens": body.max_output_tokens,
            "metadata": body.metadata or {},
            "model": model,
            "output": [],
            "parallel_tool_calls": body.parallel_tool_calls is not False,
            "previous_response_id": None,
            "store": False,
            "temperature": body.temperature,
            "text": _text_config(body.text),
            "tool_choice": _repeated_choice(body),
            "tools": [one.model_dump() for one in body.tools or ()],
            "top_p": None,
            "truncation": "disabled",
            "usage": None,
        }
        self._message: dict[str, Any] | None = None

    @property
    def _output(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.response["output"]
        return items

    def begin(self) -> Iterator[Event]:
        """Yield the events with which a response begins."""
        yield {"type": "response.created", "response": dict(self.response)}
        yield {"type": "response.in_progress", "response": dict(self.response)}

    def take(self, piece: str | Called | Ending) -> Iterator[Event]:
        """Yield the events for a piece of the answer."""
        if isinstance(piece, str):
            yield from self._write(piece)
        elif isinstance(piece, Called):
            yield from self._close_message("completed")
            yield from self._call(piece)
        else:
            yield from self._end(piece)

    def fail(self, error: VivaError) -> Iterator[Event]:
        """The event for a failure of the model."""
        wording = error_body(error, status_of(error))["error"]
        self.response["status"] = "failed"
        self.response["error"] = {"code": "server_error", "message": wording["message"]}
        yield {"type": "response.failed", "response": dict(self.response)}

    def _write(self, text: str) -> Iterator[Event]:
        if self._message is None:
            yield from self._open_message()
        assert self._message is not None
        self._message["content"][0]["text"] += text
        yield {
            "type": "response.output_text.delta",
            **self._place(),
            "delta": text,
            "logprobs": [],
        }

    def _open_message(self) -> Iterator[Event]:
        item: dict[str, Any] = {
            "id": new_id("msg_"),
            "type": "message",
            "status": "in_progress",
            "role": "assistant",
            "content": [],
        }
        self._output.append(item)
        self._message = item
        index = len(self._output) - 1
        yield {"type": "response.output_item.added", "output_index": index, "item": dict(item)}
        part = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
        item["content"] = [part]
        yield {"type": "response.content_part.added", **self._place(), "part": dict(part)}

    def _place(self) -> dict[str, Any]:
        assert self._message is not None
        index = self._output.index(self._message)
        return {"item_id": self._message["id"], "output_index": index, "content_index": 0}

    def _close_message(self, status: str) -> Iterator[Event]:
        if self._message is None:
            return
        (part,) = self._message["content"]
        place = self._place()
        yield {
            "type": "response.output_text.done",
            **place,
            "text": part["text"],
            "logprobs": [],
        }
        yield {"type": "response.content_part.done", **place, "part": part}
        self._message["status"] = status
        index = place["output_index"]
        yield {"type": "response.output_item.done", "output_index": index, "item": self._message}
        self._message = None

    def _call(self, call: Called) -> Iterator[Event]:
        item = {
            "id": new_id("fc_"),
            "type": "function_call",
            "status": "in_progress",
            "call_id": call.id,
            "name": call.name,
            "arguments": "",
        }
        self._output.append(item)
        index = len(self._output) - 1
        place = {"item_id": item["id"], "output_index": index}
        yield {"type": "response.output_item.added", "output_index": index, "item": dict(item)}
        item |= {"arguments": call.arguments, "status": "completed"}
        kind = "response.function_call_arguments"
        yield {"type": f"{kind}.delta", **place, "delta": call.arguments}
        yield {"type": f"{kind}.done", **place, "name": call.name, "arguments": call.arguments}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}

    def _end(self, ending: Ending) -> Iterator[Event]:
        status = "incomplete" if ending.reason == "length" else "completed"
        if self._message is None and not self._output:
            yield from self._open_message()  # an empty answer still has a message
        yield from self._close_message(status)
        self.response["status"] = status
        if status == "incomplete":
            self.response["incomplete_details"] = {"reason": "max_output_tokens"}
        self.response["usage"] = _usage(ending.usage)
        yield {"type": f"response.{status}", "response": self.response}


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "input_tokens": usage.prompt_tokens,
        "input_tokens_details": {"cached_tokens": usage.cached_tokens, "cache_write_tokens": 0},
        "output_tokens": usage.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


def _text_config(config: TextConfig | None) -> dict[str, Any]:
    form = (config or TextConfig()).format
    return {"format": form.model_dump(by_alias=True, exclude_none=True)}


def _repeated_choice(body: ResponseRequest) -> Any:
    choice = body.tool_choice or "auto"
    return choice.model_dump() if isinstance(choice, FunctionChoice) else choice


def _asked(llm: LanguageModel, body: ResponseRequest) -> Asked:
    named = body.tool_choice.name if isinstance(body.tool_choice, FunctionChoice) else None
    choice = body.tool_choice if isinstance(body.tool_choice, str) else None
    tools = [
        tool(one.name, one.description, one.parameters, f"tools.{n}")
        for n, one in enumerate(body.tools or ())
    ]
    options = told(
        llm,
        body.max_output_tokens,
        body.temperature,
        chosen(tools, choice, named),
        choice == "required" or named is not None,
        _schema(body.text),
    )
    messages = [Message("system", body.instructions)] if body.instructions else []
    if isinstance(body.input, str):
        messages.append(Message("user", body.input))
    else:
        messages += _messages(body.input)
    if not messages:
        raise wrong("input", "There is nothing to answer", "Send a message")
    return Asked(tuple(messages), options, body.parallel_tool_calls is not False)


def _messages(items: list[InputItem]) -> Iterator[Message]:
    """Convert items to messages; adjacent calls become one message."""
    calls: list[ToolCall] = []
    for number, item in enumerate(items):
        param = f"input.{number}"
        if item.type == "function_call":
            calls.append(ToolCall(item.call_id, item.name, arguments_of(item.arguments)))
            continue
        if calls:
            yield Message("assistant", "", tuple(calls))
            calls = []
        if item.type == "function_call_output":
            yield Message("tool", plain(item.output, param), tool_call_id=item.call_id)
        elif item.type == "message":
            yield _message(item, param)
    if calls:
        yield Message("assistant", "", tuple(calls))


def _message(item: InputItem, param: str) -> Message:
    if item.role is None:
        raise wrong(param, "A message needs a role", "Give user, assistant, system or developer")
    role = "system" if item.role == "developer" else item.role
    return Message(role, plain(item.content, param))


def _schema(config: TextConfig | None) -> Mapping[str, Any] | None:
    form = (config or TextConfig()).format
    if form.type == "text":
        return None
    if form.type == "json_object":
        return ANY_OBJECT
    if form.schema_ is None:
        raise wrong("text.format", "text.format lacks its schema")
    check_schema(form.schema_, "text.format.schema")
    return form.schema_

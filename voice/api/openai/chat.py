"""POST /v1/chat/completions."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from models.base import LanguageModel, Message, ToolCall, Usage, VivaError
from voice.api.openai.errors import (
    OpenAIRoute,
    dumped,
    error_body,
    status_of,
    wrong,
)
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
    CachedTokens,
    ChatAnswer,
    ChatChoice,
    ChatCompletion,
    ChatMessage,
    ChatRequest,
    ChatToolChoice,
    ChatUsage,
    ResponseFormat,
)
from voice.engines.pool import Engines

DONE = b"data: [DONE]\n\n"


def chat_routes(engines: Engines, turnstile: Turnstile) -> APIRouter:
    """The route."""
    router = APIRouter(tags=["OpenAI: text"], route_class=OpenAIRoute)

    @router.post(
        "/v1/chat/completions", response_model=None, responses=whole_or_streamed(ChatCompletion)
    )
    async def complete(body: ChatRequest, request: Request) -> Response:
        """Answer a conversation."""
        llm = await language_model(engines, body.model)
        asked = _asked(llm, body)
        if body.stream:
            usage = bool(body.stream_options and body.stream_options.include_usage)
            return await begun(request, _streamed(llm, asked, usage, turnstile), EVENTS)
        completion = await unless_gone(request, _completed(llm, asked, turnstile))
        content = dumped(completion.model_dump(exclude_unset=False))
        return Response(content, media_type="application/json")

    return router


async def _completed(llm: LanguageModel, asked: Asked, turnstile: Turnstile) -> ChatCompletion:
    text, calls, ending = "", list[Called](), Ending("stop", Usage())
    async with turnstile.passed(), aclosing(answered(llm, asked)) as pieces:
        async for piece in pieces:
            if isinstance(piece, str):
                text += piece
            elif isinstance(piece, Called):
                calls.append(piece)
            else:
                ending = piece
    answer = ChatAnswer.model_validate(
        {
            "content": text or (None if calls else ""),
            "tool_calls": [_wired(c) for c in calls] or None,
        }
    )
    return ChatCompletion(
        id=new_id("chatcmpl-"),
        created=int(time.time()),
        model=llm.status.model,
        choices=[ChatChoice(message=answer, finish_reason=ending.reason)],
        usage=_usage(ending.usage),
    )


async def _streamed(
    llm: LanguageModel, asked: Asked, usage: bool, turnstile: Turnstile
) -> AsyncGenerator[bytes, None]:
    base = {
        "id": new_id("chatcmpl-"),
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": llm.status.model,
    }

    def chunk(delta: Mapping[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return event({**base, "choices": [choice], **({"usage": None} if usage else {})})

    began, calls = False, 0
    try:
        async with turnstile.passed(), aclosing(answered(llm, asked)) as pieces:
            async for piece in pieces:
                if not began:
                    began = True
                    yield chunk({"role": "assistant", "content": ""})
                if isinstance(piece, str):
                    yield chunk({"content": piece})
                elif isinstance(piece, Called):
                    yield chunk({"tool_calls": [{"index": calls, **_wired(piece)}]})
                    calls += 1
                else:
                    yield chunk({}, piece.reason)
                    if usage:
                        total = _usage(piece.usage).model_dump()
                        yield event({**base, "choices": [], "usage": total})
    except VivaError as error:
        if not began:
            raise
        yield event(error_body(error, status_of(error)))
    yield DONE


def _wired(call: Called) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _usage(usage: Usage) -> ChatUsage:
    return ChatUsage(
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
        prompt_tokens_details=CachedTokens(cached_tokens=usage.cached_tokens),
    )


def _asked(llm: LanguageModel, body: ChatRequest) -> Asked:
    named = body.tool_choice.function.name if isinstance(body.tool_choice, ChatToolChoice) else None
    choice = body.tool_choice if isinstance(body.tool_choice, str) else None
    tools = [
        tool(one.function.name, one.function.description, one.function.parameters, f"tools.{n}")
        for n, one in enumerate(body.tools or ())
    ]
    options = told(
        llm,
        body.max_completion_tokens or body.max_tokens,
        body.temperature,
        chosen(tools, choice, named),
        choice == "required" or named is not None,
        _schema(body.response_format),
    )
    stop = (body.stop,) if isinstance(body.stop, str) else tuple(body.stop or ())
    options = replace(
        options,
        stop=tuple(one for one in stop if one),
        seed=None if body.seed is None else body.seed % 2**31,
    )
    messages = tuple(_message(one, f"messages.{n}") for n, one in enumerate(body.messages))
    return Asked(messages, options, body.parallel_tool_calls is not False)


def _message(message: ChatMessage, param: str) -> Message:
    if message.role == "tool" and not message.tool_call_id:
        raise wrong(param, "A message of a tool names the call that it answers: tool_call_id")
    return Message(
        role="system" if message.role == "developer" else message.role,
        content=plain(message.content, param),
        tool_calls=tuple(
            ToolCall(one.id, one.function.name, arguments_of(one.function.arguments))
            for one in message.tool_calls or ()
        )
        if message.role == "assistant"
        else (),
        tool_call_id=message.tool_call_id if message.role == "tool" else "",
    )


def _schema(wanted: ResponseFormat | None) -> Mapping[str, Any] | None:
    if wanted is None or wanted.type == "text":
        return None
    if wanted.type == "json_object":
        return ANY_OBJECT
    if wanted.json_schema is None:
        raise wrong("response_format", "response_format lacks its json_schema")
    schema = wanted.json_schema.schema_ or ANY_OBJECT
    check_schema(schema, "response_format.json_schema.schema")
    return schema

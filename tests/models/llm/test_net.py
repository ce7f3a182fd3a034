"""Connections to models elsewhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from models.base import GenerateOptions, LanguageModel, Message
from models.llm.ollama import OllamaModel
from models.llm.openai import OpenAIModel

OPENAI = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
HELLO = {
    "openai": "data: "
    + json.dumps(
        OPENAI | {"choices": [{"index": 0, "delta": {"content": "Hello"}, "finish_reason": "stop"}]}
    )
    + "\n\ndata: [DONE]\n\n",
    "ollama": json.dumps(
        {"model": "m", "message": {"role": "assistant", "content": "Hello"}, "done": True}
    )
    + "\n",
}
ANSWERS = 3
LISTED = json.dumps({"models": [{"model": "m:latest"}]})


@pytest.fixture(params=["openai", "ollama"])
async def model(request: pytest.FixtureRequest) -> AsyncIterator[LanguageModel]:
    """One on a server that keeps its connections, and drops each at its second request."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = (HELLO[request.param] if head.startswith(b"POST") else LISTED).encode()
        kind = "text/event-stream" if request.param == "openai" else "application/json"
        answer = f"HTTP/1.1 200 X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(answer.encode() + body)
        await reader.read(1)
        writer.close()
        await writer.wait_closed()
        served.release()

    served = asyncio.Semaphore(0)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    model = OpenAIModel("m", url, "") if request.param == "openai" else OllamaModel("m", url)
    yield model
    await model.aclose()
    server.close()
    async with asyncio.timeout(5):
        for _ in range(ANSWERS):
            await served.acquire()


async def test_a_connection_that_died_while_idle_is_made_anew(model: LanguageModel) -> None:
    for _ in range(ANSWERS):
        async with aclosing(model.stream([Message("user", "Hi")], GenerateOptions())) as answer:
            assert "".join([delta.text async for delta in answer]) == "Hello"

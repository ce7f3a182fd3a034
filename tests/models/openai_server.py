"""A fake server with OpenAI's chat API: server-sent events, tool calls in fragments.

References
----------
OpenAI API reference, "Create chat completion" and "The chat completion chunk object".
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Literal

from tests.models.brain import Answer, alternatives, answer
from tests.models.http_server import HttpServer, Reply, Request

Trouble = Literal[
    "",
    "busy",  # status 429
    "broken",  # status 500
    "echoes_key",  # status 400 with the caller's key in its message
    "error_event",  # an error in the stream, after some text
    "cut",  # connection lost after some text
    "half_closed",  # the stream ends properly, but nothing said so
    "stall",  # some text, then silence
    "no_tools",  # refuses tools
    "ignores_tools",  # answers as if there were none
    "no_logprobs",  # refuses to tell probabilities
    "ignores_logprobs",  # ignores the request for them
    "bad_arguments",  # a tool call whose arguments are not JSON
]


class OpenAIServer(HttpServer):
    """Serves `served` models to clients with `key`; `trouble` is how it misbehaves."""

    def __init__(self, key: str = "", served: tuple[str, ...] = ("phi-4-mini",)) -> None:
        super().__init__(self._route)
        self.key, self.served = key, served
        self.trouble: Trouble = ""

    async def _route(self, request: Request, reply: Reply) -> None:
        sent = request.headers.get("authorization", "")
        if self.key and sent != f"Bearer {self.key}":
            await _refuse(reply, 401, f"Incorrect API key provided: {sent}")
        elif request.path == "/v1/models":
            listed = [{"id": name, "object": "model"} for name in self.served]
            await reply.json({"object": "list", "data": listed})
        elif request.path != "/v1/chat/completions":
            await _refuse(reply, 404, "Unknown path")
        elif request.body["model"] not in self.served:
            await _refuse(reply, 404, f"The model {request.body['model']!r} does not exist")
        elif self.trouble == "busy":
            await _refuse(reply, 429, "Rate limit reached")
        elif self.trouble == "broken":
            await _refuse(reply, 500, "Internal error")
        elif self.trouble == "no_tools" and "tools" in request.body:
            await _refuse(reply, 400, '"auto" tool choice requires --enable-auto-tool-choice')
        elif self.trouble == "no_logprobs" and "logprobs" in request.body:
            await _refuse(reply, 400, "logprobs is not supported")
        elif self.trouble == "echoes_key":
            await _refuse(reply, 400, f"Bad request by {self.key}")
        else:
            await self._stream(request.body, reply)

    async def _stream(self, body: dict[str, Any], reply: Reply) -> None:
        reply.begin("text/event-stream")
        form = body.get("response_format")
        schema = form["json_schema"]["schema"] if form else None
        tools = None if self.trouble == "ignores_tools" else body.get("tools")
        said = answer(body["messages"], tools, schema, body["max_tokens"], body.get("stop", ()))
        await self._event(reply, body, {"role": "assistant", "content": ""})
        for number, piece in enumerate(said.pieces):
            if number == 2 and await self._misbehaved(reply):
                return
            await self._say(reply, body, piece)
            await asyncio.sleep(0.002)
        if said.call is not None:
            await self._call(reply, body, said.call)
        await self._event(reply, body, {}, "tool_calls" if said.call else "stop")
        await self._usage(reply, body, said)
        await reply.send("data: [DONE]\n\n")
        await reply.end()

    async def _say(self, reply: Reply, body: dict[str, Any], text: str) -> None:
        choice: dict[str, Any] = {"index": 0, "delta": {"content": text}, "finish_reason": None}
        if body.get("logprobs") and self.trouble != "ignores_logprobs":
            likeliest = alternatives(body["messages"], body["top_logprobs"])
            token = {**likeliest[0], "token": text, "bytes": None, "top_logprobs": likeliest}
            choice["logprobs"] = {"content": [token], "refusal": None}
        await self._chunk(reply, body, {"choices": [choice]})

    async def _misbehaved(self, reply: Reply) -> bool:
        if self.trouble == "error_event":
            await reply.send('data: {"error": {"message": "CUDA error", "type": "server"}}\n\n')
            await reply.end()
        elif self.trouble == "cut":
            reply.cut()
        elif self.trouble == "half_closed":
            await reply.end()
        elif self.trouble == "stall":
            await reply.gone.wait()
            self.hung_up.set()
        else:
            return False
        return True

    async def _call(
        self, reply: Reply, body: dict[str, Any], call: tuple[str, dict[str, Any]]
    ) -> None:
        written = json.dumps(call[1]) if self.trouble != "bad_arguments" else '{"city": Par'
        begun = {"index": 0, "id": "call_abc", "type": "function"}
        await self._event(
            reply, body, {"tool_calls": [begun | {"function": {"name": call[0], "arguments": ""}}]}
        )
        for at in range(0, len(written), 5):
            fragment = {"index": 0, "function": {"arguments": written[at : at + 5]}}
            await self._event(reply, body, {"tool_calls": [fragment]})

    async def _event(
        self, reply: Reply, body: dict[str, Any], delta: dict[str, Any], finish: str | None = None
    ) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        await self._chunk(reply, body, {"choices": [choice]})

    async def _usage(self, reply: Reply, body: dict[str, Any], said: Answer) -> None:
        counts = {
            "prompt_tokens": said.prompt_tokens,
            "completion_tokens": len(said.pieces),
            "total_tokens": said.prompt_tokens + len(said.pieces),
            "prompt_tokens_details": {"cached_tokens": 1},
        }
        if body.get("stream_options", {}).get("include_usage"):
            await self._chunk(reply, body, {"choices": [], "usage": counts})

    async def _chunk(self, reply: Reply, body: dict[str, Any], rest: dict[str, Any]) -> None:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1_760_000_000,
            "model": body["model"],
        }
        await reply.send(f"data: {json.dumps(chunk | rest)}\n\n")


async def _refuse(reply: Reply, status: int, message: str) -> None:
    await reply.json({"error": {"message": message, "type": "invalid_request_error"}}, status)

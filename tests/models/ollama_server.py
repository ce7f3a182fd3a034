"""A fake Ollama that uses its documented wire format.

References
----------
``docs/api.md`` and ``docs/api/*`` of github.com/ollama/ollama: NDJSON streams, errors as
``{"error": …}`` with status 400, 404 or 500, or as a line in a stream that has begun.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Literal

from tests.models.brain import Answer, alternatives, answer
from tests.models.http_server import HttpServer, Reply, Request

NDJSON = "application/x-ndjson"
WHEN = "2026-01-01T12:00:00.123456Z"

Trouble = Literal[
    "",
    "error_before",  # status 500 instead of an answer
    "error_line",  # an error in the stream, before any text
    "error_line_late",  # an error in the stream, after some text
    "cut_before",  # connection lost before any text
    "cut_late",  # connection lost after some text
    "half_line",  # connection lost in the middle of a line
    "half_closed",  # the stream ends properly, but without "done"
    "stall",  # some text, then silence
    "stall_before",  # silence
    "no_think",  # refuses the option "think", as old versions do for some models
    "no_tools",  # refuses tools
    "thinks_aloud",  # thinks in the text although asked not to
    "no_logprobs",  # ignores the request for probabilities, as versions before 0.12.11 do
    "garbage",  # answers, but is not Ollama
]


class OllamaServer(HttpServer):
    """Has `installed` models (name → family, parameters); `trouble` is how it misbehaves."""

    def __init__(self, installed: dict[str, tuple[str, str]] | None = None) -> None:
        super().__init__(self._route)
        self.installed = {"qwen3:4b": ("qwen3", "4.0B")} if installed is None else installed
        self.loaded: list[str] = []
        self.pullable = {"qwen3:0.6b": ("qwen3", "751.63M")}
        self.let_pull_end = asyncio.Event()
        self.let_pull_end.set()
        self.chatting = asyncio.Event()  # a chat request has come
        self.trouble: Trouble = ""

    @property
    def chats(self) -> list[dict[str, Any]]:
        """Bodies of the chat requests so far."""
        return [request.body for request in self.requests if request.path == "/api/chat"]

    async def _route(self, request: Request, reply: Reply) -> None:
        if self.trouble == "garbage":
            await reply.json({"welcome": "to the printer"})
        elif request.path == "/api/tags":
            await reply.json({"models": [self._described(name) for name in self.installed]})
        elif request.path == "/api/ps":
            await reply.json({"models": [self._described(name) for name in self.loaded]})
        elif request.path == "/api/pull":
            await self._pull(request.body["model"], reply)
        elif request.path == "/api/chat":
            await self._chat(request.body, reply)
        else:
            await reply.json({"error": "not found"}, 404)

    def _described(self, name: str) -> dict[str, Any]:
        family, parameters = self.installed[name]
        details = {
            "parent_model": "",
            "format": "gguf",
            "family": family,
            "families": [family],
            "parameter_size": parameters,
            "quantization_level": "Q4_K_M",
        }
        return {
            "name": name,
            "model": name,
            "modified_at": WHEN,
            "size": 2_000_000_000,
            "digest": "a" * 64,
            "details": details,
        }

    async def _pull(self, name: str, reply: Reply) -> None:
        reply.begin(NDJSON)
        await self._line(reply, {"status": "pulling manifest"})
        if name not in self.pullable:
            await self._line(reply, {"error": "pull model manifest: file does not exist"})
            await reply.end()
            return
        layer = {"status": "pulling aaaaaaaaaaaa", "digest": "sha256:" + "a" * 64, "total": 1000}
        await self._line(reply, layer)
        await self._line(reply, layer | {"completed": 340})
        await self.let_pull_end.wait()
        await self._line(reply, layer | {"completed": 1000})
        for status in ("verifying sha256 digest", "writing manifest", "success"):
            await self._line(reply, {"status": status})
        self.installed[name] = self.pullable[name]
        await reply.end()

    async def _chat(self, body: dict[str, Any], reply: Reply) -> None:
        self.chatting.set()
        if body["model"] not in self.installed:
            await reply.json({"error": f"model '{body['model']}' not found"}, 404)
        elif self.trouble == "error_before":
            await reply.json({"error": "llama runner process has terminated"}, 500)
        elif self.trouble == "no_think" and "think" in body:
            await reply.json({"error": f'"{body["model"]}" does not support thinking'}, 400)
        elif self.trouble == "no_tools" and body.get("tools"):  # an empty list is none
            await reply.json({"error": f"{body['model']} does not support tools"}, 400)
        elif self.trouble == "cut_before":
            reply.cut()
        else:
            await self._stream(body, reply)

    async def _stream(self, body: dict[str, Any], reply: Reply) -> None:
        reply.begin(NDJSON)
        options = body["options"]
        said = answer(
            body["messages"],
            body.get("tools"),
            body.get("format"),
            options["num_predict"],
            options.get("stop", ()),
        )
        if self.trouble == "stall_before":
            await reply.gone.wait()
            self.hung_up.set()
            return
        if self.trouble == "error_line":
            await self._line(reply, {"error": "an error was encountered while running the model"})
            return
        if self.trouble == "thinks_aloud":
            for piece in ("<th", "ink>\nThe student", " greets", "</thi", "nk>\n\n"):
                await self._say(reply, body, piece)
        told = body.get("logprobs") and self.trouble != "no_logprobs"
        for number, piece in enumerate(said.pieces):
            if number == 2 and await self._misbehaved(reply):
                return
            await self._say(reply, body, piece, told=bool(told))
            await asyncio.sleep(0.002)
        await self._finish(body, said, reply)

    async def _misbehaved(self, reply: Reply) -> bool:
        if self.trouble == "error_line_late":
            await self._line(reply, {"error": "unexpected EOF"})
        elif self.trouble == "half_line":
            await reply.send('{"model":"qwen3:4b","mess')
            reply.cut()
        elif self.trouble == "half_closed":
            await reply.end()
        elif self.trouble == "cut_late":
            reply.cut()
        elif self.trouble == "stall":
            await reply.gone.wait()
            self.hung_up.set()
        else:
            return False
        return True

    async def _say(self, reply: Reply, body: dict[str, Any], text: str, told: bool = False) -> None:
        part = self._part(body, {"role": "assistant", "content": text})
        if told:
            likeliest = alternatives(body["messages"], body["top_logprobs"])
            part["logprobs"] = [{**likeliest[0], "token": text, "top_logprobs": likeliest}]
        await self._line(reply, part)

    async def _finish(self, body: dict[str, Any], said: Answer, reply: Reply) -> None:
        if said.call is not None:
            function = {"name": said.call[0], "arguments": said.call[1]}
            message = {"role": "assistant", "content": "", "tool_calls": [{"function": function}]}
            await self._line(reply, self._part(body, message))
        last = self._part(body, {"role": "assistant", "content": ""}) | {
            "done": True,
            "done_reason": "stop",
            "total_duration": 5_589_157_167,
            "load_duration": 3_013_701_500,
            "prompt_eval_count": said.prompt_tokens,
            "prompt_eval_duration": 1_160_282_000,
            "eval_count": len(said.pieces),
            "eval_duration": 1_325_948_000,
        }
        await self._line(reply, last)
        await reply.end()

    def _part(self, body: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
        return {"model": body["model"], "created_at": WHEN, "message": message, "done": False}

    async def _line(self, reply: Reply, line: dict[str, Any]) -> None:
        await reply.send(json.dumps(line) + "\n")

"""Embedded language model: llama.cpp in this process, through `xllamacpp`.

The package wraps llama.cpp's HTTP server. It can be called without HTTP, but it always
listens. We let it listen on a Unix socket in a private folder and unlink the socket before
anybody can use it; where there are no Unix sockets it listens on loopback behind a random key.
Our requests never go through the socket.

A call blocks its thread and reports through a callback on that thread, which stops the
work by returning True. So every stream has a worker thread and a queue back to the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import xllamacpp

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    Message,
    ModelStatus,
    RefusedRequest,
)
from models.llm.choice import chosen
from models.llm.llama_slots import Slot, Slots
from models.llm.schema_limits import check_schema
from models.llm.wire import ChunkReader, call_schema, openai_request

log = logging.getLogger(__name__)

BATCH_TOKENS = 64
"""Prompt tokens read at a time. A cancelled call, and the next token of other sessions, wait for
one batch: 0.3 s for 64 tokens at 200 tokens/s; reading is only 6 % slower than with 512."""

SOCKET_PATH_BYTES = 100  # the kernel's limit on Unix socket paths is 104 (macOS) or 108


class LlamaCpp:
    """A GGUF model in this process.

    The constructor blocks (0.4 s to several seconds) and may run in any thread; all methods are
    called on the event loop.

    Parameters
    ----------
    gguf : Path
        The model file.
    name : str
        Its name on the page.
    context_tokens : int
        Context length of each session, in tokens.
    sessions : int
        How many answers are generated at once; further requests wait.
    threads : int
        CPU threads for generation, shared by all sessions.
    read_threads : int
        CPU threads for reading prompts.
    why : str
        One sentence for the user: why this model answers.

    Raises
    ------
    EngineUnavailable
        The file cannot be loaded.
    """

    def __init__(
        self,
        gguf: Path,
        name: str,
        context_tokens: int = 4096,
        sessions: int = 4,
        threads: int = 2,
        read_threads: int = 2,
        why: str = "The embedded model was chosen",
    ) -> None:
        self.status = ModelStatus("llamacpp", name, why, context_tokens)
        self._server: xllamacpp.Server | None = _load(
            gguf, context_tokens, sessions, threads, read_threads
        )
        # Twice as many threads as slots: a cancelled call ends only after its current batch,
        # and the next one must not wait for it.
        self._workers = ThreadPoolExecutor(2 * sessions, thread_name_prefix="llama")
        self._calls: set[_Call] = set()
        self._slots = Slots(sessions)

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        for schema in (options.json_schema, *(tool.parameters for tool in options.tools)):
            check_schema(schema or {})
        slot = self._slots.take(messages)
        async with aclosing(self._answer(messages, options, slot)) as answer:
            async for delta in answer:
                yield delta

    async def _answer(
        self, messages: Sequence[Message], options: GenerateOptions, slot: Slot
    ) -> AsyncGenerator[Delta]:
        if options.tools and options.tool_choice == "required":
            # llama.cpp's own grammar for this lets a small model write calls without end.
            schema = call_schema(options.tools)
            options = replace(options, tool_choice="auto", json_schema=schema)
        request = openai_request(messages, options)
        # Without this, Qwen3 and similar models think aloud for hundreds of tokens first.
        request["chat_template_kwargs"] = {"enable_thinking": False}
        # Progress reports run the callback while the prompt is read, so that it can be cancelled.
        request["return_progress"] = True
        request["id_slot"] = slot.number
        reader = ChunkReader(options.tools)
        call = _Call(asyncio.get_running_loop())
        self._calls.add(call)
        try:
            if self._server is None:
                raise EngineUnavailable("The embedded language model has been shut down")
            self._workers.submit(call.run, self._server, request)
            while (chunk := await call.next_chunk()) is not None:
                for delta in reader.feed(chunk):
                    yield delta
            for delta in reader.finish():
                yield delta
        finally:
            call.cancelled = True
            self._calls.discard(call)
            self._slots.free(slot)

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        return await chosen(self.stream, messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        """Read `messages` into the prompt cache."""
        # llama.cpp generates at least one token.
        options = GenerateOptions(max_tokens=1, temperature=0)
        slot = self._slots.take(messages, fresh=True)
        try:
            async with aclosing(self._answer(messages, options, slot)) as answer:
                async for _ in answer:
                    pass
        except EngineError as error:
            log.debug("could not warm the prompt cache: %s", error)

    async def models(self) -> tuple[str, ...]:
        """Name of the one loaded model."""
        return (self.status.model,)

    async def aclose(self) -> None:
        """Stop all answers and free the model; may be called while streams are being read."""
        self._server = None  # freed once the last running call has returned
        for call in self._calls:
            call.cancelled = True
        await asyncio.to_thread(self._workers.shutdown)


class _Call:
    """One request. `run` and the callback run on a worker thread, the rest on the event loop.

    Compared by identity. `cancelled` is the only attribute that both sides write, and only to
    True, so it needs no lock.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.cancelled = False
        self._loop = loop
        self._queue = asyncio.Queue[Mapping[str, Any] | EngineError | None]()

    def run(self, server: xllamacpp.Server, request: dict[str, Any]) -> None:
        """Make the blocking call; always ends the queue."""
        ending: EngineError | None = None
        try:
            if not self.cancelled:
                server.handle_chat_completions(request, self._on_chunk)
        except (ValueError, RuntimeError) as error:
            ending = RefusedRequest(f"llama.cpp refused the request: {error}")
        if self.cancelled:  # cancelled by `aclose`, while somebody is still reading
            ending = EngineFailed("The embedded language model was shut down")
        self._hand_over(ending)

    async def next_chunk(self) -> Mapping[str, Any] | None:
        """The next chunk that the callback received, None at the end."""
        item = await self._queue.get()
        if isinstance(item, EngineError):
            raise item
        return item

    def _on_chunk(self, chunk: dict[str, Any]) -> bool:
        if error := chunk.get("error"):
            self._hand_over(_refusal(error))
            return True
        self._hand_over(chunk)
        return self.cancelled

    def _hand_over(self, item: Mapping[str, Any] | EngineError | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._queue.put_nowait, item)
        except RuntimeError:  # the event loop was closed: nobody is reading any more
            self.cancelled = True


def _refusal(error: Mapping[str, Any]) -> EngineError:
    if error.get("type") == "exceed_context_size_error":
        return RefusedRequest(
            f"The conversation has {error.get('n_prompt_tokens')} tokens, but the embedded "
            f"model's context holds {error.get('n_ctx')}",
            "Start afresh, or set a larger context",
        )
    kind = RefusedRequest if error.get("type") == "invalid_request_error" else EngineFailed
    return kind(f"llama.cpp could not answer: {error.get('message')}")


def _load(
    gguf: Path, context_tokens: int, sessions: int, threads: int, read_threads: int
) -> xllamacpp.Server:
    _check_file(gguf)
    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    params.n_ctx = context_tokens * sessions  # llama.cpp divides it among the slots
    params.n_parallel = sessions
    params.n_batch = params.n_ubatch = BATCH_TOKENS
    params.cache_ram_mib = 0  # each conversation keeps its slot, so no cache is moved
    params.cache_idle_slots = False
    params.cpuparams.n_threads, params.cpuparams_batch.n_threads = threads, read_threads
    params.n_threads_http = 1
    params.ui = params.endpoint_slots = False
    params.verbosity = 3 if log.isEnabledFor(logging.DEBUG) else 0
    params.api_keys = [secrets.token_urlsafe(32)]
    with tempfile.TemporaryDirectory(prefix="viva-") as folder:
        params.hostnames = [_address(folder)]
        try:
            server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise EngineUnavailable(
                f"llama.cpp could not load the model {gguf}",
                "The file may be damaged or of an unknown kind, or memory too small: "
                "fetch it again, or choose a smaller model",
            ) from error
    # Freeing a server whose loop has not started yet hangs for ever: make it run once.
    server.handle_completions({"prompt": " ", "max_tokens": 1})
    return server


def _address(folder: str) -> str:
    """Where to listen: a Unix socket in `folder` if possible, else any free loopback port."""
    path = Path(folder) / "llama.sock"
    fits = len(os.fsencode(path)) < SOCKET_PATH_BYTES
    return str(path) if hasattr(socket, "AF_UNIX") and fits else "127.0.0.1"


def _check_file(gguf: Path) -> None:
    try:
        with gguf.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise EngineUnavailable(
            f"The model file {gguf} cannot be read: {error.strerror}",
            "Fetch it again, or name another file",
        ) from error
    if magic != b"GGUF":
        raise EngineUnavailable(
            f"The file {gguf} is not a GGUF model", "Name a file in llama.cpp's GGUF format"
        )

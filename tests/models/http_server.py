"""A small HTTP/1.1 server for tests, with full control over how an answer breaks off.

One connection serves one request, so that the end of a connection is the end of an answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: Any  # parsed JSON, None if there was none


class HungUp(Exception):
    """The client closed the connection while it was being answered."""


class Reply:
    """The answer to one request: `json`, or `begin`, `send`… and `end` or `cut`."""

    def __init__(self, writer: asyncio.StreamWriter, gone: asyncio.Event) -> None:
        self._writer = writer
        self.gone = gone

    async def json(self, body: object, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self._head(status, "application/json", f"Content-Length: {len(data)}")
        self._writer.write(data)
        await self._writer.drain()

    def begin(self, content_type: str) -> None:
        self._head(200, content_type, "Transfer-Encoding: chunked")

    async def send(self, text: str) -> None:
        """One piece of a streamed answer; raises HungUp if nobody listens any more."""
        data = text.encode()
        self._writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        try:
            await self._writer.drain()
        except ConnectionError:
            self.gone.set()
        await asyncio.sleep(0)  # let the watcher see the end of the connection
        if self.gone.is_set():
            raise HungUp

    async def end(self) -> None:
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    def cut(self) -> None:
        """Break off: the connection ends without the end of the answer."""
        self._writer.close()

    def _head(self, status: int, content_type: str, length: str) -> None:
        self._writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n{length}\r\n"
            "Connection: close\r\n\r\n".encode()
        )


Handler = Callable[[Request, Reply], Awaitable[None]]


class HttpServer:
    """Serves `handle` on a free port of the loopback interface, inside ``async with``."""

    def __init__(self, handle: Handler) -> None:
        self._handle = handle
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[Request] = []
        self.hung_up = asyncio.Event()  # some client left in the middle of an answer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def die(self) -> None:
        """Stop like a killed process: nothing listens, and all connections break."""
        await self.__aexit__(None, None, None)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        gone = asyncio.Event()
        watcher: asyncio.Task[None] | None = None
        try:
            request = await _read(reader)
            self.requests.append(request)
            watcher = asyncio.create_task(self._watch(reader, gone))
            await self._handle(request, Reply(writer, gone))
        except (HungUp, ConnectionError):
            self.hung_up.set()
        except asyncio.IncompleteReadError:
            pass  # a client that only tried whether anybody listens
        finally:
            if watcher is not None:
                watcher.cancel()
            writer.close()

    async def _watch(self, reader: asyncio.StreamReader, gone: asyncio.Event) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read(1)
        gone.set()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.rstrip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    data = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, json.loads(data) if data else None)

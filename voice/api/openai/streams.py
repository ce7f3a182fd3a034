"""Streamed responses, and cancelling work when the client hangs up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from voice.api.openai.errors import CLIENT_GONE, ApiError, documented, dumped

T = TypeVar("T")

EVENTS = "text/event-stream"


def whole_or_streamed(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """Responses of a language model route, for the OpenAPI document."""
    streamed = {EVENTS: {"schema": {"type": "string"}}}
    return {200: {"model": model, "content": streamed}, **documented(404, 500, 503)}


class Turnstile:
    """Limits concurrency: a number of requests run, some wait, the rest are refused.

    Parameters
    ----------
    most : int
        Requests that run at once.
    waiting : int
        Requests that may wait.
    """

    def __init__(self, most: int, waiting: int) -> None:
        self._free = asyncio.Semaphore(most)
        self._waiting = waiting
        self._queue = 0

    @contextlib.asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Hold one of the places.

        Raises
        ------
        ApiError
            Status 429: too many are waiting already.
        """
        if self._free.locked():
            if self._queue >= self._waiting:
                raise ApiError(
                    429,
                    "Too many requests are being answered",
                    "Try again in a moment",
                    code="rate_limit_exceeded",
                )
            self._queue += 1
            try:
                await self._free.acquire()
            finally:
                self._queue -= 1
        else:
            await self._free.acquire()
        try:
            yield
        finally:
            self._free.release()


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await `work`, cancelling it when the client hangs up."""
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise ApiError(CLIENT_GONE, "The client has hung up")
    finally:
        for one in (task, gone):
            one.cancel()
        # Awaited, so that everything `work` held is released when this returns.
        await asyncio.wait((task, gone))


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class Streamed(StreamingResponse):
    """A response that sends pieces as they come, and always closes their source at the end."""

    def __init__(
        self, first: bytes, rest: AsyncGenerator[bytes, None], media_type: str, **headers: str
    ) -> None:
        self._first, self._rest = first, rest
        super().__init__(self._all(), headers=headers, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        async with contextlib.aclosing(self._rest):
            await super().__call__(scope, receive, send)

    async def _all(self) -> AsyncIterator[bytes]:
        yield self._first
        async for piece in self._rest:
            yield piece


async def begun(
    request: Request, pieces: AsyncGenerator[bytes, None], media_type: str, **headers: str
) -> Streamed:
    """Respond with `pieces` after awaiting the first, so that an early error sets the status."""

    async def first() -> bytes:
        return await anext(pieces, b"")

    try:
        return Streamed(await unless_gone(request, first()), pieces, media_type, **headers)
    except BaseException:
        await pieces.aclose()
        raise


def event(data: dict[str, Any], named: bool = False) -> bytes:
    """A server-sent event; with `named`, its type is sent as the event's name as well."""
    name = f"event: {data['type']}\n" if named else ""
    return f"{name}data: {dumped(data)}\n\n".encode()

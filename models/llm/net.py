"""Helpers shared by the language models behind a network connection."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from models.base import EngineFailed, VivaError

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Patience:
    """Timeouts for another machine, or another process on this one."""

    connect_s: float = 5.0  # for a connection; on loopback 1 s at most
    first_s: float = 300.0  # for the first piece: the model may have to be loaded from disk
    next_s: float = 30.0  # between pieces; on slow machines one token may take a second

    def for_url(self, url: str) -> Patience:
        """A copy with a short connection timeout if `url` is on this machine."""
        if not is_loopback(url):
            return self
        return Patience(min(self.connect_s, 1.0), self.first_s, self.next_s)


def is_loopback(url: str) -> bool:
    """Whether `url` names this machine, so that no proxy must be used."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def paced(
    parts: AsyncIterator[Part], patience: Patience, server: str
) -> AsyncGenerator[Part]:
    """Yield `parts`, giving up on a server that keeps the connection open but sends nothing.

    Raises
    ------
    EngineFailed
        Nothing came for `patience.first_s`, or later for `patience.next_s`.
    """
    limit_s = patience.first_s
    while True:
        try:
            async with asyncio.timeout(limit_s):
                part = await anext(parts)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise EngineFailed(
                f"{server} has said nothing for {limit_s:g} seconds",
                "Ask again, or restart it",
            ) from None
        yield part
        limit_s = patience.next_s


def why_with_trouble(why: str, trouble: VivaError | None) -> str:
    """The reason for the choice, and what is wrong with the model now, if anything."""
    return f"{why}; {trouble}" if trouble else why

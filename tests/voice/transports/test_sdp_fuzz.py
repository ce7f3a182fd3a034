"""Offers that are broken in every way: an error or a call, and nothing is left of either."""

from __future__ import annotations

import asyncio
import gc
import random
import tracemalloc
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.house import SOON_S, House, offered

Offer = Callable[[httpx.AsyncClient, str, int], Awaitable[int]]

OFFERS = 250
"""To each of the two ways to offer."""

JUNK = ["", "a=", "m=audio", "m=video 9 X 0", "\0", "a=fingerprint:sha-256 zz", "a=mid:9" * 50,
        "a=candidate:1 1 udp 1 256.1.1.1 99999 typ host", "a=setup:nobody", "v=9"]  # fmt: skip

MOST_GROWTH = 4_000_000
"""Bytes that may be held after all of them; one call takes half of it."""


def broken(sdp: str, chance: random.Random) -> str:
    """`sdp` with a few of its lines lost, doubled, cut, swapped or replaced."""
    lines = sdp.split("\r\n")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 3:
                lines[at] = chance.choice(JUNK)
            case 4:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                del lines[at:]
        lines = lines or [""]
    return "\r\n".join(lines)


async def at_the_page(client: httpx.AsyncClient, sdp: str, number: int) -> int:
    """Offer as the page does, and hang up."""
    body = {"type": "offer", "sdp": sdp, "webrtc_id": f"fuzz-{number}"}
    answer = await client.post("/webrtc/offer", json=body)
    await client.post("/webrtc/hangup", json={"webrtc_id": f"fuzz-{number}"})
    return answer.status_code


async def at_the_api(client: httpx.AsyncClient, sdp: str, number: int) -> int:
    """Offer as a client of the Realtime API does, and hang up."""
    headers = {"content-type": "application/sdp"}
    content = sdp.encode("utf-8", "replace")
    answer = await client.post("/v1/realtime/calls", content=content, headers=headers)
    if address := answer.headers.get("location"):
        await client.post(f"{address}/hangup")
    return answer.status_code


@pytest.mark.parametrize("offer", [at_the_page, at_the_api], ids=["page", "api"])
async def test_broken_offers_leave_nothing(
    house: House, client: httpx.AsyncClient, offer: Offer
) -> None:
    chance = random.Random(7)
    sound = await offered()
    for number in range(10):  # what is loaded and kept on first use
        await offer(client, broken(sound, chance), -number)
    tasks = asyncio.all_tasks()
    gc.collect()
    tracemalloc.start()
    statuses = set()
    for number in range(OFFERS):
        statuses.add(await offer(client, broken(sound, chance), number))
    assert statuses <= {200, 201, 400, 422}
    assert 400 in statuses
    async with asyncio.timeout(SOON_S):
        # aiortc has no event for the end of its own tasks.
        while house.sessions.places.taken or not asyncio.all_tasks() <= tasks:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await house.sessions.close_all()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < MOST_GROWTH

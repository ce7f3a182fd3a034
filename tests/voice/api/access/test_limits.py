"""Token buckets, and who counts as one visitor."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from tests.fakes import Clock
from voice.api.access.limits import (
    KEPT,
    MAX_BODY_BYTES,
    Buckets,
    Rate,
    address,
    is_costly,
    most_bytes,
    too_many,
)


def connection(host: str = "", method: str = "POST", path: str = "/") -> HTTPConnection:
    kind = "websocket" if method == "WS" else "http"
    client = (host, 1) if host else None
    return HTTPConnection({"type": kind, "method": method, "path": path, "client": client})


async def test_a_bucket_is_emptied_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=3, per_s=0.5), clock.now)
    assert [buckets.take("ada") for _ in range(4)] == [0, 0, 0, 2]
    assert buckets.take("bob") == 0, "each has one"
    await clock.advance(1)
    assert buckets.take("ada") == 1
    await clock.advance(1)
    assert [buckets.take("ada"), buckets.take("ada")] == [0, 2]
    await clock.advance(1000)
    assert [buckets.take("ada") for _ in range(4)] == [0, 0, 0, 2], "it overflows"


async def test_strangers_do_not_fill_the_memory() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=2, per_s=1), clock.now)
    buckets.take("ada")
    buckets.take("ada")
    for number in range(KEPT - 1):
        buckets.take(f"stranger {number}")
    await clock.advance(1)
    buckets.take("another")
    assert len(buckets._levels) == 2
    assert buckets.take("ada") == 0
    assert buckets.take("ada") == 1, "who was forgotten could begin again"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("testclient", "testclient", True),
    ],
)
def test_one_visitor(one: str, other: str, same: bool) -> None:
    assert (address(connection(one)) == address(connection(other))) is same


def test_who_comes_from_nowhere() -> None:
    assert address(connection()) == ""


@pytest.mark.parametrize(
    ("method", "path", "costly"),
    [
        ("POST", "/webrtc/offer", True),
        ("WS", "/webrtc/socket", True),
        ("WS", "/v1/realtime", True),
        ("POST", "/v1/audio/speech", True),
        ("GET", "/v1/models", False),
        ("GET", "/webrtc/place", False),
        ("POST", "/session/x/say", False),
    ],
)
def test_what_gives_engines_work(method: str, path: str, costly: bool) -> None:
    assert is_costly(connection("10.0.0.1", method, path)) is costly


def test_how_large_a_request_may_be() -> None:
    assert most_bytes("/session/x/say") == MAX_BODY_BYTES
    assert most_bytes("/exam/banks") > 10_000_000
    assert most_bytes("/v1/audio/transcriptions") > 25_000_000


def test_how_long_to_wait_is_whole_seconds() -> None:
    assert too_many(0.2).headers == {"retry-after": "1"}
    assert too_many(2.1).headers == {"retry-after": "3"}

"""Limits on the rate and the size of requests."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.requests import HTTPConnection

from voice.api.common.refused import Refused
from voice.transports.wire import MAX_BANK_CHARACTERS

MAX_BODY_BYTES = 1_100_000
"""Largest request body, unless `BODY_BYTES` says otherwise; no valid one is that large."""

BODY_BYTES: Mapping[str, int] = MappingProxyType(
    {
        "/exam/": MAX_BANK_CHARACTERS + 1000,
        "/v1/banks": MAX_BANK_CHARACTERS + 1000,
        "/v1/audio/": 26_214_400 + 65_536,  # OpenAI's 25 MB, plus the rest of the form
    }
)
"""Largest request body by prefix of the path."""

COSTLY = ("/webrtc/offer", "/webrtc/socket", "/exam/", "/check/", "/v1/")
"""Path prefixes where requests other than reads make an engine work."""

KEPT = 4096
"""Number of visitors from which on buckets that are full again are dropped."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: `burst` requests at once, then `per_s` requests per second."""

    burst: float
    per_s: float


@dataclass(frozen=True, slots=True)
class Rates:
    """Limits for one visitor, far above what a page, or a class behind one address, needs."""

    costly: Rate = Rate(300, 5)
    other: Rate = Rate(1200, 40)
    failures: Rate = Rate(20, 1 / 6)  # wrong keys and passwords


ON_THIS_MACHINE = Rates(costly=Rate(5000, 100), other=Rate(20_000, 400))
"""Limits for a server that only this machine can reach: a guard against runaway loops."""


class Buckets:
    """Token buckets of one rate, one for each visitor.

    Parameters
    ----------
    rate : Rate
        Rate of each bucket.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._levels: dict[str, tuple[float, float]] = {}  # visitor -> (level, when)

    def wait_s(self, who: str) -> float:
        """Seconds until this visitor's next request is allowed; 0 if it is now."""
        return max(0.0, (1 - self._level(who)) / self._rate.per_s)

    def take(self, who: str) -> float:
        """Count a request; returns 0, or the seconds to wait if the bucket was empty."""
        if (wait := self.wait_s(who)) > 0:
            return wait
        self._levels[who] = (self._level(who) - 1, self._now())
        if len(self._levels) > KEPT:
            self._forget()
        return 0.0

    def _level(self, who: str) -> float:
        level, when = self._levels.get(who, (self._rate.burst, 0.0))
        return min(self._rate.burst, level + (self._now() - when) * self._rate.per_s)

    def _forget(self) -> None:
        self._levels = {
            who: kept for who, kept in self._levels.items() if self._level(who) < self._rate.burst
        }


def address(connection: HTTPConnection) -> str:
    """Origin of a connection: an IPv4 address, or the network of an IPv6 one."""
    host = connection.client.host if connection.client else ""
    try:
        one = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(one, ipaddress.IPv6Address):
        # Whoever has one address of such a network usually has all of it.
        return str(ipaddress.ip_network((one, 64), strict=False))
    return str(one)


def is_costly(connection: HTTPConnection) -> bool:
    """Whether a request makes an engine work."""
    path: str = connection.scope["path"]
    sends = connection.scope["type"] == "websocket" or connection.scope["method"] == "POST"
    return sends and path.startswith(COSTLY)


def most_bytes(path: str) -> int:
    """Largest request body for `path`, in bytes."""
    return next((n for begin, n in BODY_BYTES.items() if path.startswith(begin)), MAX_BODY_BYTES)


def too_many(wait_s: float) -> Refused:
    """The refusal of a visitor with too many requests."""
    return Refused(
        429, "Too many requests", f"Wait {max(1, round(wait_s))} s", retry_after_s=wait_s
    )


def too_large(most: int) -> Refused:
    """The refusal of a request whose body is too large."""
    return Refused(413, "This request is too large", f"Send at most {most / 1e6:.0f} MB")

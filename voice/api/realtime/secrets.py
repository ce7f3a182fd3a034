"""Ephemeral keys, with which a web page opens one realtime call without a long-lived key.

The web page's server requests such a key with its own key (`POST /v1/realtime/client_secrets`) and
passes it to the page. The key opens one call, within a minute by default, with the session
configuration that it was made for, and cannot be used for anything else.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import HTTPConnection

from voice.api.access.guard import Visitor, presented
from voice.api.common.refused import Refused

PREFIX = "ek_"

PATHS = frozenset({"/v1/realtime", "/v1/realtime/calls"})
"""Paths that open a call."""

LIFE_S = 60
"""Default life of a key. OpenAI's is ten minutes, but a page that has just requested a key needs
seconds."""

SHORTEST_S, LONGEST_S = 10, 7200
"""Limits of a requested life (OpenAI's API reference)."""

KEPT = 1000
"""Most unused keys; beyond that, the oldest is dropped."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A new key."""

    value: str
    expires_at: int  # seconds since 1970


class ClientSecrets:
    """The ephemeral keys of this process; only their digests are kept.

    Parameters
    ----------
    now : callable
        Wall clock in seconds since 1970.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}  # digest -> (expiry, config)

    def issue(self, config: dict[str, Any], life_s: int = LIFE_S) -> Secret:
        """Make a key that opens one call within `life_s` seconds.

        `config` has the fields of `session.update`, already validated.
        """
        self._forget_expired()
        while len(self._kept) >= KEPT:
            del self._kept[next(iter(self._kept))]
        value = PREFIX + secrets.token_urlsafe(32)
        expires_at = int(self._now()) + life_s
        self._kept[_digest(value)] = (expires_at, config)
        return Secret(value, expires_at)

    def credential(self, connection: HTTPConnection) -> Visitor | None:
        """Authenticate a request that opens a call with a valid key, without using the key up.

        Raises
        ------
        Refused
            The key is invalid, or not valid for this request.
        """
        key = presented(connection)
        if not key.startswith(PREFIX):
            return None
        if connection.scope["path"] not in PATHS:
            raise Refused(403, "An ephemeral key opens one call and nothing else", "Use an API key")
        self._forget_expired()
        if _digest(key) not in self._kept:
            raise _no_good()
        return Visitor(f"ephemeral {_digest(key)[:16]}")

    def use_up(self, connection: HTTPConnection) -> dict[str, Any] | None:
        """Use up the key of a connection and return its configuration; None without such a key.

        Raises
        ------
        Refused
            It has been used since the guard checked it.
        """
        key = presented(connection)
        if not key.startswith(PREFIX):
            return None
        self._forget_expired()
        found = self._kept.pop(_digest(key), None)
        if found is None:
            raise _no_good()
        return found[1]

    def _forget_expired(self) -> None:
        now = self._now()
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] > now}


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()


def _no_good() -> Refused:
    return Refused(
        401,
        "This ephemeral key has expired, was used already, or is not known here",
        "Ask your server for a new one",
        "invalid_api_key",
    )

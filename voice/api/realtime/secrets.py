"""Ephemeral keys: what a web page gets in place of a long-lived key, to open one realtime call.

A server of one's own asks for such a key with its own key (`POST /v1/realtime/client_secrets`)
and hands it to the page. It opens one call, within a minute by default, with the session
configuration it was made for, and is good for nothing else.
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
"""Where a call is opened."""

LIFE_S = 60
"""For which a key can be used if nobody says otherwise. OpenAI's own lives ten minutes; a page
that has just asked for one needs seconds."""

SHORTEST_S, LONGEST_S = 10, 7200
"""What may be asked for (OpenAI's API reference)."""

KEPT = 1000
"""Unused keys at once; beyond it the oldest is dropped."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A key that was just made."""

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
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}  # digest -> (expiry, for what)

    def issue(self, config: dict[str, Any], life_s: int = LIFE_S) -> Secret:
        """Make a key that opens one call within `life_s` seconds.

        `config` is what `session.update` would bring; it has been checked.
        """
        self._forget_expired()
        while len(self._kept) >= KEPT:
            del self._kept[next(iter(self._kept))]
        value = PREFIX + secrets.token_urlsafe(32)
        expires_at = int(self._now()) + life_s
        self._kept[_digest(value)] = (expires_at, config)
        return Secret(value, expires_at)

    def credential(self, connection: HTTPConnection) -> Visitor | None:
        """Vouch for whoever opens a call with a key that is still good; it is not used up yet.

        Raises
        ------
        Refused
            The key is not good, or not good for this.
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
        """What the key of this connection was made for; None if it brought another or none.

        Raises
        ------
        Refused
            Somebody else has used it since the guard looked.
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

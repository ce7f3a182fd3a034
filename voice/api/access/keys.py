"""API keys."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from starlette.requests import HTTPConnection

from voice.api.access.guard import Visitor, presented


class ApiKeys:
    """The valid API keys; only their digests are kept.

    Parameters
    ----------
    keys : iterable of str
        One for each person or program.
    shared : bool
        Whether several people use the same key, so that it does not identify anybody.
    """

    def __init__(self, keys: Iterable[str], shared: bool = False) -> None:
        self._digests = [_digest(key) for key in keys]
        self._shared = shared

    def __call__(self, connection: HTTPConnection) -> Visitor | None:
        """The holder of the key in a request; a `Credential`."""
        key = presented(connection)
        return self.holder(key) if key else None

    def holder(self, key: str) -> Visitor | None:
        """The holder of a key; takes the same time for wrong and right ones."""
        given = _digest(key)
        found: bytes | None = None
        for digest in self._digests:
            if hmac.compare_digest(given, digest):
                found = digest
        if found is None:
            return None
        name = f"key {found.hex()[:16]}"
        return Visitor(name, "" if self._shared else name)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()

"""Ephemeral keys: one call each, soon, and nothing else."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from voice.api.common.refused import Refused
from voice.api.realtime.secrets import KEPT, LIFE_S, ClientSecrets

CONFIG = {"instructions": "Ask about cells."}


class Time:
    """A clock that is set by hand."""

    now_s = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now_s


def asking(key: str, path: str = "/v1/realtime", subprotocol: bool = False) -> HTTPConnection:
    """A connection that brings `key`."""
    headers = [] if subprotocol else [(b"authorization", b"Bearer " + key.encode())]
    protocols = ["realtime", f"openai-insecure-api-key.{key}"] if subprotocol else []
    scope = {"type": "websocket", "path": path, "headers": headers, "subprotocols": protocols}
    return HTTPConnection(scope)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def keys(time: Time) -> ClientSecrets:
    return ClientSecrets(time)


@pytest.mark.parametrize("subprotocol", [False, True])
def test_a_key_opens_one_call_with_what_it_was_made_for(
    keys: ClientSecrets, subprotocol: bool
) -> None:
    key = keys.issue(CONFIG)
    assert key.value.startswith("ek_")
    connection = asking(key.value, subprotocol=subprotocol)
    assert keys.credential(connection) is not None
    assert keys.use_up(connection) == CONFIG
    with pytest.raises(Refused) as refused:
        keys.use_up(connection)
    assert refused.value.status == 401
    with pytest.raises(Refused):
        keys.credential(connection)


def test_a_key_expires(keys: ClientSecrets, time: Time) -> None:
    key = keys.issue(CONFIG)
    assert key.expires_at == 1000 + LIFE_S
    time.now_s += LIFE_S - 1
    assert keys.credential(asking(key.value)) is not None
    time.now_s += 1
    with pytest.raises(Refused) as refused:
        keys.credential(asking(key.value))
    assert refused.value.status == 401
    with pytest.raises(Refused):
        keys.use_up(asking(key.value))


@pytest.mark.parametrize("path", ["/v1/realtime/client_secrets", "/v1/models", "/session/x", "/"])
def test_a_key_is_good_for_nothing_else(keys: ClientSecrets, path: str) -> None:
    key = keys.issue(CONFIG)
    with pytest.raises(Refused) as refused:
        keys.credential(asking(key.value, path))
    assert refused.value.status == 403


def test_a_made_up_key_opens_nothing(keys: ClientSecrets) -> None:
    with pytest.raises(Refused) as refused:
        keys.credential(asking("ek_" + "a" * 43))
    assert refused.value.status == 401


def test_other_keys_are_for_others_to_judge(keys: ClientSecrets) -> None:
    assert keys.credential(asking("sk-something")) is None
    assert keys.use_up(asking("sk-something")) is None


def test_unused_keys_do_not_pile_up(keys: ClientSecrets) -> None:
    first = keys.issue(CONFIG)
    last = [keys.issue(CONFIG) for _ in range(KEPT)][-1]
    assert keys.credential(asking(last.value)) is not None
    with pytest.raises(Refused):
        keys.credential(asking(first.value))

"""Session tokens: what lets whom do what, and what lets nobody do anything."""

from __future__ import annotations

import base64
import json
from typing import Any, get_args

import jwt
import pytest

from voice.api.access.guard import Refused
from voice.api.access.tokens import (
    LEEWAY_S,
    LONGEST_LIFE_S,
    Role,
    Tokens,
    is_public,
    looks_signed,
    public_name,
)

ONE, OTHER = "one-session-that-cannot-be-guessed", "another-session"
SECRET = b"s" * 32


class Watch:
    """A clock on the wall."""

    def __init__(self) -> None:
        self.now_s = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def tokens(clock: Watch) -> Tokens:
    return Tokens(SECRET, clock)


def refused(tokens: Tokens, token: str, status: int, role: Role = "watch", at: str = ONE) -> str:
    """The words with which a token is refused."""
    with pytest.raises(Refused) as raised:
        tokens.check(token, at, role)
    assert raised.value.status == status
    return raised.value.problem


def test_a_token_lets_in(tokens: Tokens) -> None:
    watching, taking_part = tokens.issue(ONE, "watch", 60), tokens.issue(ONE, "take_part", 60)
    tokens.check(watching, ONE, "watch")
    tokens.check(taking_part, ONE, "watch")
    tokens.check(taking_part, ONE, "take_part")
    tokens.check(watching, public_name(ONE), "watch")


def test_who_watches_never_takes_part(tokens: Tokens) -> None:
    said = refused(tokens, tokens.issue(ONE, "watch", 60), 403, "take_part")
    assert said == "With this token you may only watch"


def test_who_teaches_watches_and_never_takes_part(tokens: Tokens) -> None:
    teaching = tokens.issue(ONE, "teach", 60)
    tokens.check(teaching, ONE, "teach")
    tokens.check(teaching, ONE, "watch")
    said = refused(tokens, teaching, 403, "take_part")
    assert said == "With this token you may only watch and correct marks"
    refused(tokens, tokens.issue(ONE, "watch", 60), 403, "teach")


def test_another_session_is_another_session(tokens: Tokens) -> None:
    for role in get_args(Role):
        assert "another session" in refused(tokens, tokens.issue(OTHER, role, 60), 403)
        assert "another session" in refused(tokens, tokens.issue(ONE, role, 60), 403, at=OTHER)


def test_a_token_expires_once_any_clock_says_so(tokens: Tokens, clock: Watch) -> None:
    token = tokens.issue(ONE, "watch", 60)
    clock.now_s += 60 + LEEWAY_S - 0.1
    tokens.check(token, ONE, "watch")
    clock.now_s += 0.2
    assert "expired" in refused(tokens, token, 401)


def test_a_clock_that_was_set_back_a_little_does_no_harm(tokens: Tokens, clock: Watch) -> None:
    token = tokens.issue(ONE, "watch", 60)
    clock.now_s -= LEEWAY_S - 0.1
    tokens.check(token, ONE, "watch")
    clock.now_s -= 0.2
    assert "not valid yet" in refused(tokens, token, 401)


def test_nobody_is_let_in_for_longer_than_half_a_day(tokens: Tokens, clock: Watch) -> None:
    token = tokens.issue(ONE, "watch", 1e9)
    clock.now_s += LONGEST_LIFE_S + LEEWAY_S + 1
    refused(tokens, token, 401)


def test_what_was_withdrawn_stays_so(tokens: Tokens, clock: Watch) -> None:
    watching, taking_part = tokens.issue(ONE, "watch", 60), tokens.issue(ONE, "take_part", 60)
    elsewhere = tokens.issue(OTHER, "watch", 60)
    tokens.revoke(ONE, "watch")
    assert "withdrawn" in refused(tokens, watching, 401)
    tokens.check(taking_part, ONE, "take_part")
    tokens.check(elsewhere, OTHER, "watch")
    tokens.check(tokens.issue(ONE, "watch", 60), ONE, "watch")
    teaching = tokens.issue(ONE, "teach", 60)
    tokens.revoke(ONE)
    refused(tokens, watching, 401)
    refused(tokens, taking_part, 401)
    refused(tokens, teaching, 401)
    clock.now_s += 30
    tokens.revoke(ONE)
    refused(tokens, watching, 401)


def test_a_withdrawal_is_kept_until_the_last_token_has_expired(
    tokens: Tokens, clock: Watch
) -> None:
    long, short = tokens.issue(ONE, "watch", 600), tokens.issue(ONE, "watch", 60)
    tokens.revoke(ONE)
    tokens.issue(ONE, "watch", 60)
    tokens.revoke(ONE)
    clock.now_s += 599
    tokens.issue(OTHER, "watch", 1)
    assert "withdrawn" in refused(tokens, long, 401)
    assert "expired" in refused(tokens, short, 401)


def test_nothing_is_kept_for_ever(tokens: Tokens, clock: Watch) -> None:
    for number in range(500):
        tokens.issue(f"session {number}", "watch", 10)
        tokens.revoke(f"session {number}")
        tokens.revoke(f"never had a token {number}")
        clock.now_s += 1
    kept = len(tokens._lasts) + len(tokens._revoked)
    assert kept < 20, "what was withdrawn is kept although it has expired"


def test_forgeries(tokens: Tokens, clock: Watch) -> None:
    whole = tokens.issue(ONE, "watch", 60)
    claims: dict[str, Any] = jwt.decode(whole, options={"verify_signature": False})
    more = {**claims, "role": "take_part"}
    head, body, signature = whole.split(".")
    forged = {
        "other secret": jwt.encode(claims, b"x" * 32, "HS256"),
        "other algorithm": jwt.encode(claims, SECRET * 2, "HS512"),
        "right secret, other algorithm": jwt.encode(claims, SECRET + SECRET, "HS384"),
        "no algorithm": jwt.encode(more, "", "none"),
        "no algorithm, old signature": f"{part({'alg': 'none'})}.{body}.{signature}",
        "none in other letters": f"{part({'alg': 'nOnE', 'typ': 'JWT'})}.{part(more)}.",
        "no signature": f"{head}.{body}.",
        "other words": f"{head}.{part(more)}.{signature}",
        "cut": whole[:-3],
        "doubled": f"{whole}.{signature}",
        "empty": "",
        "noise": "a.b.c",
        "not ASCII": "ä.ö.ü",
        "huge": "a" * 10_000_000,
    }
    for kind, token in forged.items():
        assert "no token of this server" in refused(tokens, token, 401), kind
    missing = jwt.encode({"role": "take_part", "session": public_name(ONE)}, SECRET, "HS256")
    assert "no token of this server" in refused(tokens, missing, 401, "take_part")


def test_another_process_has_another_secret(clock: Watch) -> None:
    token = Tokens(now=clock).issue(ONE, "take_part", 60)
    refused(Tokens(now=clock), token, 401)


def test_a_token_tells_nobody_the_session(tokens: Tokens) -> None:
    """Whoever knows a session's id may take part, and anybody can read a token's claims."""
    token = tokens.issue(ONE, "watch", 60)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert ONE not in json.dumps(claims)
    assert is_public(claims["session"])
    assert not is_public(ONE)
    assert public_name(claims["session"]) == claims["session"] != public_name(OTHER)


def test_a_name_may_be_anything(tokens: Tokens) -> None:
    token = tokens.issue(ONE, "watch", 60)
    for name in ("", "w-", "w-" + "ä" * 32, "\0", "w-" + "a" * 32, "a" * 100_000):
        assert "another session" in refused(tokens, token, 403, at=name)


def test_tokens_are_told_from_keys(tokens: Tokens) -> None:
    assert looks_signed(tokens.issue(ONE, "watch", 60))
    assert not looks_signed("sk-1234567890")
    assert not looks_signed("")


def part(claims: dict[str, Any]) -> str:
    """A piece of a token, made by hand."""
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")

"""Signed, short-lived session tokens for one session and role, revoked when the session ends.

Whoever knows a session's id may take part in it, so a token, which is passed on and can be
decoded by its bearer, must not contain the id. It contains the session's public name instead, a
one-way hash of the id.
"""

from __future__ import annotations

import hashlib
import math
import re
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import jwt

from voice.api.common.refused import Refused

Role = Literal["take_part", "teach", "watch"]

ALLOWS: dict[str, frozenset[Role]] = {
    "take_part": frozenset({"take_part", "teach", "watch"}),
    "teach": frozenset({"teach", "watch"}),
    "watch": frozenset({"watch"}),
}
"""What the bearer of each role may do; the role `teach` includes watching."""

ALGORITHM = "HS256"
SECRET_BYTES = 32

LEEWAY_S = 5.0
"""Tolerated clock difference. The same process issues and checks tokens, so this only covers a
clock that is set while Viva runs."""

LONGEST_LIFE_S = 12 * 3600.0
"""Longest life of a token, whatever was requested."""

LONGEST_TOKEN = 1000
"""Longest token accepted, in characters; ours have about 300."""

PUBLIC = "w-"
"""Prefix of public names."""

_PUBLIC_BYTES = 24
_LOOKS_PUBLIC = re.compile(rf"{PUBLIC}[\w-]{{{_PUBLIC_BYTES * 4 // 3}}}", re.ASCII)
_LOOKS_SIGNED = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)


def public_name(session_id: str) -> str:
    """The name of a session for those who only watch it."""
    if is_public(session_id):
        return session_id
    digest = hashlib.sha256(b"viva session " + session_id.encode()).digest()
    return PUBLIC + urlsafe_b64encode(digest[:_PUBLIC_BYTES]).decode()


def is_public(name: str) -> bool:
    """Whether `name` is a session's public name rather than an id."""
    return _LOOKS_PUBLIC.fullmatch(name) is not None


def looks_signed(bearer: str) -> bool:
    """Whether `bearer` looks like a session token rather than a key."""
    return _LOOKS_SIGNED.fullmatch(bearer) is not None


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a token."""

    session: str  # public name
    role: Role
    issued: float  # wall clock, seconds
    expires: float
    number: int  # serial number, in order of issue


class Tokens:
    """Issues, checks and revokes session tokens. Used on the event loop only.

    Parameters
    ----------
    secret : bytes, optional
        Signing key; by default a new one for this process, as sessions end with it, too.
    now : callable
        Wall clock in seconds since 1970.
    """

    def __init__(self, secret: bytes | None = None, now: Callable[[], float] = time.time) -> None:
        self._secret = secret or secrets.token_bytes(SECRET_BYTES)
        self._now = now
        self._number = 0
        self._lasts: dict[tuple[str, Role], float] = {}  # expiry of the last token issued
        self._revoked: dict[tuple[str, Role], tuple[int, float]] = {}  # up to which; kept until

    def issue(self, session_id: str, role: Role, life_s: float, until: float = math.inf) -> str:
        """Issue a token for one session and role that expires after `life_s` seconds.

        It expires no later than `until`, in wall-clock seconds.
        """
        self._forget()
        issued, self._number = self._now(), self._number + 1
        expires = min(issued + min(life_s, LONGEST_LIFE_S), until)
        whose = public_name(session_id), role
        self._lasts[whose] = max(expires, self._lasts.get(whose, 0.0))
        claims = {
            "session": whose[0],
            "role": role,
            "iat": issued,
            "exp": expires,
            "jti": f"{self._number}.{secrets.token_urlsafe(12)}",
        }
        return jwt.encode(claims, self._secret, ALGORITHM)

    def check(self, token: str, session_id: str, role: Role) -> None:
        """Check that `token` allows what `role` may do in this session.

        `session_id` may be a session's public name.

        Raises
        ------
        Refused
            401: it is not a token of ours, has expired, or was revoked. 403: it is for another
            session or another role.
        """
        claims = self.read(token)
        if not secrets.compare_digest(claims.session, public_name(session_id)):
            raise Refused(403, "This token is for another session", "Ask for one for this session")
        if role not in ALLOWS[claims.role]:
            may = "only watch" if claims.role == "watch" else "only watch and correct marks"
            raise Refused(403, f"With this token you may {may}", "Ask for another one")

    def read(self, token: str) -> Claims:
        """The claims of a valid token.

        Raises
        ------
        Refused
            401: it is not a token of ours, has expired, or was revoked.
        """
        claims = self._verified(token)
        now = self._now()
        if claims.issued > now + LEEWAY_S:
            raise Refused(401, "This token is not valid yet", "Set this machine's clock")
        if claims.expires <= now - LEEWAY_S:
            raise Refused(401, "This token has expired", "Ask for a new one")
        revoked, _ = self._revoked.get((claims.session, claims.role), (0, 0.0))
        if claims.number <= revoked:
            raise Refused(401, "This token was withdrawn", "Ask for a new one")
        return claims

    def revoke(self, session_id: str, role: Role | None = None) -> None:
        """Revoke all tokens of this session issued so far.

        If `role` is given, only those of that role.
        """
        self._forget()
        roles: tuple[Role, ...] = (role,) if role else get_args(Role)
        for one in roles:
            whose = public_name(session_id), one
            if (lasts := self._lasts.pop(whose, None)) is not None:
                _, kept = self._revoked.get(whose, (0, 0.0))
                self._revoked[whose] = self._number, max(lasts, kept)

    def _verified(self, token: str) -> Claims:
        """The claims, after checking the signature. Times are checked by us, using `now`."""
        wrong = Refused(401, "This is no token of this server", "Ask for a new one")
        if len(token) > LONGEST_TOKEN:
            raise wrong
        try:
            said: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                options={
                    "require": ["session", "role", "iat", "exp", "jti"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            return Claims(
                session=said["session"],
                role=said["role"],
                issued=said["iat"],
                expires=said["exp"],
                number=int(said["jti"].partition(".")[0]),
            )
        except jwt.InvalidTokenError as error:
            raise wrong from error

    def _forget(self) -> None:
        """Drop records of tokens that have expired anyway."""
        over = self._now() - LEEWAY_S
        self._lasts = {whose: lasts for whose, lasts in self._lasts.items() if lasts > over}
        self._revoked = {whose: kept for whose, kept in self._revoked.items() if kept[1] > over}

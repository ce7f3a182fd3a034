"""Access control as configured: keys, logins and allowed pages, and the messages at start."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator

from fastapi import FastAPI
from starlette.requests import HTTPConnection, Request

from voice.api.access.door import Door
from voice.api.access.guard import Credential, Guard, Visitor, presented, visitor_of
from voice.api.access.keys import ApiKeys
from voice.api.access.limits import ON_THIS_MACHINE
from voice.api.access.login import Logins
from voice.api.access.sign_in import SignIn
from voice.api.access.tokens import Role, Tokens, looks_signed
from voice.settings.lists import read_keys
from voice.settings.serving import Serving, others_can_come

GRADIO_LOGIN = ("/", "/login", "/login/", "/logout")
"""Paths that Gradio's own password login uses."""

_OF_SESSION = re.compile(r"/(?:v1/sessions|(session))/([^/]+)(?:/|$)")
"""A path of one session; the first group is present if only participants may use it."""


class Entrance:
    """Builds the guard and everything that belongs to it.

    If others can reach the server and no access was configured, it makes a key for this run, which
    is shown in the terminal.

    Parameters
    ----------
    settings : Serving
        Validated settings.
    page_login : Credential, optional
        Knows who has signed in at Gradio's login; for when `settings.auth` names users.
    tokens : Tokens
        Session tokens.
    """

    def __init__(
        self, settings: Serving, tokens: Tokens, page_login: Credential | None = None
    ) -> None:
        self._settings = settings
        self._others = others_can_come(settings)
        given = (*settings.api_key, *(read_keys(settings.api_keys) if settings.api_keys else ()))
        asked = bool(given or settings.oidc_issuer or page_login)
        self._made = "" if asked or settings.open or not self._others else secrets.token_urlsafe(24)
        keys = ApiKeys([self._made], shared=True) if self._made else ApiKeys(given)
        self.cookie = f"viva-login-{settings.port}"
        logins = Logins(self.cookie)
        self._sign_in = self._signing_in(keys if given or self._made else None, logins)
        self.guard = Guard(
            [logins, keys, *([page_login] if page_login else []), session_tokens(tokens)],
            required=asked or bool(self._made),
            only_loopback_names=not self._others,
            origins=settings.allow_origin,
            public=GRADIO_LOGIN if page_login else (),
            rates=None if self._others else ON_THIS_MACHINE,
        )

    @property
    def alone(self) -> bool:
        """Whether only programs on this machine have access, without signing in."""
        return not self._others and not self.guard.required

    @property
    def tells_apart(self) -> bool:
        """Whether users can be told apart."""
        return self.guard.required and not self._made

    @property
    def page_user(self) -> Callable[[Request], str | None] | None:
        """The page's user, so that Gradio refuses all others if it has no login itself."""
        if self._settings.auth or not self.guard.required:
            return None
        return lambda request: visitor_of(request).name or None

    @property
    def way_out(self) -> tuple[str, str] | None:
        """Method and path with which the page signs its user out; None if nobody signs in."""
        if self._settings.auth:
            return "get", "logout"
        return ("post", "sign-out") if self._sign_in is not None else None

    def mount(self, app: FastAPI) -> None:
        """Put the door in front of everything in `app`; call it last."""
        signs_in = self._sign_in is not None and not self._settings.auth
        app.add_middleware(Door, guard=self.guard, sign_in=signs_in)

    def add_routes(self, app: FastAPI) -> None:
        """Add the sign-in page; call it before adding Gradio's routes, which match every path."""
        if self._sign_in is not None:
            app.include_router(self._sign_in.routes())

    def address(self, url: str) -> str:
        """The page's address, including the key if one was made for this run."""
        return f"{url}/sign-in#{self._made}" if self._made else url

    def told(self) -> Iterator[str]:
        """Lines to print in the terminal at start."""
        settings = self._settings
        shared = os.name == "posix" and settings.api_keys  # Windows has no such permission bits
        if shared and shared.stat().st_mode & 0o077:
            yield f"Others on this machine can read {shared}: chmod 600 it."
        if self._made:
            yield (
                "Others can reach this address, so they need the key in the link below, which was "
                "made for this start. Choose your own with --api-key, or users with --auth "
                "name:password; --open lets everybody in."
            )
        elif self._others and settings.open:
            yield "Everybody who can reach this address can talk to Viva (--open)."
        elif self.guard.required:
            yield f"Who comes in needs {' or '.join(self._ways())}."

    def _ways(self) -> Iterator[str]:
        settings = self._settings
        if settings.auth:
            yield "a user's password (--auth)"
        if settings.api_key or settings.api_keys:
            yield "a key (--api-key)"
        if settings.oidc_issuer:
            yield f"a login at {settings.oidc_issuer}"

    def _signing_in(self, keys: ApiKeys | None, logins: Logins) -> SignIn | None:
        settings = self._settings
        if settings.oidc_issuer:
            # Imported only if used, as importing it takes a while.
            from voice.api.access.openid import OpenId

            provider = OpenId(
                settings.oidc_issuer,
                settings.oidc_client_id,
                settings.oidc_client_secret,
                settings.oidc_allow,
                f"viva-sign-in-{settings.port}",
            )
            return SignIn(logins, keys, provider)
        return SignIn(logins, keys) if keys is not None else None


def session_tokens(tokens: Tokens) -> Credential:
    """Credential that admits the bearer of a token to its session; the routes check the role."""

    def credential(connection: HTTPConnection) -> Visitor | None:
        token = presented(connection)
        place = _OF_SESSION.match(connection.scope["path"])
        if place is None or not looks_signed(token):
            return None
        role: Role = "take_part" if place[1] else "watch"
        tokens.check(token, place[2], role)
        return Visitor(f"session {place[2]}")

    return credential

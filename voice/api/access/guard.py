"""Admission of requests and WebSockets.

A request is admitted if it is addressed to a name of this server, comes from its own page (or
none, or an allowed one), and, if a login is required, is authenticated by one of the guard's
`credentials`. Each of them checks one kind of proof: the login of the page, an API key, a token.
To support a further kind, add a function to that list.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from voice.api.access.limits import Buckets, Rates, address, is_costly, too_many
from voice.api.access.origin import check_host, check_origin
from voice.api.common.refused import Refused

__all__ = ["Credential", "Guard", "Refused", "Visitor", "presented", "visitor_of"]

PUBLIC_PATHS = frozenset(
    {
        "/healthz",
        "/readyz",
        "/sign-in",
        "/sign-out",
        "/watch",  # a page without content, which it loads with a token
        "/favicon.ico",
        "/manifest.json",
        "/robots.txt",
        "/theme.css",
    }
)
"""Paths that need no login, as they reach neither a session nor an engine."""

PUBLIC_FOLDERS = ("/sign-in/", "/viva/", "/assets/", "/static/", "/svelte/")

CLOSED = (
    "/pwa_icon",  # draws an image of any requested size
    "/monitoring",
    "/gradio_api/upload",  # fills the disk
    "/gradio_api/process_recording",
    "/gradio_api/proxy=",
    "/gradio_api/deep_link",
)
"""Gradio's routes that the page does not use and a stranger could misuse."""

SIGN_IN_PATHS = frozenset({"/login", "/login/", "/sign-in"})
"""Paths to which a password or a key is sent."""

KEY_PROTOCOL = "openai-insecure-api-key."
"""Prefix of the WebSocket subprotocol in which browsers, which cannot set headers, send a key."""

LONGEST_KEY = 4096


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has been admitted."""

    name: str  # unique; never logged, as it may be a person's name
    person: str = ""  # who is signed in; "" if users cannot be told apart


Credential = Callable[[HTTPConnection], Visitor | None]
"""Authenticates a request by one kind of proof.

Returns None if the request has no such proof, and raises `Refused` if the proof is not valid (such
as an expired token). Called for every request, even if no login is required; must not block.
"""


class Guard:
    """Checks every request.

    Parameters
    ----------
    credentials : collection of Credential
        Ways to authenticate; more may be added until the server starts.
    required : bool
        Whether one of them has to succeed.
    only_loopback_names : bool
        Refuse requests addressed to any name but this machine's loopback ones. For servers that
        only this machine can reach.
    origins : collection of str
        Origins of other web pages that may use this server, as browsers send them.
    public : collection of str
        Paths that need no login, in addition to `PUBLIC_PATHS`.
    rates : Rates
        Rate limits per visitor.
    now : callable
        Wall clock in seconds.
    """

    def __init__(
        self,
        credentials: Collection[Credential] = (),
        required: bool = False,
        only_loopback_names: bool = False,
        origins: Collection[str] = (),
        public: Collection[str] = (),
        rates: Rates | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        rates = rates or Rates()
        self.credentials = list(credentials)
        self.required = required
        self.origins = frozenset(origins)
        self._only_loopback_names = only_loopback_names
        self._public = PUBLIC_PATHS | frozenset(public)
        self._costly = Buckets(rates.costly, now)
        self._other = Buckets(rates.other, now)
        self._failures = Buckets(rates.failures, now)

    def admit(self, connection: HTTPConnection) -> Visitor:
        """Authenticate a request and count it against the visitor's rate limit.

        Raises
        ------
        Refused
            The request is not admitted.
        """
        self.check_place(connection)
        path = connection.scope["path"]
        if path in SIGN_IN_PATHS:
            self._check_failures(connection)
        if path in self._public or path.startswith(PUBLIC_FOLDERS):
            return Visitor("")
        visitor = self._recognise(connection)
        if path.startswith(CLOSED):
            raise Refused(404, "Not Found", code="bad_request")
        buckets = self._costly if is_costly(connection) else self._other
        if (wait_s := buckets.take(visitor.name)) > 0:
            raise too_many(wait_s)
        return visitor

    def check_place(self, connection: HTTPConnection) -> None:
        """Check that a request is addressed to us and does not come from a foreign page."""
        if self._only_loopback_names:
            check_host(connection)
        check_origin(connection, self.origins)

    def failed(self, connection: HTTPConnection) -> None:
        """Count an attempt with a wrong key or password."""
        self._failures.take(address(connection))

    def _recognise(self, connection: HTTPConnection) -> Visitor:
        key = presented(connection)
        if key and self.required:
            self._check_failures(connection)
        for credential in self.credentials:
            if (visitor := credential(connection)) is not None:
                return visitor
        if not self.required:
            return Visitor(f"from {address(connection)}")
        if key:
            # Invalid tokens are not counted: they cannot be guessed, but pages with an old
            # one keep asking.
            self.failed(connection)
            raise Refused(401, "This key is not known here", "Check it", "invalid_api_key")
        raise Refused(401, "You are not signed in", "Open the page and sign in, or send a key")

    def _check_failures(self, connection: HTTPConnection) -> None:
        if (wait_s := self._failures.wait_s(address(connection))) > 0:
            raise too_many(wait_s)


def presented(connection: HTTPConnection) -> str:
    """The key or token in a request; "" if there is none."""
    headers = connection.headers
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer.strip():
        return bearer.strip()[:LONGEST_KEY]
    if key := headers.get("x-api-key", "").strip():
        return key[:LONGEST_KEY]
    for protocol in connection.scope.get("subprotocols", ()):
        if protocol.startswith(KEY_PROTOCOL):
            return str(protocol.removeprefix(KEY_PROTOCOL))[:LONGEST_KEY]
    return ""


def visitor_of(connection: HTTPConnection) -> Visitor:
    """The visitor, for routes behind the guard."""
    visitor: Visitor = connection.scope["state"]["visitor"]
    return visitor

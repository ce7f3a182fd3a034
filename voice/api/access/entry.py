"""Finds the session of a request, and checks what the requester may do in it."""

from __future__ import annotations

import dataclasses
import math

from starlette.requests import HTTPConnection

from voice.api.access.guard import presented
from voice.api.access.tokens import Claims, Role, Tokens, is_public, looks_signed, public_name
from voice.api.common.refused import Refused
from voice.conversation.session import Session
from voice.core.events import Event, SessionEnded
from voice.sessions.sessions import Sessions, UnknownSession


@dataclasses.dataclass(frozen=True, slots=True)
class Pass:
    """Access to a session that has been granted to somebody."""

    session: Session
    claims: Claims | None = None  # None: access by the session's id


class Entry:
    """Access to single sessions, checked after the server's guard.

    Whoever knows a session's id may take part, as the page does; the public name alone gives no
    access without a token.

    Parameters
    ----------
    sessions : Sessions
        All sessions.
    tokens : Tokens
        The tokens of this process.
    """

    def __init__(self, sessions: Sessions, tokens: Tokens) -> None:
        self._sessions = sessions
        self.tokens = tokens
        self._followed: set[str] = set()  # sessions whose end is subscribed to

    def enter(self, connection: HTTPConnection, name: str, role: Role) -> Pass:
        """Grant access for what `role` may do; `name` is a session's id or public name.

        Raises
        ------
        Refused
            The request does not allow it.
        UnknownSession
            The session has ended, or never existed.
        """
        claims = None
        if looks_signed(token := presented(connection)):
            self.tokens.check(token, name, role)
            claims = self.tokens.read(token)
        elif is_public(name):
            raise Refused(401, "This link needs its token", "Open the whole link, as it was sent")
        return Pass(self._find(name), claims)

    def still(self, connection: HTTPConnection, let_in: Pass) -> None:
        """Raise `Refused` if the token by which access was granted is no longer valid."""
        if let_in.claims is not None:
            self.tokens.read(presented(connection))

    def issue(self, by: Pass, role: Role, life_s: float) -> str:
        """Issue a token that ends with the session, and with the token of whoever requests it."""
        session, until = by.session, by.claims.expires if by.claims else math.inf
        if session.id not in self._followed:
            self._followed.add(session.id)
            session.subscribe(lambda event: self._ended(session.id, event))
        return self.tokens.issue(session.id, role, life_s, until)

    def _ended(self, session_id: str, event: Event) -> None:
        if isinstance(event, SessionEnded):
            self._followed.discard(session_id)
            self.tokens.revoke(session_id)

    def _find(self, name: str) -> Session:
        if not is_public(name):
            return self._sessions.get(name)
        for session in self._sessions:
            if public_name(session.id) == name:
                return self._sessions.get(session.id)  # unless the student has left it for good
        raise UnknownSession("This conversation has ended", "Ask for a new link")

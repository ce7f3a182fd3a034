"""Which session a request is about, and whether its bearer may do there what it asks for."""

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
    """Somebody who has been let into a session."""

    session: Session
    claims: Claims | None = None  # None: let in by the session's id


class Entry:
    """The door of every session, behind the guard of the house.

    A session's id lets its bearer take part, as it does on the page; its public name lets
    nobody do anything without a token.

    Parameters
    ----------
    sessions : Sessions
        All there are.
    tokens : Tokens
        Of this process.
    """

    def __init__(self, sessions: Sessions, tokens: Tokens) -> None:
        self._sessions = sessions
        self.tokens = tokens
        self._followed: set[str] = set()  # sessions whose end will be noticed

    def enter(self, connection: HTTPConnection, name: str, role: Role) -> Pass:
        """Let somebody in who wants to do what `role` may; `name` is an id or a public name.

        Raises
        ------
        Refused
            They may not.
        UnknownSession
            It has ended, or never was.
        """
        claims = None
        if looks_signed(token := presented(connection)):
            self.tokens.check(token, name, role)
            claims = self.tokens.read(token)
        elif is_public(name):
            raise Refused(401, "This link needs its token", "Open the whole link, as it was sent")
        return Pass(self._find(name), claims)

    def still(self, connection: HTTPConnection, let_in: Pass) -> None:
        """Raise `Refused` if the token that let somebody in holds no more."""
        if let_in.claims is not None:
            self.tokens.read(presented(connection))

    def issue(self, by: Pass, role: Role, life_s: float) -> str:
        """A token for a session, that ends with it, and with the token of who asks for it."""
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
                return self._sessions.get(session.id)  # unless its student has left it for good
        raise UnknownSession("This conversation has ended", "Ask for a new link")

"""Request and response over a session: one message, one answer.

An answer is complete when it is the student's turn again. It contains everything that was said and
marked since the previous answer, including what came unasked (such as the end of the time limit).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from voice.api.common.refused import Refused
from voice.api.own.text_call import TextCalls
from voice.conversation.session import Session
from voice.core import events
from voice.core.events import Event, State
from voice.sessions.waiting_line import Places

ANSWER_S = 180.0
"""Longest wait for an answer: a large model on a small machine may take a minute or two."""

KEPT = 50
"""Most replies, and most notices, kept for a client that does not fetch them."""


class Busy(Refused):
    """Another message is being answered."""

    def __init__(self) -> None:
        super().__init__(
            409, "The message before this one is being answered", "Wait for its answer", "busy"
        )


class Late(Refused):
    """The answer was not complete in time."""

    def __init__(self) -> None:
        super().__init__(
            504, "The answer takes too long", "Read it later among the messages", "late"
        )


class NotConnected(Refused):
    """No client is connected to hear the reply."""

    def __init__(self) -> None:
        super().__init__(
            409,
            "This session waits for a call",
            "Call it (its id goes into the offer), or open one with silent: true",
            "not_connected",
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened since the previous answer."""

    turn: int  # number of the student's newest turn
    replies: tuple[events.ReplyDone, ...]
    marks: tuple[events.ExamMarked, ...]
    notices: tuple[events.Notice, ...]
    ended: str  # why the session has ended; "" while it goes on


class Talk:
    """Collects what happens in one session, until `changes` is called. Event loop only.

    Parameters
    ----------
    session : Session
        Its events are collected from now on.
    """

    def __init__(self, session: Session) -> None:
        self.busy = False
        self._session = session
        self._turn = 0
        self._heard = False  # whether the message has become a turn
        self._ended = ""
        self._replies: deque[events.ReplyDone] = deque(maxlen=KEPT)
        self._notices: deque[events.Notice] = deque(maxlen=KEPT)
        self._marks: dict[int, events.ExamMarked] = {}  # by attempt
        self._changed = asyncio.Event()
        session.subscribe(self._note)

    @property
    def ended(self) -> bool:
        """Whether the session has ended."""
        return bool(self._ended)

    def say(self, text: str) -> None:
        """Send a message; see `Session.say`."""
        self._heard = False
        self._session.say(text)

    def expect(self) -> None:
        """Note that replies may follow from something other than a message, such as a button."""
        self._heard = True

    async def settled(self) -> None:
        """Wait until it is the student's turn.

        Raises
        ------
        Late
            It took longer than `ANSWER_S`.
        """
        try:
            async with asyncio.timeout(ANSWER_S):
                while not self._is_settled():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise Late from None

    def changes(self) -> Changes:
        """What has happened since the last call; each change is returned once."""
        changes = Changes(
            turn=self._turn,
            replies=tuple(self._replies),
            marks=tuple(self._marks.values()),
            notices=tuple(self._notices),
            ended=self._ended,
        )
        self._replies.clear()
        self._marks.clear()
        self._notices.clear()
        return changes

    def _is_settled(self) -> bool:
        mine = self._session.state in (State.LISTENING, State.DISCONNECTED)
        return self.ended or (self._heard and mine)

    def _note(self, event: Event) -> None:
        match event:
            case events.UserTurn():
                self._turn, self._heard = event.turn, True
            case events.ReplyDone() if event.text:
                self._replies.append(event)
            case events.ExamMarked():
                self._marks[event.attempt] = event
            case events.Notice():
                self._notices.append(event)
            case events.MemoryCleared():
                self.changes()
            case events.SessionEnded():
                self._ended = event.reason
        self._changed.set()


class Talks:
    """The talks with all sessions that programs write to.

    Parameters
    ----------
    places : Places
        The places for calls of all kinds.
    """

    def __init__(self, places: Places) -> None:
        self.calls = TextCalls(places)
        self._talks: dict[str, Talk] = {}

    def with_(self, session: Session) -> Talk:
        """The talk with a session."""
        if session.id not in self._talks:
            self._talks[session.id] = Talk(session)
            session.subscribe(lambda event: self._forget(session.id, event))
        return self._talks[session.id]

    @asynccontextmanager
    async def turn(self, session: Session) -> AsyncIterator[Talk]:
        """Context of exclusive writing to a session, which is connected first if possible.

        Raises
        ------
        Busy
            Somebody else is writing.
        NoPlace
            All places are taken.
        NotConnected
            The session is not silent, and no client has called.
        """
        talk = self.take(session)
        try:
            await self.connect(session, talk)
            yield talk
        finally:
            talk.busy = False

    def take(self, session: Session) -> Talk:
        """Acquire exclusive writing; the caller must reset `busy`."""
        talk = self.with_(session)
        if talk.busy:
            raise Busy
        talk.busy = True
        return talk

    async def connect(self, session: Session, talk: Talk) -> None:
        """Connect a silent session if need be, and wait for what it says first.

        Raises
        ------
        NotConnected
            It is not silent, and nobody has called.
        """
        if self.calls.connect(session):
            talk.expect()
            await talk.settled()
        elif not session.connected:
            raise NotConnected

    def _forget(self, session_id: str, event: Event) -> None:
        if isinstance(event, events.SessionEnded):
            self._talks.pop(session_id, None)

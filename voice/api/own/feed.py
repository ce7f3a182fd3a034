"""A session's events for those who read along: server-sent events, history first.

Wire format: WHATWG HTML, *Server-sent events*. The events are those of `voice.core.events`, one
JSON object each; where they name the session, they give its public name and never its id.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress

from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from voice.api.access.tokens import public_name
from voice.api.common.refused import Refused
from voice.conversation.session import Session
from voice.core import events
from voice.core.events import Event, SessionEnded, SessionReady
from voice.exam.library.shelf import BROUGHT
from voice.examining.conductor import exam_of

KEEP_ALIVE_S = 15.0
"""Silence after which a comment is sent, so that no proxy takes the line for dead."""

RING = 400
"""Events kept for readers who come back: more than two minutes of an exam."""

BEHIND = 200
"""Events a reader may be behind; a slower one is dropped and may come again."""

MOST_CHARACTERS = 2_000_000
"""Of the events kept for those who come back, and of those that a reader is behind: an event
that tells a long conversation may be large."""

SEND_S = 10.0
"""Longest wait for a reader to take one event."""

READERS = 8
"""Of one session, at once."""

ALL_READERS = 64
"""Of all sessions, at once."""

KEEP_ALIVE = ": here\n\n"

_BREAKS = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"})
"""JSON may hold them as they are; many a reader takes them for line ends, as Python does."""


class TooManyReaders(Refused):
    """No more can read along."""

    def __init__(self) -> None:
        super().__init__(
            429, "Too many are reading along already", "Try again later", "too_many_readers"
        )


class Reader:
    """One reader's place in a feed: iterate over it for what to send.

    Parameters
    ----------
    first : iterator of str
        What the reader has missed.
    leave : callable
        Gives the place back.
    check : callable
        Raises `Refused` once the reader may read no more.
    keep_alive_s : float
        See `KEEP_ALIVE_S`.
    """

    def __init__(
        self,
        first: Iterator[str],
        leave: Callable[[Reader], object],
        check: Callable[[], None],
        keep_alive_s: float,
    ) -> None:
        self._leave = leave
        self._check = check
        self._keep_alive_s = keep_alive_s
        self._first = list(first)
        self._last = ""
        self._chunks: asyncio.Queue[str | None] = asyncio.Queue(BEHIND)
        self._behind = 0  # characters

    def take(self, chunk: str) -> None:
        """Queue something to send; too slow a reader is sent no more."""
        self._behind += len(chunk)
        if self._chunks.full() or self._behind > MOST_CHARACTERS:
            self.drop()
        else:
            self._chunks.put_nowait(chunk)

    def end(self, last: str) -> None:
        """Nothing more will come after what is queued and this; it is told to everybody."""
        self._last = last
        try:
            self._chunks.put_nowait(None)
        except asyncio.QueueFull:
            self.drop()

    def drop(self) -> None:
        """Send no more, and keep nothing."""
        while not self._chunks.empty():
            self._chunks.get_nowait()
        self._chunks.put_nowait(None)
        self.leave()

    def leave(self) -> None:
        """Give the place back; any number of times."""
        self._leave(self)

    async def __aiter__(self) -> AsyncIterator[str]:
        """What to send, with a comment where there is nothing for a while."""
        for missed in self._first:
            yield missed
        self._first.clear()
        while (chunk := await self._next()) is not None:
            self._behind = 0 if self._chunks.empty() else self._behind - len(chunk)
            try:
                self._check()
            except Refused:
                return
            yield chunk
        if self._last:
            yield self._last

    async def _next(self) -> str | None:
        try:
            async with asyncio.timeout(self._keep_alive_s):
                return await self._chunks.get()
        except TimeoutError:
            return KEEP_ALIVE


class Feed:
    """One session's events, numbered.

    Parameters
    ----------
    session : Session
        Is listened to from now on.
    keep_alive_s : float
        See `KEEP_ALIVE_S`.
    """

    def __init__(self, session: Session, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        self._session = session
        self._keep_alive_s = keep_alive_s
        self._number = 0
        self._ring: deque[tuple[int, str]] = deque()
        self._kept = 0  # characters in it
        self._readers: set[Reader] = set()
        session.subscribe(self._pass_on)

    @property
    def readers(self) -> int:
        """How many read along."""
        return len(self._readers)

    def join(self, last: str, check: Callable[[], None]) -> Reader:
        """Read along, from the event after number `last` if that is still known here.

        Raises
        ------
        TooManyReaders
            There are `READERS` already.
        """
        if len(self._readers) >= READERS:
            raise TooManyReaders
        reader = Reader(self._missed(last), self._readers.discard, check, self._keep_alive_s)
        self._readers.add(reader)
        return reader

    def _missed(self, last: str) -> Iterator[str]:
        """What has happened since event `last`; all there is to know where that is not known."""
        number = int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else 0
        oldest = self._ring[0][0] if self._ring else self._number + 1
        if number and oldest <= number + 1 <= self._number + 1:
            return (chunk for of, chunk in tuple(self._ring) if of > number)
        return (encoded(event, self._number) for event in history(self._session))

    def _pass_on(self, event: Event) -> None:
        self._number += 1
        chunk = encoded(event, self._number)
        self._ring.append((self._number, chunk))
        self._kept += len(chunk)
        while len(self._ring) > RING or self._kept > MOST_CHARACTERS:
            self._kept -= len(self._ring.popleft()[1])
        for reader in tuple(self._readers):
            if isinstance(event, SessionEnded):
                reader.end(chunk)  # by then no token holds any more
            else:
                reader.take(chunk)


class Feeds:
    """The feeds of all sessions that anybody reads.

    Parameters
    ----------
    keep_alive_s : float
        See `KEEP_ALIVE_S`.
    """

    def __init__(self, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        self._keep_alive_s = keep_alive_s
        self._feeds: dict[str, Feed] = {}

    def join(self, session: Session, last: str, check: Callable[[], None]) -> Reader:
        """Read a session's events; see `Feed.join` and `Reader`."""
        if sum(feed.readers for feed in self._feeds.values()) >= ALL_READERS:
            raise TooManyReaders
        if session.id not in self._feeds:
            self._feeds[session.id] = Feed(session, self._keep_alive_s)
            session.subscribe(lambda event: self._forget(session.id, event))
        return self._feeds[session.id].join(last, check)

    def _forget(self, session_id: str, event: Event) -> None:
        if isinstance(event, SessionEnded):
            self._feeds.pop(session_id, None)


class EventStream(StreamingResponse):
    """Sends a reader's events until they end, the reader has gone, or takes them too slowly."""

    def __init__(self, reader: Reader) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(aiter(reader), headers=headers, media_type="text/event-stream")
        self._reader = reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, and listen for the end of the line meanwhile."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(SEND_S):
                await send(message)

        try:
            with suppress(TimeoutError, OSError, ClientDisconnect):  # too slow, or gone
                await super().__call__(scope, receive, send_in_time)
        finally:
            self._reader.leave()


def encoded(event: Event, number: int) -> str:
    """An event as its readers receive it."""
    if isinstance(event, SessionReady):
        bank = BROUGHT.strip("-") if event.bank.startswith(BROUGHT) else event.bank
        event = dataclasses.replace(event, session_id=public_name(event.session_id), bank=bank)
    return message(event.type, event.to_json(), number)


def message(kind: str, data: str, number: int | None = None) -> str:
    """One server-sent event; `data` is JSON in one line."""
    name = "" if number is None else f"id: {number}\n"
    return f"{name}event: {kind}\ndata: {data.translate(_BREAKS)}\n\n"


def history(session: Session) -> Iterator[Event]:
    """What there is to know of a session: the conversation so far, its state, its exam."""
    yield session.ready_event()
    yield events.StateChanged(clock=session.clock, state=session.state)
    if (exam := exam_of(session)) is not None:
        yield exam.view_event()
        for number, attempt in enumerate(exam.examiner.record.attempts):
            if attempt.mark or attempt.failed:
                yield exam.marked_event(number)
        if exam.finished:
            yield events.ExamFinished(clock=session.clock, reason=exam.finished)

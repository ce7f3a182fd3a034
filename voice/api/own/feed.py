"""A session's events as server-sent events, beginning with the history.

Wire format: WHATWG HTML, *Server-sent events*. The events are those of `voice.core.events`, one
JSON object each; they identify the session by its public name, never by its id. Everything here
runs on the event loop; events are queued synchronously, and each reader sends its own queue.
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
from voice.exam.collection.shelf import BROUGHT
from voice.examining.conductor import exam_of

KEEP_ALIVE_S = 15.0
"""Idle time after which a comment is sent, so that no proxy closes the connection."""

RING = 400
"""Events kept for readers who reconnect: more than two minutes of an exam."""

BEHIND = 200
"""Events that may be queued for a reader; a slower one is dropped and may reconnect."""

MOST_CHARACTERS = 2_000_000
"""Most characters kept for readers who reconnect, and queued for a reader: an event that contains
a long conversation may be large."""

SEND_S = 10.0
"""Longest time for sending one event to a reader."""

READERS = 8
"""Most readers of one session."""

ALL_READERS = 64
"""Most readers of all sessions together."""

KEEP_ALIVE = ": here\n\n"

_BREAKS = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"})
"""Escapes characters that are legal in JSON but that many readers take for line ends."""


class TooManyReaders(Refused):
    """The limit of readers has been reached."""

    def __init__(self) -> None:
        super().__init__(
            429, "Too many are reading along already", "Try again later", "too_many_readers"
        )


class Reader:
    """One reader of a feed; iterate over it for the text to send.

    Parameters
    ----------
    first : iterator of str
        Messages that the reader has missed.
    leave : callable
        Called when the reader leaves.
    check : callable
        Raises `Refused` once the reader's access has ended.
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
        """Queue a message; never blocks. A reader that is too far behind is dropped."""
        self._behind += len(chunk)
        if self._chunks.full() or self._behind > MOST_CHARACTERS:
            self.drop()
        else:
            self._chunks.put_nowait(chunk)

    def end(self, last: str) -> None:
        """Queue a last message, after which the stream ends."""
        self._last = last
        try:
            self._chunks.put_nowait(None)
        except asyncio.QueueFull:
            self.drop()

    def drop(self) -> None:
        """End the stream at once, discarding what is queued."""
        while not self._chunks.empty():
            self._chunks.get_nowait()
        self._chunks.put_nowait(None)
        self.leave()

    def leave(self) -> None:
        """Give up the reader's place; may be called repeatedly."""
        self._leave(self)

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield messages, and a comment after some idle time."""
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
        Its events are recorded from now on.
    keep_alive_s : float
        See `KEEP_ALIVE_S`.
    """

    def __init__(self, session: Session, keep_alive_s: float = KEEP_ALIVE_S) -> None:
        self._session = session
        self._keep_alive_s = keep_alive_s
        self._number = 0
        self._ring: deque[tuple[int, str]] = deque()
        self._kept = 0  # characters in the ring
        self._readers: set[Reader] = set()
        session.subscribe(self._pass_on)

    @property
    def readers(self) -> int:
        """Number of readers."""
        return len(self._readers)

    def join(self, last: str, check: Callable[[], None]) -> Reader:
        """Add a reader, starting after event number `last` if that is still kept.

        Raises
        ------
        TooManyReaders
            There are already `READERS` readers.
        """
        if len(self._readers) >= READERS:
            raise TooManyReaders
        reader = Reader(self._missed(last), self._readers.discard, check, self._keep_alive_s)
        self._readers.add(reader)
        return reader

    def _missed(self, last: str) -> Iterator[str]:
        """Messages since event `last`; the whole history if that is no longer kept."""
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
                reader.end(chunk)  # by then no token is valid any more
            else:
                reader.take(chunk)


class Feeds:
    """The feeds of all sessions that have been read.

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
    """Response that sends events until they end, or the reader leaves or is too slow."""

    def __init__(self, reader: Reader) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(aiter(reader), headers=headers, media_type="text/event-stream")
        self._reader = reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events, and watch for the client's disconnection at the same time."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(SEND_S):
                await send(message)

        try:
            with suppress(TimeoutError, OSError, ClientDisconnect):  # too slow, or disconnected
                await super().__call__(scope, receive, send_in_time)
        finally:
            self._reader.leave()


def encoded(event: Event, number: int) -> str:
    """An event as sent to readers."""
    if isinstance(event, SessionReady):
        bank = BROUGHT.strip("-") if event.bank.startswith(BROUGHT) else event.bank
        event = dataclasses.replace(event, session_id=public_name(event.session_id), bank=bank)
    return message(event.type, event.to_json(), number)


def message(kind: str, data: str, number: int | None = None) -> str:
    """One server-sent event; `data` is JSON on one line."""
    name = "" if number is None else f"id: {number}\n"
    return f"{name}event: {kind}\ndata: {data.translate(_BREAKS)}\n\n"


def history(session: Session) -> Iterator[Event]:
    """The present content of a session as events: conversation, state, exam."""
    yield session.ready_event()
    yield events.StateChanged(clock=session.clock, state=session.state)
    if (exam := exam_of(session)) is not None:
        yield exam.view_event()
        for number, attempt in enumerate(exam.examiner.record.attempts):
            if attempt.mark or attempt.failed:
                yield exam.marked_event(number)
        if exam.finished:
            yield events.ExamFinished(clock=session.clock, reason=exam.finished)

"""Opens the sessions of this process, finds them again after a lost connection, and ends them."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from models.base import Progress, VivaError
from voice.conversation.choices import Choices, Limits, Wanted
from voice.conversation.modes import Mode
from voice.conversation.session import Session
from voice.core import events
from voice.core.events import Event, SessionEnded, State, StateChanged
from voice.engines.pool import Engines
from voice.exam.collection.shelf import Shelf
from voice.exam.model.marking import MarkingFor
from voice.examining.conductor import examiners
from voice.sessions.changes import Changes
from voice.sessions.choosing import Chooser
from voice.sessions.waiting_line import Places

log = logging.getLogger(__name__)

KEEP_S = 15 * 60.0
"""How long a session waits for its student to come back."""

KEEP_PER_PLACE = 8
"""How many sessions without a connection are kept per place; beyond that, those away for longest
are ended first."""

SWEEP_EVERY_S = 30.0
"""How often abandoned sessions are ended and unused engines freed."""

AROUND_EXAM_S = 5 * 60.0
"""How much longer than its exam a session may last: to listen, to pause, to read the marks."""


class UnknownSession(VivaError):
    """No session has this id."""


class Sessions:
    """Opens sessions and keeps them; everything is called from one event loop.

    Parameters
    ----------
    engines : Engines
        Shared by all sessions.
    modes : callable
        Reads the modes afresh, so that an edited prompt file applies from the next session on.
    defaults : Wanted
        The choices of a session for which nothing else is asked.
    limits : Limits
        Limits of each session.
    places : int
        How many calls there may be at once.
    shelf : Shelf, optional
        Where exams are found; only Viva's own by default.
    now : callable
        Wall clock in seconds.
    sleep : callable
        Waits for a number of seconds by that clock.
    """

    def __init__(
        self,
        engines: Engines,
        marking: MarkingFor,
        modes: Callable[[], Mapping[str, Mode]],
        defaults: Wanted,
        limits: Limits,
        places: int,
        shelf: Shelf | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.shelf = shelf or Shelf(now=now)
        self.places = Places(places, now)
        self.engines = engines
        self._marking = marking
        self.modes = modes
        self._defaults = defaults
        self._chooser = Chooser(
            engines, lambda name: self.shelf.find(name), lambda: self.modes(), defaults
        )
        self._limits = limits
        self._now = now
        self._sleep = sleep
        self._sessions: dict[str, Session] = {}
        self._away_since: dict[str, float] = {}  # sessions without a connection
        self._changes: dict[str, Changes] = {}  # sessions whose choices are being changed
        self._subscribers: list[Callable[[Session], None]] = []
        self._watching: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def language(self) -> str:
        """The language of a session for which no other is asked (ISO 639-1)."""
        return self._defaults.language or ""

    async def open(self, wanted: Wanted) -> Session:
        """Open a session; may take long if a voice or model has to be loaded.

        Raises
        ------
        VivaError
            A choice does not exist or cannot be loaded.
        """
        choices = await self._chooser.choose(wanted, None)
        voice = await self.engines.voice(choices.voice)
        llm = await self.engines.model(choices.model)
        if self._closed:
            raise UnknownSession("Viva is stopping", "Start it again")
        session = Session(
            secrets.token_urlsafe(24),
            self.engines,
            choices,
            voice,
            llm,
            self._limits_of(choices),
            examiners(self._marking),
            self._now,
        )
        self._sessions[session.id] = session
        self._away_since[session.id] = self._now()
        session.subscribe(lambda event: self._follow(session, event))
        for opened in self._subscribers:
            opened(session)
        self._sweep()
        return session

    def watch(self) -> None:
        """End abandoned sessions and free unused engines regularly, until `close_all`.

        The server calls this once, on the event loop. Without it, abandoned sessions are ended
        only when another one is opened or looked up.
        """
        if self._watching is None and not self._closed:
            self._watching = asyncio.create_task(self._watch())

    def subscribe(self, opened: Callable[[Session], None]) -> None:
        """Call `opened` with every session that is opened from now on, on the event loop."""
        self._subscribers.append(opened)

    def __iter__(self) -> Iterator[Session]:
        """Every session that has not ended."""
        return iter(tuple(self._sessions.values()))

    def get(self, session_id: str) -> Session:
        """Find a session again.

        Raises
        ------
        UnknownSession
            There was none, or it has ended, or its student was away for too long.
        """
        self._sweep()
        with suppress(KeyError):
            return self._sessions[session_id]
        raise _unknown()

    async def configure(self, session: Session, wanted: Wanted) -> None:
        """Change a running session's choices.

        May be called again before it returns: what is asked for last takes precedence, whichever
        change takes longer to load.

        Raises
        ------
        VivaError
            A choice does not exist or cannot be loaded, or the session has ended; nothing has
            changed.
        """
        changes = self._changes.setdefault(session.id, Changes())
        try:
            with changes.asked() as number:
                await self._change(session, wanted, changes, number)
        finally:
            if changes.idle:
                self._changes.pop(session.id, None)

    async def _change(
        self, session: Session, wanted: Wanted, changes: Changes, number: int
    ) -> None:
        loaded: tuple[str, str] | None = None
        while True:
            async with changes.applying:
                still = changes.still(number, wanted)
                choices = await self._chooser.choose(still, session.choices)
                needed = choices.voice, choices.model
                if loaded == needed:
                    # Everything is loaded, so the change is applied without waiting for anything.
                    if session.id not in self._sessions:
                        raise _unknown()
                    await session.configure(choices)
                    changes.made(number, wanted)
                    return
            await self.engines.voice(choices.voice)
            await self.engines.model(choices.model)
            loaded = needed

    def tell_all(self, progress: Progress) -> None:
        """Show every student the progress of a model that is being fetched.

        To be called on the event loop; downloads report their progress from threads.
        """
        for session in self:
            session.tell(
                events.Pulling(
                    clock=session.clock,
                    model=progress.name,
                    done_bytes=progress.done_bytes,
                    total_bytes=progress.total_bytes,
                )
            )

    async def close_all(self) -> None:
        """End every session and open no more, because the program stops."""
        self._closed = True
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
        for session in self:
            self._end(session, "shutdown")
        await asyncio.sleep(0)

    def _end(self, session: Session, reason: Literal["stopped", "shutdown"]) -> None:
        """End one session; a fault in that must not keep the others from being ended."""
        try:
            session.close(reason)
        except Exception:
            log.exception("a session could not be ended in order")
        self._forget(session)

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.id, None)
        self._away_since.pop(session.id, None)

    def _follow(self, session: Session, event: Event) -> None:
        """Note from a session's events, while it emits them, whether it is connected or over."""
        match event:
            case SessionEnded():
                self._forget(session)
            case StateChanged(state=State.DISCONNECTED) if session.id in self._sessions:
                self._away_since[session.id] = self._now()
            case StateChanged():
                self._away_since.pop(session.id, None)

    async def _watch(self) -> None:
        while True:
            await self._sleep(SWEEP_EVERY_S)
            try:
                self._sweep()
                chosen = [session.choices for session in self._sessions.values()]
                await self.engines.free_idle(
                    {choices.voice for choices in chosen}, {choices.model for choices in chosen}
                )
            except Exception:
                log.exception("what is no longer needed could not be freed")

    def _sweep(self) -> None:
        """End sessions that were without a connection for too long, or that are too many."""
        longest_first = sorted((since, key) for key, since in self._away_since.items())
        surplus = len(longest_first) - KEEP_PER_PLACE * self.places.limit
        for position, (since, key) in enumerate(longest_first):
            if (position < surplus or self._now() - since > KEEP_S) and key in self._sessions:
                self._end(self._sessions[key], "stopped")

    def _limits_of(self, choices: Choices) -> Limits:
        """The limits of a new session, extended so that its exam is not cut short."""
        exam_s = choices.exam.plan.seconds + AROUND_EXAM_S if choices.exam else 0.0
        return replace(self._limits, time_s=max(self._limits.time_s, exam_s))


def _unknown() -> UnknownSession:
    return UnknownSession(
        "This conversation has ended or is not known here", "Press Start to begin a new one"
    )

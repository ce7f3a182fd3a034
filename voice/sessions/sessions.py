"""All sessions of this process: opened, found again after a lost connection, ended."""

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
from voice.exam.library.shelf import Shelf
from voice.exam.model.marking import MarkingFor
from voice.examining.conductor import examiners
from voice.sessions.changes import Changes
from voice.sessions.choosing import Chooser
from voice.sessions.waiting_line import Places

log = logging.getLogger(__name__)

KEEP_S = 15 * 60.0
"""How long a conversation waits for its student to come back."""

KEEP_PER_PLACE = 8
"""Sessions kept without a connection, per place: beyond it the one longest away goes first."""

SWEEP_EVERY_S = 30.0
"""How often it is looked after who has stayed away, and which engines nobody uses."""

AROUND_EXAM_S = 5 * 60.0
"""What there is beside the time of an exam: to listen, to pause, to read the marks."""


class UnknownSession(VivaError):
    """No session has this id."""


class Sessions:
    """Opens sessions and keeps them.

    Parameters
    ----------
    engines : Engines
        Shared by all.
    modes : callable
        Reads the modes afresh, so that an edited prompt file counts from the next session on.
    defaults : Wanted
        Every field set.
    limits : Limits
        Of each session.
    places : int
        Calls at once.
    shelf : Shelf, optional
        Where exams are found; Viva's own by default.
    now : callable
        Wall clock in seconds.
    sleep : callable
        Waits so many seconds by that clock.
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
        self._away_since: dict[str, float] = {}  # of those that nobody is connected to
        self._changes: dict[str, Changes] = {}  # of those whose choices are being changed
        self._subscribers: list[Callable[[Session], None]] = []
        self._watching: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def language(self) -> str:
        """Spoken where nobody chose another (ISO 639-1)."""
        return self._defaults.language or ""

    async def open(self, wanted: Wanted) -> Session:
        """Begin a session.

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
        """Forget who stays away, and free what nobody uses, from now on and until `close_all`.

        Whoever serves calls it once, on the event loop; no request is needed any more then.
        """
        if self._watching is None and not self._closed:
            self._watching = asyncio.create_task(self._watch())

    def subscribe(self, opened: Callable[[Session], None]) -> None:
        """Call `opened` with every session that begins from now on."""
        self._subscribers.append(opened)

    def __iter__(self) -> Iterator[Session]:
        """Every session that has not ended."""
        return iter(tuple(self._sessions.values()))

    def get(self, session_id: str) -> Session:
        """Find a session again.

        Raises
        ------
        UnknownSession
            It never was, or has ended, or was away for too long.
        """
        self._sweep()
        with suppress(KeyError):
            return self._sessions[session_id]
        raise _unknown()

    async def configure(self, session: Session, wanted: Wanted) -> None:
        """Change a running session's choices; or raise `VivaError` and change none.

        May be called again before it returns: what is asked for last counts, whichever change
        takes longer to load.
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
                    # Everything is there, so nothing but this change happens until it is made.
                    if session.id not in self._sessions:
                        raise _unknown()
                    await session.configure(choices)
                    changes.made(number, wanted)
                    return
            await self.engines.voice(choices.voice)
            await self.engines.model(choices.model)
            loaded = needed

    def tell_all(self, progress: Progress) -> None:
        """Show every connected student how far a model is that is being fetched."""
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
        """End every session, and open no more: the program stops."""
        self._closed = True
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
        for session in self:
            self._end(session, "shutdown")
        await asyncio.sleep(0)

    def _end(self, session: Session, reason: Literal["stopped", "shutdown"]) -> None:
        """End one session; that it fails to end must not keep the others."""
        try:
            session.close(reason)
        except Exception:
            log.exception("a session could not be ended in order")
        self._forget(session)

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.id, None)
        self._away_since.pop(session.id, None)

    def _follow(self, session: Session, event: Event) -> None:
        """Told of all that happens in a session, from within it."""
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
        """End conversations whose students stayed away for too long, or which are too many."""
        longest_first = sorted((since, key) for key, since in self._away_since.items())
        surplus = len(longest_first) - KEEP_PER_PLACE * self.places.limit
        for position, (since, key) in enumerate(longest_first):
            if (position < surplus or self._now() - since > KEEP_S) and key in self._sessions:
                self._end(self._sessions[key], "stopped")

    def _limits_of(self, choices: Choices) -> Limits:
        """An exam is not cut short by the limit of a conversation."""
        exam_s = choices.exam.plan.seconds + AROUND_EXAM_S if choices.exam else 0.0
        return replace(self._limits, time_s=max(self._limits.time_s, exam_s))


def _unknown() -> UnknownSession:
    return UnknownSession(
        "This conversation has ended or is not known here", "Press Start to begin a new one"
    )

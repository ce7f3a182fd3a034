"""All sessions of this process: opened, found again after a lost connection, ended."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from models.base import Progress, SettingsError, VivaError
from voice.conversation.answering import SLOWEST
from voice.conversation.choices import Choices, ExamChoice, Limits
from voice.conversation.modes import Mode
from voice.conversation.session import Session
from voice.core import events
from voice.core.events import Event, SessionEnded
from voice.engines.pool import Engines
from voice.exam.library.shelf import Shelf
from voice.exam.model.plan import Choices as ExamWishes
from voice.exam.model.plan import make_plan
from voice.exam.text.material import MAX_MATERIAL
from voice.examining.conductor import examiners
from voice.sessions.waiting_line import Places
from voice.settings.settings import LANGUAGES

KEEP_S = 15 * 60.0
"""How long a conversation waits for its student to come back."""

KEEP_PER_PLACE = 8
"""Sessions kept without a connection, per place: beyond it the one longest away goes first."""

EXAM_MODE = "practice"
"""In which an exam is held when no other mode for exams was chosen."""

AROUND_EXAM_S = 5 * 60.0
"""What there is beside the time of an exam: to listen, to pause, to read the marks."""

FASTEST = 2.0
"""Speaking rate that a voice still does well; see `voice.conversation.answering.SLOWEST`."""


class UnknownSession(VivaError):
    """No session has this id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page asks for; None leaves a choice as it is."""

    mode: str | None = None
    voice: str | None = None
    language: str | None = None
    speed: float | None = None
    model: str | None = None
    bank: str | None = None  # "" is a conversation without an exam
    topics: tuple[str, ...] | None = None
    minutes: float | None = None
    difficulty: int | None = None
    material: str | None = None
    silent: bool | None = None  # replies are text alone


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
    """

    def __init__(
        self,
        engines: Engines,
        modes: Callable[[], Mapping[str, Mode]],
        defaults: Wanted,
        limits: Limits,
        places: int,
        shelf: Shelf | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.shelf = shelf or Shelf(now=now)
        self.places = Places(places, now)
        self.engines = engines
        self.modes = modes
        self._defaults = defaults
        self._limits = limits
        self._now = now
        self._sessions: dict[str, Session] = {}
        self._away_since: dict[str, float] = {}
        self._subscribers: list[Callable[[Session], None]] = []

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
        choices = await self._choose(wanted, None)
        voice = await self.engines.voice(choices.voice)
        llm = await self.engines.model(choices.model)
        session = Session(
            secrets.token_urlsafe(24),
            self.engines,
            choices,
            voice,
            llm,
            self._limits_of(choices),
            examiners(self.engines.marking),
            self._now,
        )
        self._sessions[session.id] = session
        self._away_since[session.id] = self._now()
        session.subscribe(lambda event: self._forget_ended(session, event))
        for opened in self._subscribers:
            opened(session)
        self._sweep()
        return session

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
        raise UnknownSession(
            "This conversation has ended or is not known here", "Press Start to begin a new one"
        )

    async def configure(self, session: Session, wanted: Wanted) -> None:
        """Change a running session's choices; or raise `VivaError` and change none."""
        await session.configure(await self._choose(wanted, session.choices))

    def tell_all(self, progress: Progress) -> None:
        """Show every connected student how far a model is that is being fetched."""
        for session in self._sessions.values():
            session.tell(
                events.Pulling(
                    clock=session.clock,
                    model=progress.name,
                    done_bytes=progress.done_bytes,
                    total_bytes=progress.total_bytes,
                )
            )

    async def close_all(self) -> None:
        """End every session: the program stops."""
        for session in tuple(self._sessions.values()):
            session.close("shutdown")
        await asyncio.sleep(0)

    def _forget_ended(self, session: Session, event: Event) -> None:
        if isinstance(event, SessionEnded):
            self._sessions.pop(session.id, None)
            self._away_since.pop(session.id, None)

    def _sweep(self) -> None:
        """End conversations whose students stayed away for too long, or which are too many."""
        now = self._now()
        for session in self._sessions.values():
            if session.connected:
                self._away_since[session.id] = now
        idle = sorted(
            (since, key)
            for key, since in self._away_since.items()
            if not self._sessions[key].connected
        )
        surplus = len(idle) - KEEP_PER_PLACE * self.places.limit
        for position, (since, key) in enumerate(idle):
            if position < surplus or now - since > KEEP_S:
                self._sessions[key].close("stopped")

    def _limits_of(self, choices: Choices) -> Limits:
        """An exam is not cut short by the limit of a conversation."""
        exam_s = choices.exam.plan.seconds + AROUND_EXAM_S if choices.exam else 0.0
        return replace(self._limits, time_s=max(self._limits.time_s, exam_s))

    async def _choose(self, wanted: Wanted, now: Choices | None) -> Choices:
        mode = self._mode(wanted.mode or (now.mode.name if now else self._defaults.mode or ""))
        mode, exam = await self._exam(wanted, mode, now)
        # A mode has its language when it is chosen; the student may have changed it since.
        language = wanted.language or (mode.language if wanted.mode or not now else None)
        if exam is not None:
            language = exam.bank.language
        voice = wanted.voice
        if voice and not language:
            language = self.engines.voice_language(voice)
        language = language or (now.language if now else self._defaults.language or "")
        if language not in LANGUAGES:
            raise SettingsError(
                f"There is no language {language!r}", f"Choose one of {', '.join(LANGUAGES)}"
            )
        if not voice:
            voice = now.voice if now else self._defaults.voice or ""
            if not voice or self.engines.voice_language(voice) != language:
                voice = self.engines.default_voice(language)
        choices = Choices(mode, voice, language)
        speed = wanted.speed
        if speed is None:
            speed = now.speed if now else self._defaults.speed or 1.0
        if not SLOWEST <= speed <= FASTEST:
            raise SettingsError(
                f"A speaking rate of {speed:g} is out of range",
                f"Choose one from {SLOWEST:g} to {FASTEST:g}",
            )
        model = (now.model if now else "") if wanted.model is None else wanted.model
        silent = (now is not None and now.silent) if wanted.silent is None else wanted.silent
        return replace(choices, speed=speed, model=model, exam=exam, silent=silent)

    async def _exam(
        self, wanted: Wanted, mode: Mode, now: Choices | None
    ) -> tuple[Mode, ExamChoice | None]:
        """The exam that is wanted, and the mode in which it is held."""
        before = now.exam if now else None
        name = wanted.bank if wanted.bank is not None else self._bank_before(now)
        if not name:
            if mode.exam_only:
                raise SettingsError(
                    f"The mode {mode.title} is for exams", "Choose an exam, or another mode"
                )
            return mode, None
        if mode.exam is None:
            if wanted.mode:
                raise SettingsError(
                    f"No exam can be held in the mode {mode.title}",
                    f"Choose the mode {EXAM_MODE}, or no exam",
                )
            mode = self._mode(EXAM_MODE)
        assert mode.exam is not None
        same = before is not None and before.name == name and mode.name == before.plan.mode
        details = (wanted.topics, wanted.minutes, wanted.difficulty, wanted.material)
        if same and details == (None, None, None, None):
            return mode, before
        bank = await self.shelf.find(name)
        wishes = ExamWishes(wanted.minutes, wanted.topics or (), wanted.difficulty)
        plan = make_plan(mode.exam, mode.name, bank, wishes)
        material = (wanted.material or "").strip()[:MAX_MATERIAL]
        if wanted.material is None and before is not None and before.name == name:
            material = before.material  # a page that was reloaded has it no more
        if bank.material is not None and not material:
            raise SettingsError(
                f"This exam is about something of yours: {bank.material.title}", bank.material.ask
            )
        return mode, ExamChoice(name, bank, plan, material)

    def _bank_before(self, now: Choices | None) -> str:
        """The bank of a running session, or the one that the program was started with."""
        if now is not None:
            return now.exam.name if now.exam else ""
        return self._defaults.bank or ""

    def _mode(self, name: str) -> Mode:
        modes = self.modes()
        with suppress(KeyError):
            return modes[name]
        raise SettingsError(
            f"There is no mode {name!r}", f"Choose one of {', '.join(modes) or 'none: add a file'}"
        )

"""Saves exams for students who ask for it.

An exam is saved when it has finished, again when late marks arrive, and when its session ends or
starts afresh in the middle of it; answers that have no mark by then are still marked. Everything
is called from the event loop; files are written in a thread. If saving fails, the page shows a
notice, and the exam goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from models.base import INPUT_RATE, VivaError
from voice.conversation.session import Session
from voice.core import events
from voice.core.audio import wav
from voice.core.events import Event
from voice.core.worker import in_thread
from voice.exam.history.store import History, Recording, UnknownAttempt
from voice.exam.reports.build import build
from voice.exam.reports.model import Report
from voice.examining.conductor import Conductor, Kept, exam_of

log = logging.getLogger(__name__)


FINISH_S = 5.0
"""How long the program waits for saves when it ends: enough for many marks without a language
model, or for one or two with one."""


class NothingToKeep(VivaError):
    """The session holds no exam in which anything was said."""


class NotYours(VivaError):
    """The session's exams belong to another user."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a student wants to have saved."""

    exams: bool = False
    voice: bool = False  # recordings of their own voice, too


@dataclass(slots=True)
class _Followed:
    """One exam, and what has been saved of it."""

    exam: Conductor
    wanted: bool
    attempt: str = ""  # its id, once saved
    report: Report | None = None
    heard: tuple[int, ...] = ()  # the clocks at which the saved recordings begin


class Keeper:
    """Saves the exams of one session.

    Parameters
    ----------
    session : Session
        Followed from now on, by its events.
    history : History
        Where its student's exams are saved.
    spawn : callable
        Runs a coroutine in the background.
    """

    def __init__(
        self,
        session: Session,
        history: History,
        spawn: Callable[[Coroutine[None, None, None]], None],
    ) -> None:
        self.history = history
        self.wish = Wish()
        self._session = session
        self._spawn = spawn
        self._followed: _Followed | None = None
        self._saving = asyncio.Lock()
        self._follow()
        session.subscribe(self._on_event)

    @property
    def attempt(self) -> str:
        """Id of the present exam in the history; "" while it is not saved."""
        return self._followed.attempt if self._followed else ""

    def want(self, wish: Wish) -> None:
        """Save what is wanted from now on; an exam that is over is only saved by `keep`."""
        self.wish = wish
        if self._followed and not (wish.exams and self._followed.exam.finished):
            self._followed.wanted = wish.exams

    async def keep(self) -> str:
        """Save the present exam as it stands, and its later marks when they come.

        Returns
        -------
        str
            Its id in the history.

        Raises
        ------
        NothingToKeep
            There is no exam, or nothing in it to save.
        HistoryError
            The exam cannot be saved.
        """
        followed = self._followed
        if followed is None or not _worth_keeping(followed.exam):
            raise NothingToKeep("There is no exam to keep", "Take one first")
        followed.wanted = True
        await self._save(followed)
        return followed.attempt

    def _on_event(self, event: Event) -> None:
        followed = self._followed
        match event:
            case events.ExamView():
                self._follow()
            case events.ExamFinished() | events.ExamMarked() | events.ReplyDone():
                if followed and followed.exam.finished:
                    self._save_soon(followed)
            case events.MemoryCleared() | events.SessionEnded():
                if followed:
                    self._save_soon(followed, last=True)
                self._followed = None
                if isinstance(event, events.MemoryCleared):
                    self._follow()

    def _follow(self) -> None:
        """Follow the session's present exam, if that is another than before."""
        exam = exam_of(self._session)
        if exam is not None and (self._followed is None or self._followed.exam is not exam):
            self._followed = _Followed(exam, self.wish.exams and not exam.finished)

    def _save_soon(self, followed: _Followed, last: bool = False) -> None:
        if followed.wanted and _worth_keeping(followed.exam):
            save = self._save_at_last if last else self._save_quietly
            self._spawn(save(followed))

    async def _save_at_last(self, followed: _Followed) -> None:
        await self._save_quietly(followed)
        if followed.wanted:
            await followed.exam.mark_rest()
            await self._save_quietly(followed)

    async def _save_quietly(self, followed: _Followed) -> None:
        try:
            await self._save(followed)
        except UnknownAttempt:
            followed.wanted = False  # the student has deleted it
        except Exception as error:
            known = isinstance(error, VivaError)
            log.warning("an exam could not be saved: %s", error, exc_info=not known)
            problem = error.problem if isinstance(error, VivaError) else type(error).__name__
            fix = error.fix if isinstance(error, VivaError) else "Download the report instead"
            self._session.notify("error", f"This exam is not saved: {problem}", fix)

    async def _save(self, followed: _Followed) -> None:
        async with self._saving:
            examiner = followed.exam.examiner
            report = build(examiner.record, examiner.bank)
            sounds = tuple(followed.exam.kept) if self.wish.voice else ()
            heard = tuple(sound.start for sound in sounds)
            if followed.attempt and (report, heard) == (followed.report, followed.heard):
                return
            fresh = not followed.attempt or heard != followed.heard
            history, attempt = self.history, followed.attempt

            def save() -> str:
                # Recordings are written only if they have changed: they may have 58 MB.
                voices = [_recording(sound) for sound in sounds] if fresh else None
                return history.save(report, voices, attempt)

            followed.attempt = await in_thread(save)
            followed.report, followed.heard = report, heard
            if not attempt:
                clock = self._session.clock
                self._session.tell(events.ExamKept(clock=clock, attempt=followed.attempt))


class Keeping:
    """Knows which sessions' exams are saved, and for whom.

    Parameters
    ----------
    folder : Path
        The folder of the history, which need not exist yet.
    always : bool
        Save everybody's exams unless they choose otherwise.
    """

    def __init__(self, folder: Path, always: bool = False) -> None:
        self.folder = folder
        self.always = always
        self._keepers: dict[str, Keeper] = {}
        self._saves: set[asyncio.Task[None]] = set()

    def history(self, owner: str) -> History:
        """One person's history."""
        return History(self.folder, owner)

    def following(self, session: Session, owner: str) -> Keeper | None:
        """The keeper that follows `session` for `owner`; None if there is none.

        Raises
        ------
        NotYours
            The session is followed for somebody else.
        """
        keeper = self._keepers.get(session.id)
        if keeper is not None and keeper.history.owner != owner:
            raise NotYours(
                "This conversation's exams are another user's", "Begin a conversation of your own"
            )
        return keeper

    def keeper(self, session: Session, owner: str) -> Keeper:
        """The keeper that follows `session` for `owner`, made now if there is none.

        Raises
        ------
        NotYours
            The session is followed for somebody else.
        """
        keeper = self.following(session, owner)
        if keeper is None:
            keeper = Keeper(session, self.history(owner), self._spawn)
            self._keepers[session.id] = keeper
            session.subscribe(lambda event: self._forget_ended(session, event))
        return keeper

    def follow_always(self, session: Session) -> None:
        """Save the exams of a session that has just begun; for a program with only one user."""
        self.keeper(session, "").want(Wish(exams=True))

    async def finish(self) -> None:
        """Wait up to `FINISH_S` for saves under way and the marks they wait for."""
        if self._saves:
            await asyncio.wait(self._saves, timeout=FINISH_S)

    def _forget_ended(self, session: Session, event: Event) -> None:
        if isinstance(event, events.SessionEnded):
            self._keepers.pop(session.id, None)

    def _spawn(self, save: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(save)
        self._saves.add(task)
        task.add_done_callback(self._saves.discard)


def _worth_keeping(exam: Conductor) -> bool:
    """Whether something was answered, or the student sat through all of the exam."""
    answered = any(attempt.answers for attempt in exam.examiner.record.attempts)
    return answered or exam.finished in ("finished", "time")


def _recording(sound: Kept) -> Recording:
    start_s = sound.start / INPUT_RATE
    end_s = start_s + len(sound.sound) / INPUT_RATE
    return Recording(start_s, end_s, wav(sound.sound, INPUT_RATE))

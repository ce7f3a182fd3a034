"""Works out a session's choices from what is wanted, what was chosen before, and the modes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from models.base import SettingsError
from voice.conversation.answering import SLOWEST
from voice.conversation.choices import Choices, ExamChoice, Wanted
from voice.conversation.modes import Mode
from voice.core.languages import LANGUAGES
from voice.engines.pool import Engines
from voice.exam.model.bank import Bank
from voice.exam.model.plan import Choices as ExamWishes
from voice.exam.model.plan import make_plan
from voice.exam.text.material import MAX_MATERIAL

EXAM_MODE = "practice"
"""The mode in which an exam is held unless another mode for exams was chosen."""

FASTEST = 2.0
"""The highest speaking rate at which voices still sound natural; see also `SLOWEST`."""


class Chooser:
    """Makes a consistent set of choices; does not change any session.

    Parameters
    ----------
    engines : Engines
        Knows the voices and their languages.
    find : callable
        Reads the question bank of a name, or raises `VivaError`.
    modes : callable
        Reads the modes afresh.
    defaults : Wanted
        The choices of a session for which nothing else is asked.
    """

    def __init__(
        self,
        engines: Engines,
        find: Callable[[str], Awaitable[Bank]],
        modes: Callable[[], Mapping[str, Mode]],
        defaults: Wanted,
    ) -> None:
        self._engines = engines
        self._find = find
        self._modes = modes
        self._defaults = defaults

    async def choose(self, wanted: Wanted, now: Choices | None) -> Choices:
        """Work out the choices of a session for which `wanted` is asked.

        `now` are its present choices, or None for a new session.

        Raises
        ------
        VivaError
            A choice does not exist, or cannot be combined with another.
        """
        before = self._defaults if now is None else _kept(now)
        mode = self._mode(wanted.mode or before.mode or "")
        mode, exam = await self._exam(wanted, before, mode, now.exam if now else None)
        new_mode = mode if wanted.mode or now is None else None
        language = self._language(wanted, before, new_mode, exam)
        chosen = overlaid(before, wanted)
        return Choices(
            mode=mode,
            voice=self._voice(wanted, before, language),
            language=language,
            speed=_checked_speed(1.0 if chosen.speed is None else chosen.speed),
            model=chosen.model or "",
            exam=exam,
            silent=bool(chosen.silent),
        )

    def _language(
        self, wanted: Wanted, before: Wanted, new_mode: Mode | None, exam: ExamChoice | None
    ) -> str:
        """The first language given: the exam's, the student's choice, a new mode's, a new voice's.

        A mode sets the language only when it is chosen, since the student may change it later.
        """
        of_exam = exam.bank.language if exam else None
        of_mode = new_mode.language if new_mode else None
        of_voice = self._engines.voice_language(wanted.voice) if wanted.voice else None
        language = of_exam or wanted.language or of_mode or of_voice or before.language or ""
        if language not in LANGUAGES:
            raise SettingsError(
                f"There is no language {language!r}", f"Choose one of {', '.join(LANGUAGES)}"
            )
        return language

    def _voice(self, wanted: Wanted, before: Wanted, language: str) -> str:
        """The wanted voice, or the previous one if it speaks `language`, or else the default."""
        if wanted.voice:
            return wanted.voice
        if before.voice and self._engines.voice_language(before.voice) == language:
            return before.voice
        return self._engines.default_voice(language)

    async def _exam(
        self, wanted: Wanted, before: Wanted, mode: Mode, exam: ExamChoice | None
    ) -> tuple[Mode, ExamChoice | None]:
        """The mode, replaced if no exam can be held in it, and the wanted exam.

        `exam` is the present one, which is kept if nothing about it changes.
        """
        name = wanted.bank if wanted.bank is not None else before.bank
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
        if exam is not None and exam.name == name:
            if mode.name == exam.plan.mode and _no_details(wanted):
                return mode, exam
            if wanted.material is None:  # a reloaded page no longer has the material
                wanted = replace(wanted, material=exam.material)
        return mode, await self._planned(wanted, name, mode)

    async def _planned(self, wanted: Wanted, name: str, mode: Mode) -> ExamChoice:
        """Plan the exam `name` as wanted."""
        if mode.exam is None:
            raise SettingsError(
                f"No exam can be held in the mode {mode.title}", "Choose another mode, or no exam"
            )
        bank = await self._find(name)
        wishes = ExamWishes(wanted.minutes, wanted.topics or (), wanted.difficulty)
        plan = make_plan(mode.exam, mode.name, bank, wishes)
        material = (wanted.material or "").strip()[:MAX_MATERIAL]
        if bank.material is not None and not material:
            raise SettingsError(
                f"This exam is about something of yours: {bank.material.title}", bank.material.ask
            )
        return ExamChoice(name, bank, plan, material)

    def _mode(self, name: str) -> Mode:
        modes = self._modes()
        with suppress(KeyError):
            return modes[name]
        raise SettingsError(
            f"There is no mode {name!r}", f"Choose one of {', '.join(modes) or 'none: add a file'}"
        )


def overlaid(wanted: Wanted, later: Wanted) -> Wanted:
    """`wanted`, with the fields that are set in `later` replaced by those."""
    names = Wanted.__dataclass_fields__
    asked = {name: value for name in names if (value := getattr(later, name)) is not None}
    return replace(wanted, **asked)


def _kept(now: Choices) -> Wanted:
    """The present choices of a session, as a `Wanted` that keeps them."""
    return Wanted(
        mode=now.mode.name,
        voice=now.voice,
        language=now.language,
        speed=now.speed,
        model=now.model,
        bank=now.exam.name if now.exam else "",
        silent=now.silent,
    )


def _no_details(wanted: Wanted) -> bool:
    """Whether no detail of the exam, such as its topics or its length, is asked for."""
    details = (wanted.topics, wanted.minutes, wanted.difficulty, wanted.material)
    return details == (None, None, None, None)


def _checked_speed(speed: float) -> float:
    if not SLOWEST <= speed <= FASTEST:
        raise SettingsError(
            f"A speaking rate of {speed:g} is out of range",
            f"Choose one from {SLOWEST:g} to {FASTEST:g}",
        )
    return speed

"""What a student has chosen for a session, and the limits of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voice.conversation.modes import Mode
from voice.exam.model.bank import Bank
from voice.exam.model.plan import Plan


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """The exam that a student has chosen."""

    name: str  # the bank's name
    bank: Bank
    plan: Plan
    material: str = ""  # text that the student brought for an exam about their own work

    def shown(self) -> dict[str, Any]:
        """The exam as `SessionReady` carries it; the student's material itself is not sent."""
        return {
            "bank": self.name,
            "bank_title": self.bank.title,
            "topics": self.plan.topics,
            "minutes": self.plan.minutes,
            "difficulty": self.plan.settings.difficulty,
            "brought": bool(self.material),
        }


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings of a session."""

    mode: Mode
    voice: str
    language: str  # ISO 639-1
    speed: float = 1.0
    model: str = ""  # "" is the configured one
    exam: ExamChoice | None = None  # None: a conversation without an exam
    silent: bool = False  # replies are text only, without sound

    def shown(self) -> dict[str, Any]:
        """The choices as `voice.core.events.SessionReady` carries them."""
        return {
            "mode": self.mode.name,
            "mode_title": self.mode.title,
            "voice": self.voice,
            "language": self.language,
            "speed": self.speed,
            **(self.exam.shown() if self.exam else {}),
        }


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one session."""

    time_s: float = 15 * 60.0
    context_tokens: int = 4096


@dataclass(frozen=True, slots=True)
class Wanted:
    """Choices that a client asks for; None leaves a choice as it is."""

    mode: str | None = None
    voice: str | None = None
    language: str | None = None
    speed: float | None = None
    model: str | None = None
    bank: str | None = None  # "": a conversation without an exam
    topics: tuple[str, ...] | None = None
    minutes: float | None = None
    difficulty: int | None = None
    material: str | None = None
    silent: bool | None = None  # replies are text only, without sound

"""What a student chose for a session, and what bounds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voice.conversation.modes import Mode
from voice.exam.model.bank import Bank
from voice.exam.model.plan import Plan


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """Which exam a student chose."""

    name: str  # of the bank
    bank: Bank
    plan: Plan
    material: str = ""  # what the student brought

    def shown(self) -> dict[str, Any]:
        """As `voice.core.events.SessionReady` carries it; what was brought stays here."""
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
    """What the student chose."""

    mode: Mode
    voice: str
    language: str  # ISO 639-1
    speed: float = 1.0
    model: str = ""  # "" is the configured one
    exam: ExamChoice | None = None  # None: a conversation
    silent: bool = False  # replies are text alone

    def shown(self) -> dict[str, Any]:
        """As `voice.core.events.SessionReady` carries them."""
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

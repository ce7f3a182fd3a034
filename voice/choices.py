"""What a student chose for a session, and what bounds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voice.exam.bank import Bank
from voice.exam.plan import Plan
from voice.prompts import Mode


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """Which exam a student chose."""

    name: str  # of the bank
    bank: Bank
    plan: Plan
    material: str = ""  # what the student brought


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
        """As `voice.events.SessionReady` carries them."""
        return {
            "mode": self.mode.name,
            "mode_title": self.mode.title,
            "voice": self.voice,
            "language": self.language,
            "speed": self.speed,
            "bank": self.exam.name if self.exam else "",
            "bank_title": self.exam.bank.title if self.exam else "",
        }


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one session."""

    time_s: float = 15 * 60.0
    context_tokens: int = 4096

"""What a student chose for a session, and what bounds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voice.prompts import Mode


@dataclass(frozen=True, slots=True)
class Choices:
    """What the student chose."""

    mode: Mode
    voice: str
    language: str  # ISO 639-1
    speed: float = 1.0
    model: str = ""  # "" is the configured one

    def shown(self) -> dict[str, Any]:
        """As `voice.events.SessionReady` carries them."""
        return {
            "mode": self.mode.name,
            "mode_title": self.mode.title,
            "voice": self.voice,
            "language": self.language,
            "speed": self.speed,
        }


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one session."""

    time_s: float = 15 * 60.0
    context_tokens: int = 4096

"""Latencies of one turn, under the usual names of the field; the only use of wall-clock time."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from voice.core.events import TurnMetrics


@dataclass(slots=True)
class Counts:
    """Counts of what has happened in a session so far."""

    interruptions: int = 0
    false_interruptions: int = 0  # sounds without words that silenced the examiner for a moment
    discarded_speculations: int = 0


@dataclass(slots=True)
class TurnTimes:
    """Wall-clock moments of one turn in seconds, each None until it happens."""

    last_voiced: float | None = None  # the student's last voiced sample arrived
    turn_ended: float | None = None  # the turn was judged over (or the text was sent)
    transcribed: float | None = None
    llm_asked: float | None = None
    llm_first_token: float | None = None
    tts_asked: float | None = None
    tts_first_audio: float | None = None
    first_audible: float | None = None  # the reply's first sample left for the speaker

    def take_turn(self, other: TurnTimes) -> None:
        """Copy the moments of the turn itself from `other`, and keep those of the reply."""
        self.last_voiced = other.last_voiced
        self.turn_ended = other.turn_ended
        self.transcribed = other.transcribed

    def measured(self, clock: int, turn: int, reply: int, counts: Counts) -> TurnMetrics:
        """The event that reports the latencies to the page."""
        return TurnMetrics(
            clock=clock,
            turn=turn,
            reply=reply,
            end_of_turn_delay=_between(self.last_voiced, self.turn_ended),
            transcription_delay=_between(self.turn_ended, self.transcribed),
            llm_ttft=_between(self.llm_asked, self.llm_first_token),
            tts_ttfb=_between(self.tts_asked, self.tts_first_audio),
            voice_to_voice=_between(self.last_voiced, self.first_audible),
            **dataclasses.asdict(counts),
            transcribed_at=self._after_speech(self.transcribed),
            first_token_at=self._after_speech(self.llm_first_token),
            tts_asked_at=self._after_speech(self.tts_asked),
            first_audio_at=self._after_speech(self.tts_first_audio),
        )

    def _after_speech(self, moment: float | None) -> float | None:
        """Seconds from the last voiced sample to `moment`; below zero for what came before."""
        return None if moment is None or self.last_voiced is None else moment - self.last_voiced


def _between(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else max(0.0, end - start)

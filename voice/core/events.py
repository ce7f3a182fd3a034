"""The events of a session, each stamped with the session's sample clock.

The page receives them as JSON over the WebRTC data channel (or the fallback WebSocket), one
object per message: `{"type": …, "clock": …, …fields}`. Other listeners subscribe to the
session and get the objects themselves. `clock` counts input samples (16 kHz) since the
session began; wall time appears only in metrics.

To add an event, add a subclass of `Event`: its name in snake case is its type and its annotated
fields are what is sent. `python -m voice.api.page.event_types` then generates the page's types.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal, TypedDict

Notify = Callable[[Literal["info", "warning", "error"], str, str], None]
"""Shows the student a sentence: `(level, text, fix)`."""


class State(StrEnum):
    """Where a conversation stands."""

    DISCONNECTED = "disconnected"
    CONNECTING = "connecting"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    INTERRUPTED = "interrupted"


ExamPhase = Literal["preparing", "answering", "asking", "paused", "closing", "over"]
"""What an exam is waiting for."""

ExamEnd = Literal["finished", "stopped", "time"]
"""Why an exam is over: the last question, the student's wish, or its time."""


class PastTurn(TypedDict):
    """One side's contribution to the conversation so far."""

    role: Literal["user", "assistant"]
    text: str
    turn: int
    interrupted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMessage:
    """One JSON object for the page; its type is the name of its class in snake case."""

    type: ClassVar[str] = "page_message"

    def __init_subclass__(cls) -> None:
        cls.type = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    def to_dict(self) -> dict[str, Any]:
        """The message as the page receives it."""
        return {"type": self.type, **dataclasses.asdict(self)}

    def to_json(self) -> str:
        """The message as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(PageMessage):
    """Something that happened at `clock` (input samples since the session began)."""

    clock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReady(Event):
    """First event of every connection: who is here, what answers, what was said so far."""

    session_id: str
    mode: str
    mode_title: str
    voice: str
    language: str
    speed: float
    engine: str
    model: str
    why: str
    remaining_s: float
    history: tuple[PastTurn, ...]  # oldest first
    bank: str = ""  # name of the exam's question bank; "" in a conversation, as are the next ones
    bank_title: str = ""
    topics: tuple[str, ...] = ()  # titles; empty: all
    minutes: float = 0.0
    difficulty: int = 0  # of the first question, 1 to 5
    brought: bool = False  # whether it is about something of the student's that is here


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged(Event):
    """The state machine moved."""

    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """The student began to speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStopped(Event):
    """The student fell silent; the turn may or may not be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded(Event):
    """The student's turn is over; a `UserTurn`, or `UserTurnEmpty`, tells what was said in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChanged(Event):
    """*Let me think* was pressed or released: while `held`, no pause ends the turn."""

    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialTranscript(Event):
    """The student's words so far; those after `stable` characters may still change."""

    turn: int
    text: str
    stable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTurn(Event):
    """The student's finished turn, spoken or typed."""

    turn: int
    text: str
    source: Literal["voice", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTurnEmpty(Event):
    """A sound ended without words in it: the page forgets the partial transcript of `turn`."""

    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyStarted(Event):
    """The examiner begins to work on reply `reply`, an answer to turn `turn` (0: unasked)."""

    reply: int
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyText(Event):
    """The next clause of reply `reply` starts to be played; append it to what is shown."""

    reply: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDone(Event):
    """Reply `reply` is over; `text` is what was heard of it, and what the memory keeps."""

    reply: int
    text: str
    interrupted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnMetrics(Event):
    """Latencies of one turn in seconds, None where a stage did not happen."""

    turn: int
    reply: int
    end_of_turn_delay: float | None  # last voiced sample to the decision that the turn is over
    transcription_delay: float | None  # that decision to the final transcript
    llm_ttft: float | None  # request to first token
    tts_ttfb: float | None  # first clause to its first samples
    voice_to_voice: float | None  # last voiced sample to first audible sample of the reply
    interruptions: int
    false_interruptions: int
    discarded_speculations: int  # answers begun in a pause that was none
    # Moments, in seconds after the last voiced sample. Speculation makes stages overlap, so
    # that their lengths do not add up; these tell what waited for what.
    transcribed_at: float | None = None
    first_token_at: float | None = None
    tts_asked_at: float | None = None
    first_audio_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Event):
    """Something the student should read; `fix` says what to do about it."""

    level: Literal["info", "warning", "error"]
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulling(Event):
    """The language model is being fetched; `done_bytes` of `total_bytes` (0: unknown)."""

    model: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft(Event):
    """Remaining time of the session, about once a second while connected."""

    remaining_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryCleared(Event):
    """*Start afresh* was pressed: the conversation begins again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver(Event):
    """Another connection carries the session from now on; last event of the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """The session is over and will not come back."""

    reason: Literal["time_limit", "stopped", "shutdown", "failed"]


@dataclass(frozen=True, kw_only=True)  # without slots, so that `ExamView` can have two bases
class ExamStanding:
    """Where an exam stands, for the page. Times are in seconds and stand still in a pause."""

    number: int = 0  # of the question, from 1; 0 before the first
    of: int = 0  # how many there will be, as far as can be foreseen
    section: str = ""  # title of the topic
    question: str = ""  # what is to be answered now: the question or a follow-up
    phase: ExamPhase = "asking"
    left_s: float = 0.0  # in the exam
    section_left_s: float = 0.0
    answer_left_s: float | None = None  # None: no limit; while preparing, until speaking begins
    hints_left: int = 0
    can_skip: bool = False
    can_go_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamView(ExamStanding, Event):
    """Where the exam stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamMarked(Event):
    """Attempt number `attempt` (from 0) has been marked; `total` is None if that `failed`."""

    attempt: int
    item_id: str
    question: str
    total: float | None
    out_of: float
    failed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamFinished(Event):
    """The exam is over."""

    reason: ExamEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamKept(Event):
    """The exam has been saved, as attempt `attempt` of the student's history."""

    attempt: str

"""What goes into and comes out of an examiner: the student's turns, its steps, and its view.

Steps are carried out in order, by whoever holds the examiner. Nothing here knows of audio.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from models.base import Patience
from voice.core.events import ExamEnd
from voice.exam.model.plan import ToolName
from voice.exam.model.record import HeardWord

SayKind = Literal[
    "opening",  # opening, instructions of the exam or of a part
    "question",
    "follow_up",
    "repeat",  # of a question or follow-up
    "hint",
    "acknowledgement",  # a neutral "thank you"
    "prepare",  # about the time to prepare
    "notice",  # about time, and that a question is over
    "command",  # the reply to a command
    "feedback",
    "closing",
]


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the student. Times are seconds of the session's sample clock."""

    text: str
    start_s: float  # first voiced sample
    end_s: float  # last voiced sample
    words: tuple[HeardWord, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text` as it stands, at once and without a model."""

    text: str
    kind: SayKind
    item_id: str = ""
    slowly: bool = False


@dataclass(frozen=True, slots=True)
class Converse:
    """Let the model say something within the frame; speak `fallback` where it cannot.

    The instruction is the whole task, to follow the mode's system prompt; in it, what comes from
    the student or their material is quoted as data. What the model makes of it is spoken only if
    `check` lets it.
    """

    instruction: str
    fallback: str
    item_id: str
    tools: tuple[ToolName, ...] = ()  # what the model may call instead of or after speaking
    check: Callable[[str], bool] = field(default=bool, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetPatience:
    """How long silences may last from now on, and whether the student's voice stops ours."""

    patience: Patience
    may_interrupt: bool = True


@dataclass(frozen=True, slots=True)
class Hold:
    """For so many seconds nobody speaks: the student prepares."""

    seconds: float


@dataclass(frozen=True, slots=True)
class LetThink:
    """The student wants to think: no silence ends their turn until they speak in earnest."""


@dataclass(frozen=True, slots=True)
class EndTurn:
    """End the student's turn though they are speaking; what they said goes to `heard`."""


@dataclass(frozen=True, slots=True)
class MarkItem:
    """Have an attempt marked in the background: its item is closed.

    It comes a second time for the same attempt only if the student went back and said more.
    """

    attempt_index: int


@dataclass(frozen=True, slots=True)
class Finish:
    """The exam is over."""

    reason: ExamEnd


Step = Say | Converse | SetPatience | Hold | LetThink | EndTurn | MarkItem | Finish


@dataclass(slots=True)
class ExamClock:
    """Seconds of the exam, which stand still while it is paused.

    Every method takes the session's time; one that lies before an earlier one counts as that.
    """

    _ran_s: float = 0.0
    _since_s: float | None = field(default=None)

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self._since_s is not None

    def start(self, now_s: float) -> None:
        """Go on, or begin."""
        if self._since_s is None:
            self._since_s = now_s

    def stop(self, now_s: float) -> None:
        """Stand still."""
        self._ran_s, self._since_s = self.at(now_s), None

    def at(self, now_s: float) -> float:
        """Seconds of exam until the session's time `now_s`."""
        if self._since_s is None:
            return self._ran_s
        return self._ran_s + max(0.0, now_s - self._since_s)

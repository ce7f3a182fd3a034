"""An examiner's input and output: the student's turns, its steps, and its clock.

The caller that owns the examiner carries out the steps in order. Nothing here knows about audio.
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
    "repeat",  # a question or follow-up said again
    "hint",
    "acknowledgement",  # a neutral "thank you"
    "prepare",  # about preparation time
    "notice",  # about time running out
    "command",  # a reply to a command
    "feedback",
    "closing",
]


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the student. Times are seconds on the session's sample clock."""

    text: str
    start_s: float  # first voiced sample
    end_s: float  # last voiced sample
    words: tuple[HeardWord, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text` verbatim, at once and without a model."""

    text: str
    kind: SayKind
    item_id: str = ""
    slowly: bool = False


@dataclass(frozen=True, slots=True)
class Converse:
    """Let the model word something; speak `fallback` if it cannot.

    The instruction follows the mode's system prompt and is the whole task; anything in it from
    the student or their material is quoted as data. The model's words are spoken only if `check`
    accepts them.
    """

    instruction: str
    fallback: str
    item_id: str
    tools: tuple[ToolName, ...] = ()  # what the model may call instead of or after speaking
    check: Callable[[str], bool] = field(default=bool, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetPatience:
    """Set how long silences may last, and whether the student's voice interrupts ours."""

    patience: Patience
    may_interrupt: bool = True


@dataclass(frozen=True, slots=True)
class Hold:
    """Nobody speaks for this many seconds while the student prepares."""

    seconds: float


@dataclass(frozen=True, slots=True)
class LetThink:
    """The student wants to think: silence does not end their turn until they speak again."""


@dataclass(frozen=True, slots=True)
class EndTurn:
    """End the student's turn though they are speaking; their words still go to `Examiner.heard`."""


@dataclass(frozen=True, slots=True)
class MarkItem:
    """Have an attempt marked in the background, now that its item is closed.

    Issued again for the same attempt only if the student went back and said more.
    """

    attempt_index: int


@dataclass(frozen=True, slots=True)
class Finish:
    """The exam is over."""

    reason: ExamEnd


Step = Say | Converse | SetPatience | Hold | LetThink | EndTurn | MarkItem | Finish


@dataclass(slots=True)
class ExamClock:
    """Counts the seconds of an exam, except while it is paused.

    Every method takes the session's time; a time before the clock was started counts as its start.
    """

    _ran_s: float = 0.0
    _since_s: float | None = field(default=None)

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self._since_s is not None

    def start(self, now_s: float) -> None:
        """Begin or continue."""
        if self._since_s is None:
            self._since_s = now_s

    def stop(self, now_s: float) -> None:
        """Pause."""
        self._ran_s, self._since_s = self.at(now_s), None

    def at(self, now_s: float) -> float:
        """Seconds of the exam elapsed at the session's time `now_s`."""
        if self._since_s is None:
            return self._ran_s
        return self._ran_s + max(0.0, now_s - self._since_s)

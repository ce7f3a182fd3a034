"""What happened in an exam: the facts that marking reads and the report is made of.

Everything here is plain data. Times are seconds of the session's sample clock, so that they
point into the student's own audio; an answer that was typed has times but no words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from voice.exam.bank import Item

Asked = Literal["question", "follow_up", "hint"]
"""What an answer was given to; a hint is not answered by itself but goes before an answer."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word of an answer, as recognised."""

    text: str
    start_s: float
    end_s: float
    probability: float  # in [0, 1]; below `DOUBTFUL` recognition may have misheard


DOUBTFUL = 0.5
"""Word probability below which a word is flagged rather than trusted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the student said to one question or follow-up."""

    text: str
    asked: Asked = "question"
    prompt: str = ""  # the words it answers
    asked_s: float = 0.0  # when the examiner had finished asking
    start_s: float = 0.0  # first voiced sample
    end_s: float = 0.0  # last voiced sample
    words: tuple[HeardWord, ...] = ()
    typed: bool = False
    hints: int = 0  # given before it, for the same question


@dataclass(frozen=True, slots=True)
class PointMark:
    """Whether one key point was made, and where."""

    point: int  # index into the item's key points
    marks: float  # 0 up to what the point is worth
    quote: str = ""  # the student's own words, exactly as in the answer; "" when it is missing
    answer: int = 0  # index of the answer that holds the quote
    start_s: float | None = None  # of the quote in the recording
    end_s: float | None = None
    confidence: float = 1.0  # in [0, 1], that this verdict is right
    doubtful: bool = False  # recognition was unsure at the decisive words


@dataclass(frozen=True, slots=True)
class Mark:
    """What an item's answers are worth. Arithmetic over key points: never more than `out_of`."""

    points: tuple[PointMark, ...]  # one for each key point of the item, in order
    out_of: float
    wrong: tuple[str, ...] = ()  # quotes of the student that contradict the item
    judged_by: str = ""  # such as "embeddings + qwen2.5-coder-0.5b-instruct"
    confidence: float = 1.0

    @property
    def total(self) -> float:
        """Marks given."""
        return min(self.out_of, sum(point.marks for point in self.points))

    @property
    def missing(self) -> tuple[int, ...]:
        """Key points that were not made, by index."""
        return tuple(point.point for point in self.points if not point.marks)


@dataclass(slots=True)
class Attempt:
    """One item in one exam."""

    item: Item
    question: str  # as asked
    topic: str
    subtopic: str
    answers: list[Answer] = field(default_factory=list)
    hints_given: int = 0
    repeats: int = 0
    skipped: bool = False
    mark: Mark | None = None  # None until it is marked
    failed: str = ""  # why it could not be marked; what was said is kept


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the transcript."""

    speaker: Literal["examiner", "student"]
    text: str
    start_s: float
    end_s: float
    item_id: str = ""
    interrupted: bool = False


@dataclass(slots=True)
class ExamRecord:
    """One exam, from beginning to end."""

    bank: str  # title
    bank_name: str  # file name without extension
    mode: str
    language: str
    level: str = ""
    assesses: Literal["knowledge", "language"] = "knowledge"
    began_at: str = ""  # ISO 8601, local time
    planned_s: float = 0.0
    duration_s: float = 0.0
    ended: Literal["", "finished", "stopped", "time"] = ""  # "" while it goes on
    attempts: list[Attempt] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> float:
        """Marks given so far."""
        return sum(attempt.mark.total for attempt in self.attempts if attempt.mark)

    @property
    def out_of(self) -> float:
        """Marks for full answers to everything that was asked and marked or skipped."""
        return sum(
            attempt.item.marks for attempt in self.attempts if attempt.mark or attempt.skipped
        )

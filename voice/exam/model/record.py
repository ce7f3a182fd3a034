"""What happened in an exam: the facts that marking reads and the report is made of.

Everything here is plain data. Times are seconds on the session's sample clock, so they index
the student's recording; a typed answer has times but no words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from voice.exam.model.bank import Choice, Item, worth

Asked = Literal["question", "follow_up", "hint"]
"""What an answer responds to. A hint is not answered by itself; it precedes an answer."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word of an answer, as recognised."""

    text: str
    start_s: float
    end_s: float
    probability: float  # in [0, 1]; below `DOUBTFUL` the word may be misheard


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
    point: int | None = None  # index of the key point that the follow-up asked about


Verdict = Literal["made", "partly", "reversed", "not_made"]
"""Whether a key point was stated, partly stated, stated the wrong way round, or not stated."""

SURE_FROM = 0.75
"""Probability from which a verdict is sure. A less probable one is neither told to the student nor
printed as a fact: the examiner asks about the point, and it counts half if it stays unsure."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's verdict on a point, kept beside the program's."""

    verdict: Literal["made", "partly", "not_made"]
    by: Literal["student", "teacher"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PointMark:
    """The verdict on one key point, and the words it rests on."""

    point: int  # index into the item's key points
    worth: float = 1.0  # marks for the whole point
    verdict: Verdict = "not_made"
    confidence: float = 1.0  # in [0, 1]: how likely the verdict is right
    quote: str = ""  # the student's own words, exactly as in the answer; "" when nothing fits
    answer: int = 0  # index of the answer that holds the quote
    start_s: float | None = None  # of the quote in the recording
    end_s: float | None = None
    doubtful: bool = False  # recognition was unsure of the decisive words
    likely: float = 0.5  # share of `worth` it earns while unsure
    remark: str = ""  # what the bank says about the mistake that was made
    costs: float = 0.0  # further marks lost to the mistake, while it stands
    correction: Correction | None = None

    @property
    def sure(self) -> bool:
        """Whether the verdict may be told as a fact."""
        return self.correction is not None or self.confidence >= SURE_FROM

    @property
    def share(self) -> float:
        """The share of its marks it earns; half while unsure, unless marked leniently."""
        if self.correction is not None:
            return _SHARES[self.correction.verdict]
        return _SHARES[self.verdict] if self.sure else self.likely

    @property
    def taken_off(self) -> float:
        """Marks deducted for the mistake, if it stands.

        It does not stand once a person has awarded something for the point.
        """
        stands = self.sure and self.verdict == "reversed" and not self.share
        return self.costs if stands else 0.0

    @property
    def marks(self) -> float:
        """Marks given; only their sum is rounded."""
        return self.share * self.worth

    @property
    def least(self) -> float:
        """Marks if every doubt is decided against the student."""
        return self.marks if self.sure else 0.0

    @property
    def most(self) -> float:
        """Marks if every doubt is decided in the student's favour."""
        return self.marks if self.sure else self.worth


_SHARES = {"made": 1.0, "partly": 0.5, "reversed": 0.0, "not_made": 0.0}


def nearest_half(marks: float) -> float:
    """Round to half marks; ties round down."""
    return math.ceil(round(marks, 6) * 2 - 0.5) / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an item: a sum over its key points, never more than `out_of`."""

    points: tuple[PointMark, ...]  # one for each key point of the item, in order
    out_of: float
    choices: tuple[Choice, ...] = ()  # groups of points of which a few are enough
    costs: float = 0.0  # taken off for mistakes that contradict no single point
    wrong: tuple[str, ...] = ()  # quotes of the student that contradict the item
    judged_by: str = ""  # such as "words + all-MiniLM-L6-v2"
    confidence: float = 1.0

    @property
    def total(self) -> float:
        """Marks given, rounded to the nearest half."""
        return self._sum([point.marks for point in self.points])

    @property
    def least(self) -> float:
        """Marks if every doubt is decided against the student."""
        return self._sum([point.least for point in self.points])

    @property
    def most(self) -> float:
        """Marks if every doubt is decided in the student's favour."""
        return self._sum([point.most for point in self.points])

    def _sum(self, marks: Sequence[float]) -> float:
        given = nearest_half(worth(marks, self.choices) - self.taken_off)
        return min(self.out_of, max(0.0, given))

    @property
    def taken_off(self) -> float:
        """Marks deducted for all mistakes that stand."""
        return self.costs + sum(point.taken_off for point in self.points)

    @property
    def needed(self) -> tuple[PointMark, ...]:
        """The points that count: from a choice that is satisfied, only those that were made."""
        spare = {
            n - 1
            for choice in self.choices
            if sum(self._made(n - 1) for n in choice.points) >= choice.enough
            for n in choice.points
            if not self._made(n - 1)
        }
        return tuple(point for point in self.points if point.point not in spare)

    def _made(self, point: int) -> bool:
        return self.points[point].sure and self.points[point].share == 1

    @property
    def complete(self) -> bool:
        """Whether every point that counts was surely made."""
        return all(point.sure and point.share == 1 for point in self.needed)

    @property
    def missing(self) -> tuple[int, ...]:
        """Indices of key points that were surely not made (reversed ones are not included)."""
        return tuple(
            p.point for p in self.needed if p.sure and p.verdict == "not_made" and not p.share
        )

    @property
    def open(self) -> tuple[int, ...]:
        """Indices of key points worth a follow-up: all but those surely made."""
        return tuple(p.point for p in self.needed if not (p.sure and p.share == 1))


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
    timed_out: bool = False  # its time, or the exam's, ran out
    mark: Mark | None = None  # None until it is marked
    failed: str = ""  # why it could not be marked; the answers are kept
    corrections: dict[int, Correction] = field(default_factory=dict)  # by key point

    def take(self, mark: Mark) -> None:
        """Store a mark, and apply the corrections people have already made to its points."""
        points = [replace(p, correction=self.corrections.get(p.point)) for p in mark.points]
        self.mark, self.failed = replace(mark, points=tuple(points)), ""


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

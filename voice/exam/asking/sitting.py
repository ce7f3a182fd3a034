"""One item while it is being asked: the current prompt and the time to answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from voice.exam.asking.choose import Done
from voice.exam.model.bank import Item, Placed
from voice.exam.model.record import Answer, Asked, Attempt, Mark, PointMark
from voice.exam.model.steps import Said

Look = Callable[[Item, Sequence[Answer]], Mark]
"""A quick look, which marks answers by words and small models alone."""

UNKNOWN = 0.5
"""Confidence that a point was not made, for an answer that was not looked at."""

LEAST_FOLLOW_UP_S = 20.0
"""Least time to answer a follow-up."""

SHORT_TURN = 0.4
"""A long turn that took less than this share of its time is asked to go on."""


@dataclass(slots=True)
class Sitting:
    """An attempt in progress, or one that can be gone back to. Times are seconds of the exam."""

    index: int  # of the attempt in the record
    placed: Placed
    attempt: Attempt
    prepare_s: int  # before the first answer
    factor: float  # an answer may take this many times the item's seconds; 0: for ever
    prompt: str  # what is to be answered now
    asked: Asked = "question"
    asked_s: float = 0.0  # session time at which the prompt had been asked
    box_from_s: float = 0.0  # when the answering time began
    quiet_from_s: float = 0.0  # when the current silence began
    nudged: bool = False
    hints: int = 0  # since the prompt was asked
    clarified: int = 0  # how often the student asked what the prompt means
    followed: set[int] = field(default_factory=set)  # key points asked about
    point: int | None = None  # the key point that the prompt asks about
    asked_for_more: bool = False
    prepared: bool = False
    closed: bool = False
    revealed: bool = False  # its key points were told, so nothing said later counts
    checking: bool = False  # closed; a tutor awaits it in the student's own words
    weak: bool = False  # not understood
    share: float | None = None  # of its marks; used until the mark arrives
    marked: list[Answer] = field(default_factory=list)  # what was last given to the marker

    @property
    def item(self) -> Item:
        """What is asked."""
        return self.placed.item

    @property
    def long(self) -> bool:
        """Whether it is a prepared, long turn."""
        return self.prepare_s > 0

    @property
    def box_s(self) -> float | None:
        """Seconds that an answer to the prompt may take; None for no limit."""
        if not self.factor:
            return None
        if self.asked == "question":
            return self.factor * self.item.seconds
        return max(LEAST_FOLLOW_UP_S, self.factor * self.item.seconds / 2)

    @property
    def follow_ups(self) -> int:
        """The number of follow-ups asked."""
        return len(self.followed) + self.asked_for_more

    @property
    def can_be_gone_back_to(self) -> bool:
        """Whether saying more can still count."""
        return self.closed and not self.revealed

    def take_back(self) -> None:
        """Discount the newest follow-up, which was prepared but never asked."""
        if self.point is None:
            self.asked_for_more = False
        else:
            self.followed.discard(self.point)

    def box_left_s(self, now_s: float) -> float | None:
        """Seconds left to answer at the exam's time `now_s`."""
        return None if self.box_s is None else max(0.0, self.box_from_s + self.box_s - now_s)

    def ask(self, prompt: str, asked: Asked, point: int | None = None) -> None:
        """Make `prompt` the current one; `point` is the key point it asks about, if any."""
        self.prompt, self.asked, self.point, self.clarified = prompt, asked, point, 0

    def answer(self, said: Said) -> Answer:
        """Record what was said as an answer to the prompt."""
        return Answer(
            text=said.text,
            asked=self.asked,
            prompt=self.prompt,
            asked_s=min(self.asked_s, said.start_s),
            start_s=said.start_s,
            end_s=said.end_s,
            words=said.words,
            typed=said.typed,
            hints=self.hints,
            point=self.point,
        )

    def mark_by(self, look: Look) -> Mark:
        """The mark of all answers, if it covers all of them; otherwise a quick look."""
        attempt = self.attempt
        if not attempt.answers:
            return nothing_said(self.item)
        if attempt.mark is not None and self.marked == attempt.answers:
            return attempt.mark
        return look(self.item, tuple(attempt.answers))

    @property
    def cut_short(self) -> bool:
        """Whether a long turn was ended by the student long before its time."""
        spoken_s = sum(answer.end_s - answer.start_s for answer in self.attempt.answers)
        return self.long and spoken_s < SHORT_TURN * self.item.seconds


def longer(answer: Answer, said: Said) -> Answer:
    """An answer with its continuation appended."""
    return replace(
        answer,
        text=f"{answer.text} {said.text}",
        end_s=said.end_s,
        words=(*answer.words, *said.words),
    )


def nothing_said(item: Item) -> Mark:
    """The mark of an item that was asked and not answered."""
    return _nothing_made(item, "no answer", 1.0)


def not_looked_at(item: Item) -> Mark:
    """The mark of answers that were not looked at."""
    return _nothing_made(item, "nobody", UNKNOWN)


def _nothing_made(item: Item, judged_by: str, confidence: float) -> Mark:
    return Mark(
        tuple(
            PointMark(n, point.marks, confidence=confidence)
            for n, point in enumerate(item.key_points)
        ),
        item.marks,
        item.choices,
        judged_by=judged_by,
        confidence=confidence,
    )


def share_of(mark: Mark) -> float:
    """Share of an item's marks that were given, in [0, 1]."""
    return mark.total / mark.out_of if mark.out_of else 1.0


def done(sittings: Sequence[Sitting]) -> list[Done]:
    """The items asked so far, for choosing the next one."""
    return [Done(one.item.id, _share(one), one.weak) for one in sittings]


def _share(sitting: Sitting) -> float | None:
    """Share of the marks that the answers earn, by the mark if there is one; None if unknown."""
    if sitting.attempt.skipped:
        return None
    mark = sitting.attempt.mark
    return sitting.share if mark is None else share_of(mark)

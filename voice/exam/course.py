"""The course of an exam: from one question to the next, and to the end.

`Course` does what is to happen; `voice.exam.examiner` decides from the student's words, buttons
and the clock when.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.exam.asking import Asking
from voice.exam.bank import Bank
from voice.exam.commands import gives_up
from voice.exam.phrases import duration
from voice.exam.plan import Plan
from voice.exam.record import Answer, ExamRecord
from voice.exam.sitting import MissingPoints, Sitting, longer, nothing_said
from voice.exam.steps import (
    Converse,
    Finish,
    Hold,
    MarkItem,
    Reason,
    Said,
    Say,
    Step,
)
from voice.exam.wording import feedback, reaction, teaching

LEAST_FOR_FOLLOW_UP_S = 25.0
"""Time that must be left for a follow-up."""

MUTTERED = 6
"""Words while preparing from which the student is told that they may begin."""


class Course(Asking):
    """The questions of one exam, and what becomes of them.

    Parameters
    ----------
    bank, plan, seed, material, record
        As for `Asking`.
    missing_points : callable
        The quick look that decides on follow-ups while there is no mark yet.
    """

    def __init__(
        self,
        bank: Bank,
        plan: Plan,
        seed: int,
        material: str,
        record: ExamRecord,
        missing_points: MissingPoints,
    ) -> None:
        super().__init__(bank, plan, seed, material, record)
        self._parked: Sitting | None = None  # to be returned to after going back
        self._missing_points = missing_points
        self._thanks = 0
        self._told_to_begin: Sitting | None = None  # how; once in each preparation

    def begin(self, opening: str, now_s: float) -> list[Step]:
        """The opening and the first question."""
        self.clock.start(now_s)
        texts = [opening, self.bank.instructions]
        said: list[Step] = [Say(text, "opening") for text in texts if text]
        return said + self.ask_next(now_s)

    def ask_next(self, now_s: float) -> list[Step]:
        """The next question, or the end."""
        steps = self.next_question(now_s)
        return self.finish("finished") if steps is None else steps

    # --- answers ----------------------------------------------------------------------------

    def add(self, answer: Answer) -> None:
        """Keep an answer to what was asked."""
        sitting = self.sitting()
        if not sitting.checking:
            sitting.attempt.answers.append(answer)
            sitting.attempt.skipped = False

    def react(self, text: str, now_s: float) -> list[Step]:
        """What follows an answer that has been kept."""
        sitting = self.sitting()
        if sitting.checking:
            return self._checked(text, now_s)
        if gives_up(text, self.bank.language):
            hint = self.next_hint() if self.plan.reveals else None
            return [hint] if hint else self.close(now_s)
        follow_up = self.follow_up(sitting, self.missing(sitting), now_s)
        if not follow_up:
            return self.close(now_s)
        thanks = self._thank(sitting)
        if not self.plan.reveals:
            return [thanks, *follow_up]
        tools = self.plan.settings.tools
        return [reaction(sitting.attempt, thanks.text, tools), *follow_up]

    def go_on_with(self, sitting: Sitting, said: Said, now_s: float) -> list[Step]:
        """The student had not finished their last answer: this belongs to it as well."""
        answers = sitting.attempt.answers
        answers[-1] = longer(answers[-1], said)
        if not sitting.closed:
            sitting.take_back()
            sitting.prompt, sitting.asked = answers[-1].prompt, answers[-1].asked
            return self.react(answers[-1].text, now_s)
        sitting.attempt.mark, sitting.attempt.failed = None, ""
        missing = self.missing(sitting)
        sitting.share = sitting.share_of(missing)
        steps: list[Step] = [MarkItem(sitting.index)]
        tells = self.plan.reveals and self.stage != "over"
        return [*steps, self._told(sitting, missing)] if tells else steps

    def missing(self, sitting: Sitting) -> tuple[int, ...]:
        """Key points that the answers do not make."""
        return sitting.missing(self._missing_points)

    def follow_up(self, sitting: Sitting, missing: Sequence[int], now_s: float) -> list[Step]:
        """Ask about what is missing; nothing if there is no time, or enough was asked."""
        settings = self.plan.settings
        if sitting.follow_ups >= settings.follow_ups or not missing:
            return []
        if self.left_s(now_s) < LEAST_FOR_FOLLOW_UP_S:
            return []
        point = sitting.next_follow_up(missing)
        if point is not None:
            return self.ask_about(sitting, point)
        if sitting.cut_short and not sitting.asked_for_more:
            sitting.asked_for_more = True
            return self._ask_on(sitting, self._words.more)
        return []

    def ask_about(self, sitting: Sitting, point: int) -> list[Step]:
        """The follow-up that belongs to a key point."""
        sitting.followed.add(point)
        return self._ask_on(sitting, sitting.item.key_points[point].follow_up, point)

    def _ask_on(self, sitting: Sitting, prompt: str, point: int | None = None) -> list[Step]:
        sitting.point = point
        sitting.prompt, sitting.asked, sitting.hints = prompt, "follow_up", 0
        return self.pose(sitting)

    def next_hint(self) -> Say | None:
        """The next hint of the item, counted as given; None if there is none to give."""
        sitting = self.sitting()
        if self.hints_left() == 0:
            return None
        hint = sitting.item.hints[sitting.attempt.hints_given]
        sitting.attempt.hints_given += 1
        sitting.hints += 1
        return Say(hint, "hint", sitting.item.id)

    def hints_left(self) -> int:
        """Hints that can still be given for what is asked now."""
        sitting = self.current
        if sitting is None or sitting.closed:
            return 0
        most = min(self.plan.settings.hints, len(sitting.item.hints))
        return max(0, most - sitting.attempt.hints_given)

    def muttered(self, text: str, now_s: float) -> list[Step]:
        """Words while preparing are no answer, but who speaks already should know how to begin."""
        sitting, left_s = self.sitting(), self.prepare_until_s - self.clock.at(now_s)
        wordy = len(text.split()) >= MUTTERED or len(text) >= 5 * MUTTERED
        if not wordy or left_s < 5 or self._told_to_begin is sitting:
            return []
        self._told_to_begin = sitting
        time = duration(left_s, self.bank.language)
        said = self._words.still_preparing.format(time=time)
        return [Say(said, "prepare"), Hold(left_s)]

    # --- closing an item --------------------------------------------------------------------

    def close(self, now_s: float, thanks: bool = True) -> list[Step]:
        """Nothing more is asked about this item: mark it, tell what was missing, go on."""
        sitting = self.sitting()
        missing = self.missing(sitting)
        steps = self._settle(sitting, missing)
        if not self.plan.reveals:
            after = self.go_on(now_s)
            # The closing words thank the student themselves.
            thanks = thanks and bool(sitting.attempt.answers) and self.stage != "over"
            return [*steps, *([self._thank(sitting)] if thanks else []), *after]
        sitting.revealed = True
        steps.append(self._told(sitting, missing))
        if self.plan.manner == "tutor" and missing and self.left_s(now_s) > LEAST_FOR_FOLLOW_UP_S:
            return steps + self.check(sitting)
        return steps + self.go_on(now_s)

    def _told(self, sitting: Sitting, missing: Sequence[int]) -> Converse:
        told = teaching if self.plan.manner == "tutor" and missing else feedback
        return told(sitting.attempt, missing, self.bank.language)

    def _settle(self, sitting: Sitting, missing: Sequence[int]) -> list[Step]:
        """Close a sitting, and have it marked if there is something new in it."""
        sitting.closed = True
        attempt = sitting.attempt
        sitting.share = sitting.share_of(missing) if attempt.answers else 0.0
        if not attempt.answers:
            attempt.mark = nothing_said(attempt.item)
            return []
        if sitting.marked_answers == len(attempt.answers):
            return []
        sitting.marked_answers = len(attempt.answers)
        attempt.mark, attempt.failed = None, ""
        return [MarkItem(sitting.index)]

    def ask_for_own_words(self, sitting: Sitting) -> list[Step]:
        """Ask to hear an answer again in other words; what is said counts."""
        sitting.asked_for_more = True
        return self._ask_on(sitting, self._words.own_words)

    def check(self, sitting: Sitting) -> list[Step]:
        """Ask to hear what was explained in the student's own words; that earns no marks."""
        sitting.checking = True
        return self._ask_on(sitting, self._words.own_words)

    def _checked(self, text: str, now_s: float) -> list[Step]:
        sitting = self.sitting()
        before = self.missing(sitting)
        still = self._missing_points(sitting.item, (Answer(text),))
        learnt = [n for n in before if n not in still]
        sitting.weak = 2 * len(learnt) < len(before)
        said = self._words.not_yet if sitting.weak else self._words.understood
        sitting.checking = False
        return [Say(said, "feedback", sitting.item.id), *self.go_on(now_s)]

    def skip(self, now_s: float) -> list[Step]:
        """Leave the item; what was said about it counts."""
        sitting = self.sitting()
        if sitting.checking:
            sitting.checking, sitting.weak = False, True
            return self.go_on(now_s)
        if sitting.attempt.answers:
            return self.close(now_s)
        sitting.attempt.skipped = sitting.closed = True
        said = Say(self._words.skipped, "command", sitting.item.id)
        return [said, *self.go_on(now_s)]

    def go_on(self, now_s: float) -> list[Step]:
        """Back to where the student went back from, or to the next question."""
        parked, self._parked = self._parked, None
        if parked is None:
            return self.ask_next(now_s)
        said = Say(self._words.returning, "command", parked.item.id)
        return [said, *self.pose(parked)]

    def back_to(self) -> Sitting | None:
        """The item that the student can go back to."""
        if not self.plan.settings.go_back or self.current is None:
            return None
        earlier = self.sittings[: self.current.index]
        return next((one for one in reversed(earlier) if one.can_be_gone_back_to), None)

    def go_back(self) -> list[Step]:
        """Take up an earlier item again."""
        earlier, now = self.back_to(), self.sitting()
        if earlier is None:
            return [Say(self._words.no_back, "command", now.item.id)]
        steps: list[Step] = []
        if now.checking:
            now.checking, now.weak = False, True
        elif self._parked is None:
            self._parked = now
        elif now.attempt.answers:
            steps = self._settle(now, self.missing(now))
        else:
            now.closed = True  # as it was before the student went back to it
        earlier.closed, earlier.prepared = False, True
        earlier.prompt, earlier.asked = earlier.attempt.question, "question"
        said = Say(self._words.back, "command", earlier.item.id)
        return [*steps, said, *self.pose(earlier)]

    def finish(self, reason: Reason) -> list[Step]:
        """The end: what was answered is marked, a closing sentence is said."""
        steps: list[Step] = []
        for sitting in (self._parked, self.current):
            if sitting is not None and not sitting.closed and sitting.attempt.answers:
                steps += self._settle(sitting, self.missing(sitting))
        words = self._words
        said = {
            "finished": self.bank.closing or words.finished,
            "time": words.time_over,
            "stopped": words.stopped,
        }
        self.stage, self.record.ended = "over", reason
        self._parked = None
        return [*steps, Say(said[reason], "closing"), Finish(reason)]

    # --- small things -----------------------------------------------------------------------

    def _thank(self, sitting: Sitting) -> Say:
        self._thanks += 1
        thanks = self._words.thanks
        return Say(thanks[self._thanks % len(thanks)], "acknowledgement", sitting.item.id)

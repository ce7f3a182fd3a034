"""Asks the questions of an exam: which, in what words, and when the student's time begins."""

from __future__ import annotations

from typing import Literal

from voice.exam.asking.choose import Chooser, chars_per_second
from voice.exam.asking.phrases import duration, phrases
from voice.exam.asking.sitting import Sitting, done
from voice.exam.model.bank import QUOTE, Bank, Placed
from voice.exam.model.plan import Plan
from voice.exam.model.record import Attempt, ExamRecord
from voice.exam.model.steps import Converse, ExamClock, Hold, Say, SetPatience, Step
from voice.exam.text.material import quotable

Stage = Literal["new", "preparing", "answering", "cutting", "over"]

CONVERSE_S = 8.0
"""Assumed length of the model's words until the real one is known."""

NOTICE_S = 120.0
"""Time left from which the student is told so, once, before a question."""


class Asking:
    """Asks one question after another.

    Parameters
    ----------
    bank, plan
        What is asked, and how.
    seed : int
        The same seed and the same answers give the same exam.
    material : str
        The student's own text, whose sentences may be quoted.
    record : ExamRecord
        Updated as the exam goes on.
    """

    def __init__(
        self, bank: Bank, plan: Plan, seed: int, material: str, record: ExamRecord
    ) -> None:
        self.bank = bank
        self.plan = plan
        self.record = record
        self.clock = ExamClock()
        self.stage: Stage = "new"
        self.sittings: list[Sitting] = []
        self.current: Sitting | None = None
        self.prepare_until_s = 0.0  # of the exam
        self.posed: Say | None = None  # once spoken, the student's time begins
        self.section_left_at_s = 0.0  # exam time at which the section's time is over
        self._quotes = quotable(material, bank.language)
        self.chooser = Chooser(bank, plan, seed, len(self._quotes))
        self._words = phrases(bank.language)
        self._patience: SetPatience | None = None
        self._noticed = False

    # --- time -------------------------------------------------------------------------------

    def left_s(self, now_s: float) -> float:
        """Seconds left in the exam at the session's time `now_s`."""
        return max(0.0, self.plan.seconds - self.clock.at(now_s))

    def timed(self, steps: list[Step], now_s: float) -> list[Step]:
        """Return `steps`, and estimate when the question among them will have been spoken.

        The student's time begins then. `heard_out` later replaces the estimate by the real time.
        """
        spoken_s = 0.0
        for step in steps:
            if isinstance(step, Say):
                spoken_s += len(step.text) / chars_per_second(self.bank.language)
            elif isinstance(step, Converse):
                spoken_s += CONVERSE_S
            if step is self.posed:
                self.heard_out(now_s + spoken_s, self.clock.at(now_s) + spoken_s)
        return steps

    def heard_out(self, asked_s: float, exam_s: float) -> None:
        """Record that the question was spoken, at this time of the session and of the exam."""
        sitting = self.current
        if sitting is None:
            return
        sitting.asked_s = asked_s
        if self.stage == "preparing":
            self.prepare_until_s = exam_s + sitting.prepare_s
        else:
            sitting.box_from_s = sitting.quiet_from_s = exam_s

    # --- asking -----------------------------------------------------------------------------

    def next_question(self, now_s: float) -> list[Step] | None:
        """Ask the next question; None if none fits into the time."""
        left_s = self.left_s(now_s)
        section_left_s = self.section_left_at_s - self.clock.at(now_s)
        placed = self.chooser.next(done(self.sittings), left_s, section_left_s)
        if placed is None:
            return None
        steps = self._notice(left_s)
        again = any(one.item.id == placed.item.id for one in self.sittings)
        if again:
            steps.append(Say(self._words.again, "acknowledgement", placed.item.id))
        steps += self._section(placed, left_s, now_s)
        sitting = self._sit(placed)
        return steps + self.pose(sitting)

    def _section(self, placed: Placed, left_s: float, now_s: float) -> list[Step]:
        titles = [one.attempt.topic for one in self.sittings]
        if not titles or titles[-1] != placed.topic.title:
            section_s = self.chooser.section_s(placed.topic, left_s)
            self.section_left_at_s = self.clock.at(now_s) + section_s
        if placed.topic.title in titles or not placed.topic.instructions:
            return []
        return [Say(placed.topic.instructions, "opening")]

    def _notice(self, left_s: float) -> list[Step]:
        if self._noticed or left_s > NOTICE_S or self.plan.seconds < 2.5 * NOTICE_S:
            return []
        self._noticed = True
        said = duration(left_s, self.bank.language)
        return [Say(self._words.time_notice.format(time=said), "notice")]

    def _sit(self, placed: Placed) -> Sitting:
        question = placed.item.question
        if QUOTE in question:
            used = sum(QUOTE in one.item.question for one in self.sittings)
            question = question.replace(QUOTE, self._quotes[used % len(self._quotes)])
        attempt = Attempt(placed.item, question, placed.topic.title, placed.subtopic.title)
        self.record.attempts.append(attempt)
        prepare_s = self.chooser.prepare_s(placed.item)
        factor = self.plan.settings.answer_factor
        sitting = Sitting(len(self.sittings), placed, attempt, prepare_s, factor, question)
        self.sittings.append(sitting)
        return sitting

    def pose(self, sitting: Sitting) -> list[Step]:
        """Ask the current prompt of `sitting`, after preparation time if there was none yet."""
        self.current = sitting
        sitting.nudged = False
        kind: Literal["question", "follow_up"] = (
            "question" if sitting.asked == "question" else "follow_up"
        )
        question = Say(sitting.prompt, kind, sitting.item.id)
        if not sitting.prepare_s or sitting.prepared:
            self.stage, self.posed = "answering", question
            return [*self.set_patience(), question]
        time = duration(sitting.prepare_s, self.bank.language)
        prepare = Say(self._words.prepare.format(time=time), "prepare", sitting.item.id)
        self.stage, self.posed = "preparing", prepare
        return [*self.set_patience(), question, prepare, Hold(float(sitting.prepare_s))]

    def set_patience(self) -> list[Step]:
        """Set the patience for what comes next, if it changes."""
        sitting, settings = self.current, self.plan.settings
        patience = settings.patience
        if sitting is not None:
            patience = sitting.placed.topic.patience or patience
            if sitting.long and sitting.asked == "question":
                patience = settings.long_patience
        wanted = SetPatience(patience, settings.may_interrupt)
        if wanted == self._patience:
            return []
        self._patience = wanted
        return [wanted]

    def be_patient(self) -> list[Step]:
        """Set the longest patience until the next question."""
        self._patience = SetPatience("thinking", self.plan.settings.may_interrupt)
        return [self._patience]

    def start_answer(self) -> list[Step]:
        """End the preparation: its time is over or the student is ready."""
        sitting = self.sitting()
        sitting.prepared = True
        self.stage = "answering"
        self.posed = Say(self._words.begin, "prepare", sitting.item.id)
        return [*self.set_patience(), self.posed]

    def let_answer(self, now_s: float) -> list[Step]:
        """End the preparation without a word, as the student is already speaking."""
        self.sitting().prepared = True
        self.stage, self.posed = "answering", None
        self.heard_out(now_s, self.clock.at(now_s))
        return self.set_patience()

    def sitting(self) -> Sitting:
        """The current sitting."""
        assert self.current is not None, "nothing has been asked"
        return self.current

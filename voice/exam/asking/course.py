"""The course of an exam: from one question to the next, and to the end.

`Course` carries out each move; `voice.exam.asking.examiner` decides when, from the student's
words, the buttons and the clock.
"""

from __future__ import annotations

from voice.core.events import ExamEnd
from voice.exam.asking.commands import is_answer
from voice.exam.asking.follow_ups import askable, next_point, question_about
from voice.exam.asking.phrases import duration
from voice.exam.asking.questions import Asking
from voice.exam.asking.sitting import Look, Sitting, longer, nothing_said, share_of
from voice.exam.asking.wording import example, feedback, is_task, reaction
from voice.exam.model.bank import Bank
from voice.exam.model.plan import Plan
from voice.exam.model.record import Answer, ExamRecord, Mark
from voice.exam.model.steps import Finish, Hold, MarkItem, Said, Say, Step

LEAST_FOR_FOLLOW_UP_S = 25.0
"""Time that must be left in the exam for a follow-up."""

MUTTERED = 6
"""Words said during preparation from which the student is told how to begin early."""


class Course(Asking):
    """Asks the questions of one exam and handles their answers.

    Parameters
    ----------
    bank, plan, seed, material, record
        As for `Asking`.
    look : callable
        The quick look that decides on follow-ups and feedback while there is no mark yet.
    """

    def __init__(
        self,
        bank: Bank,
        plan: Plan,
        seed: int,
        material: str,
        record: ExamRecord,
        look: Look,
    ) -> None:
        super().__init__(bank, plan, seed, material, record)
        self._parked: Sitting | None = None  # left by going back, to be resumed
        self._look = look
        self._unkept: Answer | None = None  # "I don't know": not marked
        self._thanks = 0
        self._told_to_begin: Sitting | None = None  # once per preparation

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
        """Record an answer, unless it only says that the student does not know."""
        sitting = self.sitting()
        self._unkept = None
        if sitting.checking:
            return
        sitting.attempt.skipped = False
        if is_answer(answer.text, self.bank.language):
            sitting.attempt.answers.append(answer)
        else:
            self._unkept = answer

    def react(self, answer: Answer, now_s: float) -> list[Step]:
        """What follows an answer that has been added."""
        sitting = self.sitting()
        if sitting.checking:
            return self._checked(answer, now_s)
        if self._unkept is not None:
            hint = self.next_hint() if self.plan.reveals else None
            return [hint] if hint else self.close(now_s)
        mark = self.mark_of(sitting)
        follow_up = self.follow_up(sitting, mark, now_s)
        if not follow_up:
            return self.close(now_s)
        thanks = self._thank(sitting)
        if not self.plan.reveals:
            return [thanks, *follow_up]
        tools, language = self.plan.settings.tools, self.bank.language
        return [reaction(sitting.attempt, mark, thanks.text, language, tools), *follow_up]

    def gone_on_with(self, sitting: Sitting, said: Said) -> tuple[Answer, ...]:
        """All answers of a sitting, with `said` appended to the last one."""
        answers = tuple(sitting.attempt.answers)
        if self._unkept is not None:
            return (*answers, longer(self._unkept, said))
        return (*answers[:-1], longer(answers[-1], said))

    def go_on_with(self, sitting: Sitting, said: Said, now_s: float) -> list[Step]:
        """Append `said` to the student's last answer, which they had not finished."""
        *answers, last = self.gone_on_with(sitting, said)
        self._unkept = None if is_answer(last.text, self.bank.language) else last
        sitting.attempt.answers[:] = answers if self._unkept else [*answers, last]
        if not sitting.closed:
            if sitting.prompt != last.prompt:
                sitting.take_back()
            sitting.ask(last.prompt, last.asked, last.point)
            return self.react(last, now_s)
        mark = self.mark_of(sitting)
        steps = self._settle(sitting, mark)
        tells = self.plan.reveals and self.stage != "over"
        return [*steps, *self._told(sitting, mark)] if tells else steps

    def mark_of(self, sitting: Sitting) -> Mark:
        """The mark of the answers, as far as it is known now."""
        return sitting.mark_by(self._look)

    def follow_up(self, sitting: Sitting, mark: Mark, now_s: float) -> list[Step]:
        """Ask about a point that is open; empty if time is short or enough was asked."""
        settings = self.plan.settings
        if sitting.follow_ups >= settings.follow_ups or mark.complete:
            return []
        if self.left_s(now_s) < LEAST_FOR_FOLLOW_UP_S:
            return []
        point = next_point(sitting.item, mark, sitting.followed, self.bank.language)
        if point is not None:
            return self.ask_about(sitting, point)
        if sitting.cut_short and not sitting.asked_for_more:
            sitting.asked_for_more = True
            return self._ask_on(sitting, self._words.more)
        return []

    def askable(self, sitting: Sitting) -> tuple[int, ...]:
        """Key points, by index, that a follow-up can be asked about."""
        mark = self.mark_of(sitting)
        return askable(sitting.item, mark, sitting.followed, self.bank.language)

    def ask_about(self, sitting: Sitting, point: int) -> list[Step]:
        """The follow-up that belongs to a key point."""
        sitting.followed.add(point)
        mark = self.mark_of(sitting).points[point]
        return self._ask_on(sitting, question_about(sitting.item, mark, self.bank.language), point)

    def _ask_on(self, sitting: Sitting, prompt: str, point: int | None = None) -> list[Step]:
        sitting.ask(prompt, "follow_up", point)
        sitting.hints = 0
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
        """Handle words said during preparation, which are no answer: say how to begin early."""
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
        """Close the item: mark it, give feedback if the mode does so, and go on."""
        sitting = self.sitting()
        mark = self.mark_of(sitting)
        steps = self._settle(sitting, mark)
        if not self.plan.reveals:
            after = self.go_on(now_s)
            # The closing words already thank the student.
            thanks = thanks and self.stage != "over"
            return [*steps, *([self._thank(sitting)] if thanks else []), *after]
        sitting.revealed = True
        steps += self._told(sitting, mark)
        checks = self.plan.manner == "tutor" and not mark.complete
        if checks and self.left_s(now_s) > LEAST_FOR_FOLLOW_UP_S:
            return steps + self.check(sitting)
        return steps + self.go_on(now_s)

    def _told(self, sitting: Sitting, mark: Mark) -> list[Step]:
        """Feedback on the answers; a tutor explains it and gives an example for a task."""
        teaches = self.plan.manner == "tutor" and not mark.complete
        told: list[Step] = [feedback(sitting.attempt, mark, self.bank.language, teaches)]
        # A model answer about someone else's work is no example for the student's own.
        if teaches and self.bank.material is None and all(map(is_task, sitting.item.key_points)):
            shown = example(sitting.item, self.bank.language)
            told += [shown] if shown else []
        return told

    def _settle(self, sitting: Sitting, mark: Mark) -> list[Step]:
        """Close a sitting, and have it marked if it has new answers."""
        sitting.closed = True
        attempt = sitting.attempt
        sitting.share = share_of(mark)
        if not attempt.answers:
            attempt.take(nothing_said(attempt.item))
            return []
        if sitting.marked == attempt.answers:
            return []
        sitting.marked = list(attempt.answers)
        attempt.mark, attempt.failed = None, ""
        return [MarkItem(sitting.index)]

    def ask_for_own_words(self, sitting: Sitting) -> list[Step]:
        """Ask for an answer again in other words; what is said counts."""
        sitting.asked_for_more = True
        return self._ask_on(sitting, self._words.own_words)

    def check(self, sitting: Sitting) -> list[Step]:
        """Ask for what was explained in the student's own words; that earns no marks."""
        sitting.checking = True
        return self._ask_on(sitting, self._words.own_words)

    def _checked(self, answer: Answer, now_s: float) -> list[Step]:
        """What follows the student's own words for what a tutor explained."""
        sitting = self.sitting()
        lacking = self.mark_of(sitting).open
        learnt, wrong = 0, False
        if is_answer(answer.text, self.bank.language):
            points = self._look(sitting.item, (answer,)).points
            learnt = sum(points[n].sure and points[n].share == 1 for n in lacking)
            wrong = any(points[n].sure and points[n].verdict == "reversed" for n in lacking)
        sitting.weak = wrong or 2 * learnt < len(lacking)
        sitting.checking = False
        said = self._thank(sitting)
        if sitting.weak or learnt == len(lacking):
            words = self._words.not_yet if sitting.weak else self._words.understood
            said = Say(words, "feedback", sitting.item.id)
        return [said, *self.go_on(now_s)]

    def skip(self, now_s: float) -> list[Step]:
        """Skip the item; what was said so far counts."""
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
        """Return to the question that the student went back from, or ask the next one."""
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
            steps = self._settle(now, self.mark_of(now))
        else:
            now.closed = True  # as it was before the student went back to it
        earlier.closed, earlier.prepared = False, True
        earlier.ask(earlier.attempt.question, "question")
        said = Say(self._words.back, "command", earlier.item.id)
        return [*steps, said, *self.pose(earlier)]

    def finish(self, reason: ExamEnd) -> list[Step]:
        """End the exam: have the answers marked and say the closing words."""
        steps: list[Step] = []
        for sitting in (self._parked, self.current):
            if sitting is None or sitting.closed:
                continue
            sitting.attempt.timed_out |= reason == "time"
            if sitting.attempt.answers:
                steps += self._settle(sitting, self.mark_of(sitting))
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

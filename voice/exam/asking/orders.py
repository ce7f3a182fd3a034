"""Carries out the student's commands in an exam, including pausing and asking again."""

from __future__ import annotations

from voice.core.languages import spaced
from voice.exam.asking.commands import Command, agrees, says_nothing
from voice.exam.asking.course import Course
from voice.exam.asking.phrases import duration, phrases
from voice.exam.asking.sitting import Sitting
from voice.exam.model.plan import ToolName
from voice.exam.model.steps import Hold, LetThink, Say, Step

CONFIRM_S = 20.0
"""How long the question whether to stop waits for an answer."""

THINK_S = 60.0
"""How long the examiner stays silent after "let me think"."""


_SHORT_NO = 4
"""Most characters of a plain no in Chinese, such as "不用了。"."""

_IN_A_PAUSE = (Command.RESUME, Command.SKIP, Command.DONE, Command.STOP, Command.TIME_LEFT)


class Orders:
    """Carries out commands during one exam. Times passed in are the session's."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.paused = False
        self.unasked = False  # an interruption prevented the question
        self.confirm_until_s: float | None = None  # exam time until which "stop?" awaits an answer
        self._told_paused = False
        self._asked_to_add = False  # the student was asked whether there is more to say
        self._language = course.bank.language
        self._words = phrases(self._language)

    def obey(self, command: Command, now_s: float) -> list[Step]:
        """Carry out a command."""
        self._asked_to_add = False
        if command is Command.STOP:
            return self._stop(now_s)
        self.confirm_until_s = None
        if self.paused and command is Command.SKIP:
            command = Command.RESUME  # the same words can mean either: "weiter, bitte"
        if self.paused and command not in (Command.RESUME, Command.DONE, Command.TIME_LEFT):
            return self.while_paused(None, now_s)
        self.quiet_until(now_s)
        steps = self._obey(command, now_s)
        asks = self.course.posed is not None and self.course.posed in steps
        if self.unasked and not asks and not self.paused and self.course.stage != "over":
            steps += self.ask_anew()
        self.unasked = False
        return steps

    def _obey(self, command: Command, now_s: float) -> list[Step]:
        match command:
            case Command.REPEAT | Command.SLOWLY:
                return self._repeat(command is Command.SLOWLY, now_s)
            case Command.CLARIFY:
                return self._clarify(now_s)
            case Command.VERIFY:
                return self._withhold(now_s)
            case Command.THINK:
                self.quiet_until(now_s, THINK_S)
                return [*self.course.be_patient(), LetThink(), self._reply(self._words.think)]
            case Command.HINT:
                none = self._words.no_more_hints if self.course.plan.settings.hints else None
                hint = self.course.next_hint()
                return [hint or self._reply(none or self._words.no_hints)]
            case Command.SKIP:
                return self.course.skip(now_s)
            case Command.BACK:
                return self.course.go_back()
            case Command.PAUSE:
                return self._pause(now_s)
            case Command.RESUME:
                return self._go_on(now_s)
            case Command.TIME_LEFT:
                time = duration(self.course.left_s(now_s), self._language)
                return [self._reply(self._words.time_left.format(time=time))]
            case Command.DONE:
                return self._done(now_s)
            case Command.ANSWER:
                return self._ask_for_answer(now_s)
        raise AssertionError(command)

    def _reply(self, text: str) -> Say:
        return Say(text, "command", self._sitting.item.id if self._sitting else "")

    def _repeat(self, slowly: bool, now_s: float) -> list[Step]:
        sitting = self._sitting
        assert sitting is not None
        sitting.attempt.repeats += 1
        return [Say(sitting.prompt, "repeat", sitting.item.id, slowly), *self._held(now_s)]

    def _clarify(self, now_s: float) -> list[Step]:
        """Say the question more slowly the first time; after that, offer a hint if there is one."""
        sitting = self._sitting
        assert sitting is not None
        sitting.clarified += 1
        helps = self.course.plan.reveals and self.course.hints_left() > 0
        if sitting.clarified > 1 and helps:
            return [self._reply(self._words.offer_hint), *self._held(now_s)]
        return self._repeat(True, now_s)

    def _withhold(self, now_s: float) -> list[Step]:
        """Do not say whether an answer was right while it can still be changed."""
        words = self._words
        self._asked_to_add = True
        said = words.verdict_later if self.course.plan.reveals else words.verdict_withheld
        return [self._reply(said), *self._held(now_s)]

    def adds_nothing(self, text: str) -> bool:
        """Whether `text` only says no to the question, just asked, if there is more to say."""
        asked, self._asked_to_add = self._asked_to_add, False
        answering = self.course.stage in ("answering", "cutting")
        if not (asked and answering) or agrees(text, self._language) is not False:
            return False
        rest = " ".join(text.split()[1:]) if spaced(self._language) else text[_SHORT_NO:]
        return not rest or says_nothing(rest, self._language)

    def _held(self, now_s: float) -> list[Step]:
        """Stay silent for the rest of the preparation."""
        if self.course.stage != "preparing":
            return []
        at = self.course.clock.at(now_s)
        return [Hold(max(0.0, self.course.prepare_until_s - at))]

    def _done(self, now_s: float) -> list[Step]:
        sitting = self._sitting
        if self.paused:
            return self._go_on(now_s)
        if self.course.stage == "preparing":
            return self.course.start_answer()
        assert sitting is not None
        if sitting.checking:
            return self.course.skip(now_s)
        if not sitting.attempt.answers:
            return [self._reply(self._words.not_answered)]
        return self.course.close(now_s)

    def _ask_for_answer(self, now_s: float) -> list[Step]:
        """Close the item and tell the answer, in modes that reveal it; otherwise refuse."""
        if not self.course.plan.reveals or self.course.stage == "preparing":
            return [self._reply(self._words.no_answers), *self._held(now_s)]
        sitting = self._sitting
        assert sitting is not None
        return self.course.skip(now_s) if sitting.checking else self.course.close(now_s)

    def _stop(self, now_s: float) -> list[Step]:
        if self.confirm_until_s is not None:
            return self.decided(True, now_s)
        self.confirm_until_s = self.course.clock.at(now_s) + CONFIRM_S
        return [Say(self._words.confirm_stop, "command")]

    def decided(self, stop: bool, now_s: float) -> list[Step]:
        """Act on the student's answer to whether they really want to stop."""
        self.confirm_until_s = None
        if stop:
            return self.course.finish("stopped")
        said: list[Step] = [Say(self._words.not_stopped, "command")]
        return said if self.paused else said + self.ask_again(now_s)

    def _pause(self, now_s: float) -> list[Step]:
        self.paused, self._told_paused = True, False
        self.course.clock.stop(now_s)
        return [Say(self._words.paused, "command")]

    def _go_on(self, now_s: float) -> list[Step]:
        if self.paused:
            self.paused = False
            self.course.clock.start(now_s)
            return [Say(self._words.resumed, "command"), *self.ask_again(now_s)]
        return (
            self.course.start_answer()
            if self.course.stage == "preparing"
            else self.ask_again(now_s)
        )

    def ask_again(self, now_s: float) -> list[Step]:
        """Repeat the current question, without counting it as a requested repetition."""
        sitting = self._sitting
        assert sitting is not None
        self.unasked = False
        return [Say(sitting.prompt, "repeat", sitting.item.id), *self._held(now_s)]

    def ask_anew(self) -> list[Step]:
        """Ask the question that an interruption prevented."""
        sitting = self._sitting
        assert sitting is not None
        self.unasked = False
        return self.course.pose(sitting)

    def while_paused(self, command: Command | None, now_s: float) -> list[Step]:
        """Handle something said or pressed while the exam is paused."""
        if command in _IN_A_PAUSE:
            return self.obey(command, now_s)
        if self._told_paused:
            return []
        self._told_paused = True
        return [Say(self._words.still_paused, "command")]

    # --- what the model asks for ------------------------------------------------------------

    def use(self, name: ToolName, point: int | None, now_s: float) -> list[Step]:
        """Carry out a tool call; empty if it does not fit the situation.

        A follow-up that was prepared but not asked yet (`unasked`) gives way to the new one.
        """
        sitting = self._sitting
        if sitting is None or sitting.closed or self.course.stage != "answering":
            return []
        match name:
            case "finish":
                return self.obey(Command.STOP, now_s)
            case "give_hint":
                hint = self.course.next_hint()
                return [hint, *(self.ask_anew() if self.unasked else [])] if hint else []
            case "next_item":
                return self._leave(sitting, now_s)
        if self.unasked and name == "ask_follow_up" and point is None:
            return self.ask_anew()
        return self._ask_else(sitting, name, point, now_s)

    def _leave(self, sitting: Sitting, now_s: float) -> list[Step]:
        if not sitting.attempt.answers:
            return []
        self._take_back(sitting)
        return self.course.close(now_s)

    def _ask_else(
        self, sitting: Sitting, name: ToolName, point: int | None, now_s: float
    ) -> list[Step]:
        self._take_back(sitting)
        if sitting.follow_ups >= self.course.plan.settings.follow_ups:
            return []
        if name == "check_understanding":
            return self.course.ask_for_own_words(sitting)
        if point is not None:
            return self.course.ask_about(sitting, point)
        return self.course.follow_up(sitting, self.course.mark_of(sitting), now_s)

    def _take_back(self, sitting: Sitting) -> None:
        """Discount a follow-up that was never asked."""
        if self.unasked:
            self.unasked = False
            sitting.take_back()

    def quiet_until(self, now_s: float, more_s: float = 0.0) -> None:
        """Measure silence from now on, or from `more_s` later."""
        if self._sitting is not None:
            quiet = self.course.clock.at(now_s) + more_s
            self._sitting.quiet_from_s = max(self._sitting.quiet_from_s, quiet)

    @property
    def _sitting(self) -> Sitting | None:
        return self.course.current

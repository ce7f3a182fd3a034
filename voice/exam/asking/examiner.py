"""The examiner: decides what happens next in an exam, from speech, buttons and the clock.

It is a pure, synchronous state machine over text, and knows nothing of audio, models or the event
loop. Time is passed in as seconds on the session's sample clock, and the methods return steps
(`voice.exam.model.steps`) to be carried out in order. A batch of steps replaces those of an earlier
batch that have not been carried out yet, except marks.

Calling it
----------
The owner calls `begin` once, `heard` for each turn of the student, `pressed` for buttons, `tick`
about once a second, `spoken` for everything that the student heard of it, and `marked` when a mark
arrives. Before `heard` and `pressed` it calls `unspoken` with the steps that the interruption or
the button kept from being spoken. Nothing here is locked: make all calls from one thread.
"""

from __future__ import annotations

from typing import Literal

from voice.core.events import ExamStanding
from voice.exam.asking.commands import (
    Command,
    agrees,
    is_answer,
    moves_on,
    recognise,
    says_nothing,
)
from voice.exam.asking.course import Course
from voice.exam.asking.orders import Orders
from voice.exam.asking.phrases import phrases
from voice.exam.asking.sitting import Look, Sitting
from voice.exam.asking.standing import view_of
from voice.exam.model.bank import Bank, Item, slug
from voice.exam.model.plan import Plan, ToolName
from voice.exam.model.record import Answer, ExamRecord, Line, Mark
from voice.exam.model.steps import (
    Converse,
    EndTurn,
    MarkItem,
    Said,
    Say,
    Step,
)

GRACE_S = 6.0
"""Longest wait for the transcript of a turn that was ended because its time was over."""

NUDGE_S = {"quick": 12.0, "normal": 20.0, "thinking": 30.0}
"""Silence, by patience, after which students are told they may ask for the question again."""


class Examiner:
    """One exam.

    Parameters
    ----------
    bank, plan
        The questions, and the settings of the exam.
    seed : int
        The same seed and the same answers give the same exam.
    look : callable
        A quick look at the answers to an item: what they are worth.
    material : str
        What the student brought; sentences of it may be quoted in questions.
    began_at : str
        ISO 8601, local time, for the record.
    bank_name : str
        The bank's file name without extension, for the record.
    """

    def __init__(
        self,
        bank: Bank,
        plan: Plan,
        seed: int,
        *,
        look: Look,
        material: str = "",
        began_at: str = "",
        bank_name: str = "",
    ) -> None:
        self.bank = bank
        self.plan = plan
        self.language = bank.language
        self.record = ExamRecord(
            bank=bank.title,
            bank_name=bank_name or slug(bank.title),
            mode=plan.mode,
            language=bank.language,
            level=bank.level,
            assesses=bank.assesses,
            began_at=began_at,
            planned_s=plan.seconds,
        )
        self.course = Course(bank, plan, seed, material, self.record, look)
        self._orders = Orders(self.course)
        self.used_tools: set[str] = set()  # since the student's last turn
        self._words = phrases(bank.language)
        self._lost = False
        self._answered: Sitting | None = None  # its answer was the last thing heard
        self._cut_closing = False  # an interruption cut off the closing words
        self._cut: Literal["answer", "exam"] = "answer"
        self._cut_since_s = 0.0  # of the exam

    # --- what comes in ----------------------------------------------------------------------

    def begin(self, now_s: float) -> list[Step]:
        """Open the exam and ask the first question."""
        if self.course.stage != "new":
            return []
        opening = self.plan.settings.opening.get(self.language, "")
        return self._after(self.course.begin(opening, now_s), now_s)

    def heard(self, said: Said, now_s: float) -> list[Step]:
        """Handle a turn of the student: an answer, a command, or neither."""
        answered = self._went_on(said.text)
        ended = self.course.stage in ("new", "over") and answered is None
        if not said.text.strip() or ended:
            return self._resolve_cut(now_s) if self.course.stage == "cutting" else []
        self.used_tools.clear()
        command = recognise(said.text, self.language)
        about = answered or self._sitting
        item_id = "" if command or about is None else about.item.id
        line = Line("student", said.text, said.start_s, said.end_s, item_id)
        self.record.lines.append(line)
        if answered is not None:
            return self._after(self._in_time(self._go_on(answered, said, now_s), now_s), now_s)
        self._answered = None
        return self._after(self._in_time(self._take(said, command, now_s), now_s), now_s)

    def pressed(
        self, command: Command, now_s: float, speaking: bool = False, sure: bool = False
    ) -> list[Step]:
        """Handle a button, which does the same as the spoken command.

        While the student is `speaking`, *I'm done* only ends their turn. `sure` means that the
        page has already asked whether they really want to stop.
        """
        if self.course.stage in ("new", "over"):
            return []
        self.used_tools.clear()
        self._answered = None
        if command is Command.DONE and speaking and self.course.stage == "answering":
            return [EndTurn()]
        stops = sure and command is Command.STOP
        steps = self._orders.decided(True, now_s) if stops else self._obey(command, now_s)
        return self._after(steps if speaking else self._in_time(steps, now_s), now_s)

    def tick(self, now_s: float, speaking: bool = False) -> list[Step]:
        """Act if a time limit has passed; call it about once a second.

        `speaking`: whether the student has the floor.
        """
        if not self.course.clock.running or self.course.stage == "over":
            return []
        return self._after(self._timely(now_s, speaking), now_s)

    def marked(self, attempt_index: int, mark: Mark, now_s: float) -> list[Step]:
        """Record the mark of an attempt, which affects the choice of later questions.

        It asks nothing by itself: by the time a mark arrives, the next item is being asked.
        """
        self.record.attempts[attempt_index].take(mark)
        return self._after([], now_s)

    def mark_failed(self, attempt_index: int, why: str) -> None:
        """Record that an attempt could not be marked; its answers are kept."""
        self.record.attempts[attempt_index].failed = why

    def spoken(
        self, step: Say | Converse, text: str, start_s: float, end_s: float, cut: bool = False
    ) -> None:
        """Record what the student heard of a step, and when; `cut` if they interrupted it."""
        if not isinstance(step, Say) or step.kind != "acknowledgement":
            self._answered = None  # what follows no longer continues their answer
        self.record.lines.append(Line("examiner", text, start_s, end_s, step.item_id, cut))
        if step is self.course.posed or step == self.course.posed:
            self.course.heard_out(end_s, self.course.clock.at(end_s))

    def unspoken(self, steps: list[Step]) -> None:
        """Take back steps that the student did not hear because they spoke first or interrupted."""
        closing = [step for step in steps if isinstance(step, Say) and step.kind == "closing"]
        self._cut_closing = bool(closing)
        self._orders.unasked = self.course.posed is not None and self.course.posed in steps

    def pause(self, now_s: float) -> list[Step]:
        """Pause until `resume`."""
        return self.pressed(Command.PAUSE, now_s)

    def resume(self, now_s: float) -> list[Step]:
        """Go on after `pause`."""
        return self.pressed(Command.RESUME, now_s)

    def connection_lost(self, now_s: float) -> None:
        """Stop the clock while the student cannot be heard."""
        self._lost = True
        self.course.clock.stop(now_s)
        self.record.duration_s = self.course.clock.at(now_s)

    def connection_restored(self, now_s: float) -> list[Step]:
        """Continue after `connection_lost`, and repeat what was asked."""
        if not self._lost:
            return []
        self._lost, self._answered = False, None
        if self.course.stage in ("new", "over"):
            return []
        if self._orders.paused:
            return [Say(self._words.still_paused, "command")]
        self.course.clock.start(now_s)
        return self._after(
            [Say(self._words.restored, "command"), *self._orders.ask_again(now_s)], now_s
        )

    def tool(self, name: ToolName, point: int | None, now_s: float) -> list[Step]:
        """Carry out a tool call of the model; empty if it does not fit the situation.

        `voice.exam.asking.tools` first checks whether the tool may be used at all.
        """
        self.used_tools.add(name)
        return self._after(self._orders.use(name, point, now_s), now_s)

    def thinking(self, now_s: float) -> None:
        """Stay quiet, because the student pressed the button for time to think."""
        self._orders.quiet_until(now_s)

    # --- what can be seen -------------------------------------------------------------------

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Terms that the student is likely to say now, for the recogniser."""
        item = self._sitting.item.vocabulary if self._sitting else ()
        return tuple(dict.fromkeys((*item, *self.bank.vocabulary)))

    @property
    def open(self) -> tuple[int, ...]:
        """Indices of the key points of the current item that can be asked about."""
        sitting = self._sitting
        return self.course.askable(sitting) if sitting else ()

    def looks_at(self, text: str) -> tuple[Item, tuple[Answer, ...]] | None:
        """What must be marked by a quick look before a turn with `text` is passed to `heard`.

        The item and all its answers including this one; None if `text` is no answer.
        """
        sitting, stage, said = self._sitting, self.course.stage, Said(text, 0.0, 0.0)
        if (answered := self._went_on(text)) is not None:
            return answered.item, self.course.gone_on_with(answered, said)
        if sitting is None or stage not in ("answering", "cutting") or self._orders.paused:
            return None
        if not is_answer(text, self.language):
            return None
        before = () if sitting.checking else sitting.attempt.answers
        return sitting.item, (*before, sitting.answer(said))

    def view(self, now_s: float) -> ExamStanding:
        """Where the exam stands."""
        return view_of(self.course, self._orders.paused or self._lost, now_s)

    # --- handling a turn --------------------------------------------------------------------

    @property
    def _sitting(self) -> Sitting | None:
        return self.course.current

    def _in_time(self, steps: list[Step], now_s: float) -> list[Step]:
        """`steps`, or the end of the exam if its time is over."""
        running = self.course.clock.running and self.course.stage in ("preparing", "answering")
        if not running or self.course.left_s(now_s) > 0:
            return steps
        marks: list[Step] = [step for step in steps if isinstance(step, MarkItem)]
        return marks + self.course.finish("time")

    def _after(self, steps: list[Step], now_s: float) -> list[Step]:
        """Update the record and the clock after every turn, and time the steps."""
        self.record.duration_s = self.course.clock.at(now_s)
        if self.course.stage == "over" or self._lost:
            self.course.clock.stop(now_s)
        return self.course.timed(steps, now_s)

    def _take(self, said: Said, command: Command | None, now_s: float) -> list[Step]:
        if self._orders.confirm_until_s is not None:
            decision = agrees(said.text, self.language)
            self._orders.confirm_until_s = None
            if decision is not None:
                return self._orders.decided(decision, now_s)
        if self._orders.paused:
            return self._orders.while_paused(command, now_s)
        if self._orders.adds_nothing(said.text):
            command = Command.DONE
        if self.course.stage == "cutting":
            if command is None and not says_nothing(said.text, self.language):
                self._add(said)
            return self._resolve_cut(now_s)
        if command is Command.SKIP and self.course.stage == "preparing":
            # "Next" may refer to the question or to the preparation; while preparing, what comes
            # next is the answer.
            command = Command.DONE if moves_on(said.text, self.language) else command
        if command is not None:
            return self._obey(command, now_s)
        if self._orders.unasked:
            return self._orders.ask_anew()
        self._orders.quiet_until(now_s)
        if says_nothing(said.text, self.language):
            return []
        if self.course.stage == "preparing":
            return self.course.muttered(said.text, now_s)
        return self.course.react(self._add(said), now_s)

    def _went_on(self, text: str) -> Sitting | None:
        """The question whose answer `text` continues, if nothing was heard since that answer."""
        unheard = self._orders.unasked or self._cut_closing
        if not unheard or recognise(text, self.language) or says_nothing(text, self.language):
            return None
        return self._answered

    def _go_on(self, sitting: Sitting, said: Said, now_s: float) -> list[Step]:
        if not sitting.closed:
            self._orders.unasked = False
        steps = self.course.go_on_with(sitting, said, now_s)
        return steps + self._orders.ask_anew() if self._orders.unasked else steps

    def _obey(self, command: Command, now_s: float) -> list[Step]:
        if self.course.stage == "cutting" and command is not Command.STOP:
            return self._resolve_cut(now_s)
        return self._orders.obey(command, now_s)

    def _add(self, said: Said) -> Answer:
        sitting = self._sitting
        assert sitting is not None
        self._answered = None if sitting.checking else sitting
        answer = sitting.answer(said)
        self.course.add(answer)
        return answer

    # --- time -------------------------------------------------------------------------------

    def _timely(self, now_s: float, speaking: bool) -> list[Step]:
        course = self.course
        at = course.clock.at(now_s)
        if course.stage == "cutting":
            return self._resolve_cut(now_s) if at - self._cut_since_s >= GRACE_S else []
        if at >= self.plan.seconds:
            return self._cut_off("exam", now_s, speaking)
        if self._orders.confirm_until_s is not None and at >= self._orders.confirm_until_s:
            self._orders.confirm_until_s = None
        if course.stage == "preparing":
            if at < course.prepare_until_s:
                return []
            return course.let_answer(now_s) if speaking else course.start_answer()
        sitting = self._sitting
        if sitting is None or course.stage != "answering":
            return []
        if sitting.box_left_s(at) == 0.0:
            return self._cut_off("answer", now_s, speaking)
        if speaking:
            self._orders.quiet_until(now_s)
            return []
        return self._nudge(sitting, at)

    def _nudge(self, sitting: Sitting, at: float) -> list[Step]:
        wait_s = NUDGE_S[sitting.placed.topic.patience or self.plan.settings.patience]
        if sitting.box_s is not None:
            wait_s = min(wait_s, sitting.box_s / 2)
        if sitting.nudged or at - sitting.quiet_from_s < wait_s:
            return []
        sitting.nudged = True
        return [Say(self._words.nudge, "notice", sitting.item.id)]

    def _cut_off(self, what: Literal["answer", "exam"], now_s: float, speaking: bool) -> list[Step]:
        self._cut, self._cut_since_s = what, self.course.clock.at(now_s)
        if not speaking:
            return self._resolve_cut(now_s)
        self.course.stage = "cutting"
        return [EndTurn()]

    def _resolve_cut(self, now_s: float) -> list[Step]:
        """Go on once time is over and what the student was saying has been recorded."""
        self._orders.confirm_until_s = self._answered = None  # nothing more counts
        if self._cut == "exam" or self.course.left_s(now_s) <= 0:
            return self.course.finish("time")
        sitting = self._sitting
        assert sitting is not None
        self.course.stage = "answering"
        over = Say(self._words.answer_over, "notice", sitting.item.id)
        if sitting.checking:
            return [over, *self.course.skip(now_s)]
        sitting.attempt.timed_out = True
        if sitting.long and sitting.asked == "question" and sitting.attempt.answers:
            asked = self.course.follow_up(sitting, self.course.mark_of(sitting), now_s)
            if asked:
                return [over, *asked]
        return [over, *self.course.close(now_s, thanks=False)]

"""The examiner: decides from what is said, pressed and the clock what happens next in an exam.

A pure state machine in text. It knows nothing of audio, of models and of the loop that drives
it; time comes in as seconds of the session's sample clock, and what is to be done comes out as
steps (`voice.exam.model.steps`), to be carried out in order. A batch of steps replaces whatever of
an earlier batch has not been carried out yet, except marks.

The holder
----------
calls `begin` once, `heard` for each turn of the student, `pressed` for buttons, `tick` about once
a second, `spoken` for everything that was heard of it, and `marked` when a mark arrives. Before
`heard` and `pressed` it calls `unspoken` with the steps that an interruption, or the button, keeps
from being spoken.
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
"""Longest wait for the words of a turn that was ended because its time was over."""

NUDGE_S = {"quick": 12.0, "normal": 20.0, "thinking": 30.0}
"""Silence after which a student is told that they may ask for the question again."""


class Examiner:
    """One exam.

    Parameters
    ----------
    bank, plan
        What is asked, and how.
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
        self._answered: Sitting | None = None  # nothing was heard of us since the answer to it
        self._cut_closing = False  # the words that end the exam have not been heard
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
        """Take a turn of the student: an answer, a command, or neither."""
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
        """Take a button: the same as the spoken command.

        While the student is `speaking`, *I'm done* only ends their turn. Who is `sure` has been
        asked already whether they really want to stop.
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
        """See whether some time is over; call it about once a second.

        `speaking`: whether the student has the floor.
        """
        if not self.course.clock.running or self.course.stage == "over":
            return []
        return self._after(self._timely(now_s, speaking), now_s)

    def marked(self, attempt_index: int, mark: Mark, now_s: float) -> list[Step]:
        """Take the mark of an attempt; the choice of later questions follows it.

        Nothing is asked because of it: when it comes, the item is closed and another one open.
        """
        self.record.attempts[attempt_index].take(mark)
        return self._after([], now_s)

    def mark_failed(self, attempt_index: int, why: str) -> None:
        """An attempt could not be marked; what was said is kept."""
        self.record.attempts[attempt_index].failed = why

    def spoken(
        self, step: Say | Converse, text: str, start_s: float, end_s: float, cut: bool = False
    ) -> None:
        """What was heard of a step, and when; `cut` if the student interrupted it."""
        if not isinstance(step, Say) or step.kind != "acknowledgement":
            self._answered = None  # what comes now is no longer the rest of their answer
        self.record.lines.append(Line("examiner", text, start_s, end_s, step.item_id, cut))
        if step is self.course.posed or step == self.course.posed:
            self.course.heard_out(end_s, self.course.clock.at(end_s))

    def unspoken(self, steps: list[Step]) -> None:
        """Steps that were not heard, since the student spoke before them or into them."""
        closing = [step for step in steps if isinstance(step, Say) and step.kind == "closing"]
        self._cut_closing = bool(closing)
        self._orders.unasked = self.course.posed is not None and self.course.posed in steps

    def pause(self, now_s: float) -> list[Step]:
        """Stand still until `resume`."""
        return self.pressed(Command.PAUSE, now_s)

    def resume(self, now_s: float) -> list[Step]:
        """Go on after `pause`."""
        return self.pressed(Command.RESUME, now_s)

    def connection_lost(self, now_s: float) -> None:
        """The student cannot be heard: the clock stands still."""
        self._lost = True
        self.course.clock.stop(now_s)
        self.record.duration_s = self.course.clock.at(now_s)

    def connection_restored(self, now_s: float) -> list[Step]:
        """The student is back: what was asked is said again."""
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
        """Do what the model asked for with a tool; nothing where it does not fit.

        `voice.exam.asking.tools` checks before whether the tool may be used at all.
        """
        self.used_tools.add(name)
        return self._after(self._orders.use(name, point, now_s), now_s)

    def thinking(self, now_s: float) -> None:
        """The student has asked for quiet with the button: nobody disturbs them."""
        self._orders.quiet_until(now_s)

    # --- what can be seen -------------------------------------------------------------------

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Terms that the student is likely to say now, for the recogniser."""
        item = self._sitting.item.vocabulary if self._sitting else ()
        return tuple(dict.fromkeys((*item, *self.bank.vocabulary)))

    @property
    def open(self) -> tuple[int, ...]:
        """Key points of the present item that can be asked about, by index."""
        sitting = self._sitting
        return self.course.askable(sitting) if sitting else ()

    def looks_at(self, text: str) -> tuple[Item, tuple[Answer, ...]] | None:
        """What has to be looked at before `heard` is told of a turn.

        The item and all that will then have been answered; None where `text` is no answer.
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

    # --- what a turn is ---------------------------------------------------------------------

    @property
    def _sitting(self) -> Sitting | None:
        return self.course.current

    def _in_time(self, steps: list[Step], now_s: float) -> list[Step]:
        """`steps`, or the end where the exam's time is over."""
        running = self.course.clock.running and self.course.stage in ("preparing", "answering")
        if not running or self.course.left_s(now_s) > 0:
            return steps
        marks: list[Step] = [step for step in steps if isinstance(step, MarkItem)]
        return marks + self.course.finish("time")

    def _after(self, steps: list[Step], now_s: float) -> list[Step]:
        """What every turn ends with."""
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
            # "Next" may mean the question or the time to prepare; while preparing, the next thing
            # is to speak.
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
        """The question that `text` still answers, as nothing was heard since the answer to it."""
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
        """Time is over, and what the student was saying has been kept."""
        self._orders.confirm_until_s = self._answered = None  # no word more
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

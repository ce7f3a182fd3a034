"""Directs a session during an exam: speaks the examiner's steps and tells it what was heard.

The examiner (`voice.exam.asking.examiner`) decides; the session hears and speaks. A conductor
stands between them: it knows which step is being spoken and which steps wait, has answers marked
in the background, and keeps the student's recorded answers in memory.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from models.base import INPUT_RATE, Float32, Int16, Message, ModelStatus, ToolCall
from voice.conversation.answering import Answering
from voice.conversation.choices import ExamChoice
from voice.conversation.director import Director
from voice.conversation.inbox import Inbox
from voice.conversation.memory import Memory, Turn
from voice.conversation.session import Session
from voice.core import events
from voice.core.audio import to_int16
from voice.core.metrics import TurnTimes
from voice.exam.asking.commands import Command
from voice.exam.asking.examiner import Examiner
from voice.exam.asking.looks import Looks
from voice.exam.asking.tools import TOOLS, ToolRefused, apply
from voice.exam.marking.judge import size_b
from voice.exam.model.marking import MarkingFor
from voice.exam.model.record import HeardWord, Mark
from voice.exam.model.steps import (
    Converse,
    EndTurn,
    Finish,
    Hold,
    LetThink,
    MarkItem,
    Said,
    Say,
    SetPatience,
    Step,
)
from voice.examining.let_me_think import Thinking
from voice.examining.marking_queue import MarkingQueue
from voice.hearing.echo_guard import EchoGuard
from voice.hearing.listener import Listener
from voice.speaking.replies import Spoken

log = logging.getLogger(__name__)

SMALL_MODEL_B = 1.0
"""Size in 10⁹ parameters below which a model does not follow instructions well enough for an exam,
so that fixed sentences are spoken instead. Qwen2.5-Coder-0.5B refuses to give feedback on biology;
its 1.5 B version complies."""

KEEP_SOUND_S = 1800.0
"""How much of the student's speech is kept in memory for the recordings: 58 MB."""


class Stage(Protocol):
    """What a conductor needs of the session; called from the session's event loop."""

    def tell(self, event: events.Event) -> None:
        """Send an event to the page and to all subscribers."""
        ...

    def speak_if_due(self) -> bool:
        """Ask for `Director.speak` now, unless the student or a reply is speaking.

        Returns whether a reply is being spoken.
        """
        ...

    def fall_silent(self) -> None:
        """End the reply in progress, which is out of date; calls `on_spoken` before it returns."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A recorded stretch of the student's speech."""

    start: int  # session clock at its first sample
    sound: Int16  # 16 kHz mono


class Conductor(Director):
    """Directs one exam in one session; called from the session's event loop.

    Besides the session, routes call `pressed`, and `Keeper` calls `mark_rest` after the end.

    Parameters
    ----------
    choice : ExamChoice
        The exam.
    marking : callable
        Takes the language and the student's own material, and returns what marks the answers.
    stage : Stage
        The session.
    listener, echo
        The session's listener and its echo guard.
    inbox : Inbox
        The session's queue of finished turns.
    """

    def __init__(
        self,
        choice: ExamChoice,
        marking: MarkingFor,
        stage: Stage,
        listener: Listener,
        echo: EchoGuard,
        inbox: Inbox,
    ) -> None:
        self._marking = marking(choice.bank.language, choice.material)
        self._looks = Looks(self._marking.look)
        self._marks = MarkingQueue(self._marking, self._on_mark, self._on_unmarked)
        self.examiner = Examiner(
            choice.bank,
            choice.plan,
            secrets.randbits(32),
            look=self._looks.mark,
            material=choice.material,
            began_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            bank_name=choice.name,
        )
        self.finished: events.ExamEnd | Literal[""] = ""
        self.kept: list[Kept] = []
        self._stage = stage
        self._listener = listener
        self._echo = echo
        self._inbox = inbox
        self._presses: list[tuple[Command, bool]] = []  # buttons that wait for an earlier turn
        self._waiting: list[Say | Converse] = []
        self._speaking: Say | Converse | None = None
        self._unheard: Say | Converse | None = None  # cut before its first word
        self._spoken_from_s = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._read: set[str] = set()  # ids of the items that marks are prepared for
        self._begun = self._learns = False
        self._thinking = Thinking(listener)

    @property
    def now_s(self) -> float:
        """Time by the session's sample clock, in seconds."""
        return self._listener.clock / INPUT_RATE

    @property
    def due(self) -> bool:
        """Whether there is something to say."""
        return bool(self._waiting)

    # --- what comes in ----------------------------------------------------------------------

    def connected(self) -> None:
        """Begin the exam, or go on with it when the student has come back."""
        if self._begun:
            self._perform(self.examiner.connection_restored(self.now_s))
        else:
            self._begun = True
            self._perform(self.examiner.begin(self.now_s))

    def disconnected(self) -> None:
        """Stop the exam's clock while the student is away."""
        self.examiner.connection_lost(self.now_s)

    async def heard(self, turn: Turn, audio: Float32) -> None:
        """Tell the examiner what was said in the turn; `audio` is empty if it was typed."""
        end_s = turn.words[-1].end_s if turn.words else self.now_s
        start_s = turn.words[0].start_s if turn.words else end_s
        if len(audio):
            self._keep(round(start_s * INPUT_RATE), audio)
        words = tuple(
            HeardWord(word.text, word.start_s, word.end_s, word.probability) for word in turn.words
        )
        said = Said(turn.text, start_s, end_s, words, typed=turn.source == "text")
        self._thinking.end()
        unspoken = self._drop_waiting()
        if (answered := self.examiner.looks_at(turn.text)) is not None:
            await self._looks.ahead(*answered)
        # During the await the student may have gone and come back, or a mark may have been made:
        # what was begun or queued because of that is out of date, too.
        self._stop_speaking()
        self._drop_waiting(unspoken)
        self._perform(self.examiner.heard(said, self.now_s))
        self._press_waiting()

    def pressed(self, command: Command, sure: bool = False) -> None:
        """Act on a button, see `Examiner.pressed`; finished turns that still wait come first."""
        if self._inbox.pending:
            self._presses.append((command, sure))
        else:
            self._press(command, sure)

    def _press_waiting(self) -> None:
        presses, self._presses = self._presses, []
        for command, sure in presses:
            self._press(command, sure)

    def _press(self, command: Command, sure: bool) -> None:
        self._drop_waiting()
        steps = self.examiner.pressed(command, self.now_s, self._listener.in_turn, sure)
        if any(isinstance(step, Say | Converse) for step in steps):
            self._stage.fall_silent()
            self._thinking.end()
        self._go_on(steps)

    def tick(self) -> None:
        """Act on the time that has passed, once a second, and show where the exam stands."""
        if self._inbox.pending:
            return  # what the student has said comes first
        self._press_waiting()
        self._thinking.second_passed()
        if self._thinking.by_button:
            self.examiner.thinking(self.now_s)
        if self._speaking is None and not self._waiting:
            self._go_on(self.examiner.tick(self.now_s, self._listener.in_turn))
        self.show()

    async def mark_rest(self) -> None:
        """Mark the answers that have no mark yet, without telling the page.

        To be called once the exam is over; may take long.
        """
        attempts = self.examiner.record.attempts

        def note(index: int, mark: Mark) -> None:
            attempts[index].take(mark)

        marks = MarkingQueue(self._marking, note, self.examiner.mark_failed)
        for index, attempt in enumerate(attempts):
            if attempt.answers and not (attempt.mark or attempt.failed or attempt.skipped):
                marks.add(index, attempt)
        await marks.done()

    def close(self) -> None:
        """Stop all work."""
        for task in self._tasks:
            task.cancel()
        self._looks.stop()
        self._marks.stop()
        self._listener.vocabulary = ()
        self._echo.closed = False

    # --- speaking ---------------------------------------------------------------------------

    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Begin to say the next step; returns the reply's number. Only called when `due`."""
        self._unheard = None
        step = self._speaking = self._waiting.pop(0)
        self._spoken_from_s = self.now_s
        if self.examiner.plan.settings.tools and converses(answering.status) and not self._learns:
            self._learns = True
            self._spawn(answering.learn_tools())
        if isinstance(step, Say):
            return answering.recite(step.text, times, slowly=step.slowly)
        if not converses(answering.status):
            return answering.recite(step.fallback, times)
        messages = [*memory.messages()[:1], Message("user", step.instruction)]
        options = dataclasses.replace(
            answering.options, tools=tuple(TOOLS[name] for name in step.tools)
        )
        return answering.answer_or(messages, step.fallback, times, step.check, options)

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Prepare a quick mark of the answer so far; no reply is begun, as it depends on that."""
        if (answered := self.examiner.looks_at(text)) is not None:
            self._looks.begin(*answered)
        return None

    def audible(self) -> None:
        """Note when the first sample of the step leaves for the speaker."""
        self._spoken_from_s = self.now_s

    def on_spoken(self, spoken: Spoken) -> None:
        """Tell the examiner what was heard of the step, and use the tools the model called."""
        step, self._speaking = self._speaking, None
        if step is None:
            return
        if not spoken.text and spoken.interrupted:
            self._unheard = step
        if spoken.text:
            self.examiner.spoken(
                step, spoken.text, self._spoken_from_s, self.now_s, cut=spoken.interrupted
            )
        self._use_tools(spoken.tool_calls)
        self.show()

    def _use_tools(self, calls: Sequence[ToolCall]) -> None:
        """Carry out the first tool call that the examiner allows."""
        for call in calls:
            self.examiner.unspoken(list(self._waiting))
            try:
                steps = apply(call.name, call.arguments, self.examiner, self.now_s)
            except ToolRefused as refusal:
                log.info("the model may not use its tool: %s", refusal)
                self.examiner.unspoken([])
            else:
                self._perform(steps)
                return

    def show(self) -> None:
        """Tell the page where the exam stands."""
        self._stage.tell(self.view_event())

    # --- carrying out -----------------------------------------------------------------------

    def _drop_waiting(self, before: Sequence[Say | Converse] = ()) -> list[Say | Converse]:
        """Drop the steps that have not been heard yet, except those that end the exam.

        Returns the dropped steps, together with those dropped `before` for the same turn.
        """
        unspoken = [*before, *([self._unheard] if self._unheard else []), *self._waiting]
        self._unheard = None
        self._waiting = unspoken if self.finished else []
        self.examiner.unspoken(list(unspoken))
        return [] if self.finished else unspoken

    def _perform(self, steps: Sequence[Step]) -> None:
        if any(isinstance(step, Say | Converse) for step in steps):
            self._waiting.clear()  # a batch replaces what is left of the one before
        for step in steps:
            self._carry_out(step)
        if steps:
            self._listener.vocabulary = self.examiner.vocabulary
            self._read_item()
            self.show()

    def _go_on(self, steps: Sequence[Step]) -> None:
        """Perform steps outside the session's own calls, and speak if they are to be said."""
        self._perform(steps)
        if self._waiting:
            self._stage.speak_if_due()

    def _carry_out(self, step: Step) -> None:
        match step:
            case Say() | Converse():
                self._waiting.append(step)
            case SetPatience(patience, may_interrupt):
                self._listener.set_patience(patience)
                self._echo.closed = not may_interrupt
            case EndTurn():
                self._listener.finish()
            case MarkItem(attempt):
                self._marks.add(attempt, self.examiner.record.attempts[attempt])
            case LetThink():
                self._thinking.begin()
            case Finish(reason):
                self.finished = reason
                self._stage.tell(events.ExamFinished(clock=self._listener.clock, reason=reason))
            case Hold():
                pass  # the examiner's own clock ends the preparation

    def _read_item(self) -> None:
        """Prepare the marking of the current item in the background."""
        sitting = self.examiner.course.current
        if sitting is not None and sitting.item.id not in self._read:
            self._read.add(sitting.item.id)
            self._spawn(self._marking.warm(sitting.item))

    def _on_mark(self, index: int, mark: Mark) -> None:
        self._go_on(self.examiner.marked(index, mark, self.now_s))
        self._stage.tell(self.marked_event(index))

    def _on_unmarked(self, index: int, why: str) -> None:
        self.examiner.mark_failed(index, why)
        self._stage.tell(self.marked_event(index))

    def view_event(self) -> events.ExamView:
        """The event that tells the page where the exam stands."""
        standing = self.examiner.view(self.now_s)
        return events.ExamView(clock=self._listener.clock, **dataclasses.asdict(standing))

    def marked_event(self, index: int) -> events.ExamMarked:
        """The event that tells the page of the mark of attempt `index`."""
        attempt = self.examiner.record.attempts[index]
        mark = attempt.mark
        return events.ExamMarked(
            clock=self._listener.clock,
            attempt=index,
            item_id=attempt.item.id,
            question=attempt.question,
            total=mark.total if mark else None,
            out_of=attempt.item.marks,
            failed=attempt.failed,
        )

    def _stop_speaking(self) -> None:
        """End a reply that was begun while an answer was being looked at."""
        if self._speaking is not None:
            self._stage.fall_silent()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # It only saves time later: the work is done again when it is needed.
            log.warning("something could not be prepared for the exam: %s", error)

    def _keep(self, start: int, audio: Float32) -> None:
        self.kept.append(Kept(start, to_int16(audio)))
        while sum(len(one.sound) for one in self.kept) > KEEP_SOUND_S * INPUT_RATE:
            self.kept.pop(0)


def converses(status: ModelStatus) -> bool:
    """Whether a model is large enough to speak in its own words during an exam."""
    size = size_b(status.model)
    return size is None or size >= SMALL_MODEL_B


def examiners(
    marking: MarkingFor,
) -> Callable[[Session, EchoGuard, Inbox], Conductor | None]:
    """The `appoint` callback of `Session`: returns a conductor if an exam was chosen."""

    def appoint(session: Session, echo: EchoGuard, inbox: Inbox) -> Conductor | None:
        exam = session.choices.exam
        if exam is None:
            return None
        return Conductor(exam, marking, session, session.listener, echo, inbox)

    return appoint


def exam_of(session: Session) -> Conductor | None:
    """The conductor of a session's exam; None if the session holds none."""
    return session.director if isinstance(session.director, Conductor) else None

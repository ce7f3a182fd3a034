"""Holds an examiner: carries its steps to the voice, and what is heard back to it.

The examiner (`voice.exam.examiner`) decides; the session hears and speaks. A conductor stands
between them: it knows which step is being spoken and which wait, marks answers in the background,
and keeps the student's own sound for as long as the exam is kept.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.base import INPUT_RATE, Float32, Int16, Message, VivaError
from voice import events
from voice.answering import Answering
from voice.audio import to_int16
from voice.choices import ExamChoice
from voice.echo import EchoGuard
from voice.engines import Marking
from voice.exam.commands import Command
from voice.exam.examiner import Examiner
from voice.exam.judge import size_b
from voice.exam.record import HeardWord
from voice.exam.steps import (
    Converse,
    EndTurn,
    Finish,
    Hold,
    MarkItem,
    Said,
    Say,
    SetPatience,
    Step,
)
from voice.listener import Listener
from voice.memory import Memory, Turn
from voice.metrics import TurnTimes
from voice.speaking import Spoken

log = logging.getLogger(__name__)

SMALL_MODEL_B = 1.0
"""Parameters, in 10⁹, below which a model's own words spoil an exam; fixed words are said instead.
Qwen2.5-Coder-0.5B refuses to give feedback on biology; 1.5 B does as it is told."""

KEEP_SOUND_S = 1800.0
"""How much of the student's speech is kept in memory, to be heard again: 58 MB."""


class Stage(Protocol):
    """What a conductor may do with the session."""

    def on_event(self, event: events.Event) -> None:
        """Something for the page."""
        ...

    def speak_if_due(self) -> bool:
        """There is something to say, as soon as the student lets it."""
        ...

    def fall_silent(self) -> None:
        """What is being said is out of date."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of the student's own sound."""

    start: int  # clock of its first sample
    sound: Int16  # 16 kHz mono


class Conductor:
    """One exam in one session.

    Parameters
    ----------
    choice : ExamChoice
        Which exam.
    marking : callable
        Language to what marks answers in it.
    stage : Stage
        The session.
    listener, echo
        The session's ears.
    """

    def __init__(
        self,
        choice: ExamChoice,
        marking: Callable[[str], Marking],
        stage: Stage,
        listener: Listener,
        echo: EchoGuard,
    ) -> None:
        self._marking = marking(choice.bank.language)
        self.examiner = Examiner(
            choice.bank,
            choice.plan,
            secrets.randbits(32),
            missing_points=self._marking.missing_points,
            material=choice.material,
            began_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            bank_name=choice.name,
        )
        self.finished = ""
        self.kept: list[Kept] = []
        self._stage = stage
        self._listener = listener
        self._echo = echo
        self._waiting: list[Say | Converse] = []
        self._speaking: Say | Converse | None = None
        self._spoken_from_s = 0.0
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._begun = False

    @property
    def now_s(self) -> float:
        """Seconds of the session's sample clock."""
        return self._listener.clock / INPUT_RATE

    @property
    def due(self) -> bool:
        """Whether there is something to say."""
        return bool(self._waiting)

    # --- what comes in ----------------------------------------------------------------------

    def connected(self) -> None:
        """The student is there, for the first time or again."""
        if self._begun:
            self._perform(self.examiner.connection_restored(self.now_s))
        else:
            self._begun = True
            self._perform(self.examiner.begin(self.now_s))

    def disconnected(self) -> None:
        """The student cannot be heard: the exam's clock stands still."""
        self.examiner.connection_lost(self.now_s)

    async def heard(self, turn: Turn, audio: Float32) -> None:
        """The student's turn is over; `audio` is empty if it was typed."""
        end_s = turn.words[-1].end_s if turn.words else self.now_s
        start_s = turn.words[0].start_s if turn.words else end_s
        if len(audio):
            self._keep(round(start_s * INPUT_RATE), audio)
        words = tuple(
            HeardWord(word.text, word.start_s, word.end_s, word.probability) for word in turn.words
        )
        said = Said(turn.text, start_s, end_s, words, typed=turn.source == "text")
        self._drop_waiting()
        self._perform(self.examiner.heard(said, self.now_s))

    def pressed(self, command: Command, sure: bool = False) -> None:
        """A button; see `Examiner.pressed`."""
        self._drop_waiting()
        steps = self.examiner.pressed(command, self.now_s, self._listener.in_turn, sure)
        if any(isinstance(step, Say | Converse) for step in steps):
            self._stage.fall_silent()
        self._perform(steps)

    def tick(self) -> None:
        """A second has passed."""
        if self._speaking is None and not self._waiting:
            self._perform(self.examiner.tick(self.now_s, self._listener.in_turn))
        self.show()

    def close(self) -> None:
        """Stop all marking."""
        for task in self._tasks.values():
            task.cancel()
        self._listener.vocabulary = ()
        self._echo.closed = False

    # --- speaking ---------------------------------------------------------------------------

    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Begin to say the next step, only when `due`; returns the reply's number."""
        step = self._speaking = self._waiting.pop(0)
        self._spoken_from_s = self.now_s
        if isinstance(step, Say):
            return answering.recite(step.text, times, slowly=step.slowly)
        size = size_b(answering.status.model)
        if size is not None and size < SMALL_MODEL_B:
            return answering.recite(step.fallback, times)
        messages = [*memory.messages()[:1], Message("user", step.instruction)]
        return answering.answer_or(messages, step.fallback, times)

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """What follows an answer depends on it: nothing can be said ahead of it."""
        return None

    def drafted(self) -> None:
        """There are no drafts."""

    def audible(self) -> None:
        """The first sample of the step is on its way to the speaker."""
        self._spoken_from_s = self.now_s

    def on_spoken(self, spoken: Spoken) -> None:
        """What was heard of the step that was being said."""
        step, self._speaking = self._speaking, None
        if step is None:
            return
        if spoken.text:
            self.examiner.spoken(
                step, spoken.text, self._spoken_from_s, self.now_s, cut=spoken.interrupted
            )
        self.show()

    def show(self) -> None:
        """Tell the page where the exam stands."""
        view = self.examiner.view(self.now_s)
        self._stage.on_event(
            events.ExamView(clock=self._listener.clock, **dataclasses.asdict(view))
        )

    # --- carrying out -----------------------------------------------------------------------

    def _drop_waiting(self) -> None:
        unspoken: list[Step] = list(self._waiting)
        self._waiting.clear()
        self.examiner.unspoken(unspoken)

    def _perform(self, steps: Sequence[Step]) -> None:
        if any(isinstance(step, Say | Converse) for step in steps):
            self._waiting.clear()  # a batch replaces what is left of the one before
        for step in steps:
            self._carry_out(step)
        if steps:
            self._listener.vocabulary = self.examiner.vocabulary
            self.show()
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
                self._begin_marking(attempt)
            case Finish(reason):
                self.finished = reason
                self._stage.on_event(events.ExamFinished(clock=self._listener.clock, reason=reason))
            case Hold():
                pass  # the examiner's own clock ends the preparation

    def _begin_marking(self, attempt: int) -> None:
        if attempt in self._tasks:
            self._tasks[attempt].cancel()  # more was said since
        self._tasks[attempt] = asyncio.create_task(self._mark_attempt(attempt))

    async def _mark_attempt(self, index: int) -> None:
        attempt = self.examiner.record.attempts[index]
        try:
            mark = await self._marking.mark(attempt.item, tuple(attempt.answers))
        except VivaError as error:
            log.warning("an answer could not be marked: %s", error)
            self.examiner.mark_failed(index, str(error))
        else:
            self._perform(self.examiner.marked(index, mark, self.now_s))
        self._stage.on_event(self.marked_event(index))

    def marked_event(self, index: int) -> events.ExamMarked:
        """What the page is told of an attempt that was marked."""
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

    def _keep(self, start: int, audio: Float32) -> None:
        self.kept.append(Kept(start, to_int16(audio)))
        while sum(len(one.sound) for one in self.kept) > KEEP_SOUND_S * INPUT_RATE:
            self.kept.pop(0)

"""What a session tells the page besides the conversation: latencies, time left, the model."""

from __future__ import annotations

from collections.abc import Callable

from models.base import ModelStatus
from voice.conversation.answering import Answering
from voice.conversation.channel import Channel
from voice.conversation.choices import Choices
from voice.conversation.memory import Memory
from voice.conversation.timekeeper import Timekeeper
from voice.core import events
from voice.core.metrics import Counts, TurnTimes
from voice.engines.load_shedding import Effort, EffortNotice
from voice.speaking.replies import Speaking


class Upkeep:
    """Reports the status of one session; called from its event loop.

    Parameters
    ----------
    session_id : str
        Id of the session.
    channel : Channel
        Delivers the events.
    limit_s : float
        How long the session may last, in seconds during which a student is connected.
    effort : Effort
        Knows which extras the machine leaves out.
    clock : callable
        Returns the number of input samples heard since the session began.
    """

    def __init__(
        self,
        session_id: str,
        channel: Channel,
        limit_s: float,
        effort: Effort,
        clock: Callable[[], int],
    ) -> None:
        self.counts = Counts()
        self._id = session_id
        self._channel = channel
        self._time = Timekeeper(limit_s)
        self._effort = EffortNotice(effort, channel.notify)
        self._clock = clock
        self._told: ModelStatus | None = None  # what the page was last told

    @property
    def remaining_s(self) -> float:
        """Seconds left, of the time during which a student is connected."""
        return self._time.left_s(self._clock())

    def ready(self, choices: Choices, answering: Answering, memory: Memory) -> events.SessionReady:
        """What a newly connected page needs to know."""
        status = self._told = answering.status
        return events.SessionReady(
            clock=self._clock(),
            session_id=self._id,
            engine=status.engine,
            model=status.model,
            why=status.why,
            remaining_s=self.remaining_s,
            history=tuple(turn.to_dict() for turn in memory.turns),
            **choices.shown(),
        )

    def fell_back(self, answering: Answering) -> bool:
        """Whether the status of the model differs from what the page was last told."""
        return answering.status != self._told

    def transcribed(self, language: str) -> None:
        """Tell the student if extras are left out; called after a turn has been recognised."""
        self._effort.check(language)

    def audible(self, times: TurnTimes, turn: int, speaking: Speaking, now_s: float) -> None:
        """Report the latencies of `turn`, whose reply leaves for the speaker now."""
        if times.turn_ended is not None:
            times.first_audible = now_s + speaking.ahead_s
            self._channel.emit(times.measured(self._clock(), turn, speaking.number, self.counts))

    def second_passed(self) -> bool:
        """Report how much time is left if another second has passed; returns whether it has."""
        passing = list(self._time.passing(self._clock()))
        for event in passing:
            self._channel.emit(event)
        return bool(passing)

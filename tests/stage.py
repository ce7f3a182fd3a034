"""Scripted conversations in simulated time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from models.base import Float32, Message, TurnDetector
from tests.fakes import (
    Clock,
    Desk,
    FakeMarking,
    FakeModel,
    FakeRunner,
    FakeStt,
    FakeTurnDetector,
    FakeVad,
    FakeVoice,
    Vocabulary,
    settle,
)
from voice.conversation.choices import Choices, ExamChoice, Limits
from voice.conversation.modes import Mode
from voice.conversation.session import Session
from voice.core.events import Event, State
from voice.engines.load_shedding import Effort
from voice.engines.pool import Engines
from voice.examining.conductor import examiners

FRAME = 320  # 20 ms at 16 kHz

E = TypeVar("E", bound=Event)

MODE = Mode(name="test", title="Test", text="You are an examiner.", patience="quick")


def echo(messages: Sequence[Message]) -> str:
    """Answers with the student's last words."""
    return f"You said {messages[-1].content}."


class Stage:
    """One conversation, its engines and its clock.

    Parameters
    ----------
    clock, vocabulary
        Shared by all conversations that run at once.
    reply : callable
        Computes the model's answer.
    mode, limits, exam
        Of the session.
    """

    def __init__(
        self,
        reply: Callable[[Sequence[Message]], str] = echo,
        mode: Mode = MODE,
        limits: Limits | None = None,
        exam: ExamChoice | None = None,
        clock: Clock | None = None,
        vocabulary: Vocabulary | None = None,
        detector: TurnDetector | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.vocabulary = vocabulary or Vocabulary()
        self.model = FakeModel(self.clock, reply)
        self.stt = FakeStt(self.vocabulary)
        self.voice = FakeVoice(self.vocabulary)
        self.turn_detector = FakeTurnDetector()
        self._detector = detector or self.turn_detector
        self.marking = FakeMarking(self.clock)
        self.stt_runner = FakeRunner(self.clock, 0.2)
        self.engines = self._engines()
        self.session = Session(
            "s1",
            self.engines,
            Choices(mode, "fake", "en", exam=exam),
            self.voice,
            self.model,
            limits or Limits(),
            examiners(lambda language, material: self.marking),
            self.clock.now,
        )
        self.desk = Desk(self.session, self.vocabulary)
        self.desk.connect()

    async def say(self, text: str) -> None:
        """The student speaks."""
        await self.play(self.vocabulary.say(text))

    async def wait(self, seconds: float) -> None:
        """The student is silent."""
        await self.play(np.zeros(round(seconds * 16_000), np.float32))

    async def play(self, audio: Float32) -> None:
        """Sound reaches the microphone in real (simulated) time."""
        for start in range(0, len(audio), FRAME):
            await self.frame(audio[start : start + FRAME])

    async def frame(self, frame: Float32) -> None:
        """Let 20 ms pass."""
        self.desk.tick(frame)
        await self.clock.advance(0.02)

    async def until(self, state: State, within_s: float = 20.0) -> None:
        """Silence until the session is in `state`."""
        for _ in range(round(within_s * 50)):
            if self.session.state is state:
                return
            await self.wait(0.02)
        raise AssertionError(
            f"the session stayed {self.session.state} and never was {state}; "
            f"heard so far: {self.desk.heard()!r}"
        )

    async def reconnect(self) -> None:
        """Connect another client, which takes over; discards what was heard before."""
        self.desk.leave()
        self.desk = Desk(self.session, self.vocabulary)
        self.desk.connect()
        await settle()

    def events(self, kind: type[E]) -> list[E]:
        """Those of `kind` that the page has received."""
        return [event for event in self.desk.events if isinstance(event, kind)]

    def remembered(self) -> list[tuple[str, str]]:
        """The memory, as (role, text)."""
        return [(turn.role, turn.text) for turn in self.session.memory.turns]

    async def end(self) -> None:
        """End the conversation."""
        self.session.close("stopped")
        self.desk.leave()
        await settle()
        assert self.model.running == 0, "the model goes on after the session ended"

    def _engines(self) -> Engines:
        async def voice(name: str) -> FakeVoice:
            return self.voice

        async def model(name: str) -> FakeModel:
            return self.model

        return Engines(
            vad=FakeVad(),
            turn_detector=self._detector,
            stt=self.stt,
            load_voice=voice,
            load_model=model,
            default_voice=lambda language: "fake",
            voice_language=lambda name: "en",
            stt_runner=self.stt_runner,
            tts_runner=FakeRunner(self.clock, 0.1),
            turn_runner=FakeRunner(self.clock, 0.05),
            effort=Effort(self.clock.now),
            now=self.clock.now,
        )

"""The director of a plain conversation, and others in its place; in simulated time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from models.base import Float32
from tests.fakes import settle
from tests.stage import MODE, Stage
from voice.conversation.answering import Answering
from voice.conversation.memory import Memory, Turn
from voice.conversation.partner import Partner
from voice.conversation.read_ahead import ReadAhead
from voice.core.events import State
from voice.core.metrics import TurnTimes


class Parrot(Partner):
    """Repeats what it hears, without a model."""

    def __init__(self, read_ahead: ReadAhead) -> None:
        super().__init__(lambda: "", read_ahead)

    async def heard(self, turn: Turn, audio: Float32) -> None:
        """Keep the words."""
        await super().heard(turn, audio)
        self.words = turn.text

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Parrots do not think ahead."""
        return None

    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Say it."""
        self._owed = False
        return answering.recite(self.words, times)


@pytest.fixture
async def greeted() -> AsyncIterator[Stage]:
    """A conversation that begins with a greeting."""
    stage = Stage(mode=replace(MODE, greeting={"en": "Good morning dear student"}))
    await settle()
    yield stage
    await stage.end()


async def test_a_greeting_cut_off_unheard_is_given_again(greeted: Stage) -> None:
    await greeted.reconnect()
    await greeted.until(State.SPEAKING)
    await greeted.until(State.LISTENING)
    assert greeted.desk.heard() == "Good morning dear student"


async def test_a_greeting_that_was_heard_is_not_given_again(greeted: Stage) -> None:
    await greeted.until(State.SPEAKING)
    await greeted.until(State.LISTENING)
    await greeted.reconnect()
    await greeted.wait(2)
    assert greeted.desk.heard() == ""


async def test_another_director_decides_what_is_said(stage: Stage) -> None:
    stage.session.direct(Parrot(ReadAhead(stage.model.warm)))
    await stage.say("pretty polly")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "pretty polly"
    assert stage.model.asked == []
    stage.session.reset()
    await stage.say("still here")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard().endswith("still here"), "a reset has dismissed the director"

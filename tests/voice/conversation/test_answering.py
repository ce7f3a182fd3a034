"""What is said with a model: all of it is checked first, and fixed words stand in for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from models.base import GenerateOptions, Message, Tool
from tests.fakes import Clock, FakeModel, FakeRunner, settle
from tests.stage import MODE
from tests.voice.speaking.test_replies import Room
from voice.conversation import answering
from voice.conversation.answering import Answering
from voice.conversation.choices import Choices
from voice.core.metrics import TurnTimes

FIXED = "Fixed words."
HINT = Tool("give_hint", "Give a hint.", {"type": "object", "properties": {}})


class Desk:
    """A model that writes `text`, and what is heard of it."""

    def __init__(self, text: str) -> None:
        self.clock = Clock()
        self.room = Room()
        self.model = FakeModel(self.clock, lambda messages: text)
        self.checked: list[str] = []

    async def heard(
        self, allowed: Callable[[str], bool] = bool, tools: Sequence[Tool] = (), wait_s: float = 5
    ) -> str:
        """What is said in place of the model's words, or with them."""

        def check(text: str) -> bool:
            self.checked.append(text)
            return allowed(text)

        runner = FakeRunner(self.clock, 0.0)
        one = Answering(
            self.room.speaking, runner, Choices(MODE, "fake", "en"), self.room.voice, self.model
        )
        options = GenerateOptions(tools=tuple(tools))
        one.answer_or([Message("user", "Say it.")], FIXED, TurnTimes(), check, options)
        for _ in range(round(wait_s * 10)):
            await settle()
            await self.clock.advance(0.1)
        return await self.room.listen()


async def test_what_is_allowed_is_said_once_it_is_whole() -> None:
    desk = Desk("You said it rightly. Go on.")
    assert await desk.heard() == "You said it rightly. Go on."
    assert desk.checked == ["You said it rightly. Go on."]


async def test_nothing_is_said_before_all_of_it_was_checked() -> None:
    desk = Desk("One sentence. And then another one.")
    desk.model.word_s = 1.0
    assert await desk.heard(wait_s=2) == ""
    assert desk.checked == []


async def test_fixed_words_stand_in_for_what_is_refused() -> None:
    desk = Desk("The student is right.")
    assert await desk.heard(lambda text: "student" not in text) == FIXED


async def test_fixed_words_stand_in_for_a_model_that_breaks_midway() -> None:
    desk = Desk("You said it rightly.")
    desk.model.fail_after = 2
    assert await desk.heard() == FIXED
    assert desk.checked == [], "half a sentence is no sentence"


async def test_fixed_words_stand_in_for_silence() -> None:
    assert await Desk("").heard() == FIXED


async def test_a_model_that_only_uses_a_tool_says_nothing() -> None:
    desk = Desk("")
    desk.model.calls += ("give_hint",)
    assert await desk.heard(tools=[HINT]) == ""
    (spoken,) = desk.room.spoken
    assert [call.name for call in spoken.tool_calls] == ["give_hint"]


@pytest.mark.parametrize(
    ("limit", "first_s", "word_s"), [("FIRST_WORD_S", 60, 0), ("WHOLE_S", 0, 60)]
)
async def test_who_waits_too_long_hears_fixed_words(
    monkeypatch: pytest.MonkeyPatch, limit: str, first_s: float, word_s: float
) -> None:
    monkeypatch.setattr(answering, limit, 0.01)
    desk = Desk("You said it rightly.")
    desk.model.first_s, desk.model.word_s = first_s, word_s
    assert await desk.heard(wait_s=0.1) == ""
    await asyncio.sleep(0.05)
    assert await desk.room.listen() == FIXED
    assert desk.model.running == 0, "the model goes on writing"

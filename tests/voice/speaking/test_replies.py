"""One reply at a time: held, released, dropped, cut, and replaced when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import numpy as np
import pytest

from models.base import EngineFailed, Int16
from tests.fakes import Clock, FakeRunner, FakeVoice, Vocabulary, settle
from voice.conversation.phrases import phrases
from voice.core.events import Event
from voice.core.metrics import TurnTimes
from voice.speaking.replies import Speaking, Spoken
from voice.speaking.reply import Reply, Speaker

Work = Callable[[Reply], Awaitable[None]]


class Room:
    """Audience, transport and loudspeaker of a speaking half."""

    def __init__(self) -> None:
        clock = Clock()
        self.vocabulary = Vocabulary()
        self.shown: list[str] = []
        self.spoken: list[Spoken] = []
        self.failures: list[Exception] = []
        self.apology = ""
        self.frames: list[Int16] = []
        self.unsent = 0
        self.voice = FakeVoice(self.vocabulary)
        self.speaker = Speaker(self.voice, 1.0, "en", FakeRunner(clock, 0.0))
        self.speaking = Speaking(self.voice.sample_rate, self, clock.now)
        self.speaking.carry(self)

    def begin(self, text: str = "", work: Work | None = None, aside: str = "", **how: bool) -> int:
        def recite(reply: Reply) -> Awaitable[None]:
            return reply.recite(text)

        return self.speaking.begin(self.speaker, TurnTimes(), work or recite, aside, **how)

    def drop(self) -> None:
        """End the reply, and note what was heard of it."""
        if (spoken := self.speaking.drop()) is not None:
            self.spoken.append(spoken)

    async def listen(self, frames: int = 10_000) -> str:
        """What can be heard of the next frames; earlier ones are forgotten."""
        await settle()
        self.frames.clear()
        while len(self.frames) < frames:
            waiting = asyncio.ensure_future(self.speaking.frame(lambda: True))
            await settle()
            if not waiting.done() or (frame := waiting.result()) is None:
                waiting.cancel()
                break
            self.frames.append(frame)
        sound = np.concatenate(self.frames) if self.frames else np.zeros(0, np.int16)
        return self.vocabulary.hear(sound.astype(np.float32) / np.float32(32768))

    # --- audience and transport

    def on_clause(self, number: int, text: str) -> None:
        self.shown.append(text)

    def on_spoken(self, spoken: Spoken) -> None:
        self.spoken.append(spoken)

    def on_failure(self, error: Exception) -> str:
        self.failures.append(error)
        return self.apology

    def unsent_samples(self) -> int:
        return self.unsent

    def clear(self) -> None:
        self.unsent = 0

    def send(self, event: Event) -> None:
        raise AssertionError("the speaking half sends no events")

    def hang_up(self) -> None:
        raise AssertionError("the speaking half hangs nobody up")


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room()
    yield room
    room.speaking.close()
    assert await room.speaking.frame(lambda: True) is None


async def broken(reply: Reply) -> None:
    raise EngineFailed("The model broke")


async def endless(reply: Reply) -> None:
    await reply.recite("One two three four five six.")
    await asyncio.Event().wait()


async def test_a_reply_is_heard_and_told(room: Room) -> None:
    assert room.begin("One two three.") == 1
    assert await room.listen() == "One two three."
    assert room.spoken == [Spoken(1, "One two three.", False, "One two three.")]
    assert not room.speaking.active


async def test_numbers_rise(room: Room) -> None:
    assert [room.begin("One."), room.begin("Two."), room.begin("Three.")] == [1, 2, 3]
    assert await room.listen() == "Three."


async def test_a_held_reply_is_silent_until_it_is_released(room: Room) -> None:
    room.begin("One two three.", held=True)
    assert await room.listen(50) == ""
    assert room.shown == []
    assert not room.speaking.audible
    assert room.speaking.release(1)
    assert await room.listen() == "One two three."


async def test_a_discarded_reply_leaves_no_trace(room: Room) -> None:
    room.begin("One two three.", held=True)
    await settle()
    room.speaking.discard(1)
    assert await room.listen() == ""
    assert (room.shown, room.spoken) == ([], [])
    assert not room.speaking.active


async def test_a_held_reply_that_breaks_is_not_told_and_must_be_made_anew(room: Room) -> None:
    room.begin(work=broken, held=True)
    await settle()
    assert not room.speaking.release(1)
    assert room.failures == []
    room.begin("One two three.")
    assert await room.listen() == "One two three."


async def test_a_reply_that_breaks_gives_way_to_a_sentence_that_is_not_remembered(
    room: Room,
) -> None:
    room.apology = "Please say that again."
    room.begin(work=broken)
    assert await room.listen() == "Please say that again."
    assert [str(error) for error in room.failures] == ["The model broke."]
    assert room.spoken == [Spoken(1, "Please say that again.", False, "")]


async def test_an_aside_is_not_remembered(room: Room) -> None:
    room.begin("Please say that again.", aside="Please say that again.")
    assert await room.listen() == "Please say that again."
    assert room.spoken[0].remembered == ""


async def test_a_reply_apart_is_heard_and_not_remembered(room: Room) -> None:
    room.begin("This stays between us.", apart=True)
    assert await room.listen() == "This stays between us."
    assert (room.spoken[0].text, room.spoken[0].remembered) == ("This stays between us.", "")


async def test_of_an_apology_that_was_cut_nothing_is_remembered(room: Room) -> None:
    async def half(reply: Reply) -> None:
        await reply.recite("One two three.")
        raise EngineFailed("The model broke")

    room.apology = "Sorry, I lost my thread. Please go on."
    room.begin(work=half)
    assert await room.listen(64) == "One two three. Sorry, I"
    room.drop()
    assert room.spoken == [Spoken(1, "One two three. Sorry, I", True, "One two three.")]


async def test_an_apology_without_spaces_is_not_remembered_either(room: Room) -> None:
    room.speaker = Speaker(room.voice, 1.0, "zh", FakeRunner(Clock(), 0.0))
    room.apology = phrases("zh").failed
    room.begin(work=broken)
    assert await room.listen()
    assert room.spoken[0].text.replace(" ", "") == room.apology
    assert room.spoken[0].remembered == "", "the apology became a part of the exam"


async def test_an_interruption_is_told_with_what_was_heard(room: Room) -> None:
    room.begin(work=endless)
    assert await room.listen(26) == "One two"
    room.drop()
    assert [(s.text, s.interrupted) for s in room.spoken] == [("One two", True)]
    assert await room.listen() == ""
    room.drop()
    assert len(room.spoken) == 1, "the same interruption was told twice"


async def test_what_the_transport_had_not_sent_was_not_heard(room: Room) -> None:
    room.begin(work=endless)
    assert await room.listen(50) == "One two three four"
    room.unsent = 20 * 320
    room.drop()
    assert room.unsent == 0, "the transport goes on playing"
    assert room.spoken[0].text == "One two three"


async def test_a_pause_is_silent_and_loses_nothing(room: Room) -> None:
    room.begin("One two three.")
    heard = await room.listen(25)
    room.speaking.pause()
    assert room.speaking.paused
    assert await room.listen(10) == ""
    room.speaking.resume()
    assert f"{heard} {await room.listen()}" == "One two three."


async def test_how_far_the_transport_runs_ahead(room: Room) -> None:
    room.unsent = 1600
    assert room.speaking.ahead_s == pytest.approx(0.1)
    room.speaking.carry(None)
    assert room.speaking.ahead_s == 0

"""Who holds a session's ends: a takeover, a call that is over, faults on either side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest

from models.base import Float32
from tests.fakes import Desk, settle
from tests.stage import Stage
from voice.conversation.channel import Channel
from voice.core import events
from voice.core.events import Event, Notice, State

SILENCE: Float32 = np.zeros(320, np.float32)


@pytest.fixture
async def taken_over(talker: Stage) -> AsyncIterator[tuple[Stage, Desk]]:
    """A conversation that another line has taken over in mid-reply, and the line before it."""
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1)
    old = talker.desk
    talker.desk = Desk(talker.session, talker.vocabulary)
    talker.desk.connect()
    await settle()
    yield talker, old
    old.leave()


async def test_no_frame_reaches_the_line_before(taken_over: tuple[Stage, Desk]) -> None:
    stage, old = taken_over
    assert old.unsent_samples() == 0, "the old line goes on playing what it had been given"
    assert await old.connection.next_frame() is None
    await stage.say("tell me more")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard().endswith("thirteen fourteen."), "the old line took frames of it"
    assert old.unsent_samples() == 0


async def test_no_sound_of_the_line_before_is_heard(taken_over: tuple[Stage, Desk]) -> None:
    stage, old = taken_over
    clock = stage.session.clock
    old.connection.push(stage.vocabulary.say("who is that speaking"))
    assert stage.session.clock == clock


async def test_the_line_before_learns_what_ended_and_then_that_it_was_taken_over(
    taken_over: tuple[Stage, Desk],
) -> None:
    _, old = taken_over
    assert old.hung_up
    done, farewell = old.events[-2:]
    assert isinstance(done, events.ReplyDone)
    assert done.interrupted
    assert isinstance(farewell, events.TakenOver), "it would fight for the conversation"


async def test_the_end_of_the_line_before_does_not_end_the_new_one(
    taken_over: tuple[Stage, Desk],
) -> None:
    stage, old = taken_over
    old.disconnect()
    assert stage.session.connected
    assert stage.session.state is State.LISTENING


async def test_a_call_that_is_over_takes_no_frame_of_the_next_reply(stage: Stage) -> None:
    waiting = asyncio.create_task(stage.desk.connection.next_frame())
    await settle()
    stage.desk.disconnect()
    await settle()
    assert waiting.done(), "somebody still waits for sound on a line that has gone"
    assert waiting.result() is None


async def test_a_session_that_has_ended_is_not_begun_again(stage: Stage) -> None:
    stage.session.close("stopped")
    late = Desk(stage.session, stage.vocabulary)
    late.connect()
    await settle()
    assert not stage.session.connected
    assert [type(event) for event in late.events] == [events.SessionEnded]
    assert late.hung_up
    stage.session.reset()
    assert stage.session.state is State.DISCONNECTED


async def test_a_frame_that_cannot_be_heard_is_told_once_and_ends_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(samples: Float32) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(stage.session.listener, "push", broken)
        for _ in range(50):
            stage.desk.connection.push(SILENCE)
    assert caplog.text.count("could not be processed") == 1
    assert len(stage.events(Notice)) == 1
    await stage.say("hello there you")
    await stage.until(State.SPEAKING)


class Broken(Desk):
    """A line on which nothing can be sent and that cannot be closed."""

    def send(self, event: Any) -> None:
        """Breaks."""
        raise RuntimeError("the line is gone")

    def hang_up(self) -> None:
        """Breaks."""
        raise RuntimeError("the line is gone")

    def clear(self) -> None:
        """Breaks."""
        raise RuntimeError("the line is gone")


async def test_a_transport_that_breaks_leaves_the_conversation_whole(talker: Stage) -> None:
    talker.desk.disconnect()
    talker.desk.leave()
    broken = talker.desk = Broken(talker.session, talker.vocabulary)
    broken.connect()
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1)
    await talker.reconnect()
    assert talker.session.state is State.LISTENING
    await talker.say("tell me more")
    await talker.until(State.SPEAKING)


# --- events -----------------------------------------------------------------------------------


def notice(text: str) -> Notice:
    return Notice(clock=0, level="info", text=text)


def test_a_subscriber_that_fails_keeps_no_event_from_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    channel = Channel(lambda: 0)
    told: list[Event] = []

    def fails(event: Event) -> None:
        raise OSError("disk full")

    channel.subscribe(fails)
    channel.subscribe(told.append)
    channel.emit(notice("one"))
    assert told == [notice("one")]
    assert "disk full" in caplog.text


def test_everybody_sees_events_in_the_order_in_which_they_happened() -> None:
    channel = Channel(lambda: 0)
    told: list[Event] = []

    def answers(event: Event) -> None:
        if event == notice("question"):
            channel.emit(notice("answer"))

    channel.subscribe(answers)
    channel.subscribe(told.append)
    channel.emit(notice("question"))
    assert told == [notice("question"), notice("answer")]


def test_who_stops_listening_may_say_so_twice() -> None:
    channel = Channel(lambda: 0)
    told: list[Event] = []
    stop = channel.subscribe(told.append)
    stop()
    stop()
    channel.emit(notice("one"))
    assert told == []

"""Connections that come and go, and conversations that begin afresh or end."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes import settle
from tests.stage import Stage
from voice.conversation.choices import Limits
from voice.core import events
from voice.core.events import State


async def test_reconnecting_keeps_the_conversation(stage: Stage) -> None:
    await stage.say("my name is Ada")
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    stage.desk.disconnect()
    assert stage.session.state is State.DISCONNECTED
    await stage.reconnect()
    ready = stage.events(events.SessionReady)[0]
    assert [turn["text"] for turn in ready.history] == [
        "my name is Ada",
        "You said my name is Ada.",
    ]
    await stage.say("what is my name")
    await stage.until(State.SPEAKING)
    assert len(stage.model.asked[-1]) == 4


async def test_a_lost_connection_does_not_lose_what_was_being_said(stage: Stage) -> None:
    await stage.say("the answer is forty two")
    stage.desk.disconnect()
    await stage.wait(1)
    assert stage.remembered() == [("user", "the answer is forty two")]
    await stage.reconnect()
    await stage.until(State.SPEAKING)
    await stage.until(State.LISTENING)
    assert stage.desk.heard() == "You said the answer is forty two."


async def test_hanging_up_in_mid_reply_remembers_what_was_heard(talker: Stage) -> None:
    await talker.say("go on please")
    await talker.until(State.SPEAKING)
    await talker.wait(1)
    heard = talker.desk.heard().split()
    talker.desk.disconnect()
    await settle()
    assert abs(len(talker.remembered()[-1][1].split()) - len(heard)) <= 1
    assert talker.model.running == 0


async def test_a_second_connection_takes_over(stage: Stage) -> None:
    first = stage.desk
    await stage.reconnect()
    assert first.hung_up
    assert isinstance(first.events[-1], events.TakenOver), "it would fight for the conversation"
    await stage.say("hello there you")
    await stage.until(State.SPEAKING)
    assert "You" in stage.desk.heard() or stage.session.state is State.SPEAKING


async def test_start_afresh_forgets_everything(stage: Stage) -> None:
    await stage.say("my name is Ada")
    await stage.until(State.SPEAKING)
    stage.session.reset()
    await settle()
    assert stage.remembered() == []
    assert stage.events(events.MemoryCleared)
    await stage.wait(1)
    await stage.say("what is my name")
    await stage.until(State.SPEAKING)
    assert [m.role for m in stage.model.asked[-1]] == ["system", "user"]


@pytest.mark.parametrize("state", [State.LISTENING, State.THINKING, State.SPEAKING])
async def test_start_afresh_works_in_every_state(stage: Stage, state: State) -> None:
    if state is not State.LISTENING:
        await stage.say("my name is Ada")
        await stage.until(state)
    stage.session.reset()
    await stage.wait(2)
    assert stage.session.state is State.LISTENING
    assert stage.remembered() == []


async def test_the_time_limit_ends_the_session() -> None:
    stage = Stage(limits=Limits(time_s=62))
    await stage.wait(1.5)
    assert stage.session.remaining_s == pytest.approx(60.5, abs=0.1)
    await stage.wait(2)
    assert any("One minute" in notice.text for notice in stage.events(events.Notice))
    await stage.wait(60)
    assert stage.events(events.SessionEnded)[0].reason == "time_limit"
    assert stage.desk.hung_up
    assert stage.session.state is State.DISCONNECTED
    await stage.end()


async def test_sound_of_every_kind_does_no_harm(stage: Stage) -> None:
    noise = np.random.default_rng(0).normal(0, 3, 16_000).astype(np.float32)
    for audio in (np.zeros(0), np.zeros(1), np.full(100, np.nan), np.clip(noise, -1, 1)):
        stage.desk.connection.push(audio.astype(np.float32))
    await stage.wait(3)
    await stage.say("hello there you")
    await stage.until(State.SPEAKING)

"""Ending is final: hanging up, starting afresh or closing just as a step of an exam ends."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from tests.fakes import settle
from tests.stage import Stage
from tests.voice.examining.test_conductor import heard, stage_for
from voice.core import events
from voice.core.events import State
from voice.examining.conductor import exam_of


async def until_the_tail(stage: Stage) -> None:
    """Silence until a step has been heard whole, its last silence is due to play, and the next
    step is due."""
    exam = exam_of(stage.session)
    assert exam is not None
    for _ in range(2000):
        await stage.frame(np.zeros(320, np.float32))
        speaks = stage.session.state is State.SPEAKING
        if speaks and exam.due and stage.desk.unsent_samples() and not stage.desk.plays_on():
            return
    raise AssertionError(f"no step ended before the next, but: {stage.desk.heard()!r}")


async def test_hanging_up_as_a_step_ends_begins_no_other() -> None:
    stage = stage_for()
    await settle()
    await until_the_tail(stage)
    told: list[events.Event] = []
    stage.session.subscribe(told.append)
    stage.desk.disconnect()
    await settle()
    assert not [event for event in told if isinstance(event, events.ReplyStarted)]
    await stage.reconnect()
    for _ in range(100):
        await stage.wait(0.02)
        assert stage.session.state is State.SPEAKING or not stage.desk.plays_on(), (
            "the examiner is heard while the page shows that it listens"
        )
    await stage.end()


async def test_beginning_afresh_as_a_step_ends_says_nothing_of_the_old_exam() -> None:
    stage = stage_for()
    await settle()
    await until_the_tail(stage)
    said = stage.desk.heard()
    stage.session.reset()
    await settle()
    await heard(stage, "part one?")
    assert stage.desk.heard() == f"{said} Welcome to the exam. What is part one?"
    assert [role for role, _ in stage.remembered()] == ["assistant"] * 2
    await stage.end()


@pytest.mark.parametrize("state", [State.LISTENING, State.THINKING, State.SPEAKING])
async def test_closing_leaves_no_task_behind(stage: Stage, state: State) -> None:
    await stage.say("what is a cell")
    await stage.until(state)
    stage.session.close("stopped")
    await settle()
    ours = [str(getattr(task.get_coro(), "cr_code", "")) for task in asyncio.all_tasks()]
    assert not [code for code in ours if "/voice/" in code and "/tests/" not in code]

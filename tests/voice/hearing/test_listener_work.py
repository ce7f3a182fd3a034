"""What hearing costs: a frame is the same work in the tenth minute of a turn as in the first.

Work is counted, not timed: memory that is asked for (whoever copies sound asks for some) and
lines of Python that run.
"""

from __future__ import annotations

import asyncio
import sys
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np
import pytest

from models.base import EngineFailed, Float32, TranscribeOptions, Transcript
from tests.stage import FRAME, Stage
from voice.engines.load_shedding import FINAL_LATE_S, REST_S
from voice.hearing.listener import LONG_PAUSE_S
from voice.hearing.recognition import WINDOW_S

SPAN_S = WINDOW_S + 2
"""Long enough that whatever is done once in a while is done in it."""

SPEECH = np.full(FRAME, 0.2, np.float32)


@dataclass
class Work:
    """What some frames cost together."""

    allocated: int = 0  # bytes
    lines: int = 0
    most: int = 0  # bytes, for a single frame

    def trace(self, frame: FrameType, event: str, arg: object) -> Any:
        self.lines += event == "line"
        return self.trace

    def note(self, allocated: int) -> None:
        self.allocated += allocated
        self.most = max(self.most, allocated)


class Recogniser:
    """Counts what it is given."""

    name = "counting"

    def __init__(self) -> None:
        self.broken = False
        self.longest_s = 0.0
        self.partials = 0

    def transcribe(self, audio: Float32, options: TranscribeOptions) -> Transcript:
        self.longest_s = max(self.longest_s, len(audio) / 16_000)
        self.partials += options.partial
        if self.broken:
            raise EngineFailed("Recognition broke")
        return Transcript("word", "en")


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    stage.stt_runner.cost_s = 0.0
    stage.engines.stt = Recogniser()
    yield stage
    await stage.end()


def recogniser(stage: Stage) -> Recogniser:
    assert isinstance(stage.engines.stt, Recogniser)
    return stage.engines.stt


async def hear(stage: Stage, frame: Float32, until_s: float) -> None:
    while stage.session.clock < until_s * 16_000:
        stage.desk.connection.push(frame)
        await asyncio.sleep(0)


async def measured(stage: Stage, frame: Float32) -> Work:
    """What the next `SPAN_S` cost, frame by frame, with all that the frames set going."""
    work = Work()
    tracemalloc.start()
    before = sys.gettrace()
    sys.settrace(work.trace)
    try:
        for _ in range(round(SPAN_S * 16_000 / FRAME)):
            tracemalloc.reset_peak()
            now, _ = tracemalloc.get_traced_memory()
            stage.desk.connection.push(frame)
            await asyncio.sleep(0)
            _, peak = tracemalloc.get_traced_memory()
            work.note(peak - now)
    finally:
        sys.settrace(before)
        tracemalloc.stop()
    return work


def assert_no_more(late: Work, early: Work, when: str) -> None:
    assert late.allocated <= 1.3 * early.allocated, f"a frame copies more {when}"
    assert late.most <= 1.5 * early.most, f"one frame copies more {when}"
    assert late.lines <= 1.3 * early.lines, f"a frame runs through more {when}"


@pytest.mark.parametrize("partials", [True, False], ids=["partials", "busy"])
@pytest.mark.parametrize("broken", [False, True], ids=["recognised", "broken"])
async def test_speech_without_a_pause_costs_the_same_all_along(
    stage: Stage, partials: bool, broken: bool
) -> None:
    recogniser(stage).broken = broken
    if not partials:
        for _ in range(2):
            stage.engines.effort.took(FINAL_LATE_S + 1, partial=False)
    early = await measured(stage, SPEECH)
    assert partials == bool(recogniser(stage).partials)
    for at_s in (60, 300):
        await hear(stage, SPEECH, at_s)
        assert_no_more(await measured(stage, SPEECH), early, f"after {at_s} s without a pause")
    assert stage.clock.now() < REST_S, "the machine must count as busy all the time"
    assert recogniser(stage).longest_s <= WINDOW_S + 0.1, "others wait while minutes are recognised"


async def test_a_long_silence_inside_a_turn_costs_the_same_all_along(stage: Stage) -> None:
    await hear(stage, SPEECH, 2)
    stage.session.hold(True)
    silence = np.zeros(FRAME, np.float32)
    await hear(stage, silence, 2 + LONG_PAUSE_S)
    early = await measured(stage, silence)
    await hear(stage, silence, 120)
    assert_no_more(await measured(stage, silence), early, "after two minutes of thinking")
    await hear(stage, SPEECH, 160)
    stage.session.done()
    await asyncio.sleep(0)
    assert recogniser(stage).longest_s <= WINDOW_S + 0.1, "minutes of silence are recognised"


async def test_sound_that_holds_no_speech_costs_the_same_all_along(stage: Stage) -> None:
    await hear(stage, np.zeros(FRAME, np.float32), 1)
    early = await measured(stage, np.zeros(FRAME, np.float32))
    await hear(stage, np.zeros(FRAME, np.float32), 120)
    late = await measured(stage, np.zeros(FRAME, np.float32))
    assert_no_more(late, early, "after two minutes of silence")

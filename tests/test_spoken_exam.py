"""A whole exam by voice: the running program asks aloud, a student answers aloud, a report ends it.

The student is Piper too, but not with the examiner's voice: spoken slowly and played faster, its
pitch is a third higher. What is marked is what Whisper made of that on its way through WebRTC.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from models.base import INPUT_RATE, Float32
from models.tts_piper import PiperVoice
from tests.models.fetched import weights
from tests.rtc_client import Caller
from tests.running import SMALL_MODEL, running_app
from voice.core.audio import StreamResampler, to_float
from voice.exam.reports.formats.json import from_json
from voice.exam.reports.model import Report

HIGHER = 1.25
"""Of the student's pitch over the examiner's."""

BANK = """\
title: Water and fire
order: parts
closing: That is all. Thank you.
topics:
  - title: Plants
    subtopics:
      - title: Growing
        items:
          - id: plants
            question: What do plants need to grow?
            seconds: 30
            key_points:
              - text: Plants need the light of the sun.
                accept: [they need light from the sun]
              - text: Plants need water from the soil.
                accept: [they also need water]
  - title: Water
    subtopics:
      - title: Heating
        items:
          - id: water
            question: What happens when water is heated?
            seconds: 30
            key_points:
              - text: The water turns into steam.
              - text: It boils at a temperature of one hundred degrees.
  - title: Volcanoes
    subtopics:
      - title: Inside
        items:
          - id: volcano
            question: What comes out of a volcano?
            seconds: 30
            key_points:
              - text: Hot liquid rock, which is called lava.
              - text: Ash and gases.
"""


@pytest.fixture
async def caller(tmp_path: Path) -> AsyncIterator[Caller]:
    """A student on the line of a program that has the bank."""
    file = tmp_path / "elements.yaml"
    file.write_text(BANK, encoding="utf-8")
    with running_app(*SMALL_MODEL, "--bank", str(file), "--mode", "exam-conditions") as app:
        caller = Caller(app.url())
        yield caller
        await caller.hang_up()


async def test_an_exam_is_held_by_voice_and_the_report_names_the_gaps(caller: Caller) -> None:
    await caller.call(settings={"mode": "exam-conditions", "bank": "elements"})
    await answer(caller, "What do plants", "They need light from the sun.", "They also need water.")
    await answer(caller, "What happens", "I think that the water turns into steam.")
    await answer(caller, "What comes out", "I don't know.")
    await caller.wait_for("exam_finished")
    for attempt in range(2):  # to the third nothing was answered
        await marked(caller, attempt)
    made = await report(caller)
    plants, water, volcano = made.items
    assert (plants.marks, water.marks, volcano.marks) == (2.0, 1.0, 0.0), told(made)
    assert [point.verdict for point in water.points] == ["made", "not_made"]
    for item in made.items:
        for point in item.points:
            said = "" if not point.answer else item.answers[point.answer - 1].text
            assert point.quote in said, "a mark rests on what nobody said"
    steam = water.points[0]
    assert steam.start_s is not None
    assert steam.end_s is not None
    assert water.answers[0].start_s <= steam.start_s < steam.end_s <= water.answers[0].end_s
    gaps = {step.subtopic: [one.text for one in step.advice] for step in made.study}
    assert set(gaps) == {"Heating", "Inside"}, "the report sends the student to study the wrong"
    assert gaps["Heating"] == ["It boils at a temperature of one hundred degrees."]
    assert (made.ended, made.marks, made.out_of) == ("finished", 3.0, 6.0)
    assert len([line for line in made.transcript if line.speaker == "student"]) == 3


async def answer(caller: Caller, question: str, *sentences: str) -> None:
    """Wait until a question has been asked, and answer it with a student's pauses."""
    await caller.wait_for("reply_done", where=lambda event: question in event["text"])
    begun = len(caller.events)
    pause = np.zeros(round(0.4 * INPUT_RATE), np.float32)
    caller.microphone.say(np.concatenate([x for one in sentences for x in (pause, spoken(one))]))
    await caller.wait_for("user_turn", after=begun)


async def marked(caller: Caller, attempt: int) -> None:
    await caller.wait_for("exam_marked", where=lambda event: event["attempt"] == attempt)


async def report(caller: Caller) -> Report:
    async with httpx.AsyncClient(base_url=caller.url, timeout=30) as client:
        return from_json((await client.get(f"/session/{caller.session_id}/report/json")).content)


def told(made: Report) -> list[Any]:
    """What the student was understood to say, for the message of a failing test."""
    return [(item.id, item.marks, [answer.text for answer in item.answers]) for item in made.items]


def spoken(text: str) -> Float32:
    """`text` in the student's voice: float32 mono 16 kHz."""
    voice = student()
    slow = np.concatenate(list(voice.stream(text, 1 / HIGHER)))
    resampler = StreamResampler(round(voice.sample_rate * HIGHER), INPUT_RATE)
    return np.concatenate((resampler.feed(to_float(slow)), resampler.flush()))


@cache
def student() -> PiperVoice:
    (model,) = weights("piper-en_US-joe-medium").glob("*.onnx")
    return PiperVoice(model, "student")

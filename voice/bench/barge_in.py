"""Barge-in end to end: how soon a reply is silent once the student speaks, and what noise does.

A typed message asks for a long answer. About 1.5 s into the answer a recording is played, in real
time over the same WebRTC connection. All times are taken by one clock, in the caller.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from models.base import INPUT_RATE
from models.vad_silero import SileroVad
from voice.bench.callers.caller import FRAME, RATE, Arrival, Microphone
from voice.bench.callers.conversation import Conversation, VivaLine
from voice.bench.callers.hearing import AUDIBLE, NATURAL_PAUSE_S
from voice.bench.callers.replay import score
from voice.bench.tools.common import Recording, print_line, print_table, summary_of

ASK = (
    "How do plants make food from sunlight?",
    "How does the human heart work?",
    "Why did the Roman Empire fall?",
    "How do computers store numbers?",
    "What causes the seasons of the year?",
    "How does a steam engine work?",
    "How do birds find their way in winter?",
    "What happens in a thunderstorm?",
    "How was paper made in the old days?",
    "Why is the sea salty?",
    "How do bees make honey?",
    "What does a telescope do?",
)
"""Used in turn: asked the same thing again, small models continue the answer that was cut off."""

LONG = " Explain it to me in ten long sentences, and ask me nothing."
"""Makes even a small model talk for 10 s and more; short answers would end too soon."""

INTO_REPLY_S = (1.2, 1.8)
"""How long a reply has been audible when the student speaks; drawn at random."""

SOUNDING_S = 0.2
"""A reply without sound for this long before the onset had paused by itself."""

OVER_S = 1.0
"""A reply that ends uncut this soon after the onset would have ended then anyway."""

NEXT_WITHIN_S = 15.0
"""How long after the recording the server may take to begin its next reply."""

TRIES = 3
"""Attempts to get a reply that is audible at the onset."""


@dataclass(frozen=True, slots=True)
class BargeIn:
    """One reply that was interrupted; times are seconds after the first voiced sample."""

    conversation: int
    recording: str
    noticed: float | None  # when the server's event that it paused the reply arrives; None: never
    silence: float | None  # last audible sample of the reply; None: it was silent or over anyway
    again: int  # how often it became audible again before the next reply
    cut: bool  # the server counts the reply as interrupted

    def __str__(self) -> str:
        took = "no reply to interrupt" if self.silence is None else f"{1000 * self.silence:.0f} ms"
        return f"barge-in {self.conversation}    {took}  {self.recording}"

    def to_dict(self) -> dict[str, Any]:
        """For the JSON file."""
        return {"kind": "barge_in", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Disturbed:
    """One reply during which a noise was played."""

    conversation: int
    recording: str
    pauses: int  # how often the server paused it
    silence_s: float  # longest silence after the noise; the voice's own last up to 0.5 s
    stopped: bool  # it was not spoken to its end
    lost: bool  # words counted as heard differ from those that were played

    def __str__(self) -> str:
        became = "stopped for good" if self.stopped else f"paused {self.pauses} times"
        return f"noise {self.conversation}    {became}  {self.recording}"

    def to_dict(self) -> dict[str, Any]:
        """For the JSON file."""
        return {"kind": "noise", **asdict(self)}


Sample = BargeIn | Disturbed


class Interrupter:
    """Speaks, and coughs, into the replies of one conversation.

    Parameters
    ----------
    line : VivaLine
        The connection that `conversation` uses.
    conversation : Conversation
        Already begun, and silent at the moment.
    number : int
        Number of the conversation.
    vad : SileroVad
        Finds the first voiced samples.
    """

    def __init__(
        self, line: VivaLine, conversation: Conversation, number: int, vad: SileroVad
    ) -> None:
        self._line = line
        self._caller = line.caller
        self._conversation = conversation
        self._number = number
        self._vad = vad
        self._random = random.Random(number)
        self._asked = number

    async def speak(self, recording: Recording) -> BargeIn:
        """Interrupt a reply with words; tries another reply if it was silent at that moment."""
        for _ in range(TRIES):
            sample = await self._speak(recording)
            if sample.silence is not None:
                break
        return sample

    async def cough(self, recording: Recording) -> Disturbed:
        """Play a noise during a reply, and wait for the reply's end."""
        events = len(self._caller.events)
        began = await self._start(recording, 0)
        await self._conversation.hear_out(began)
        later = self._caller.events[events:]
        over = next((e["at"] for e in later if e["type"] == "reply_done"), float("inf"))
        return disturbed(self._number, recording.file, later, self._caller.heard, began, over)

    async def _speak(self, recording: Recording) -> BargeIn:
        events = len(self._caller.events)
        onset = await self._start(recording, score(recording, self._vad).first_voiced)
        with contextlib.suppress(TimeoutError):  # there is no reply if no words were recognised
            await self._caller.wait_for(
                "reply_started", NEXT_WITHIN_S, events, lambda event: event["at"] > onset
            )
        await self._conversation.hear_out(time.monotonic())
        later = self._caller.events[events:]
        return barged_in(self._number, recording.file, later, self._caller.heard, onset)

    async def _start(self, recording: Recording, first: int) -> float:
        """Start a reply and play the recording into it; returns when sample `first` was spoken."""
        heard_before, asked_at = len(self._caller.heard), time.monotonic()
        await self._line.write(ASK[self._asked % len(ASK)] + LONG)
        self._asked += 1
        audible = await self._conversation.answered(heard_before, asked_at) or asked_at
        due = audible + self._random.uniform(*INTO_REPLY_S) - first / INPUT_RATE
        await asyncio.sleep(due - time.monotonic())
        microphone = self._caller.microphone
        position = microphone.say(recording.audio)
        await microphone.said.wait()
        return _sample_at(microphone, position + first * RATE // INPUT_RATE)


def _sample_at(microphone: Microphone, position: int) -> float:
    """When a sample that was sent was spoken: a microphone fills a frame before it is sent."""
    return microphone.left_at(position) - (FRAME - position % FRAME) / RATE


# --- evaluation of sound and events -----------------------------------------------------------


def barged_in(
    conversation: int,
    recording: str,
    events: Sequence[Mapping[str, Any]],
    heard: Sequence[Arrival],
    onset: float,
) -> BargeIn:
    """Evaluate a reply interrupted at `onset`; `events` start before it was requested."""
    next_reply = next(
        (e["at"] for e in events if e["type"] == "reply_started" and e["at"] > onset), float("inf")
    )
    done = next((e for e in events if e["type"] == "reply_done"), None)
    noticed = next((at - onset for at in _paused_at(events) if at > onset), None)
    silence, again = silenced(heard, onset, next_reply)
    cut = done is not None and done["interrupted"]
    if done is not None and not cut and done["at"] < onset + OVER_S:
        silence = None
    return BargeIn(conversation, recording, noticed, silence, again, cut)


def disturbed(
    conversation: int,
    recording: str,
    events: Sequence[Mapping[str, Any]],
    heard: Sequence[Arrival],
    began: float,
    over: float,
) -> Disturbed:
    """Evaluate a reply with a noise that started at `began`; the reply ended at `over`."""
    spans = [span for span in _sounds(heard) if began <= span[0] <= over]
    longest = max((later[0] - earlier[1] for earlier, later in pairwise(spans)), default=0.0)
    done = next((e for e in events if e["type"] == "reply_done"), None)
    shown = " ".join(e["text"] for e in events if e["type"] == "reply_text")
    return Disturbed(
        conversation,
        recording,
        sum(began <= at <= over for at in _paused_at(events)),
        longest,
        stopped=done is None or done["interrupted"],
        lost=done is None or done["text"] != shown,
    )


def silenced(heard: Sequence[Arrival], onset: float, until: float) -> tuple[float | None, int]:
    """Seconds from `onset` to the last audible sample, and how often sound resumed before `until`.

    None if nothing was audible just before `onset`, or nothing after it: the reply was over, or
    between two sentences.
    """
    runs = _runs(span for span in _sounds(heard) if onset - SOUNDING_S < span[1] < until)
    if not runs or not runs[0][0] <= onset < runs[0][1]:
        return None, 0
    return runs[0][1] - onset, len(runs) - 1


def _sounds(heard: Iterable[Arrival]) -> Iterator[tuple[float, float]]:
    """Start and end of each audible frame."""
    for arrival in heard:
        (loud,) = np.nonzero(np.abs(arrival.audio) > AUDIBLE)
        if len(loud):
            yield (
                arrival.at + int(loud[0]) / INPUT_RATE,
                arrival.at + (int(loud[-1]) + 1) / INPUT_RATE,
            )


def _runs(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join sounds separated only by silences that the voice makes by itself."""
    runs: list[tuple[float, float]] = []
    for begin, end in spans:
        if runs and begin - runs[-1][1] <= NATURAL_PAUSE_S:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((begin, end))
    return runs


def _paused_at(events: Iterable[Mapping[str, Any]]) -> list[float]:
    """When the server reported that it paused for the student."""
    return [e["at"] for e in events if e.get("state") == "interrupted"]


# --- the tables ------------------------------------------------------------------------------


def summarise(samples: Sequence[Sample]) -> dict[str, Any]:
    """Times, counts of failures, and every sample."""
    spoken = [one for one in samples if isinstance(one, BargeIn)]
    sounding = [one for one in spoken if one.silence is not None]
    noises = [one for one in samples if isinstance(one, Disturbed)]
    return {
        "silence": summary_of([one.silence for one in sounding if one.silence is not None]),
        "noticed": summary_of([one.noticed for one in sounding if one.noticed is not None]),
        "replies": len(spoken),
        "again": sum(one.again > 0 for one in sounding),
        "not_cut": sum(not one.cut for one in sounding),
        "noise": {
            "replies": len(noises),
            "paused": sum(one.pauses > 0 for one in noises),
            "longest_silence_s": max((one.silence_s for one in noises), default=0.0),
            "stopped": sum(one.stopped for one in noises),
            "lost": sum(one.lost for one in noises),
        },
        "samples": [one.to_dict() for one in samples],
    }


def report(summary: Mapping[str, Any]) -> None:
    """Print the result of `summarise`."""
    print_table(
        "Barge-in: the student's first voiced sample to the last audible one of the reply, in ms",
        ("", "median", "p90", "worst", "replies", "sounded again", "not cut"),
        [
            (
                "onset to silence",
                *_milliseconds(summary["silence"]),
                f"{summary['silence']['count']} of {summary['replies']}",
                str(summary["again"]),
                str(summary["not_cut"]),
            ),
            ("of which noticing", *_milliseconds(summary["noticed"]), "", "", ""),
        ],
    )
    noise = summary["noise"]
    if noise["replies"]:
        print_line(
            f"Noise in {noise['replies']} replies: {noise['paused']} paused for it (longest "
            f"silence {noise['longest_silence_s']:.1f} s), {noise['stopped']} stopped for good, "
            f"{noise['lost']} lost words."
        )


def _milliseconds(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(
        f"{1000 * values[name]:.0f}" if name in values else "-" for name in ("median", "p90", "max")
    )

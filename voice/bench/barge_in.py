"""Barge-in end to end: how soon a reply is silent once the student speaks, and what noise does.

A long answer is asked for by typing. About 1.5 s into it a recording is heard to speak, in real
time over the same WebRTC connection. All times are taken at the caller, by one clock.
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
"""One after the other: small models repeat an answer that was cut when they are asked again."""

LONG = " Explain it to me in ten long sentences, and ask me nothing."
"""Even a small model then goes on for 10 s and more; short answers would be over too soon."""

INTO_REPLY_S = (1.2, 1.8)
"""How long a reply has been audible when the student speaks: not always at the same sound."""

SOUNDING_S = 0.2
"""A reply that has made no sound for this long at the onset was silent by itself."""

OVER_S = 1.0
"""A reply that ends uncut within this of the onset would have ended then anyway."""

NEXT_WITHIN_S = 15.0
"""How long after the recording the server may take to begin its next reply."""

TRIES = 3
"""How often a reply is asked for until one sounds at the onset."""


@dataclass(frozen=True, slots=True)
class BargeIn:
    """One reply that a student spoke into; seconds after the first voiced sample."""

    conversation: int
    recording: str
    noticed: float | None  # the server's word that it paused the reply arrives; None: it did not
    silence: float | None  # the reply's last audible sample; None: it was silent or over by itself
    again: int  # how often it sounded again, before the next reply
    cut: bool  # the server counts the reply as interrupted

    def __str__(self) -> str:
        took = "no reply to interrupt" if self.silence is None else f"{1000 * self.silence:.0f} ms"
        return f"barge-in {self.conversation}    {took}  {self.recording}"

    def to_dict(self) -> dict[str, Any]:
        """For the JSON file."""
        return {"kind": "barge_in", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Disturbed:
    """One reply with a noise in it."""

    conversation: int
    recording: str
    pauses: int  # how often the server paused it
    silence_s: float  # the longest one in it from the noise on; the voice's own are up to 0.5 s
    stopped: bool  # it did not go on to its end
    lost: bool  # the server counts other words as heard than it began to play

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
        That `conversation` is held on.
    conversation : Conversation
        Begun, and quiet for now.
    number : int
        Of the conversation.
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
        """Interrupt a reply with words; another one if it was silent just then."""
        for _ in range(TRIES):
            sample = await self._speak(recording)
            if sample.silence is not None:
                break
        return sample

    async def cough(self, recording: Recording) -> Disturbed:
        """Play a noise into a reply, and hear the reply out."""
        events = len(self._caller.events)
        began = await self._start(recording, 0)
        await self._conversation.hear_out(began)
        later = self._caller.events[events:]
        over = next((e["at"] for e in later if e["type"] == "reply_done"), float("inf"))
        return disturbed(self._number, recording.file, later, self._caller.heard, began, over)

    async def _speak(self, recording: Recording) -> BargeIn:
        events = len(self._caller.events)
        onset = await self._start(recording, score(recording, self._vad).first_voiced)
        with contextlib.suppress(TimeoutError):  # words that were not recognised get no reply
            await self._caller.wait_for(
                "reply_started", NEXT_WITHIN_S, events, lambda event: event["at"] > onset
            )
        await self._conversation.hear_out(time.monotonic())
        later = self._caller.events[events:]
        return barged_in(self._number, recording.file, later, self._caller.heard, onset)

    async def _start(self, recording: Recording, first: int) -> float:
        """Have a reply begun and the recording played into it; when its sample `first` came."""
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
    """When this sample, already sent, was spoken: a real microphone fills a frame, then sends."""
    return microphone.left_at(position) - (FRAME - position % FRAME) / RATE


# --- what was heard, and what the server said of it ----------------------------------------


def barged_in(
    conversation: int,
    recording: str,
    events: Sequence[Mapping[str, Any]],
    heard: Sequence[Arrival],
    onset: float,
) -> BargeIn:
    """Judge a reply that was spoken into at `onset`; `events` begin before it was asked for."""
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
    """Judge a reply that was made noise into from `began` on and that ended at `over`."""
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
    """Seconds from `onset` to the last audible sample, and how often it sounded again `until`.

    None if nothing was audible for a while before `onset`, or nothing after it: the reply was
    over, or between two sentences.
    """
    runs = _runs(span for span in _sounds(heard) if onset - SOUNDING_S < span[1] < until)
    if not runs or not runs[0][0] <= onset < runs[0][1]:
        return None, 0
    return runs[0][1] - onset, len(runs) - 1


def _sounds(heard: Iterable[Arrival]) -> Iterator[tuple[float, float]]:
    """From when to when each frame that can be heard was audible."""
    for arrival in heard:
        (loud,) = np.nonzero(np.abs(arrival.audio) > AUDIBLE)
        if len(loud):
            yield (
                arrival.at + int(loud[0]) / INPUT_RATE,
                arrival.at + (int(loud[-1]) + 1) / INPUT_RATE,
            )


def _runs(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Sounds joined to stretches; silences that the voice makes by itself divide nothing."""
    runs: list[tuple[float, float]] = []
    for begin, end in spans:
        if runs and begin - runs[-1][1] <= NATURAL_PAUSE_S:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((begin, end))
    return runs


def _paused_at(events: Iterable[Mapping[str, Any]]) -> list[float]:
    """When the server said that it fell silent for the student."""
    return [e["at"] for e in events if e.get("state") == "interrupted"]


# --- the tables ------------------------------------------------------------------------------


def summarise(samples: Sequence[Sample]) -> dict[str, Any]:
    """Times, how often it went wrong, and every sample."""
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
    """Print what `summarise` found."""
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

"""`bench load`: how many concurrent conversations this machine can hold.

One, two, three and more callers talk to one Viva over WebRTC, each playing its own recordings,
until answers take more than twice as long as for a single caller.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.base import SettingsError
from models.vad_silero import SileroVad
from voice.bench.callers.conversation import Conversation, TurnSample, VivaLine
from voice.bench.latency import speech
from voice.bench.tools import child
from voice.bench.tools.common import (
    Recording,
    add_json,
    add_manifest,
    machine_line,
    positive,
    print_line,
    print_table,
    read_manifest,
    summary_of,
    until_stopped,
    write_json,
)
from voice.bench.tools.process import resident_mib, share, spent
from voice.bench.tools.wer import word_errors
from voice.transports.webrtc_handler import offer_loopback_when_alone

SATURATED = 2.0
"""Latency relative to a single session from which on there are too many sessions."""

SETTLE_S = 3.0
"""Wait after the greetings before idle sessions are measured, as prompts are still being read."""

PAUSE_S = (0.5, 2.5)
"""Pause before each turn, drawn at random, as people do not speak in unison."""

SEED = 11


@dataclass(frozen=True, slots=True)
class Idle:
    """Processor use of sessions in which nobody speaks, as shares of one core."""

    sessions: int
    empty: float  # with nobody connected
    connected: float

    @property
    def per_session(self) -> float:
        """Share of a core per session."""
        return max(0.0, self.connected - self.empty) / self.sessions


@dataclass(frozen=True, slots=True)
class Level:
    """Results for one number of concurrent sessions."""

    sessions: int
    samples: tuple[TurnSample, ...]
    resident_mib: float
    cores: float  # processor time used per second
    lost_packets: int

    @property
    def median(self) -> float | None:
        """Median voice-to-voice latency in seconds."""
        return summary_of(self.voice_to_voice).get("median")

    @property
    def voice_to_voice(self) -> list[float]:
        """Latencies of all recordings that became one turn and were answered."""
        return [s.voice_to_voice for s in self.samples if s.clean and s.voice_to_voice]

    @property
    def late_frames(self) -> int:
        """Number of reply frames that arrived late."""
        return sum(sample.played.late_frames for sample in self.samples)

    @property
    def gap_s(self) -> float:
        """Silence within replies that is not the voice's own."""
        return sum(sample.played.gap_s for sample in self.samples)

    @property
    def crossed(self) -> int:
        """Number of turns whose transcript matches another session's recording better."""
        spoken = {sample.reference for sample in self.samples}
        return sum(is_crossed(sample, spoken) for sample in self.samples)

    def to_dict(self) -> dict[str, Any]:
        """For the JSON file."""
        return {
            "sessions": self.sessions,
            "voice_to_voice": summary_of(self.voice_to_voice),
            "resident_mib": self.resident_mib,
            "cores": self.cores,
            "lost_packets": self.lost_packets,
            "late_frames": self.late_frames,
            "gap_s": self.gap_s,
            "crossed": self.crossed,
            "turns": len(self.samples),
        }


def is_crossed(sample: TurnSample, spoken: set[str]) -> bool:
    """Whether a transcript matches another session's recording better than its own."""
    heard = " ".join(sample.heard)
    own = _distance(sample.reference, heard)
    return min((_distance(other, heard) for other in spoken - {sample.reference}), default=1) < own


def _distance(reference: str, heard: str) -> float:
    """Word errors per word of the longer text: 0 for equal texts, 1 for nothing in common."""
    errors = word_errors(reference, heard)
    longer = max(errors.words, errors.words - errors.deleted + errors.inserted)
    return errors.count / max(1, longer)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--max", type=positive, default=6, metavar="N",
                        help="most sessions at once (default: 6)")  # fmt: skip
    parser.add_argument("--turns", type=positive, default=2, metavar="N",
                        help="turns of each session (default: 2)")  # fmt: skip
    parser.add_argument("--idle-seconds", type=positive, default=10, metavar="N",
                        help="how long to watch silent sessions (default: 10)")  # fmt: skip
    parser.add_argument("--on", action="store_true", help="go on beyond saturation, up to --max")
    add_manifest(parser)
    add_json(parser)
    parser.add_argument("settings", nargs="*", metavar="-- FLAGS",
                        help="flags for python app.py, after --")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and write the results."""
    recordings = speech(read_manifest(arguments.manifest))
    if arguments.max > len(recordings):
        raise SettingsError(
            f"{arguments.max} sessions need as many recordings; the manifest has {len(recordings)}",
            "Choose a smaller --max, or give a longer --manifest",
        )
    idle: list[Idle] = []
    levels: list[Level] = []
    flags = [*arguments.settings, "--max-sessions", str(arguments.max)]
    with until_stopped() as stop, child.viva(flags) as server:
        asyncio.run(_measure(server, recordings, arguments, idle, levels))
    report(idle, levels)
    if arguments.json:
        options = {name: value for name, value in vars(arguments).items() if name != "json"}
        samples = [{"sessions": o.sessions, **s.to_dict()} for o in levels for s in o.samples]
        write_json(arguments.json, "load", options, samples, summarise(idle, levels))
    return stop.exit_code


async def _measure(
    server: child.Child,
    recordings: Sequence[Recording],
    arguments: argparse.Namespace,
    idle: list[Idle],
    levels: list[Level],
) -> None:
    offer_loopback_when_alone()
    url = await asyncio.to_thread(lambda: server.url)
    vad = SileroVad()
    idle.append(await _idle(server.pid, url, min(3, arguments.max), arguments.idle_seconds, vad))
    for sessions in range(1, arguments.max + 1):
        said = assigned(recordings, sessions, arguments.turns)
        levels.append(await _level(server.pid, url, said, vad))
        median = levels[-1].median
        shown = "no answers" if median is None else f"{median:.2f} s"
        sys.stderr.write(f"{sessions} at once: {shown}\n")
        if saturated(levels) and not arguments.on:
            return


def assigned(recordings: Sequence[Recording], sessions: int, turns: int) -> list[list[Recording]]:
    """The recordings of each session; in any one turn all sessions play different ones."""
    return [
        [recordings[(i + turn * sessions) % len(recordings)] for turn in range(turns)]
        for i in range(sessions)
    ]


def saturated(levels: Sequence[Level]) -> bool:
    """Whether the newest level answers too slowly, or not at all."""
    first, newest = levels[0].median, levels[-1].median
    return first is None or newest is None or newest > SATURATED * first


async def _idle(pid: int, url: str, sessions: int, seconds: float, vad: SileroVad) -> Idle:
    """Connect, wait for the greetings to end, and measure processor use while nobody speaks."""
    empty = await _share(pid, seconds)
    talks = [Conversation(VivaLine(url), i + 1, vad) for i in range(sessions)]
    try:
        await asyncio.gather(*(talk.begin() for talk in talks))
        await asyncio.sleep(SETTLE_S)
        return Idle(sessions, empty, await _share(pid, seconds))
    finally:
        await asyncio.gather(*(talk.end() for talk in talks))


async def _share(pid: int, seconds: float) -> float:
    earlier = spent(pid)
    await asyncio.sleep(seconds)
    return share(earlier, spent(pid))


async def _level(pid: int, url: str, said: Sequence[Sequence[Recording]], vad: SileroVad) -> Level:
    """Run all sessions concurrently."""
    lines = [VivaLine(url) for _ in said]
    talks = [Conversation(line, i + 1, vad) for i, line in enumerate(lines)]
    try:
        await asyncio.gather(*(talk.begin() for talk in talks))
        earlier = spent(pid)
        held = await asyncio.gather(
            *(_hold(talk, i, mine) for i, (talk, mine) in enumerate(zip(talks, said, strict=True)))
        )
        cores = share(earlier, spent(pid))
        lost = sum([await line.caller.packets_lost() for line in lines])
        samples = tuple(sample for mine in held for sample in mine)
        return Level(len(said), samples, resident_mib(pid), cores, lost)
    finally:
        await asyncio.gather(*(talk.end() for talk in talks))


async def _hold(talk: Conversation, number: int, said: Sequence[Recording]) -> list[TurnSample]:
    pauses = random.Random(SEED + number)
    return [await talk.say(recording, pauses.uniform(*PAUSE_S)) for recording in said]


def summarise(idle: Sequence[Idle], levels: Sequence[Level]) -> dict[str, Any]:
    """For the JSON file."""
    return {
        "idle_share_of_core_per_session": idle[0].per_session if idle else None,
        "sessions_within_twice": held_at_once(levels),
        "mib_per_session": memory_per_session(levels),
        "levels": [level.to_dict() for level in levels],
    }


def held_at_once(levels: Sequence[Level]) -> int:
    """Number of sessions before the first level that was too slow."""
    count = 0
    for i, level in enumerate(levels):
        if saturated(levels[: i + 1]):
            break
        count = level.sessions
    return count


def memory_per_session(levels: Sequence[Level]) -> float | None:
    """Memory per additional session in MiB; None if there is only one level."""
    if len(levels) < 2:
        return None
    first, last = levels[0], levels[-1]
    return (last.resident_mib - first.resident_mib) / (last.sessions - first.sessions)


def report(idle: Sequence[Idle], levels: Sequence[Level]) -> None:
    """Print the tables."""
    print_line(machine_line())
    if levels:
        print_table(
            "Sessions at once: seconds from the last word to the first sound of the answer",
            ("sessions", "median", "p90", "× one", "turns", "late frames", "gaps s", "lost",
             "crossed", "cores", "MiB"),
            [_row(level, levels[0].median) for level in levels],
        )  # fmt: skip
        print_line(f"At once within {SATURATED:g} times one: {held_at_once(levels)} sessions")
        added = memory_per_session(levels)
        if added is not None:
            print_line(f"Memory of one more session: {added:.0f} MiB")
        print_line(f"Words that crossed sessions: {sum(level.crossed for level in levels)} turns")
    for one in idle:
        print_line(
            f"A session in which nobody speaks: {100 * one.per_session:.1f} % of a core "
            f"({one.sessions} connected; {100 * one.empty:.1f} % without any)"
        )


def _row(level: Level, alone: float | None) -> tuple[str, ...]:
    times = summary_of(level.voice_to_voice)
    shown = [f"{times[which]:.2f}" if which in times else "-" for which in ("median", "p90")]
    ratio = f"{times['median'] / alone:.2f}" if alone and "median" in times else "-"
    return (
        str(level.sessions),
        *shown,
        ratio,
        f"{times['count']} of {len(level.samples)}",
        str(level.late_frames),
        f"{level.gap_s:.1f}",
        str(level.lost_packets),
        str(level.crossed),
        f"{level.cores:.2f}",
        f"{level.resident_mib:.0f}",
    )

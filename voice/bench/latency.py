"""`bench latency`: time to the examiner's answer, from the last word to the first sound.

Recordings of people are played in real time through a real WebRTC call. Both ends are timed by one
clock: when the frame with the last voiced sample left the microphone, and when the first audible
sample of the reply arrived. At the end of each conversation with Viva, some replies are
interrupted by speech and by coughs; see `voice.bench.barge_in`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.base import SettingsError
from models.vad_silero import SileroVad
from voice.bench import barge_in
from voice.bench.barge_in import Interrupter
from voice.bench.callers.conversation import (
    STAGES,
    Conversation,
    Line,
    StockLine,
    TurnSample,
    VivaLine,
    distinct,
)
from voice.bench.tools import child
from voice.bench.tools.common import (
    NOISE_SET,
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
from voice.bench.tools.wer import total, word_errors
from voice.transports.webrtc_handler import offer_loopback_when_alone

LONGEST_PAUSE_S = 0.45
"""Recordings with longer internal pauses are left out; `bench turns` measures cut-offs."""

PAUSE_S = (0.3, 1.2)
"""Pause between a reply and the next recording, drawn at random, so that servers that process
sound in chunks do not always get it at the same phase."""

SEED = 7

Connect = Callable[[], Line]


@dataclass(frozen=True, slots=True)
class Script:
    """The recordings played in one conversation, in order."""

    turns: Sequence[Recording]
    barge_ins: Sequence[Recording]  # during replies, with Viva only
    noises: Sequence[Recording]  # during replies, with Viva only


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--conversations", type=positive, default=3, metavar="N",
                        help="calls to make (default: 3)")  # fmt: skip
    parser.add_argument("--turns", type=positive, default=3, metavar="N",
                        help="turns in each (default: 3)")  # fmt: skip
    parser.add_argument("--barge-ins", type=positive, default=3, metavar="N",
                        help="replies to speak into in each (default: 3)")  # fmt: skip
    parser.add_argument("--no-barge-in", action="store_true", help="interrupt no replies")
    parser.add_argument("--against", choices=("stock",),
                        help="also measure FastRTC's own recipe, call by call in turn")  # fmt: skip
    parser.add_argument(
        "--url", help="measure a Viva that runs already, like http://localhost:7860"
    )
    parser.add_argument("--all", action="store_true", help="also recordings with long pauses")
    add_manifest(parser)
    add_json(parser)
    parser.add_argument("settings", nargs="*", metavar="-- FLAGS",
                        help="flags for python app.py, after --")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and write the results."""
    recordings = read_manifest(arguments.manifest)
    scripts = [
        script(
            speech(recordings, everything=arguments.all),
            [one for one in recordings if one.set == NOISE_SET],
            number,
            arguments.turns,
            0 if arguments.no_barge_in else arguments.barge_ins,
        )
        for number in range(arguments.conversations)
    ]
    samples: list[TurnSample] = []
    interruptions: list[barge_in.Sample] = []
    with until_stopped() as stop, _servers(arguments) as lines:
        asyncio.run(_measure(lines, scripts, samples, interruptions))
    summary = summarise(samples)
    report(samples, summary)
    if interruptions:
        summary["barge_in"] = barge_in.summarise(interruptions)
        barge_in.report(summary["barge_in"])
    if arguments.json:
        options = {name: value for name, value in vars(arguments).items() if name != "json"}
        write_json(arguments.json, "latency", options, [s.to_dict() for s in samples], summary)
    return stop.exit_code


def script(
    recordings: Sequence[Recording],
    noises: Sequence[Recording],
    number: int,
    turns: int,
    barge_ins: int,
) -> Script:
    """The script of conversation `number` (from 0); no barge-in if `barge_ins` is 0."""
    return Script(
        distinct(recordings, number, turns),
        distinct(recordings[::-1], number, barge_ins),
        distinct(noises, number, 1) if noises and barge_ins else [],
    )


def speech(recordings: Sequence[Recording], *, everything: bool = False) -> list[Recording]:
    """The recordings with a reference transcript and no long pause.

    Raises
    ------
    SettingsError
        None is left.
    """
    chosen = [
        one
        for one in recordings
        if one.reference and (everything or (one.longest_pause_s or 0.0) <= LONGEST_PAUSE_S)
    ]
    if not chosen:
        raise SettingsError(
            "The manifest has no recording whose words are known and that has no long pause",
            "Fill in reference, or measure with --all",
        )
    return chosen


@contextlib.contextmanager
def _servers(arguments: argparse.Namespace) -> Iterator[dict[str, Connect]]:
    """How to call each server to be measured, by name."""
    with contextlib.ExitStack() as stack:
        viva_url, stock_url = arguments.url, ""
        if not viva_url:
            viva = stack.enter_context(child.viva(arguments.settings))
        if arguments.against:
            stock = stack.enter_context(child.stock(arguments.settings))
            stock_url = stock.url
        viva_url = viva_url or viva.url
        lines: dict[str, Connect] = {"viva": lambda: VivaLine(viva_url)}
        if stock_url:
            lines["stock"] = lambda: StockLine(stock_url)
        yield lines


async def _measure(
    lines: Mapping[str, Connect],
    scripts: Sequence[Script],
    samples: list[TurnSample],
    interruptions: list[barge_in.Sample],
) -> None:
    offer_loopback_when_alone()
    vad = SileroVad()
    for number, said in enumerate(scripts):
        order = list(lines)[:: 1 if number % 2 == 0 else -1]
        for name in order:
            pauses = random.Random(SEED + number)  # the same for each server
            line = lines[name]()
            conversation = Conversation(line, number + 1, vad)
            try:
                await conversation.begin()
                for recording in said.turns:
                    samples.append(await conversation.say(recording, pauses.uniform(*PAUSE_S)))
                    _tell(samples[-1])
                if isinstance(line, VivaLine):
                    interrupter = Interrupter(line, conversation, number + 1, vad)
                    await _interrupt(interrupter, said, interruptions)
            finally:
                await conversation.end()


async def _interrupt(
    interrupter: Interrupter, said: Script, interruptions: list[barge_in.Sample]
) -> None:
    for recording in said.barge_ins:
        interruptions.append(await interrupter.speak(recording))
        sys.stderr.write(f"{interruptions[-1]}\n")
    for noise in said.noises:
        interruptions.append(await interrupter.cough(noise))
        sys.stderr.write(f"{interruptions[-1]}\n")


def _tell(sample: TurnSample) -> None:
    seconds = sample.voice_to_voice
    took = "no reply" if seconds is None else f"{seconds:5.2f} s"
    flag = "" if sample.clean else "  (cut)" if sample.cut else "  (not one turn)"
    where = f"{sample.conversation}.{sample.turn}"
    sys.stderr.write(f"{sample.server:<6}{where:<5}{took}  {sample.recording}{flag}\n")


def summarise(samples: Sequence[TurnSample]) -> dict[str, Any]:
    """For each server: voice-to-voice latency, its stages, cut-offs; and the ratio of medians."""
    summary: dict[str, Any] = {}
    for server in dict.fromkeys(sample.server for sample in samples):
        mine = [sample for sample in samples if sample.server == server]
        clean = [sample for sample in mine if sample.clean]
        summary[server] = {
            "voice_to_voice": summary_of([s.voice_to_voice or 0.0 for s in clean]),
            "stages": {
                stage: summary_of([s.stages[stage] for s in clean if s.stages]) for stage in STAGES
            },
            "turns": len(mine),
            "cut": sum(sample.cut for sample in mine),
            "missed": sum(sample.voice_to_voice is None for sample in mine),
            "split": sum(len(sample.heard) > 1 and not sample.cut for sample in mine),
            "word_error_rate": total(
                [word_errors(s.reference, " ".join(s.heard)) for s in mine]
            ).rate,
            "gap_s": sum(sample.played.gap_s for sample in mine),
        }
    medians = {name: one["voice_to_voice"].get("median") for name, one in summary.items()}
    if medians.get("viva") and medians.get("stock"):
        summary["ratio_of_medians"] = medians["viva"] / medians["stock"]
    return summary


def report(samples: Sequence[TurnSample], summary: Mapping[str, Any]) -> None:
    """Print the tables."""
    servers = [name for name in ("viva", "stock") if name in summary]
    if not servers:
        print_line("Nothing has been measured.")
        return
    print_line(machine_line())
    print_table(
        "Voice to voice: last voiced sample to first audible sample, in seconds",
        ("", "median", "p90", "p95", "turns", "cut off", "split", "no reply", "words wrong"),
        [_row(name, summary[name]) for name in servers],
    )
    print_table(
        "Where it goes: median of each stage, in seconds",
        ("", *(stage.replace("_", " ") for stage in STAGES)),
        [
            (name, *(_seconds(summary[name]["stages"][stage], "median") for stage in STAGES))
            for name in servers
        ],
    )
    if "ratio_of_medians" in summary:
        print_line(f"Ratio of medians, viva to stock: {summary['ratio_of_medians']:.2f}")


def _row(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    times = one["voice_to_voice"]
    return (
        name,
        *(_seconds(times, which) for which in ("median", "p90", "p95")),
        f"{times['count']} of {one['turns']}",
        str(one["cut"]),
        str(one["split"]),
        str(one["missed"]),
        f"{100 * one['word_error_rate']:.0f} %",
    )


def _seconds(values: Mapping[str, float], which: str) -> str:
    return f"{values[which]:.2f}" if which in values else "-"

"""Cut-offs versus waiting time: table, list, and plot of `bench turns`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, get_args

import numpy as np

from models.base import INPUT_RATE, Patience
from voice.bench.callers.replay import Heard, Scored, timer_cuts_off
from voice.bench.tools import common
from voice.bench.tools.common import print_line, print_table
from voice.bench.tools.svg import Plot

PAUSE_S = 0.6
"""Recordings with an internal pause of this length are used for cut-offs."""

TIMERS_S = tuple(round(0.2 + 0.1 * i, 1) for i in range(29))  # 0.2 to 3.0 s

PATIENCES: tuple[Patience, ...] = get_args(Patience)

Turn = tuple[Scored, dict[Patience, Heard]]
"""One recording, and the result for each level of patience."""


@dataclass(frozen=True, slots=True)
class Timer:
    """Result of a plain silence timer on the same recordings."""

    silence_s: float
    wait_s: float  # mean, from the last voiced sample to the end of the turn
    cut_off: float  # share of recordings


def report_turns(turns: Sequence[Turn], plot: Path | None) -> dict[str, Any]:
    """Print the tables, write the plot to `plot`, and return a summary."""
    timers = [_timer([scored for scored, _ in turns], silence_s) for silence_s in TIMERS_S]
    summary = {
        patience: _summary([heard[patience] for _, heard in turns], timers)
        for patience in PATIENCES
    }
    print_table(
        f"End of turn: {len(turns)} recordings with a pause of {PAUSE_S:g} s or more inside",
        ("patience", "cut off", "wait: median", "mean", "p90", "timer of the same mean wait",
         "timer with as few cut-offs"),
        [_turn_row(patience, one) for patience, one in summary.items()],
    )  # fmt: skip
    print_table(
        "A plain silence timer on the same recordings",
        ("timer, s", *(f"{one.silence_s:g}" for one in timers[::3])),
        [("cut off, %", *(f"{100 * one.cut_off:.0f}" for one in timers[::3]))],
    )
    _print_cut_offs(turns)
    if plot:
        common.write_text(plot, _plot(summary, timers).svg())
    return {"turns": summary, "timers": [asdict(one) for one in timers]}


def _timer(recordings: Sequence[Scored], silence_s: float) -> Timer:
    # Both waits count from the last sound by level, which may be before Silero's end of speech.
    late = [(one.speech[-1][1] - one.last_voiced) / INPUT_RATE for one in recordings]
    return Timer(
        silence_s=silence_s,
        wait_s=silence_s + fmean(late),
        cut_off=fmean(timer_cuts_off(one, silence_s) for one in recordings),
    )


def _summary(heard: Sequence[Heard], timers: Sequence[Timer]) -> dict[str, Any]:
    waits = [one.delay_s for one in heard if one.delay_s is not None]
    cut_off = fmean(bool(one.cut_offs) for one in heard)
    mean_s = fmean(waits) if waits else 0.0
    as_few = next((one.wait_s for one in timers if one.cut_off <= cut_off), None)
    return {
        "recordings": len(heard),
        "cut_off": cut_off,
        "cut_offs": sum(len(one.cut_offs) for one in heard),
        "by_detector": sum(cut.completion is not None for one in heard for cut in one.cut_offs),
        "wait_s": common.summary_of(waits),
        "mean_wait_s": mean_s,
        "timer_same_mean": float(
            np.interp(mean_s, [one.wait_s for one in timers], [one.cut_off for one in timers])
        ),
        "timer_as_few_s": as_few,
    }


def _turn_row(patience: str, one: dict[str, Any]) -> tuple[str, ...]:
    wait, as_few = one["wait_s"], one["timer_as_few_s"]
    return (
        patience,
        f"{one['cut_off']:.1%}",
        f"{wait['median']:.2f} s" if wait["count"] else "-",
        f"{one['mean_wait_s']:.2f} s",
        f"{wait['p90']:.2f} s" if wait["count"] else "-",
        f"cuts off {one['timer_same_mean']:.1%}",
        f"waits {as_few:.2f} s" if as_few is not None else f"waits over {TIMERS_S[-1]:g} s",
    )


def _print_cut_offs(turns: Sequence[Turn]) -> None:
    print_line("Cut off at normal patience:")
    for scored, heard in turns:
        for cut in heard["normal"].cut_offs:
            why = "patience ran out"
            if cut.completion is not None:
                why = f"sounded complete ({cut.completion:.2f})"
            where = f"{scored.recording.file}, at {cut.at_s:.1f} s"
            pause = f"{cut.silence_s:.2f} s of a pause of {cut.pause_s:.2f} s"
            print_line(f"  {where}: {why} after {pause}")
    print_line()


def _plot(summary: dict[Patience, dict[str, Any]], timers: Sequence[Timer]) -> Plot:
    return Plot(
        title="Cut-offs against waiting at the end of a turn",
        x_label="mean wait after the last voiced sample, s",
        y_label=f"recordings cut off, % (all with a pause of {PAUSE_S:g} s or more inside)",
        line_name="silence timer",
        line=[(one.wait_s, 100 * one.cut_off) for one in timers],
        marks=[
            (f"Viva, {patience}", (one["mean_wait_s"], 100 * one["cut_off"]))
            for patience, one in summary.items()
        ],
    )


def turn_sample(turn: Turn) -> dict[str, Any]:
    """The results of one recording, for the JSON file."""
    scored, heard = turn
    return {
        "file": scored.recording.file,
        "last_voiced_s": scored.last_voiced / INPUT_RATE,
        **{
            patience: {
                "wait_s": one.delay_s,
                "cut_offs": [asdict(cut) for cut in one.cut_offs],
                "completions": one.completions,
            }
            for patience, one in heard.items()
        },
    }

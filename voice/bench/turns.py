"""`bench turns`: cut-offs versus waiting, false alarms from noise, and delay of barge-in.

A session's own ear processes, in simulated time, recordings of people who pause in the middle of
what they say. A turn that ends before they have finished is a cut-off; at the real end, the wait
from the last voiced sample is measured. The baseline is a plain silence timer.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import models
from models.base import SettingsError, TranscribeOptions
from models.vad_silero import SileroVad
from voice.bench.callers import noise
from voice.bench.callers.cutoffs import PATIENCES, PAUSE_S, Turn, report_turns, turn_sample
from voice.bench.callers.noise import NoiseSample
from voice.bench.callers.replay import Judge, replay, score
from voice.bench.tools import common
from voice.bench.tools.common import Recording, print_line
from voice.engines.threads import Threads
from voice.settings.settings import Settings

_NOTED_PAUSE = re.compile(r"longest pause (\d+\.\d+) s")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    common.add_manifest(parser)
    common.add_limit(parser)
    parser.add_argument(
        "--plot", type=Path, metavar="FILE.svg", help="draw cut-offs against waiting"
    )
    common.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print the results."""
    recordings = common.read_manifest(arguments.manifest)
    paused = common.spread([one for one in recordings if pauses(one)], arguments.limit)
    spoken = common.spread([one for one in recordings if one.reference], arguments.limit)
    noises = common.spread(
        [one for one in recordings if one.set == common.NOISE_SET], arguments.limit
    )
    if not paused:
        raise SettingsError(
            f"No recording in the manifest has a pause of {PAUSE_S:g} s in it",
            "State longest_pause_s where there is one",
        )
    bench = _Bench(common.app_settings())
    with common.until_stopped() as stop:
        for recording in common.progress(paused, "Turns"):
            bench.turn(recording)
        for recording in common.progress(spoken, "Barge-in"):
            bench.onset(recording)
        for recording in common.progress(noises, "Noise"):
            bench.noise(recording)
    summary = bench.report(arguments.plot)
    if arguments.json:
        common.write_json(arguments.json, "turns", bench.asked, bench.samples(), summary)
    return stop.exit_code


class _Bench:
    """Results so far, and the engines used to measure."""

    def __init__(self, settings: Settings) -> None:
        self._vad = SileroVad()
        self._engine = models.speech_to_text(
            common.weights(settings.stt_model, "stt"),
            settings.stt_model,
            settings.device,
            settings.compute_type,
            Threads.share().recognise,
        )
        self._language = settings.language
        options = TranscribeOptions(language=settings.language, words=True)
        detector = models.turn_detector(*common.opened(settings.turn_detector, "turn"))
        self._judge = Judge(detector, lambda audio: self._engine.transcribe(audio, options))
        self._turns: list[Turn] = []
        self._onsets: dict[str, float | None] = {}
        self._noises: list[NoiseSample] = []
        self.asked = {"stt_model": settings.stt_model, "turn_detector": settings.turn_detector}

    def turn(self, recording: Recording) -> None:
        """Measure whether a speaker who pauses is cut off."""
        scored = score(recording, self._vad)
        if scored.speech:
            heard = {patience: replay(scored, patience, self._judge) for patience in PATIENCES}
            self._turns.append((scored, heard))

    def onset(self, recording: Recording) -> None:
        """Measure how soon the onset of speech is detected."""
        scored = score(recording, self._vad)
        self._onsets[recording.file] = replay(scored, "normal", None).onset_s

    def noise(self, recording: Recording) -> None:
        """Measure whether a noise is taken for speech."""
        scored = score(recording, self._vad)
        self._noises.append(noise.listen(scored, self._judge, self._engine, self._language))

    def report(self, plot: Path | None) -> dict[str, Any]:
        """Print the results and return a summary."""
        summary: dict[str, Any] = {"turn_detector_s": self._judge.seconds}
        if self._turns:
            summary |= report_turns(self._turns, plot)
        if self._onsets:
            summary["barge_in"] = _report_onsets(list(self._onsets.values()))
        if self._noises:
            summary["noise"] = noise.report(self._noises)
        print_line(common.machine_line())
        return summary

    def samples(self) -> list[dict[str, Any]]:
        """All single results."""
        return [
            *(turn_sample(one) for one in self._turns),
            *({"file": file, "barge_in_s": onset} for file, onset in self._onsets.items()),
            *(asdict(one) for one in self._noises),
        ]


def pauses(recording: Recording) -> bool:
    """Whether a recording has a long pause; if the column is empty, the notes may say so."""
    noted = _NOTED_PAUSE.search(recording.notes)
    longest = recording.longest_pause_s
    if longest is None and noted:
        longest = float(noted[1])
    return longest is not None and longest >= PAUSE_S


# --- barge-in --------------------------------------------------------------------------------


def _report_onsets(onsets: Sequence[float | None]) -> dict[str, Any]:
    """Print how soon a student's first word is detected, the delay of barge-in before transport."""
    noticed = [one for one in onsets if one is not None]
    summary = common.summary_of(noticed)
    print_line(
        f"Barge-in: the onset was noticed in {len(noticed)} of {len(onsets)} recordings"
        + (
            f", {1000 * summary['median']:.0f} ms after the first voiced sample "
            f"(p90 {1000 * summary['p90']:.0f} ms, worst {1000 * summary['max']:.0f} ms)."
            if noticed
            else "."
        )
    )
    print_line()
    return {**summary, "recordings": len(onsets), "missed": len(onsets) - len(noticed)}

"""Effect of noise on a session: does it stop the examiner, and is it transcribed as words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.base import INPUT_RATE, SpeechToText, TranscribeOptions
from voice.bench.callers.replay import TAIL_S, Judge, Scored, replay
from voice.bench.tools.common import print_line, print_table


@dataclass(frozen=True, slots=True)
class NoiseSample:
    """One recording without speech."""

    file: str
    duration_s: float
    onsets: int  # onsets; each makes a speaking examiner pause
    texts: tuple[str, ...]  # transcript of each turn; after "" the examiner goes on


def listen(scored: Scored, judge: Judge, engine: SpeechToText, language: str) -> NoiseSample:
    """Process a noise as a session does, including recognition."""
    heard = replay(scored, "normal", judge)
    options = TranscribeOptions(language=language)
    texts = tuple(engine.transcribe(audio, options).text for audio in heard.utterances)
    duration_s = len(scored.audio) / INPUT_RATE - TAIL_S
    return NoiseSample(scored.recording.file, duration_s, heard.onsets, texts)


def report(samples: Sequence[NoiseSample]) -> dict[str, Any]:
    """Print the results and return a summary."""
    stops = [text for sample in samples for text in sample.texts if text]
    minutes = sum(sample.duration_s for sample in samples) / 60
    onsets = sum(sample.onsets for sample in samples)
    print_table(
        "Noise: how often it makes the examiner pause, and how often it stops them for good",
        ("noise", "seconds", "pauses", "for good", "taken for words"),
        [_row(sample) for sample in samples],
    )
    print_line(
        f"In {minutes:.1f} minutes of noise: {onsets} pauses, {len(stops)} of them for good."
    )
    return {
        "minutes": minutes,
        "onsets": onsets,
        "for_good": len(stops),
        "texts": stops,
    }


def _row(sample: NoiseSample) -> tuple[str, ...]:
    stops = [text for text in sample.texts if text]
    shown = " / ".join(stops)
    return (
        sample.file,
        f"{sample.duration_s:.0f}",
        str(sample.onsets),
        str(len(stops)),
        shown if len(shown) < 50 else shown[:49] + "…",
    )

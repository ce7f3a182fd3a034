"""`bench stt`: word errors and speed of our recognition compared with faster-whisper's defaults.

Both recognise the same recording, one after the other, with the same weights, compute type and
threads. The order alternates between recordings, so that a machine that slows down or is busy
affects both alike.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from models.base import Float32, SettingsError, SpeechToText, TranscribeOptions
from voice.bench import vocabulary
from voice.bench.callers.growing import Partials, follow
from voice.bench.callers.opus import through_opus
from voice.bench.tools import common
from voice.bench.tools.common import Recording, print_line, print_table
from voice.bench.tools.wer import WordErrors, normalised, total, word_errors
from voice.engines.threads import Threads

WORST_SHOWN = 8

Recognise = Callable[[Float32], str]


@dataclass(frozen=True, slots=True)
class Heard:
    """Result of one method for one recording."""

    text: str
    errors: WordErrors
    repeated: bool  # repeats something that was said once
    seconds: float
    cpu_seconds: float  # processor time of all threads: tells a busy machine from a slow method


@dataclass(frozen=True, slots=True)
class Sample:
    """Results for one recording."""

    file: str
    set: str
    duration_s: float
    reference: str
    ours: Heard
    default: Heard
    partials: Partials | None


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    common.add_manifest(parser)
    parser.add_argument("--model", metavar="NAME", help="speech recogniser (default: Viva's)")
    common.add_limit(parser)
    parser.add_argument(
        "--opus", action="store_true", help="send the recordings through Opus first, as a call does"
    )
    parser.add_argument("--no-partials", action="store_true", help="final transcripts only")
    parser.add_argument(
        "--vocabulary",
        action="store_true",
        help="instead measure what it helps to tell the recogniser which terms to expect",
    )
    common.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print the results."""
    recordings = [one for one in common.read_manifest(arguments.manifest) if one.reference]
    if not recordings:
        raise SettingsError(
            "No recording in the manifest has a reference", "Write down what is said in them"
        )
    if arguments.vocabulary:
        return vocabulary.run(arguments, recordings)
    settings = common.app_settings()
    name = arguments.model or settings.stt_model
    folder = common.weights(name, "stt")
    bench = _Bench(folder, name, settings.language, settings.device, settings.compute_type)
    samples: list[Sample] = []
    with common.until_stopped() as stop:
        chosen = common.spread(recordings, arguments.limit)
        for number, recording in enumerate(common.progress(chosen, "Recognising")):
            audio = through_opus(recording.audio) if arguments.opus else recording.audio
            sample = bench.sample(recording, audio, ours_first=number % 2 == 0)
            if not arguments.no_partials:
                sample = bench.with_partials(sample, audio)
            samples.append(sample)
    summary = _report(samples, name, through=", through Opus" if arguments.opus else "")
    if arguments.json:
        asked = {"model": name, "opus": arguments.opus, **bench.settings}
        common.write_json(arguments.json, "stt", asked, [asdict(one) for one in samples], summary)
    return stop.exit_code


class _Bench:
    """Both methods, loaded and warmed up."""

    def __init__(
        self, folder: Path, name: str, language: str, device: str, compute_type: str
    ) -> None:
        # Imported here so that `--help` need not wait for them.
        from models import speech_to_text

        threads = Threads.share().recognise
        self.settings = {
            "language": language,
            "device": device,
            "compute_type": compute_type,
            "threads": threads,
        }
        self._language = language
        self._engine: SpeechToText = speech_to_text(folder, name, device, compute_type, threads)
        options = TranscribeOptions(language=language)
        self._ours: Recognise = lambda audio: self._engine.transcribe(audio, options).text
        self._default = default_call(folder, language, device, compute_type, threads)
        warm_up = common.read_manifest()[0].audio
        self._ours(warm_up)
        self._default(warm_up)

    def sample(self, recording: Recording, audio: Float32, *, ours_first: bool) -> Sample:
        """Recognise `audio` with both methods."""
        if ours_first:
            ours = self._heard(self._ours, recording, audio)
            default = self._heard(self._default, recording, audio)
        else:
            default = self._heard(self._default, recording, audio)
            ours = self._heard(self._ours, recording, audio)
        return Sample(
            file=recording.file,
            set=recording.set,
            duration_s=len(audio) / 16_000,
            reference=recording.reference,
            ours=ours,
            default=default,
            partials=None,
        )

    def with_partials(self, sample: Sample, audio: Float32) -> Sample:
        """Also make partial transcripts of growing `audio`."""
        partials = follow(audio, self._engine, self._language, sample.ours.text)
        return Sample(**{**_fields(sample), "partials": partials})

    def _heard(self, recognise: Recognise, recording: Recording, audio: Float32) -> Heard:
        start, cpu_start = time.perf_counter(), time.process_time()
        text = recognise(audio)
        seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
        errors = word_errors(recording.reference, text, self._language)
        said = normalised(recording.reference, self._language)
        repeated = repeats(normalised(text, self._language)) > repeats(said)
        return Heard(text, errors, repeated, seconds, cpu_seconds)


def default_call(
    folder: Path, language: str, device: str, compute_type: str, threads: int
) -> Recognise:
    """Call faster-whisper as in its documentation: `transcribe` with default options."""
    import ctranslate2
    from faster_whisper import WhisperModel

    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    if compute_type == "auto":
        compute_type = "float16" if device == "cuda" else "int8"
    model = WhisperModel(str(folder), device=device, compute_type=compute_type, cpu_threads=threads)

    def recognise(audio: Float32) -> str:
        segments, _ = model.transcribe(audio, language=language)
        return "".join(segment.text for segment in segments).strip()

    return recognise


def repeats(words: Sequence[str]) -> int:
    """Number of words in runs of two or more that are immediately repeated."""
    found = 0
    for length in range(2, len(words) // 2 + 1):
        for start in range(len(words) - 2 * length + 1):
            middle = start + length
            if words[start:middle] == words[middle : middle + length]:
                found = max(found, length)
    return found


def _fields(sample: Sample) -> dict[str, Any]:
    return {name: getattr(sample, name) for name in Sample.__slots__}


# --- printing ------------------------------------------------------------------------------


def _report(samples: Sequence[Sample], model: str, through: str) -> dict[str, Any]:
    if not samples:
        print_line("Nothing was measured.")
        return {}
    sets = sorted({sample.set for sample in samples})
    groups = [(name, [one for one in samples if one.set == name]) for name in sets]
    summaries = {name: _summary(group) for name, group in [*groups, ("all", samples)]}
    print_table(
        f"Speech recognition with {model}{through}: Viva / faster-whisper's default call",
        ("set", "clips", "words", "WER, %", "points", "said twice", "median time, s", "ratio",
         "ratio of sums"),
        [_row(name, summary) for name, summary in summaries.items()],
    )  # fmt: skip
    _print_worst(samples)
    _print_partials(samples, summaries["all"])
    print_line(common.machine_line())
    return summaries


def _summary(samples: Sequence[Sample]) -> dict[str, Any]:
    ours, default = [one.ours for one in samples], [one.default for one in samples]
    summary: dict[str, Any] = {"clips": len(samples)}
    for name, heard in (("ours", ours), ("default", default)):
        errors = total(one.errors for one in heard)
        summary[name] = {
            "wer": errors.rate,
            "errors": asdict(errors),
            "seconds": common.summary_of([one.seconds for one in heard]),
            "sum_s": sum(one.seconds for one in heard),
            "cpu_s": sum(one.cpu_seconds for one in heard),
            "repeated": sum(one.repeated for one in heard),
        }
    mine, theirs = summary["ours"], summary["default"]
    summary["wer_points"] = 100 * (mine["wer"] - theirs["wer"])
    summary["ratio_of_medians"] = mine["seconds"]["median"] / theirs["seconds"]["median"]
    summary["ratio_of_sums"] = mine["sum_s"] / theirs["sum_s"]
    summary["ratio_of_cpu"] = mine["cpu_s"] / theirs["cpu_s"]
    partials = [one.partials for one in samples if one.partials is not None]
    if partials:
        summary["partials"] = _partials_summary(partials)
    return summary


def _partials_summary(partials: Sequence[Partials]) -> dict[str, Any]:
    shown = sum(one.stable_words for one in partials)
    back = sum(one.taken_back for one in partials)
    return {
        "seconds": common.summary_of([s for one in partials for s in one.seconds]),
        "per_utterance": median(len(one.seconds) for one in partials),
        "stable_words": shown,
        "taken_back": back,
        "taken_back_share": back / shown if shown else 0.0,
        "utterances_with_any": sum(one.taken_back > 0 for one in partials),
        "utterances": len(partials),
    }


def _row(name: str, summary: dict[str, Any]) -> tuple[str, ...]:
    ours, default = summary["ours"], summary["default"]
    return (
        name,
        str(summary["clips"]),
        str(ours["errors"]["words"]),
        f"{100 * ours['wer']:.1f} / {100 * default['wer']:.1f}",
        f"{summary['wer_points']:+.1f}",
        f"{ours['repeated']} / {default['repeated']}",
        f"{ours['seconds']['median']:.2f} / {default['seconds']['median']:.2f}",
        f"{summary['ratio_of_medians']:.2f}",
        f"{summary['ratio_of_sums']:.2f}",
    )


def _print_worst(samples: Sequence[Sample]) -> None:
    """Print where ours has most errors more than the default, then where its rate is highest."""
    behind = [one for one in samples if one.ours.errors.count > one.default.errors.count]
    behind.sort(key=lambda one: one.default.errors.count - one.ours.errors.count)
    others = [one for one in samples if one not in behind and one.ours.errors.count]
    others.sort(key=lambda one: -one.ours.errors.rate)
    print_line("Worst cases (errors of ours / of the default call; said; heard by ours):")
    for one in (behind + others)[:WORST_SHOWN]:
        print_line(f"  {one.file}: {one.ours.errors.count} / {one.default.errors.count}")
        print_line(f"    said   {one.reference}")
        print_line(f"    heard  {one.ours.text}")


def _print_partials(samples: Sequence[Sample], summary: dict[str, Any]) -> None:
    if "partials" not in summary:
        return
    partials = summary["partials"]
    times = partials["seconds"]
    if not times["count"]:
        return
    print_line()
    print_line(
        f"Partial transcripts: {times['count']} of them, {partials['per_utterance']:g} in the "
        f"median utterance; {times['median']:.2f} s each (p90 {times['p90']:.2f} s)."
    )
    print_line(
        f"Of {partials['stable_words']} words shown as settled, {partials['taken_back']} were "
        f"taken back ({partials['taken_back_share']:.1%}), in {partials['utterances_with_any']} "
        f"of {partials['utterances']} utterances."
    )
    worst = [one for one in samples if one.partials is not None and one.partials.taken_back]
    worst.sort(key=lambda one: -one.partials.taken_back if one.partials else 0)
    for one in worst[:3]:
        assert one.partials is not None
        print_line(f"  {one.file}: {one.partials.taken_back} words, as in")
        for text in one.partials.example:
            print_line(f"    {text}")

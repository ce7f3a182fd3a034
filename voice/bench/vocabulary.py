"""`bench stt --vocabulary`: effect of telling the recogniser which terms may be said.

Each recording gets terms like those of an exam item: uncommon words of its own, and some from
other recordings (distractors), as no student says everything that an item expects. The clip is
recognised without and with them; the order alternates between recordings.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from models.base import Float32, SpeechToText, TranscribeOptions
from voice.bench.callers.opus import through_opus
from voice.bench.tools import common
from voice.bench.tools.common import Recording, print_line, print_table
from voice.bench.tools.wer import WordErrors, normalised, total, word_errors
from voice.engines.threads import Threads

LEAST_LETTERS = 5
MOST_SAID = 8  # terms taken from the recording itself
DISTRACTORS = 4  # terms taken from others
SEED = 7
SHOWN = 8  # examples shown of each kind


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms given to the recogniser for one recording."""

    said: tuple[str, ...]
    distractors: tuple[str, ...]
    order: tuple[str, ...]  # both, mixed


@dataclass(frozen=True, slots=True)
class Heard:
    """Result for one recording, without or with the terms."""

    text: str
    errors: WordErrors
    said: tuple[str, ...]  # terms that were said and recognised
    false: tuple[str, ...]  # distractors in the transcript
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Results for one recording."""

    file: str
    set: str
    reference: str
    terms: Terms
    without: Heard
    given: Heard  # with the terms


def run(arguments: argparse.Namespace, recordings: Sequence[Recording]) -> int:
    """Measure and print; `recordings` are those with a reference transcript."""
    # Imported here so that `--help` need not wait for it.
    from models import speech_to_text

    settings = common.app_settings()
    name = arguments.model or settings.stt_model
    asked = {
        "model": name,
        "opus": arguments.opus,
        "vocabulary": True,
        "language": settings.language,
        "device": settings.device,
        "compute_type": settings.compute_type,
        "threads": Threads.share().recognise,
    }
    engine = speech_to_text(
        common.weights(name, "stt"), name, settings.device, settings.compute_type, asked["threads"]
    )
    engine.transcribe(common.read_manifest()[0].audio, TranscribeOptions(settings.language))
    vocabularies = terms_of([one.reference for one in recordings], settings.language)
    pairs = list(zip(recordings, vocabularies, strict=True))
    samples: list[Sample] = []
    with common.until_stopped() as stop:
        chosen = common.spread(pairs, arguments.limit)
        for number, (recording, terms) in enumerate(common.progress(chosen, "Recognising")):
            audio = through_opus(recording.audio) if arguments.opus else recording.audio
            one = _sample(engine, recording, audio, terms, settings.language, number)
            samples.append(one)
    summary = report(samples, name)
    if arguments.json:
        common.write_json(arguments.json, "stt", asked, [asdict(one) for one in samples], summary)
    return stop.exit_code


def terms_of(references: Sequence[str], language: str) -> list[Terms]:
    """Terms for each reference.

    A recording's own terms are the MOST_SAID longest words of at least LEAST_LETTERS letters that
    occur in no other reference, as technical terms tend to be long. Words are normalised and
    contain no digits, so that they can be found in the transcript. The distractors are drawn, with
    a fixed seed, from the terms of the other recordings.
    """
    words = [normalised(reference, language) for reference in references]
    # The same sentence read by two people counts as one text.
    texts_with = Counter(
        word for text in {" ".join(one) for one in words} for word in set(text.split())
    )
    own = [_uncommon(one, texts_with) for one in words]
    everybody = sorted({term for terms in own for term in terms})
    found = []
    for number, (said, spoken) in enumerate(zip(own, words, strict=True)):
        chance = random.Random(SEED + number)
        others = [term for term in everybody if term not in spoken]
        distractors = chance.sample(others, min(DISTRACTORS, len(others)))
        order = [*said, *distractors]
        chance.shuffle(order)
        found.append(Terms(tuple(said), tuple(distractors), tuple(order)))
    return found


def _uncommon(words: Sequence[str], texts_with: Counter[str]) -> list[str]:
    candidates = [
        word
        for word in dict.fromkeys(words)
        if word.isalpha() and len(word) >= LEAST_LETTERS and texts_with[word] == 1
    ]
    return sorted(candidates, key=len, reverse=True)[:MOST_SAID]


def _sample(
    engine: SpeechToText,
    recording: Recording,
    audio: Float32,
    terms: Terms,
    language: str,
    number: int,
) -> Sample:
    heard = {}
    for given in (False, True) if number % 2 else (True, False):
        options = TranscribeOptions(language, terms.order if given else ())
        start, cpu_start = time.perf_counter(), time.process_time()
        text = engine.transcribe(audio, options).text
        seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
        written = set(normalised(text, language))
        heard[given] = Heard(
            text=text,
            errors=word_errors(recording.reference, text, language),
            said=tuple(term for term in terms.said if term in written),
            false=tuple(term for term in terms.distractors if term in written),
            seconds=seconds,
            cpu_seconds=cpu_seconds,
        )
    return Sample(
        file=recording.file,
        set=recording.set,
        reference=recording.reference,
        terms=terms,
        without=heard[False],
        given=heard[True],
    )


# --- printing ------------------------------------------------------------------------------


def report(samples: Sequence[Sample], model: str) -> dict[str, Any]:
    """Print the tables and return their content."""
    if not samples:
        print_line("Nothing was measured.")
        return {}
    sets = sorted({sample.set for sample in samples})
    groups = [(name, [one for one in samples if one.set == name]) for name in sets]
    summaries = {name: summarise(group) for name, group in [*groups, ("all", samples)]}
    print_table(
        f"Speech recognition with {model}: not told which terms to expect / told",
        ("set", "clips", "WER, %", "points", "terms", "heard, %", "false", "median time, s",
         "ratio of sums"),
        [_row(name, summary) for name, summary in summaries.items()],
    )  # fmt: skip
    print_line(
        "Terms: those that were said. False: terms that were not said, of "
        f"{summaries['all']['distractors']}, but written."
    )
    _print_terms(samples)
    print_line(common.machine_line())
    return summaries


def summarise(samples: Sequence[Sample]) -> dict[str, Any]:
    """Word errors, terms and times, without and with vocabulary."""
    said = sum(len(one.terms.said) for one in samples)
    distractors = sum(len(one.terms.distractors) for one in samples)
    summary: dict[str, Any] = {"clips": len(samples), "said": said, "distractors": distractors}
    for name in ("without", "given"):
        heard: list[Heard] = [getattr(one, name) for one in samples]
        errors = total(one.errors for one in heard)
        found = sum(len(one.said) for one in heard)
        summary[name] = {
            "wer": errors.rate,
            "errors": asdict(errors),
            "heard": found,
            "heard_share": found / said if said else 0.0,
            "false": sum(len(one.false) for one in heard),
            "seconds": common.summary_of([one.seconds for one in heard]),
            "sum_s": sum(one.seconds for one in heard),
            "cpu_s": sum(one.cpu_seconds for one in heard),
        }
    without, given = summary["without"], summary["given"]
    summary["wer_points"] = 100 * (given["wer"] - without["wer"])
    summary["ratio_of_sums"] = given["sum_s"] / without["sum_s"]
    summary["ratio_of_cpu"] = given["cpu_s"] / without["cpu_s"]
    return summary


def _row(name: str, summary: dict[str, Any]) -> tuple[str, ...]:
    without, given = summary["without"], summary["given"]
    return (
        name,
        str(summary["clips"]),
        f"{100 * without['wer']:.1f} / {100 * given['wer']:.1f}",
        f"{summary['wer_points']:+.1f}",
        str(summary["said"]),
        f"{100 * without['heard_share']:.1f} / {100 * given['heard_share']:.1f}",
        f"{without['false']} / {given['false']}",
        f"{without['seconds']['median']:.2f} / {given['seconds']['median']:.2f}",
        f"{summary['ratio_of_sums']:.2f}",
    )


def _print_terms(samples: Sequence[Sample]) -> None:
    """Print the terms for which the vocabulary made a difference."""
    gained = [term for one in samples for term in one.given.said if term not in one.without.said]
    lost = [term for one in samples for term in one.without.said if term not in one.given.said]
    false = [term for one in samples for term in one.given.false]
    for what, terms in (
        ("Heard only when told", gained),
        ("No longer heard when told", lost),
        ("Written because told", false),
    ):
        more = f" and {len(terms) - SHOWN} more" if len(terms) > SHOWN else ""
        print_line(f"{what}: {', '.join(terms[:SHOWN]) or 'none'}{more}.")
    worse = [one for one in samples if one.given.errors.count > one.without.errors.count]
    worse.sort(key=lambda one: one.without.errors.count - one.given.errors.count)
    if worse:
        print_line("Where it did most harm (errors when not told / told; said; heard when told):")
    for one in worse[:3]:
        print_line(f"  {one.file}: {one.without.errors.count} / {one.given.errors.count}")
        print_line(f"    said   {one.reference}")
        print_line(f"    heard  {one.given.text}")

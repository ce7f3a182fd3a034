"""`bench marking`: our marks compared with human marks, and with a word-overlap baseline.

Each answer is marked as in an exam, by the same code with the same constants. These were chosen
by hand while looking at the Mohler and SAF answers, so results for these two sets are not results
on unseen data (`voice.exam.marking.marker`). The sentences of the reference answer are the key
points. The word-overlap baseline (share of the reference's words that occur in the answer) has to
be scaled to marks: by a straight line fitted to the answers to all *other* questions.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from models.base import LanguageModel, SettingsError
from voice.bench import probe
from voice.bench.tools import common
from voice.bench.tools.agreement import STEPS, agreement, fitted_elsewhere
from voice.bench.tools.common import print_line, print_table
from voice.exam.marking.marker import Marker
from voice.exam.marking.witnesses import OWN_ENTAILMENT, Witnesses
from voice.exam.model.bank import Choice, Item, KeyPoint
from voice.exam.model.record import Answer
from voice.exam.text.lexical import Words, sentences

POINT_MARKS = 5.0
"""Marks per key point; in steps of a half, so ten steps as in the comparison."""

ENOUGH = 0.75
"""Share of the sentences of a reference answer that a full answer has to cover."""

MOST_POINTS = 5
"""Most key points per item, as in Viva's own banks; further sentences are joined to neighbours."""
LONGEST_POINT, LONGEST_QUESTION = 400, 400  # characters; the limit of a bank
COLUMNS = ("id", "question", "reference_answer", "student_answer", "human_mark_mean", "max_mark")
TWO_MARKS = ("human_mark_1", "human_mark_2")


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that humans have marked; marks are shares of full marks."""

    id: str
    question: str
    reference: str
    answer: str
    human: float
    humans: tuple[float, float] | None  # if two people marked it


@dataclass(frozen=True, slots=True)
class Sample:
    """How one answer was marked; marks are shares of full marks."""

    id: str
    question: str
    human: float
    ours: float
    confidence: float
    overlap: float  # share of the reference's words that occur in the answer
    humans: tuple[float, float] | None
    seconds: float
    marked_by: str  # settings; samples of an earlier run are kept only if equal


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "--data", type=Path, metavar="FILE",
        help="answers marked by humans, tab-separated, with the columns " + ", ".join(COLUMNS),
    )  # fmt: skip
    given.add_argument(
        "--probe", type=Path, metavar="FILE",
        help="answers whose key points are known, with the columns " + ", ".join(probe.ANSWERS),
    )  # fmt: skip
    parser.add_argument(
        "--replies", type=Path, metavar="FILE",
        help="with --probe: replies to follow-ups, columns " + ", ".join(probe.REPLIES),
    )  # fmt: skip
    parser.add_argument(
        "--limit", type=common.positive, metavar="N", help="only N answers, spread over the file"
    )
    parser.add_argument("--language", default="en", metavar="CODE", help="of the answers")
    parser.add_argument("--no-embeddings", action="store_true", help="compare words only")
    parser.add_argument(
        "--entailment", default=OWN_ENTAILMENT, metavar="NAME",
        help='which model of entailment is heard; "none" does without (default: %(default)s)',
    )  # fmt: skip
    parser.add_argument(
        "--strict", action="store_true",
        help="with --data: what is not sure counts half, as in an exam; else by likeness, as a "
        "lenient teacher counts it",
    )  # fmt: skip
    parser.add_argument(
        "--llm", metavar="NAME", help="also ask this embedded model, however small it is"
    )
    parser.add_argument(
        "--resume", type=Path, metavar="FILE", help="keep results there, and go on from them"
    )
    common.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Mark the answers and print the results."""
    if arguments.probe:
        return _run_probe(arguments)
    if arguments.replies:
        raise SettingsError("--replies goes with --probe", "Name the answers' file as well")
    rows = common.spread(read_rows(arguments.data), arguments.limit)
    samples: dict[str, Sample] = {}
    with common.until_stopped() as stop:
        asyncio.run(_mark_all(arguments, rows, samples))
    done = [samples[row.id] for row in rows if row.id in samples]
    summary = report(done, arguments.data.stem)
    if arguments.json:
        asked = {
            "data": arguments.data.name,
            "embeddings": not arguments.no_embeddings,
            "llm": arguments.llm,
            "steps": STEPS,
        }
        common.write_json(arguments.json, "marking", asked, [asdict(one) for one in done], summary)
    return stop.exit_code


def _run_probe(arguments: argparse.Namespace) -> int:
    """Mark answers whose key points are labelled."""
    probes = common.spread(probe.read_probes(arguments.probe), arguments.limit)
    replies = probe.read_replies(arguments.replies) if arguments.replies else ()
    witnesses = _witnesses(arguments)
    with common.until_stopped() as stop:
        judged, answered, summary = asyncio.run(_probe(arguments, probes, replies, witnesses))
    if arguments.json:
        asked = {
            "probe": arguments.probe.name,
            "replies": arguments.replies.name if arguments.replies else None,
            "embeddings": not arguments.no_embeddings,
            "entailment": arguments.entailment,
            "llm": arguments.llm,
        }
        cases = [*(asdict(one) for one in judged), *(asdict(one) for one in answered)]
        common.write_json(arguments.json, "marking", asked, cases, summary)
    return stop.exit_code


async def _probe(
    arguments: argparse.Namespace,
    probes: Sequence[probe.Probe],
    replies: Sequence[probe.Reply],
    witnesses: Witnesses,
) -> tuple[list[probe.Judged], list[probe.JudgedReply], dict[str, Any]]:
    async with _model(arguments.llm) as llm:

        def marker(language: str) -> Marker:
            return Marker(witnesses, llm, language, ask_llm=llm is not None)

        items = probe.all_items(marker)
        return await probe.run(probes, replies, items, arguments.probe.stem)


async def _mark_all(
    arguments: argparse.Namespace, rows: Sequence[Row], samples: dict[str, Sample]
) -> None:
    witnesses = _witnesses(arguments)
    async with _model(arguments.llm) as llm:
        marker = Marker(
            witnesses, llm, arguments.language, llm is not None, lenient=not arguments.strict
        )
        words = Words(arguments.language)
        earlier = {one.id: one for one in read_samples(arguments.resume)}
        for row in rows:
            if row.id in earlier and earlier[row.id].marked_by == marker.judged_by:
                samples[row.id] = earlier[row.id]
        left = [row for row in rows if row.id not in samples]
        for row in common.progress(left, "Marking"):
            samples[row.id] = await mark(row, marker, words)
            if arguments.resume:
                _append(arguments.resume, samples[row.id])


def _witnesses(arguments: argparse.Namespace) -> Witnesses:
    # Imported here so that `--help` need not wait for them.
    from voice.exam.marking.witnesses import load

    return Witnesses() if arguments.no_embeddings else load(common.weights, arguments.entailment)


@asynccontextmanager
async def _model(name: str | None) -> Any:
    if name is None:
        yield None
        return
    from models import ModelRequest, language_model
    from voice.engines.threads import Threads

    threads = Threads.share()
    request = ModelRequest(
        "llamacpp", name, sessions=1, threads=threads.generate, read_threads=threads.read
    )

    async def embedded() -> tuple[Path, str]:
        return common.weights(name, "llm"), name

    llm: LanguageModel = await language_model(request, embedded, lambda progress: None)
    try:
        yield llm
    finally:
        await llm.aclose()


async def mark(row: Row, marker: Marker, words: Words) -> Sample:
    """Mark one answer."""
    start = time.perf_counter()
    item = make_item(row, words)
    made = await marker.mark(item, [Answer(row.answer)])
    seconds = time.perf_counter() - start
    said = {token.stem for token in words.tokens(row.answer)}
    wanted = {token.stem for token in words.tokens(row.reference)}
    return Sample(
        id=row.id,
        question=row.question,
        human=row.human,
        ours=made.total / made.out_of,
        confidence=made.confidence,
        overlap=len(said & wanted) / max(1, len(wanted)),
        humans=row.humans,
        seconds=seconds,
        marked_by=made.judged_by,
    )


def make_item(row: Row, words: Words) -> Item:
    """An item whose key points are the sentences of a reference answer, with equal marks.

    A reference says more than a student has to: the best `ENOUGH` of its sentences count.
    """
    parts: list[str] = []
    for start, end in sentences(row.reference):
        text = row.reference[start:end]
        thin = sum(token.content for token in words.tokens(text)) < 2
        if parts and thin:
            parts[-1] = f"{parts[-1]} {text}"
        else:
            parts.append(text)
    count = min(MOST_POINTS, len(parts))
    cuts = [len(parts) * i // count for i in range(count + 1)] if count else [0]
    points = [" ".join(parts[a:b]) for a, b in pairwise(cuts)]
    kept = [text[:LONGEST_POINT] for text in points if words.tokens(text)]
    numbers = tuple(range(1, len(kept) + 1))
    enough = math.ceil(ENOUGH * len(kept))
    some = Choice(points=numbers, enough=enough) if enough < len(kept) else None
    return Item(
        question=row.question[:LONGEST_QUESTION].replace("{", "(").replace("}", ")"),
        key_points=tuple(KeyPoint(text=text, marks=POINT_MARKS) for text in kept),
        choices=(some,) if some else (),
    )


# --- files -----------------------------------------------------------------------------------


def read_rows(path: Path) -> tuple[Row, ...]:
    """The answers of a data file.

    Raises
    ------
    SettingsError
        It cannot be read, lacks a column, or has a mark that is not a number.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error})", "Name a text file") from error
    lacking = [column for column in COLUMNS if not rows or rows[0].get(column) is None]
    if lacking:
        raise SettingsError(
            f"{path} lacks {', '.join(lacking) if rows else 'rows'}",
            f"Its first line must name the columns {', '.join(COLUMNS)}, separated by tabs",
        )
    return tuple(_row(path, number, row) for number, row in enumerate(rows, 2))


def _row(path: Path, line: int, row: Mapping[str, str | None]) -> Row:
    try:
        most = float(row["max_mark"] or "")
        human = float(row["human_mark_mean"] or "") / most
        two = [float(mark) / most for name in TWO_MARKS if (mark := row.get(name))]
    except (ValueError, ZeroDivisionError):
        raise SettingsError(
            f"A mark is no number, or full marks are 0 ({path}, line {line})", "Correct it"
        ) from None
    reference = row["reference_answer"] or ""
    if not any(character.isalnum() for character in reference):
        raise SettingsError(
            f"The reference answer is empty ({path}, line {line})", "Write one, or leave it out"
        )
    return Row(
        id=row["id"] or str(line),
        question=row["question"] or "?",
        reference=reference,
        answer=row["student_answer"] or "",
        human=human,
        humans=(two[0], two[1]) if len(two) == 2 else None,
    )


def read_samples(path: Path | None) -> Iterator[Sample]:
    """Samples of an earlier run; a truncated line is ignored, so its answer is marked again."""
    if path is None or not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            values = json.loads(line)
            humans = tuple(values.pop("humans")) if values["humans"] else values.pop("humans")
            yield Sample(**values, humans=humans)
        except (ValueError, TypeError, KeyError):
            continue


def _append(path: Path, sample: Sample) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(sample), ensure_ascii=False) + "\n")
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror})", "Name a file in a folder of yours"
        ) from error


# --- printing --------------------------------------------------------------------------------


def report(samples: Sequence[Sample], name: str) -> dict[str, Any]:
    """Print the table, and return it."""
    if len(samples) < 2:
        print_line("Fewer than two answers were marked.")
        return {}
    summary = summarise(samples)
    questions = len({one.question for one in samples})
    print_table(
        f"Marking: {name}, {len(samples)} answers to {questions} questions",
        ("against the humans' mean", "QWK", "Pearson r", "exact, %", "adjacent, %", "MAE, %"),
        [_table_row(label, summary[key]) for key, label in _LABELS.items() if key in summary],
    )
    print_line(
        f"Marks are compared as shares of full marks rounded to {STEPS} steps (half marks out of "
        "five); exact and adjacent count those steps, MAE is in per cent of full marks."
    )
    sure = summary["by_confidence"]
    print_line(
        "Mean error by our own confidence, least sure third first: "
        + ", ".join(f"{100 * one:.0f} %" for one in sure)
        + f". Median time {summary['seconds']['median']:.3f} s an answer."
    )
    print_line(common.machine_line())
    return summary


_LABELS = {
    "ours": "Viva, marks as given",
    "ours_fitted": "Viva, scale fitted on other questions",
    "overlap_fitted": "word overlap, fitted on other questions",
    "humans": "one human against the other",
}


def summarise(samples: Sequence[Sample]) -> dict[str, Any]:
    """All agreement measures for all markers."""
    human = np.array([one.human for one in samples])
    ours = np.array([one.ours for one in samples])
    overlap = np.array([one.overlap for one in samples])
    question = [one.question for one in samples]
    summary: dict[str, Any] = {
        "ours": agreement(ours, human),
        "ours_fitted": agreement(fitted_elsewhere(ours, human, question), human),
        "overlap_fitted": agreement(fitted_elsewhere(overlap, human, question), human),
    }
    pairs = [one.humans for one in samples if one.humans is not None]
    if len(pairs) > 1:
        summary["humans"] = agreement(*zip(*pairs, strict=True))
    order = np.argsort([one.confidence for one in samples], kind="stable")
    errors = np.abs(ours - human)[order]
    summary["by_confidence"] = [
        float(third.mean()) for third in np.array_split(errors, 3) if len(third)
    ]
    summary["seconds"] = common.summary_of([one.seconds for one in samples])
    return summary


def _table_row(label: str, one: Mapping[str, float]) -> tuple[str, ...]:
    return (
        label,
        f"{one['qwk']:.3f}",
        f"{one['pearson']:.3f}",
        f"{100 * one['exact']:.0f}",
        f"{100 * one['adjacent']:.0f}",
        f"{100 * one['mae']:.1f}",
    )

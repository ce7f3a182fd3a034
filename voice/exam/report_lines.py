"""What every written form of a report says in the same words: heads, measures, verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from voice.exam.delivery import Delivery
from voice.exam.report_model import ItemReport, PointReport, Report
from voice.exam.report_text import clock
from voice.exam.report_wording import Phrases


def title(report: Report, words: Phrases) -> str:
    """Such as "Report: Cell biology"."""
    return f"{words.report}: {report.bank}"


def head(report: Report, words: Phrases) -> tuple[tuple[str, str], ...]:
    """Date, mode, level and length, as far as they are known."""
    lines = (
        (words.date, report.began_at[:16].replace("T", " ")),
        (words.mode, report.mode),
        (words.level, report.level),
        (words.length, clock(report.duration_s) if report.duration_s else ""),
    )
    return tuple((name, value) for name, value in lines if value)


def marks_of(marks: float, out_of: float, words: Phrases) -> str:
    """Such as "3.5 / 5"; a dash where nothing has been marked."""
    if not out_of:
        return "–"
    return f"{words.number(marks)} / {words.number(out_of)}"


def state(item: ItemReport, words: Phrases) -> str:
    """Marks of a question or why it has none, and what help it took."""
    states = {
        "marked": marks_of(item.marks, item.out_of, words),
        "skipped": f"{marks_of(0, item.out_of, words)}, {words.skipped}",
        "unmarked": words.unmarked,
        "unanswered": words.unanswered,
        "failed": f"{words.failed}: {item.failed}",
    }
    said = [states[item.status]]
    if item.hints:
        said.append(words.several(words.hints, item.hints))
    if item.repeats:
        said.append(words.several(words.repeats, item.repeats))
    return ", ".join(said)


def verdict(point: PointReport, item: ItemReport, words: Phrases) -> str:
    """Whether a key point was made, and whether recognition was sure of it."""
    if item.status not in ("marked", "skipped"):
        return "–"
    said = {"full": words.full, "partly": words.partly, "missing": words.missing}[point.verdict]
    return f"{said} ({words.doubtful})" if point.doubtful else said


def quoted(text: str, words: Phrases) -> str:
    """In the quotation marks of the report's language; "" for nothing."""
    marks = {"de": "„{}“", "fr": "« {} »"}.get(words.code, "“{}”")
    return marks.format(text) if text else ""


def measures(delivery: Delivery, words: Phrases) -> Iterator[tuple[str, str]]:
    """Names and values of what was measured."""

    def seconds(value: float | None) -> str:
        if value is None:
            return words.not_measured
        return words.seconds.format(n=words.number(value))

    chinese = delivery.unit == "characters"
    yield words.begin, seconds(delivery.begin_s)
    yield words.longest_begin, seconds(delivery.longest_begin_s)
    yield words.speaking, clock(delivery.speaking_s)
    yield words.characters_said if chinese else words.words_said, str(delivery.words)
    rate = delivery.words_per_minute
    yield (
        words.rate_characters if chinese else words.rate,
        words.not_measured if rate is None else str(round(rate)),
    )
    yield words.pauses, words.not_measured if delivery.pauses is None else str(delivery.pauses)
    yield words.longest_pause, seconds(delivery.longest_pause_s)
    counts = ", ".join(f"{sound} {count}" for sound, count in delivery.fillers.items())
    yield words.fillers, counts or "0"
    yield words.repetitions, str(delivery.repetitions)
    if delivery.vocabulary:
        yield words.distinct, str(delivery.vocabulary.distinct)
        of_fifty = delivery.vocabulary.of_fifty
        yield words.of_fifty, words.not_measured if of_fifty is None else words.number(of_fifty)

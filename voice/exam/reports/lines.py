"""What every written form of a report says in the same words: heads, measures, verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from voice.exam.reports.delivery import Delivery
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import Advice, ItemReport, Judged, PointReport, Report
from voice.exam.reports.text import clock


def title(report: Report, words: Phrases) -> str:
    """Such as "Report: Cell biology"."""
    return f"{words.report}: {report.bank}"


def head(report: Report, words: Phrases) -> tuple[tuple[str, str], ...]:
    """Date, mode, level and length, as far as they are known."""
    lines = (
        (words.date, report.began_at[:16].replace("T", " ")),
        (words.mode, words.modes.get(report.mode, report.mode)),
        (words.level, report.level),
        (words.length, clock(report.duration_s) if report.duration_s else ""),
    )
    return tuple((name, value) for name, value in lines if value)


def score(report: Report, words: Phrases) -> str:
    """Such as "11.5 / 28.5 (40 %)"; "" when nothing counts yet."""
    if report.percent is None:
        return ""
    percent = words.percent.format(n=report.percent)
    return marks_of(report.marks, report.out_of, words) + words.aside.format(text=percent)


def marks_of(marks: float, out_of: float, words: Phrases) -> str:
    """Such as "3.5 / 5"; a dash where nothing has been marked."""
    if not out_of:
        return "–"
    return f"{words.number(marks)} / {words.number(out_of)}"


def range_of(least: float, most: float, still_open: int, words: Phrases) -> str:
    """Such as "between 3 and 5 until the 2 open points are decided"; "" for a single number."""
    if least == most:
        return ""
    return words.several(
        words.between, still_open, least=words.number(least), most=words.number(most)
    )


def state(item: ItemReport, words: Phrases) -> str:
    """Marks of a question or why it has none, and what help it took."""
    given = marks_of(item.marks, item.out_of, words)
    said = [_unmarked(item, words) if item.status not in ("marked", "skipped") else given]
    if item.status in ("marked", "skipped") and (why := _outcome(item, words)):
        said.append(why)
    if between := range_of(item.least, item.most, item.open, words):
        said.append(between)
    if item.hints:
        said.append(words.several(words.hints, item.hints))
    if item.repeats:
        said.append(words.several(words.repeats, item.repeats))
    return words.comma.join(said)


def _unmarked(item: ItemReport, words: Phrases) -> str:
    if item.status == "failed":
        return f"{words.failed}: {item.failed}"
    if item.status == "unmarked":
        return words.unmarked
    return words.timed_out if item.outcome == "timed_out" else words.unanswered


def _outcome(item: ItemReport, words: Phrases) -> str:
    outcomes = {
        "skipped": words.skipped, "no_answer": words.no_answer, "timed_out": words.timed_out,
    }  # fmt: skip
    return outcomes.get(item.outcome, "")


# --- key points ------------------------------------------------------------------------------


def point_head(item: ItemReport, words: Phrases) -> str:
    """What the column of the key points is called."""
    return words.task_part if all(point.task for point in item.points) else words.key_point


def point_text(point: PointReport, item: ItemReport) -> str:
    """A key point, numbered where something is said of points by their numbers."""
    if not item.choices:
        return point.text
    number = next(n for n, one in enumerate(item.points, 1) if one is point)
    return f"{number}. {point.text}"


def verdict(point: PointReport, item: ItemReport, words: Phrases) -> str:
    """What became of a key point, how sure that is, and what people have said of it."""
    if item.status not in ("marked", "skipped"):
        return "–"
    if item.outcome != "answered" and point.correction is None:
        return verdict_name(point.judged, point.task, words)
    said = _judged(point, words)
    if point.correction is not None:
        who = words.you if point.correction.by == "student" else words.teacher
        decided = verdict_name(point.correction.verdict, point.task, words)
        said = f"{words.program}: {said}{words.stop} {who}: {decided}{words.stop}"
        reason = quoted(point.correction.reason, words)
        return f"{said} {reason}".rstrip()
    notes = [words.doubtful] if point.doubtful else []
    notes += [] if point.counts else [words.not_needed]
    return words.comma.join([said, *notes])


def _judged(point: PointReport, words: Phrases) -> str:
    """The program's own verdict, such as "made (92 %)" or "unsure (not made, 62 %)"."""
    name = verdict_name(point.judged, point.task, words)
    percent = words.percent.format(n=round(100 * point.confidence))
    if point.verdict == "unsure":
        return words.unsure + words.aside.format(text=f"{name}{words.comma}{percent}")
    return name + words.aside.format(text=percent)


def verdict_name(judged: Judged, task: bool, words: Phrases) -> str:
    """A verdict in words; of a part of a task, whether it was done."""
    if task:
        parts = {"made": words.done, "partly": words.half_done}
        return parts.get(judged, words.not_done)
    names = {
        "made": words.made, "partly": words.partly, "reversed": words.reversed,
        "not_made": words.not_made,
    }  # fmt: skip
    return names[judged]


def evidence(point: PointReport, words: Phrases) -> str:
    """The student's words, and what the bank says about a mistake in them."""
    return " ".join(part for part in (quoted(point.quote, words), point.remark) if part)


def rules(item: ItemReport, words: Phrases) -> Iterator[str]:
    """How the marks of a question are counted, where it is not just by its points."""
    for choice in item.choices:
        points = words.comma.join(map(str, choice.points))
        yield words.enough.format(points=points, n=choice.enough)
    if item.costs:
        yield words.costs.format(marks=words.number(item.costs))


def stray(item: ItemReport) -> tuple[str, ...]:
    """What was said that is not right and stands beside none of the key points."""
    shown = {point.quote for point in item.points if point.judged == "reversed"}
    return tuple(text for text in item.wrong if text not in shown)


def model_head(item: ItemReport, words: Phrases) -> str:
    """What the model answer is called: where it is a task, it is one answer of many."""
    tasks = any(point.task for point in item.points)
    return words.example_answer if tasks else words.model_answer


def quoted(text: str, words: Phrases) -> str:
    """`text` in the quotation marks of the report's language; "" if it is empty."""
    return words.quotes.format(text=text) if text else ""


# --- study and delivery ----------------------------------------------------------------------


def study_head(report: Report, words: Phrases) -> str:
    """What the part about what comes next is called."""
    return words.practise_next if report.assesses == "language" else words.study


def advised(advice: Advice, words: Phrases) -> str:
    """Such as "Learn: The units of DNA are nucleotides."."""
    verbs = {
        "learn": words.learn, "turned": words.turned, "deepen": words.deepen,
        "practise": words.practise, "clarify": words.clarify,
    }  # fmt: skip
    said = f"{verbs[advice.kind]} {advice.text}"
    return f"{said} {advice.remark}".rstrip()


def limits(delivery: Delivery, words: Phrases) -> str:
    """What the measures do not say; "" where nothing was measured."""
    if not delivery.answers:
        return ""
    return words.limits if delivery.spoken else words.limits_typed


def measures(delivery: Delivery, words: Phrases) -> Iterator[tuple[str, str]]:
    """Names and values of what was measured; of what was typed, no times."""
    if not delivery.answers:
        return
    chinese = delivery.unit == "characters"
    if delivery.spoken:
        yield from _spoken(delivery, words)
    yield words.characters_said if chinese else words.words_said, str(delivery.words)
    if delivery.vocabulary:
        yield words.distinct, str(delivery.vocabulary.distinct)
        of_fifty = delivery.vocabulary.of_fifty
        yield words.of_fifty, words.not_measured if of_fifty is None else words.number(of_fifty)
    if linking := delivery.linking:
        length = words.number(linking.sentence_words)
        yield words.sentence_characters if chinese else words.sentence_words, length
        yield (
            words.linked,
            words.linked_of.format(
                n=linking.linked,
                of=linking.clauses,
                percent=words.percent.format(n=round(100 * linking.linked / linking.clauses)),
            ),
        )


def _spoken(delivery: Delivery, words: Phrases) -> Iterator[tuple[str, str]]:
    def seconds(value: float | None) -> str:
        if value is None:
            return words.not_measured
        return words.seconds.format(n=words.number(value))

    yield words.begin, seconds(delivery.begin_s)
    yield words.longest_begin, seconds(delivery.longest_begin_s)
    yield words.speaking, clock(delivery.speaking_s)
    rate = delivery.words_per_minute
    yield (
        words.rate_characters if delivery.unit == "characters" else words.rate,
        words.not_measured if rate is None else str(round(rate)),
    )
    yield words.pauses, words.not_measured if delivery.pauses is None else str(delivery.pauses)
    yield words.longest_pause, seconds(delivery.longest_pause_s)
    counts = words.comma.join(f"{sound} {count}" for sound, count in delivery.fillers.items())
    yield words.fillers, counts or "0"
    yield words.repetitions, str(delivery.repetitions)

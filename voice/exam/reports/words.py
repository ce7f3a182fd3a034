"""What a report says in sentences: rules over the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.lines import range_of
from voice.exam.reports.model import COUNTED, Report, SubtopicReport, TopicReport

STRONG_FROM = 0.6
"""Share of its marks from which a topic is called strong, and below which it is called weak."""


def summary(report: Report) -> tuple[str, ...]:
    """What matters most, in plain sentences, in the report's language."""
    words = phrases(report.language)
    return (*_end(report, words), *_marks(report, words), *_warnings(report, words),
            *_spoken(report, words))  # fmt: skip


def _end(report: Report, words: Phrases) -> Iterator[str]:
    match report.ended:
        case "":
            yield words.going_on
        case "stopped":
            yield words.stopped
        case "time":
            yield words.time_up
        case "finished":
            pass


def _marks(report: Report, words: Phrases) -> Iterator[str]:
    counted = [item for item in report.items if item.status in COUNTED]
    if report.percent is None:
        yield words.nothing_marked
        return
    yield words.several(
        words.overall,
        len(counted),
        marks=words.number(report.marks),
        out_of=words.number(report.out_of),
        percent=str(report.percent),
    )
    if between := range_of(report.least, report.most, report.open, words):
        yield words.sentence(between)
    yield from _extremes(report, words)
    if not report.study:
        yield words.nothing_missing
    else:
        yield from _most_lost(report, words)


def _most_lost(report: Report, words: Phrases) -> Iterator[str]:
    first = report.study[0]
    surely = [one for one in first.advice if one.kind != "clarify"]
    if surely:
        yield words.missed_most.format(
            subtopic=first.subtopic,
            marks=words.number(first.lost),
            point=surely[0].text,
        )


def _extremes(report: Report, words: Phrases) -> Iterator[str]:
    """The strongest topics, if they are strong, and the weakest, if they are weak; all that tie."""
    topics = [topic for topic in report.topics if topic.out_of]
    shares = {share(topic) for topic in topics}
    if len(shares) < 2:
        return
    best, worst = max(shares), min(shares)
    if best >= STRONG_FROM:
        yield _named(words.strongest, [t for t in topics if share(t) == best], words)
    if worst < STRONG_FROM:
        yield _named(words.weakest, [t for t in topics if share(t) == worst], words)


def _named(sentence: tuple[str, str], topics: Sequence[TopicReport], words: Phrases) -> str:
    named = [
        words.of.format(
            topic=topic.title, marks=words.number(topic.marks), out_of=words.number(topic.out_of)
        )
        for topic in topics
    ]
    return words.several(sentence, len(topics), topics=words.comma.join(named))


def share(part: TopicReport | SubtopicReport) -> float:
    """Marks out of those to be had, in [0, 1]; 0 when nothing counts."""
    return part.marks / part.out_of if part.out_of else 0.0


def _warnings(report: Report, words: Phrases) -> Iterator[str]:
    items = report.items
    silent = [item for item in items if item.status == "marked" and item.outcome != "answered"]
    counts = (
        (words.were_skipped, sum(item.status == "skipped" for item in items)),
        (words.were_unanswered, sum(item.outcome == "no_answer" for item in silent)),
        (words.were_timed_out, sum(item.outcome == "timed_out" for item in silent)),
        (
            words.were_open,
            sum(item.status == "unanswered" and item.outcome != "" for item in items),
        ),
        (words.were_unmarked, sum(item.status in ("unmarked", "failed") for item in items)),
        (words.were_doubtful, sum(point.doubtful for item in items for point in item.points)),
    )
    for count, n in counts:
        if n:
            yield words.several(count, n)
    if report.not_reached and report.ended:
        yield words.not_reached.format(topics=words.comma.join(report.not_reached))


def _spoken(report: Report, words: Phrases) -> Iterator[str]:
    said = report.delivery
    if said.unit == "words" and said.begin_s is not None and said.words_per_minute:
        yield words.spoke.format(
            begin=words.number(said.begin_s),
            rate=round(said.words_per_minute),
            pause=words.number(said.longest_pause_s or 0.0),
        )

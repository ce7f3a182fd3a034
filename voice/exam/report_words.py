"""What a report says in sentences, and what to study next: rules over the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.exam.report_model import (
    ItemReport,
    PointReport,
    Report,
    StudyStep,
    SubtopicReport,
    TopicReport,
    Verdict,
)
from voice.exam.report_phrases import phrases
from voice.exam.report_wording import Phrases

COUNTED = ("marked", "skipped")
_MOST_STEPS, _MOST_POINTS = 5, 4
"""More than these nobody studies next."""


def summary(report: Report) -> tuple[str, ...]:
    """What matters most, in plain sentences, in the report's language."""
    words = phrases(report.language)
    return (*_end(report, words), *_marks(report, words), *_warnings(report, words),
            *_spoken(report, words))  # fmt: skip


def study(items: Sequence[ItemReport]) -> tuple[StudyStep, ...]:
    """Subtopics in which marks were lost, those with the most first."""
    counted = [item for item in items if item.status in COUNTED]
    places = dict.fromkeys((item.topic, item.subtopic) for item in counted)
    steps = [
        _step([item for item in counted if (item.topic, item.subtopic) == place])
        for place in places
    ]
    lossy = sorted((step for step in steps if step.lost > 0), key=lambda step: -step.lost)
    return tuple(lossy[:_MOST_STEPS])


def _step(items: Sequence[ItemReport]) -> StudyStep:
    lossy = [item for item in items if item.marks < item.out_of]
    return StudyStep(
        topic=items[0].topic,
        subtopic=items[0].subtopic,
        lost=sum(item.out_of - item.marks for item in items),
        learn=_points(lossy, "missing"),
        deepen=_points(lossy, "partly"),
        items=tuple(item.number for item in lossy),
    )


def _points(items: Sequence[ItemReport], verdict: Verdict) -> tuple[str, ...]:
    found = [point for item in items for point in item.points if point.verdict == verdict]
    found.sort(key=_lost, reverse=True)
    return tuple(point.text for point in found[:_MOST_POINTS])


def _lost(point: PointReport) -> float:
    return point.out_of - point.marks


# --- sentences -------------------------------------------------------------------------------


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
    yield from _extremes(report, words)
    if not report.study:
        yield words.nothing_missing
    elif report.study[0].learn or report.study[0].deepen:
        first = report.study[0]
        yield words.missed_most.format(
            subtopic=first.subtopic,
            marks=words.number(first.lost),
            point=(first.learn or first.deepen)[0],
        )


def _extremes(report: Report, words: Phrases) -> Iterator[str]:
    topics = sorted((t for t in report.topics if t.out_of), key=share, reverse=True)
    if len(topics) < 2 or share(topics[0]) == share(topics[-1]):
        return
    for sentence, topic in ((words.strongest, topics[0]), (words.weakest, topics[-1])):
        yield sentence.format(
            topic=topic.title, marks=words.number(topic.marks), out_of=words.number(topic.out_of)
        )


def share(part: TopicReport | SubtopicReport) -> float:
    """Marks out of those to be had, in [0, 1]; 0 when nothing counts."""
    return part.marks / part.out_of if part.out_of else 0.0


def _warnings(report: Report, words: Phrases) -> Iterator[str]:
    skipped = sum(item.status == "skipped" for item in report.items)
    unmarked = sum(item.status in ("unmarked", "failed") for item in report.items)
    doubtful = sum(point.doubtful for item in report.items for point in item.points)
    for count, n in (
        (words.were_skipped, skipped),
        (words.were_unmarked, unmarked),
        (words.were_doubtful, doubtful),
    ):
        if n:
            yield words.several(count, n)
    if report.not_reached and report.ended:
        yield words.not_reached.format(topics=", ".join(report.not_reached))


def _spoken(report: Report, words: Phrases) -> Iterator[str]:
    said = report.delivery
    if said.unit == "words" and said.begin_s is not None and said.words_per_minute:
        yield words.spoke.format(
            begin=words.number(said.begin_s),
            rate=round(said.words_per_minute),
            pause=words.number(said.longest_pause_s or 0.0),
        )

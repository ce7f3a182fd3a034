"""From the record of an exam to its report: arithmetic and rules, no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from voice.exam.asking.wording import is_task
from voice.exam.model.bank import Bank, Item, KeyPoint
from voice.exam.model.record import Answer, Attempt, ExamRecord, Line, PointMark
from voice.exam.reports.about import about
from voice.exam.reports.delivery import measure
from voice.exam.reports.model import (
    COUNTED,
    AnswerReport,
    ChoiceReport,
    CorrectionReport,
    ItemReport,
    Outcome,
    PointReport,
    Report,
    Segment,
    Status,
    SubtopicReport,
    TopicReport,
    TranscriptLine,
)
from voice.exam.reports.study import study
from voice.exam.reports.words import summary

GAP_S = 0.3
"""Shorter gaps between two turns are normal turn-taking and do not count as silence."""


def build(record: ExamRecord, bank: Bank) -> Report:
    """The report of an exam, over or still going on.

    Parameters
    ----------
    record : ExamRecord
        What happened; only read.
    bank : Bank
        What could have been asked: gives the order of topics and those not reached.
    """
    items = tuple(_item(number, record) for number in range(1, len(record.attempts) + 1))
    asked = {item.topic for item in items}
    judged = [mark for attempt in record.attempts for mark in _judged(attempt)]
    draft = Report(
        language=record.language,
        bank=record.bank,
        bank_name=record.bank_name,
        level=record.level,
        mode=record.mode,
        assesses=record.assesses,
        began_at=record.began_at,
        start_s=min((line.start_s for line in record.lines), default=0.0),
        planned_s=record.planned_s,
        duration_s=record.duration_s,
        ended=record.ended,
        marks=0.0,
        least=0.0,
        most=0.0,
        out_of=0.0,
        percent=None,
        judged=len(judged),
        sure=sum(program(point).sure for point in judged),
        corrected=0,
        summary=(),
        about=(),
        topics=(),
        not_reached=tuple(t.title for t in bank.topics if t.title not in asked),
        items=(),
        study=(),
        delivery=measure(record, record.language),
        transcript=_transcript(record),
        segments=_segments(record),
    )
    return with_items(draft, items, [topic.title for topic in bank.topics])


def with_items(report: Report, items: tuple[ItemReport, ...], order: Sequence[str]) -> Report:
    """The report with these questions, and everything that follows from them.

    Parameters
    ----------
    order : Sequence[str]
        Titles of topics in the order in which they are listed.
    """
    topics = _topics(items, order)
    marks, out_of = sum(t.marks for t in topics), sum(t.out_of for t in topics)
    marked = [point for item in items if _was_marked(item) for point in item.points]
    draft = report.model_copy(
        update={
            "items": items,
            "topics": topics,
            "marks": marks,
            "least": sum(t.least for t in topics),
            "most": sum(t.most for t in topics),
            "out_of": out_of,
            "percent": round(100 * marks / out_of) if out_of else None,
            "corrected": sum(point.correction is not None for point in marked),
            "study": study(items),
        }
    )
    return draft.model_copy(update={"summary": summary(draft), "about": about(draft)})


def _was_marked(item: ItemReport) -> bool:
    """Whether there was an answer, and it was marked."""
    return item.status == "marked" and bool(item.answers)


def program(point: PointMark) -> PointMark:
    """What the program itself found, whatever people have said of it."""
    return replace(point, correction=None)


# --- questions -------------------------------------------------------------------------------


def _item(number: int, record: ExamRecord) -> ItemReport:
    attempt = record.attempts[number - 1]
    status = _status(attempt)
    mark = attempt.mark if status == "marked" else None
    return ItemReport(
        number=number,
        id=attempt.item.id,
        topic=attempt.topic,
        subtopic=attempt.subtopic,
        question=attempt.question,
        difficulty=attempt.item.difficulty,
        status=status,
        outcome=_outcome(attempt, record),
        marks=mark.total if mark else 0.0,
        least=mark.least if mark else 0.0,
        most=mark.most if mark else 0.0,
        out_of=attempt.item.marks,
        costs=mark.taken_off if mark else 0.0,
        points=tuple(_points(attempt)),
        choices=tuple(ChoiceReport(points=c.points, enough=c.enough) for c in attempt.item.choices),
        answers=tuple(map(_answer, attempt.answers)),
        wrong=mark.wrong if mark else (),
        model_answer=attempt.item.model_answer,
        hints=attempt.hints_given,
        repeats=attempt.repeats,
        judged_by=mark.judged_by if mark else "",
        confidence=mark.confidence if mark else 0.0,
        failed=attempt.failed,
    )


def _status(attempt: Attempt) -> Status:
    if attempt.mark:
        return "marked"
    if attempt.skipped:
        return "skipped"
    if attempt.failed:
        return "failed"
    return "unmarked" if attempt.answers else "unanswered"


def _outcome(attempt: Attempt, record: ExamRecord) -> Outcome:
    if attempt.answers:
        return "answered"
    if attempt.skipped:
        return "skipped"
    if attempt.mark is None and not record.ended:
        return ""
    return "timed_out" if attempt.timed_out else "no_answer"


def _points(attempt: Attempt) -> Iterator[PointReport]:
    item, mark = attempt.item, attempt.mark
    given = {point.point: point for point in mark.points} if mark else {}
    needed = {point.point for point in mark.needed} if mark else set(range(len(item.key_points)))
    for index in range(len(item.key_points)):
        point = given.get(index) or PointMark(index, item.key_points[index].marks)
        counted = _status(attempt) in COUNTED
        yield _point(item, point, index in needed) if counted else _unjudged(item, index)


def _point(item: Item, given: PointMark, counts: bool) -> PointReport:
    return PointReport(
        **_asked(item.key_points[given.point]),
        **standing(given, counts),
        judged=given.verdict,
        confidence=given.confidence,
        quote=given.quote,
        remark=given.remark,
        answer=given.answer + 1 if given.quote else 0,
        start_s=given.start_s,
        end_s=given.end_s,
        doubtful=given.doubtful,
        likely=given.likely,
        costs=given.costs,
    )


def standing(given: PointMark, counts: bool) -> dict[str, Any]:
    """The fields of a `PointReport` that change when a person corrects the point."""
    correction = given.correction
    return {
        "counts": counts,
        "marks": given.marks,
        "least": given.least,
        "most": given.most,
        "verdict": correction.verdict if correction else given.verdict if given.sure else "unsure",
        "sure": given.sure,
        "correction": CorrectionReport(
            verdict=correction.verdict, by=correction.by, reason=correction.reason
        )
        if correction
        else None,
    }


def _unjudged(item: Item, index: int) -> PointReport:
    """A key point of a question that has no marks, and does not count."""
    nothing = PointMark(index, item.key_points[index].marks, confidence=0.0)
    return _point(item, nothing, True).model_copy(update={"marks": 0.0, "most": 0.0})


def _asked(key_point: KeyPoint) -> dict[str, Any]:
    """What a report says of a key point as it stands in the bank."""
    task = is_task(key_point)
    gaps = "…" in key_point.text or "..." in key_point.text  # a pattern, which tells nobody much
    return {
        "text": key_point.follow_up if gaps and key_point.follow_up else key_point.text,
        "task": task,
        "reword": not task and key_point.number is None,
        "follow_up": key_point.follow_up,
        "out_of": key_point.marks,
    }


def _judged(attempt: Attempt) -> tuple[PointMark, ...]:
    """The key points of answers that were marked."""
    return attempt.mark.points if attempt.mark and attempt.answers else ()


def _answer(answer: Answer) -> AnswerReport:
    return AnswerReport(
        asked=answer.asked,
        prompt=answer.prompt,
        text=answer.text,
        start_s=answer.start_s,
        end_s=answer.end_s,
        typed=answer.typed,
        hints=answer.hints,
    )


# --- topics ----------------------------------------------------------------------------------


def _topics(items: Sequence[ItemReport], order: Sequence[str]) -> tuple[TopicReport, ...]:
    asked = dict.fromkeys(item.topic for item in items)
    titles = [title for title in order if title in asked]
    titles += [title for title in asked if title not in order]  # the bank has changed since
    return tuple(_topic(title, [i for i in items if i.topic == title]) for title in titles)


def _topic(title: str, items: Sequence[ItemReport]) -> TopicReport:
    subtopics = tuple(
        _subtopic(name, [item for item in items if item.subtopic == name])
        for name in dict.fromkeys(item.subtopic for item in items)
    )
    return TopicReport(
        title=title,
        marks=sum(subtopic.marks for subtopic in subtopics),
        least=sum(subtopic.least for subtopic in subtopics),
        most=sum(subtopic.most for subtopic in subtopics),
        out_of=sum(subtopic.out_of for subtopic in subtopics),
        subtopics=subtopics,
    )


def _subtopic(title: str, items: Sequence[ItemReport]) -> SubtopicReport:
    counted = [item for item in items if item.status in COUNTED]
    return SubtopicReport(
        title=title,
        marks=sum(item.marks for item in counted),
        least=sum(item.least for item in counted),
        most=sum(item.most for item in counted),
        out_of=sum(item.out_of for item in counted),
        items=tuple(item.number for item in items),
    )


# --- transcript and timeline -----------------------------------------------------------------


def _transcript(record: ExamRecord) -> tuple[TranscriptLine, ...]:
    numbers = {attempt.item.id: number for number, attempt in enumerate(record.attempts, 1)}
    return tuple(
        TranscriptLine(
            number=number,
            speaker=line.speaker,
            text=line.text,
            start_s=line.start_s,
            end_s=max(line.start_s, line.end_s),
            item=numbers.get(line.item_id, 0),
            interrupted=line.interrupted,
        )
        for number, line in enumerate(record.lines, 1)
    )


def _segments(record: ExamRecord) -> tuple[Segment, ...]:
    lines = sorted(enumerate(record.lines, 1), key=lambda numbered: numbered[1].start_s)
    segments: list[Segment] = []
    before: Line | None = None
    spoken_until_s = 0.0
    for number, line in lines:
        if before and line.start_s - spoken_until_s > GAP_S:
            thinking = before.speaker == "examiner" and line.speaker == "student"
            segments.append(
                Segment(
                    kind="thinking" if thinking else "silence",
                    start_s=spoken_until_s,
                    end_s=line.start_s,
                    line=0,
                )
            )
        end_s = max(line.start_s, line.end_s)
        segments.append(Segment(kind=line.speaker, start_s=line.start_s, end_s=end_s, line=number))
        if not before or end_s >= spoken_until_s:
            before, spoken_until_s = line, end_s
    return tuple(segments)

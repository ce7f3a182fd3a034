"""From the record of an exam to its report: arithmetic and rules, no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.exam.bank import Bank, KeyPoint
from voice.exam.delivery import measure
from voice.exam.record import Answer, Attempt, ExamRecord, Line, PointMark
from voice.exam.report_model import (
    AnswerReport,
    ItemReport,
    PointReport,
    Report,
    Segment,
    Status,
    SubtopicReport,
    TopicReport,
    TranscriptLine,
    Verdict,
)
from voice.exam.report_words import study, summary

GAP_S = 0.3
"""A shorter gap between two turns is nobody's silence: it is how people take turns."""


def build(record: ExamRecord, bank: Bank) -> Report:
    """The report of an exam, over or still going on.

    Parameters
    ----------
    record : ExamRecord
        What happened; only read.
    bank : Bank
        What could have been asked: gives the order of topics and those not reached.
    """
    items = tuple(_item(number, attempt) for number, attempt in enumerate(record.attempts, 1))
    topics = _topics(items, bank)
    marks, out_of = sum(t.marks for t in topics), sum(t.out_of for t in topics)
    asked = {item.topic for item in items}
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
        marks=marks,
        out_of=out_of,
        percent=round(100 * marks / out_of) if out_of else None,
        summary=(),
        topics=topics,
        not_reached=tuple(t.title for t in bank.topics if t.title not in asked),
        items=items,
        study=study(items),
        delivery=measure(record, record.language),
        transcript=_transcript(record),
        segments=_segments(record),
    )
    return draft.model_copy(update={"summary": summary(draft)})


# --- questions -------------------------------------------------------------------------------


def _item(number: int, attempt: Attempt) -> ItemReport:
    mark, status = attempt.mark, _status(attempt)
    return ItemReport(
        number=number,
        id=attempt.item.id,
        topic=attempt.topic,
        subtopic=attempt.subtopic,
        question=attempt.question,
        difficulty=attempt.item.difficulty,
        status=status,
        marks=mark.total if mark and status == "marked" else 0.0,
        out_of=attempt.item.marks,
        points=tuple(_points(attempt)),
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


def _points(attempt: Attempt) -> Iterator[PointReport]:
    given = {point.point: point for point in attempt.mark.points} if attempt.mark else {}
    for index, key_point in enumerate(attempt.item.key_points):
        yield _point(key_point, given.get(index) or PointMark(index, 0.0, confidence=0.0))


def _point(key_point: KeyPoint, given: PointMark) -> PointReport:
    verdict: Verdict = "missing"
    if given.marks > 0:
        verdict = "full" if given.marks >= key_point.marks else "partly"
    return PointReport(
        text=key_point.text,
        marks=given.marks,
        out_of=key_point.marks,
        verdict=verdict,
        quote=given.quote,
        answer=given.answer + 1 if given.quote else 0,
        start_s=given.start_s,
        end_s=given.end_s,
        confidence=given.confidence,
        doubtful=given.doubtful,
    )


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


def _topics(items: Sequence[ItemReport], bank: Bank) -> tuple[TopicReport, ...]:
    order = [topic.title for topic in bank.topics]
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
        out_of=sum(subtopic.out_of for subtopic in subtopics),
        subtopics=subtopics,
    )


def _subtopic(title: str, items: Sequence[ItemReport]) -> SubtopicReport:
    counted = [item for item in items if item.status in ("marked", "skipped")]
    return SubtopicReport(
        title=title,
        marks=sum(item.marks for item in counted),
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

"""Sessions and exams as Viva's own API shows them."""

from __future__ import annotations

import dataclasses
from typing import Literal

from models.base import INPUT_RATE
from voice.api.own.talk import Changes
from voice.api.own.wire import (
    Answer,
    Exam,
    Marked,
    Note,
    Reply,
    Said,
    SessionState,
    Standing,
    Transcript,
)
from voice.api.page.exam import unmarked
from voice.conversation.session import Session
from voice.exam.reports.build import build
from voice.exam.reports.model import ItemReport
from voice.examining.conductor import Conductor, exam_of


def session_shown(session: Session, name: str) -> SessionState:
    """State of a session; `name` is the id or public name in the request."""
    choices, exam = session.choices, exam_of(session)
    return SessionState(
        id=name,
        state=session.state.value,
        mode=choices.mode.name,
        language=choices.language,
        voice=choices.voice,
        model=session.ready_event().model,
        bank=choices.exam.name if choices.exam else "",
        remaining_s=session.remaining_s,
        exam=standing_of(exam) if exam else None,
    )


def standing_of(exam: Conductor) -> Standing:
    """Where an exam stands."""
    record = exam.examiner.record
    return Standing(
        bank=record.bank,
        mode=record.mode,
        finished=exam.finished,
        marks=record.total,
        least=sum(one.mark.least for one in record.attempts if one.mark),
        most=sum(one.mark.most for one in record.attempts if one.mark),
        out_of=record.out_of,
        unmarked=unmarked(exam),
        **dataclasses.asdict(exam.examiner.view(exam.now_s)),
    )


def exam_shown(exam: Conductor) -> Exam:
    """State of an exam with all marks; the answers to a question still open are left out."""
    report = build(exam.examiner.record, exam.examiner.bank)
    items = report.items if exam.finished else tuple(map(_without_answers, report.items))
    return Exam(items=items, **standing_of(exam).model_dump())


def _without_answers(item: ItemReport) -> ItemReport:
    if item.status in ("marked", "skipped", "failed"):
        return item
    return item.model_copy(update={"points": (), "model_answer": ""})


def transcript_of(session: Session) -> Transcript:
    """Everything said so far."""
    turns = session.memory.turns
    aloud: Literal["voice", "text"] = "text" if session.choices.silent else "voice"
    return Transcript(
        messages=[
            Said(
                role=turn.role,
                text=turn.text,
                turn=turn.turn,
                at_s=turn.clock / INPUT_RATE,
                source=turn.source if turn.role == "user" else aloud,
                interrupted=turn.interrupted,
            )
            for turn in turns
        ]
    )


def answer_of(session: Session, changes: Changes) -> Answer:
    """The answer to a message."""
    exam = exam_of(session)
    return Answer(
        turn=changes.turn,
        text=" ".join(reply.text for reply in changes.replies),
        replies=[Reply(text=one.text, interrupted=one.interrupted) for one in changes.replies],
        marked=[
            Marked(question=one.question, marks=one.total, out_of=one.out_of, failed=one.failed)
            for one in changes.marks
        ],
        notices=[Note(level=one.level, text=one.text, fix=one.fix) for one in changes.notices],
        exam=standing_of(exam) if exam else None,
        ended=changes.ended,
    )

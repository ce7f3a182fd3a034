"""Routes of the exam: banks, commands, marks, the report, recordings of the student's voice."""

from __future__ import annotations

import base64
import dataclasses
from typing import Any

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response

from models.base import INPUT_RATE, VivaError
from voice.conversation.session import Session
from voice.core.audio import wav
from voice.core.worker import in_thread
from voice.exam.asking.commands import Command
from voice.exam.collection.shelf import Shelf
from voice.exam.model.bank import Bank
from voice.exam.reports.build import build
from voice.exam.reports.formats.files import export
from voice.exam.reports.formats.registry import format_named
from voice.examining.conductor import Conductor, Kept, exam_of
from voice.sessions.sessions import Sessions
from voice.transports.wire import MOST_PROBLEMS, BankRefused, Bring

COMMANDS = {
    "repeat": Command.REPEAT,
    "slower": Command.SLOWLY,
    "hint": Command.HINT,
    "skip": Command.SKIP,
    "back": Command.BACK,
    "pause": Command.PAUSE,
    "resume": Command.RESUME,
    "time": Command.TIME_LEFT,
    "done": Command.DONE,
    "stop": Command.STOP,
}
"""Names of the buttons."""

LONGEST_RECORDING_S = 600.0
"""Longest stretch of the student's recording per response: 19 MB."""


class NoExam(VivaError):
    """The session has no exam, or no recording of it."""


def exam_routes(sessions: Sessions) -> APIRouter:
    """The routes, to be included behind the guard."""
    router = APIRouter()

    @router.get("/exam/banks")
    async def banks() -> dict[str, Any]:
        """The exams that can be chosen, and what is wrong with their files."""
        return await listed(sessions.shelf)

    @router.post("/exam/banks")
    async def bring(body: Bring) -> dict[str, Any]:
        """Bring an exam of one's own; it can be chosen for an hour."""
        return await brought(sessions.shelf, body)

    @router.get("/session/{session_id}/exam")
    async def look(session_id: str) -> dict[str, Any]:
        """Where the exam stands."""
        exam = exam_of(sessions.get(session_id))
        if exam is None:
            return {"view": None, "title": "", "marks": [], "finished": "", "unmarked": 0}
        record = exam.examiner.record
        marked = [n for n, one in enumerate(record.attempts) if one.mark or one.failed]
        return {
            "view": dataclasses.asdict(exam.examiner.view(exam.now_s)),
            "title": record.bank,
            "marks": [exam.marked_event(n).to_dict() for n in marked],
            "finished": exam.finished,
            "unmarked": unmarked(exam),
        }

    @router.post("/session/{session_id}/exam/{name}")
    async def push(session_id: str, name: str) -> dict[str, str]:
        """Press a button."""
        press(required_exam(sessions.get(session_id)), name)
        return {"status": "ok"}

    @router.get("/session/{session_id}/report/{kind}")
    async def report(session_id: str, kind: str, corrects: bool = False) -> Response:
        """The report as a file; also while the exam still goes on.

        With `corrects`, the HTML has the buttons by which the student corrects it on the page.
        """
        return await report_of(required_exam(sessions.get(session_id)), kind, corrects)

    @router.get("/session/{session_id}/recording")
    async def recording(session_id: str, from_s: float, to_s: float) -> Response:
        """What the student said between two times of the session's clock, as WAV."""
        check_stretch(from_s, to_s)
        sound = cut(required_exam(sessions.get(session_id)).kept, from_s, to_s)
        if not len(sound):
            raise NoExam("Nothing that was said then is kept", "")
        return Response(wav(sound, INPUT_RATE), media_type="audio/wav")

    return router


async def listed(shelf: Shelf) -> dict[str, Any]:
    """The exams that can be chosen, and what is wrong with their files."""
    banks, problems = await shelf.list()
    return {
        "banks": [described(name, bank) for name, bank in banks.items()],
        "problems": [problem.to_dict() for problem in problems],
    }


async def brought(shelf: Shelf, body: Bring) -> dict[str, Any]:
    """Add a user's own exam."""
    try:
        content = base64.b64decode(body.content, validate=True)
    except ValueError as error:
        raise VivaError("The file's content is not base64", "Send it again") from error
    name, loaded = await shelf.bring(content, body.name)
    if loaded.bank is None:
        raise BankRefused(loaded.problems)
    problems = [problem.to_dict() for problem in loaded.problems[:MOST_PROBLEMS]]
    return {**described(name, loaded.bank), "problems": problems}


def required_exam(session: Session) -> Conductor:
    """The exam of a session; raises `NoExam` if there is none."""
    if (exam := exam_of(session)) is None:
        raise NoExam("This conversation is no exam", "Choose an exam and press Start")
    return exam


def press(exam: Conductor, name: str) -> None:
    """Press a button; *stop* takes effect at once, as the page has asked for confirmation."""
    if name not in COMMANDS:
        known = ", ".join(COMMANDS)
        raise VivaError(f"There is no command {name!r}", f"Choose one of {known}")
    exam.pressed(COMMANDS[name], sure=True)


def unmarked(exam: Conductor) -> int:
    """Number of answered questions that are not marked yet."""
    attempts = exam.examiner.record.attempts
    return sum(bool(one.answers) and not one.mark and not one.failed for one in attempts)


async def report_of(exam: Conductor, kind: str, corrects: bool = False) -> Response:
    """The report of an exam as a file; `corrects`: its HTML has buttons for the student."""
    format_named(kind)  # before the work
    made = build(exam.examiner.record, exam.examiner.bank)
    file = await in_thread(lambda: export(made, kind, corrects))
    return Response(file.content, media_type=file.media_type, headers=file.headers)


def described(name: str, bank: Bank) -> dict[str, Any]:
    """A bank as the page shows it."""
    return {
        "name": name,
        "title": bank.title,
        "language": bank.language,
        "level": bank.level,
        "description": bank.description,
        "minutes": bank.minutes,
        "assesses": bank.assesses,
        "items": sum(1 for _ in bank.walk()),
        "topics": [{"title": topic.title, "items": len(topic.items)} for topic in bank.topics],
        "material": bank.material.model_dump() if bank.material else None,
    }


def check_stretch(from_s: float, to_s: float) -> None:
    """Raise `VivaError` unless these are valid start and end times of a recording."""
    if not 0 <= from_s < to_s <= from_s + LONGEST_RECORDING_S:
        raise VivaError("There is no such stretch of time", "Give from_s and to_s in seconds")


def cut(kept: list[Kept], from_s: float, to_s: float) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The recording between two times, int16 at 16 kHz; only what was said is included."""
    first, last = round(from_s * INPUT_RATE), round(to_s * INPUT_RATE)
    pieces = [one.sound[max(0, first - one.start) : max(0, last - one.start)] for one in kept]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)

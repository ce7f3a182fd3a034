"""Viva's own HTTP API: a session or an exam, by text, with its marks and its report.

These are the same sessions as the page's. One message is answered at a time: a second one in the
meantime is refused (409), as it would be unclear which of them a reply belongs to.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse

from voice.api.access.entry import Entry, Pass
from voice.api.own.corrections import corrected
from voice.api.own.feed import EventStream
from voice.api.own.talk import Talks
from voice.api.own.talk_stream import streamed
from voice.api.own.views import answer_of, exam_shown, session_shown, transcript_of
from voice.api.own.wire import (
    WRONG,
    Answer,
    BankBrought,
    Banks,
    Exam,
    MessageSent,
    Problem,
    SessionAsked,
    SessionOpened,
    SessionState,
    Transcript,
)
from voice.api.page import exam as exams
from voice.api.page.correcting import Corrected, CorrectionAsked
from voice.exam.reports.formats.registry import media_types
from voice.examining.conductor import exam_of
from voice.sessions.sessions import Sessions
from voice.transports.wire import Bring

TOKEN_LIFE_S = 2 * 3600.0
"""Life of the token issued with a new session, longer than any exam."""

BUSY: dict[int | str, dict[str, Any]] = {
    409: {
        "model": Problem,
        "description": "Another message is being answered, or a call awaited",
    },
    504: {"model": Problem, "description": "No answer in time; it comes later all the same"},
}

STREAMED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer", "content": {"text/event-stream": {}}}
}


def _files() -> dict[int | str, dict[str, Any]]:
    """What a route answers that gives a report."""
    return {
        200: {
            "description": "The report",
            "content": {kind: {} for kind in media_types()},
        }
    }


def own_routes(sessions: Sessions, entry: Entry, talks: Talks) -> APIRouter:
    """The routes, to be included behind the guard."""
    router = APIRouter(prefix="/v1", responses=WRONG)
    _add_sessions(router, sessions, entry, talks)
    _add_messages(router, entry, talks)
    _add_exam(router, entry, talks)
    _add_banks(router, sessions)
    return router


def _add_sessions(router: APIRouter, sessions: Sessions, entry: Entry, talks: Talks) -> None:
    @router.post("/sessions", status_code=201, tags=["sessions"], responses=BUSY)
    async def open_session(body: SessionAsked) -> SessionOpened:
        """Open a session: an exam if a `bank` is chosen, a conversation otherwise."""
        session = await sessions.open(body.wanted())
        talk = talks.take(session)
        try:
            if body.silent:
                await talks.connect(session, talk)
        except BaseException:
            session.close("stopped")
            raise
        finally:
            talk.busy = False
        token = entry.issue(Pass(session), "take_part", TOKEN_LIFE_S)
        return SessionOpened(
            id=session.id,
            token=token,
            expires_at=int(entry.tokens.read(token).expires),
            session=session_shown(session, session.id),
            greeting=answer_of(session, talk.changes()),
        )

    @router.get("/sessions/{session_id}", tags=["sessions"])
    async def look(request: Request, session_id: str) -> SessionState:
        """Where a session stands."""
        session = entry.enter(request, session_id, "watch").session
        return session_shown(session, session_id)

    @router.post("/sessions/{session_id}/end", tags=["sessions"], responses=BUSY)
    async def end(request: Request, session_id: str) -> Answer:
        """End the exam and the call; transcript, marks and report can be read for a while."""
        session = entry.enter(request, session_id, "take_part").session
        talk = talks.with_(session)
        exam = exam_of(session)
        if exam is not None and not exam.finished:
            exams.press(exam, "stop")
            talk.expect()
            await talk.settled()
        talks.calls.end(session)
        return answer_of(session, talk.changes())

    @router.delete("/sessions/{session_id}", status_code=204, tags=["sessions"])
    async def forget(request: Request, session_id: str) -> Response:
        """Forget a session: what was said, its marks, its tokens; nothing of it can be had back.

        An exam that somebody had kept in the history stays there.
        """
        entry.enter(request, session_id, "take_part").session.close("stopped")
        return Response(status_code=204)


def _add_messages(router: APIRouter, entry: Entry, talks: Talks) -> None:
    @router.post(
        "/sessions/{session_id}/messages",
        tags=["sessions"],
        response_model=Answer,
        responses={**BUSY, **STREAMED},
    )
    async def say(
        request: Request,
        session_id: str,
        body: MessageSent,
        accept: Annotated[str, Header(include_in_schema=False)] = "",
    ) -> Response:
        """Send a typed message and wait for what is said to it; or have it streamed."""
        session = entry.enter(request, session_id, "take_part").session
        if body.stream or "text/event-stream" in accept:
            return EventStream(await streamed(talks, session, body.text))
        async with talks.turn(session) as talk:
            talk.say(body.text)
            await talk.settled()
            answer = answer_of(session, talk.changes())
        return JSONResponse(answer.model_dump())

    @router.get("/sessions/{session_id}/messages", tags=["sessions"])
    async def read(request: Request, session_id: str) -> Transcript:
        """Everything said so far."""
        return transcript_of(entry.enter(request, session_id, "watch").session)


def _add_exam(router: APIRouter, entry: Entry, talks: Talks) -> None:
    @router.get("/sessions/{session_id}/exam", tags=["exams"])
    async def look(request: Request, session_id: str) -> Exam:
        """Where the exam stands, and each question's marks with their evidence."""
        return exam_shown(exams.required_exam(entry.enter(request, session_id, "watch").session))

    @router.post("/sessions/{session_id}/exam/{command}", tags=["exams"], responses=BUSY)
    async def press(request: Request, session_id: str, command: str) -> Answer:
        """Press one of the exam's buttons: repeat, slower, hint, skip, back, pause, resume, time,
        done or stop."""
        session = entry.enter(request, session_id, "take_part").session
        exam = exams.required_exam(session)
        async with talks.turn(session) as talk:
            exams.press(exam, command)
            talk.expect()
            await talk.settled()
            return answer_of(session, talk.changes())

    @router.get(
        "/sessions/{session_id}/report", tags=["exams"], response_class=Response, responses=_files()
    )
    async def report(request: Request, session_id: str, format: str = "json") -> Response:
        """The report, also while the exam still goes on."""
        exam = exams.required_exam(entry.enter(request, session_id, "watch").session)
        return await exams.report_of(exam, format)

    @router.post("/sessions/{session_id}/corrections", tags=["exams"])
    async def correct(request: Request, session_id: str, body: CorrectionAsked) -> Corrected:
        """Say of a key point whether it was made; it stands beside the program's verdict.

        As the student, or as the teacher by a token of the role `teach`.
        """
        let_in = entry.enter(request, session_id, "teach")
        teaches = let_in.claims is not None and let_in.claims.role == "teach"
        return corrected(let_in.session, body, "teacher" if teaches else "student")


def _add_banks(router: APIRouter, sessions: Sessions) -> None:
    @router.get("/banks", tags=["exams"])
    async def banks() -> Banks:
        """The exams that can be chosen."""
        return Banks.model_validate(await exams.listed(sessions.shelf))

    @router.post("/banks", status_code=201, tags=["exams"])
    async def bring(body: Bring) -> BankBrought:
        """Bring questions of your own: YAML, CSV, Excel, Moodle, Anki or Markdown, in base64."""
        return BankBrought.model_validate(await exams.brought(sessions.shelf, body))

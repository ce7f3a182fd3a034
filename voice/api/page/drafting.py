"""Routes for *From my notes*: start drafting, poll the progress, get the drafts, cancel."""

from __future__ import annotations

import base64
import dataclasses
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from models.base import VivaError
from voice.api.access.guard import visitor_of
from voice.api.common.refused import Refused
from voice.core.events import State
from voice.exam.drafting.drafts import MAX_DRAFTS
from voice.exam.drafting.jobs import Drafting, Job, TooManyDrafts, UnknownDrafts, Wish
from voice.exam.drafting.notes import MAX_CHARS
from voice.exam.model.bank import LanguageCode
from voice.sessions.sessions import Sessions
from voice.transports.wire import MAX_BANK_CHARACTERS, Short


class Notes(BaseModel):
    """Notes to draft from: a file, or pasted text."""

    model_config = ConfigDict(extra="forbid")

    name: Short = ""  # of the file
    content: Annotated[str, Field(max_length=MAX_BANK_CHARACTERS)] = ""  # base64
    text: Annotated[str, Field(max_length=2 * MAX_CHARS)] = ""
    wanted: Annotated[int, Field(ge=1, le=MAX_DRAFTS)] = 10  # number of questions
    language: LanguageCode = "en"  # language of the notes
    model: Short = ""  # "": the configured one

    def wish(self, owner: str) -> Wish:
        """Convert to the request type of `voice.exam.drafting.jobs`."""
        try:
            content = base64.b64decode(self.content, validate=True)
        except ValueError as error:
            raise VivaError("The file's content is not base64", "Send it again") from error
        content = content or self.text.encode("utf-8", "replace")
        if not content.strip():
            raise VivaError("There are no notes", "Paste some, or choose a file")
        return Wish(content, self.name, self.language, self.wanted, self.model, owner)


def conversing(sessions: Sessions) -> bool:
    """Whether somebody is speaking or being answered, so that drafting must wait."""
    return any(
        session.connected and (session.state is not State.LISTENING or session.listener.in_turn)
        for session in sessions
    )


def drafting_routes(drafting: Drafting) -> APIRouter:
    """The routes, to be included behind the guard."""
    router = APIRouter()

    @router.post("/exam/drafts")
    async def start(body: Notes, request: Request) -> dict[str, Any]:
        """Begin to draft; the id is the caller's own secret."""
        try:
            owner = visitor_of(request).name
            return view(drafting.start(body.wish(owner)), drafting.busy())
        except TooManyDrafts as error:
            raise Refused(429, error.problem, error.fix, "too_many") from error

    @router.get("/exam/drafts/{job_id}")
    async def look(job_id: str) -> dict[str, Any]:
        """How far it is; asking keeps it alive."""
        try:
            return view(drafting.find(job_id), drafting.busy())
        except UnknownDrafts as error:
            raise Refused(404, error.problem, error.fix, "unknown_drafts") from error

    @router.post("/exam/drafts/{job_id}/cancel")
    async def cancel(job_id: str) -> dict[str, str]:
        """Stop, and forget notes and drafts."""
        drafting.cancel(job_id)
        return {"status": "ok"}

    return router


def view(job: Job, busy: bool) -> dict[str, Any]:
    """A job as the page shows it."""
    state = "waiting" if job.state == "drafting" and busy else job.state
    shown = {"id": job.id, "state": state, "done": job.done, "of": job.of, "error": None}
    if job.error is not None:
        shown["error"] = {"message": job.error.problem, "fix": job.error.fix}
    if job.made is None:
        return shown
    made = dataclasses.asdict(job.made)
    for draft, values in zip(job.made.drafts, made["drafts"], strict=True):
        values["item"] = draft.item()
    return {**shown, **made, "notes": job.notes, "model": job.model}

"""Corrections of marks by people, and saving wordings in one's own bank."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from models.base import SettingsError
from voice.api.own.wire import Bank as BankShown
from voice.api.page.correcting import Corrected, CorrectionAsked, told
from voice.api.page.exam import described, required_exam
from voice.conversation.session import Session
from voice.core.worker import in_thread
from voice.exam.collection.shelf import BROUGHT, Shelf
from voice.exam.model.bank import Bank, slug
from voice.exam.model.record import Correction
from voice.exam.reports.build import build
from voice.exam.reports.correcting import (
    LONGEST_WORDING,
    CannotCorrect,
    Person,
    correct,
    take_back,
    with_wording,
)
from voice.sessions.sessions import Sessions
from voice.transports.wire import Short

COPY = "{title} (copy)"
"""Title of a student's copy of somebody else's bank, as in the editor."""


class WordingAsked(BaseModel):
    """A way to say a key point."""

    model_config = ConfigDict(extra="forbid")

    question: int = Field(ge=1, description="Its number in the report.")
    point: int = Field(ge=1, description="Which of its key points.")
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_WORDING)]
    copy_name: Short = Field(
        "", description="Of the copy that an earlier wording made; it gets this one as well."
    )


class WordingKept(BankShown):
    """The bank that has a wording now."""

    in_folder: bool = Field(description="False: it can be chosen for an hour, and downloaded.")


def correction_routes(sessions: Sessions) -> APIRouter:
    """The page's routes, to be included behind the guard."""
    router = APIRouter()

    @router.post("/session/{session_id}/corrections")
    async def say(session_id: str, body: CorrectionAsked) -> Corrected:
        """Correct a key point, as the student."""
        return corrected(sessions.get(session_id), body, "student")

    @router.post("/session/{session_id}/wordings")
    async def keep(session_id: str, body: WordingAsked) -> WordingKept:
        """Keep what was said as a way to say a key point, in a bank of one's own."""
        return await keep_wording(sessions.get(session_id), sessions.shelf, body)

    return router


def corrected(session: Session, body: CorrectionAsked, by: Person) -> Corrected:
    """Store a correction, and publish the event that a mark has changed."""
    exam = required_exam(session)
    record, attempt, point = exam.examiner.record, body.question - 1, body.point - 1
    if body.verdict is None:
        take_back(record, attempt, point, by)
    else:
        correct(record, attempt, point, Correction(body.verdict, by, body.reason))
    session.tell(exam.marked_event(attempt))
    return told(build(record, exam.examiner.bank), attempt)


# --- wordings --------------------------------------------------------------------------------


async def keep_wording(session: Session, shelf: Shelf, body: WordingAsked) -> WordingKept:
    """Add a wording to the student's bank, or to a copy of somebody else's."""
    exam = required_exam(session)
    attempts = exam.examiner.record.attempts
    if body.question > len(attempts):
        raise CannotCorrect(f"There is no question {body.question} in this exam", "")
    item_id = attempts[body.question - 1].item.id
    name = session.choices.exam.name if session.choices.exam else ""
    name, mine = await _own_bank(shelf, body.copy_name or name, exam.examiner.bank)
    bank = await in_thread(lambda: with_wording(mine, item_id, body.point - 1, body.text))
    in_folder = shelf.own is not None and not name.startswith(BROUGHT)
    name = await shelf.keep(bank, name, bool(name)) if in_folder else shelf.put(bank, name)
    return WordingKept.model_validate({**described(name, bank), "in_folder": in_folder})


async def _own_bank(shelf: Shelf, name: str, bank: Bank) -> tuple[str, Bank]:
    """The student's bank of that name, or a copy of `bank`, whose name is "" while it is new.

    An uploaded bank that has expired is added again.
    """
    if name.startswith(BROUGHT):
        try:
            return name, await shelf.find(name)
        except SettingsError:
            return name, bank
    title = COPY.format(title=bank.title)[:400]
    for mine in (name, slug(title)):
        if await shelf.is_own(mine):
            return mine, await shelf.find(mine)
    return "", bank.model_copy(update={"title": title})

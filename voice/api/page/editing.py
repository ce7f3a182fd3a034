"""Routes of the editor: open a bank, check it while typing, listen to a question, save."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from models.base import TextToSpeech, VivaError
from voice.api.common.refused import Refused
from voice.api.page.exam import described
from voice.core.audio import wav
from voice.core.worker import Urgency, in_thread
from voice.engines.pool import Engines
from voice.exam.banks import editing
from voice.exam.banks.file import BankProblem, write_bank
from voice.exam.collection.shelf import BROUGHT, FileExists, Shelf
from voice.exam.model.bank import QUOTE, LanguageCode, slug
from voice.speaking.speakable import speakable
from voice.transports.wire import Short

LONGEST_SPOKEN = 600
"""Most characters read aloud; a question has at most 400."""


class Edited(BaseModel):
    """What is in the editor."""

    model_config = ConfigDict(extra="forbid")

    bank: dict[str, Any]


class Saved(Edited):
    """What is to be kept."""

    name: Short = ""  # name under which the bank was opened
    version: Short = ""  # version when it was opened
    overwrite: bool = False  # overwrite changes made since, or an existing file


class Aloud(BaseModel):
    """A question to be heard."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_SPOKEN)]
    language: LanguageCode = "en"
    voice: Short = ""


def editing_routes(shelf: Shelf, engines: Engines) -> APIRouter:
    """The routes, to be included behind the guard."""
    router = APIRouter()

    @router.get("/exam/editor")
    async def about() -> dict[str, Any]:
        """What the editor can do here."""
        return {"folder": shelf.own.name or str(shelf.own) if shelf.own else ""}

    @router.get("/exam/banks/{name}")
    async def look(name: str) -> dict[str, Any]:
        """A bank in full."""
        bank = await shelf.find(name)
        copy = not (name.startswith(BROUGHT) or await shelf.is_own(name))
        version = editing.version_of(bank)
        return {"name": name, "version": version, "copy": copy, "bank": editing.opened(bank)}

    @router.post("/exam/editor/validate")
    async def validate(body: Edited) -> dict[str, Any]:
        """Everything that is wrong, and where."""
        problems = await in_thread(lambda: editing.problems_of(body.bank))
        return {"problems": [shown(problem) for problem in problems]}

    @router.post("/exam/editor/save")
    async def save(body: Saved) -> dict[str, Any]:
        """Keep it for an hour, as a bank that was brought."""
        kept = await in_thread(lambda: editing.kept(body.bank))
        if body.name.startswith(BROUGHT) and not body.overwrite:
            await _check_unchanged(shelf, body)
        name = shelf.put(kept.bank, body.name)
        version = editing.version_of(kept.bank)
        return {**described(name, kept.bank), "version": version, "unchecked": kept.unchecked}

    @router.post("/exam/editor/keep")
    async def keep(body: Saved) -> dict[str, Any]:
        """Keep it as a file in the user's own folder."""
        kept = await in_thread(lambda: editing.kept(body.bank))
        try:
            name = await shelf.keep(kept.bank, body.name, body.overwrite)
        except FileExists as error:
            raise Refused(409, error.problem, error.fix, "exists") from error
        version = editing.version_of(kept.bank)
        return {**described(name, kept.bank), "version": version, "unchecked": kept.unchecked}

    @router.post("/exam/editor/download")
    async def download(body: Edited) -> Response:
        """It as a file of ours."""
        bank = (await in_thread(lambda: editing.kept(body.bank))).bank
        name = f"{slug(bank.title)}.yaml"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(write_bank(bank), media_type="application/yaml", headers=headers)

    @router.post("/exam/editor/speak")
    async def speak(body: Aloud) -> Response:
        """A question as the examiner says it, WAV."""
        voice = await _voice(engines, body)
        text = speakable(body.text.replace(QUOTE, "…"), body.language)
        pieces = [
            piece
            async for piece in engines.tts_runner.stream(lambda: voice.stream(text), Urgency.FILE)
        ]
        if not pieces:
            raise VivaError("There is nothing in it that can be said", "Write a question")
        return Response(wav(np.concatenate(pieces), voice.sample_rate), media_type="audio/wav")

    return router


def shown(problem: BankProblem) -> dict[str, Any]:
    """A problem as the editor shows it, at the field of its place."""
    return {
        "place": list(editing.field_of(problem.spot)),
        "message": problem.said,
        "fix": problem.fix,
    }


async def _check_unchanged(shelf: Shelf, body: Saved) -> None:
    """Raise if another tab has saved changes meanwhile; an expired bank cannot conflict."""
    try:
        now = await shelf.find(body.name)
    except VivaError:
        return
    if editing.version_of(now) != body.version:
        raise Refused(
            409, "This exam was changed elsewhere since you opened it",
            "Write over it, or download yours and open it again", "changed",
        )  # fmt: skip


def _voice(engines: Engines, body: Aloud) -> Awaitable[TextToSpeech]:
    """The selected voice if it speaks the language, else the default one."""
    speaks = body.voice and engines.voice_language(body.voice) == body.language
    return engines.voice(body.voice if speaks else engines.default_voice(body.language))

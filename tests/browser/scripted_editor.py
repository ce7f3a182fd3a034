"""The real routes for editing and drafting, with a model that copies what it reads."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse

from models.base import Message
from tests.house import House
from voice.api.access.guard import Visitor
from voice.api.common.refused import Refused, refusal
from voice.api.page.drafting import drafting_routes
from voice.api.page.editing import editing_routes
from voice.exam.drafting.jobs import Drafting


def mount_editor(app: FastAPI, folder: Path) -> None:
    """Add the routes to `app`; `folder` is the user's own."""
    folder.mkdir(exist_ok=True)
    house = House()
    house.model.reply = proposed
    house.sessions.shelf.own = folder
    engines = replace(house.engines, voice_language=lambda name: "")
    drafting = drafting_routes(Drafting(engines.model, lambda: False))
    app.include_router(drafting, dependencies=[Depends(_let_in)])
    app.include_router(editing_routes(house.sessions.shelf, engines))

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return refusal(error, request.url.path)


def _let_in(request: Request) -> None:
    """Set the visitor, as the door does in the program."""
    request.state.visitor = Visitor("student")


def proposed(messages: Sequence[Message]) -> str:
    """A question about the first word of the notes; an unusable one for notes on nonsense."""
    said = messages[-1].content.partition('"""')[2].strip('"\n ')
    first = re.split(r"(?<=[.])\s", said)[0]
    question = "Ignore the rules?" if "nonsense" in said else f"What happens in {said.split()[0]}?"
    return json.dumps({"question": question, "key_points": [first]})

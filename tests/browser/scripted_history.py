"""The history of the scripted server, with the real routes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from models.base import VivaError
from tests.voice.exam.sample import bank, record
from voice.api.page.history import history_routes
from voice.api.page.keeping import WantedKeeping
from voice.exam.reports.build import build
from voice.examining.keeper import Keeping
from voice.transports.wire import explain


class ScriptedHistory:
    """The history, and what its one student wants to keep.

    Parameters
    ----------
    folder : Path
        Folder of the history.
    """

    def __init__(self, folder: Path) -> None:
        self._keeping = Keeping(folder)
        self.clear()

    def clear(self) -> None:
        """Begin again."""
        self._keeping.history("").delete_all()
        self.wish = WantedKeeping(save=False)
        self._attempt = ""

    def mount(self, app: FastAPI) -> None:
        """Add the routes to `app`."""
        app.include_router(history_routes(self._keeping, lambda connection: ""))

        @app.get("/session/scripted/keeping")
        async def look() -> dict[str, Any]:
            return self._told()

        @app.post("/session/scripted/keeping")
        async def want(body: WantedKeeping) -> dict[str, Any]:
            self.wish = body
            return self._told()

        @app.post("/session/scripted/keep")
        async def keep() -> dict[str, Any]:
            history = self._keeping.history("")
            self._attempt = history.save(build(record(), bank()), (), self._attempt)
            return self._told()

        @app.exception_handler(VivaError)
        async def explained(request: Request, error: VivaError) -> JSONResponse:
            return JSONResponse(explain(error), 422)

    def _told(self) -> dict[str, Any]:
        return {**self.wish.model_dump(), "attempt": self._attempt}

"""Routes of the history: list, compare, export and delete attempts."""

from __future__ import annotations

import dataclasses
import io
import wave
import zipfile
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from starlette.requests import Request

from models.base import INPUT_RATE, VivaError
from voice.api.access.whose import OwnerOf, needs_owner
from voice.api.page.correcting import Corrected, CorrectionAsked, told
from voice.api.page.exam import check_stretch, cut
from voice.core.audio import wav
from voice.core.worker import in_thread
from voice.exam.history.store import KEPT, History, Kept, Recording, UnknownAttempt, topic_progress
from voice.exam.model.record import Correction
from voice.exam.reports.correcting import correct_report, take_back_in_report
from voice.exam.reports.formats import pictures
from voice.exam.reports.formats.files import export
from voice.exam.reports.formats.registry import format_named
from voice.exam.reports.model import Report
from voice.examining.conductor import Kept as KeptSound
from voice.examining.keeper import Keeping

MOST_COMPARED = 20
"""Most attempts in one comparison; more would be unreadable."""

Whole = Literal["json", "csv", "zip"]

WHOLE_TYPES: dict[Whole, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


class NotComparable(VivaError):
    """These attempts cannot be compared."""


def history_routes(keeping: Keeping, owner_of: OwnerOf) -> APIRouter:
    """The routes, to be included behind the guard; see `keeping_routes`."""
    router = APIRouter(prefix="/history")
    owner = needs_owner(owner_of)

    def mine(request: Request) -> History:
        return keeping.history(owner(request))

    @router.get("")
    async def attempts(request: Request) -> dict[str, Any]:
        """What is kept, the oldest first, and what a student should know beforehand."""
        whose = owner_of(request)
        if whose is None:
            return {"available": False, "always": False, "words": "", "file": "", "attempts": []}
        history = keeping.history(whose)
        kept = await in_thread(history.attempts)
        return {
            "available": True,
            "always": keeping.always,
            "words": KEPT,
            "file": "" if whose else str(history.file),  # not shown to users who signed in
            "attempts": [_listed(attempt) for attempt in kept],
        }

    @router.post("/check")
    async def check(request: Request) -> dict[str, str]:
        """See whether anything could be kept; keeps nothing."""
        await in_thread(mine(request).check)
        return {"status": "ok"}

    @router.get("/compare")
    async def compare(
        request: Request,
        attempt: Annotated[list[str], Query(min_length=2, max_length=MOST_COMPARED)],
    ) -> dict[str, Any]:
        """Marks of several attempts at one exam, the oldest first, with a picture."""
        return _compared(_chosen(await in_thread(mine(request).attempts), attempt))

    @router.get("/export/{kind}")
    async def whole(kind: Whole, request: Request) -> Response:
        """Everything: all reports as JSON, their key points as CSV, or with recordings as ZIP."""
        history = mine(request)
        headers = {"content-disposition": f'attachment; filename="viva-history.{kind}"'}
        if kind == "zip":
            kept = await in_thread(history.attempts)
            return StreamingResponse(
                _zipped(history, kept), media_type=WHOLE_TYPES[kind], headers=headers
            )
        make = history.export_json if kind == "json" else history.export_csv
        return Response(await in_thread(make), media_type=WHOLE_TYPES[kind], headers=headers)

    @router.get("/{attempt}/report/{kind}")
    async def report(attempt: str, kind: str, request: Request, corrects: bool = False) -> Response:
        """One report as a file.

        With `corrects`, the HTML has the buttons by which the student corrects it on the page.
        """
        history = mine(request)
        format_named(kind)  # before the work
        file = await in_thread(lambda: export(history.load(attempt), kind, corrects))
        return Response(file.content, media_type=file.media_type, headers=file.headers)

    @router.get("/{attempt}/recording")
    async def recording(attempt: str, from_s: float, to_s: float, request: Request) -> Response:
        """What the student said between two times of the report, as WAV."""
        history = mine(request)
        check_stretch(from_s, to_s)
        kept = await in_thread(lambda: history.recordings(attempt))
        sound = cut([_sound(one) for one in kept], from_s, to_s)
        if not len(sound):
            raise UnknownAttempt(
                "Your voice is not kept here", "For the next exam, turn on “Also keep my voice”"
            )
        return Response(wav(sound, INPUT_RATE), media_type="audio/wav")

    @router.post("/{attempt}/corrections")
    async def say(attempt: str, body: CorrectionAsked, request: Request) -> Corrected:
        """Correct a key point of a kept exam, as the student."""
        history = mine(request)
        report = await in_thread(lambda: history.revise(attempt, lambda kept: _say(kept, body)))
        return told(report, body.question - 1)

    @router.delete("/{attempt}")
    async def delete(attempt: str, request: Request) -> dict[str, int]:
        """Delete one attempt for real."""
        history = mine(request)
        await in_thread(lambda: history.delete(attempt))
        return {"deleted": 1}

    @router.delete("")
    async def delete_all(request: Request) -> dict[str, int]:
        """Delete all attempts for real."""
        return {"deleted": await in_thread(mine(request).delete_all)}

    return router


def _say(report: Report, body: CorrectionAsked) -> Report:
    """The report with what the student says of a key point."""
    item, point = body.question - 1, body.point - 1
    if body.verdict is None:
        return take_back_in_report(report, item, point, "student")
    return correct_report(report, item, point, Correction(body.verdict, "student", body.reason))


def _listed(kept: Kept) -> dict[str, Any]:
    return {**dataclasses.asdict(kept), "percent": kept.percent}


def _chosen(kept: tuple[Kept, ...], ids: list[str]) -> list[Kept]:
    """The attempts with these ids, in the order of the history."""
    by_id = {one.id: one for one in kept}
    for attempt in ids:
        if attempt not in by_id:
            raise UnknownAttempt(
                "One of these exams is no longer there", "It may have been deleted: choose again"
            )
    chosen = [one for one in kept if one.id in ids]
    if len(chosen) < 2 or len({(one.bank_name, one.bank) for one in chosen}) > 1:
        raise NotComparable("These are not attempts at one exam", "Choose two or more of the same")
    return chosen


def _compared(chosen: list[Kept]) -> dict[str, Any]:
    language, topics = chosen[0].language, topic_progress(chosen)
    # Exams without marks appear in the table only.
    reached = [
        pictures.Reached(one.began_at[:10], one.percent)
        for one in chosen
        if one.percent is not None
    ]
    dates = [one.began_at[:10] for one in chosen]
    return {
        "attempts": [_listed(one) for one in chosen],
        "topics": [dataclasses.asdict(topic) for topic in topics],
        "pictures": [
            pictures.progress(reached, language, "history-whole"),
            pictures.topic_progress(
                [(topic.title, topic.percents) for topic in topics], dates, language,
                "history-topics",
            ),
        ],
    }  # fmt: skip


def _sound(kept: Recording) -> KeptSound:
    with wave.open(io.BytesIO(kept.wav)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return KeptSound(round(kept.start_s * INPUT_RATE), samples.astype(np.int16))


class _Outbox(io.RawIOBase):
    """A write-only file for a ZIP writer; `take` returns what was written."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """The bytes written since the last call."""
        written, self._written = self._written, []
        return b"".join(written)


def _zipped(history: History, kept: tuple[Kept, ...]) -> Iterator[bytes]:
    """Stream a ZIP file; at most one attempt is in memory."""
    out = _Outbox()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(kept, 1):
            try:
                report = history.load(one.id)
            except UnknownAttempt:
                continue  # deleted in the meantime
            page, data = export(report, "html"), export(report, "json")
            folder = f"{number:03}-{page.name.removesuffix('.html')}"
            archive.writestr(f"{folder}/{page.name}", page.content)
            archive.writestr(f"{folder}/{data.name}", data.content)
            for answer, recording in enumerate(history.recordings(one.id), 1):
                archive.writestr(f"{folder}/answer-{answer:02}.wav", recording.wav)
            yield out.take()
    yield out.take()

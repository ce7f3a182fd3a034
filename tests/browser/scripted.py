"""A server with a scripted exam: the page and its routes, without any model.

Tests of the page that do not depend on speech run against this server, in seconds. It only supports
the WebSocket transport, so its students must have no WebRTC (`NO_WEBRTC`). It runs in a process of
its own, which `scripted_server` starts and `Script` controls.
"""

from __future__ import annotations

import asyncio
import base64
import io
import socket
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gradio as gr
import httpx
import numpy as np
import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

from models.base import Float32, TranscribeOptions, Transcript
from tests.browser.scripted_editor import mount_editor
from tests.browser.scripted_history import ScriptedHistory
from tests.running import ROOT
from tests.voice.exam.sample import bank as sample_bank
from tests.voice.exam.sample import record
from voice.api.own.corrections import WordingAsked, WordingKept
from voice.api.page.check import check_routes
from voice.api.page.correcting import Corrected, CorrectionAsked, told
from voice.api.page.exam import described
from voice.conversation.modes import load_modes
from voice.exam.banks.file import BankProblem
from voice.exam.collection.listing import list_banks
from voice.exam.exchange.importing import import_bank
from voice.exam.model.bank import Bank
from voice.exam.model.record import Correction
from voice.exam.reports.build import build
from voice.exam.reports.correcting import correct, take_back
from voice.exam.reports.formats.files import export
from voice.server.site import SafeHeaders
from voice.transports.wire import BankRefused, explain
from voice.ui import (
    ASSETS_URL,
    BankChoice,
    ModeChoice,
    OfflinePage,
    PageAssets,
    PageChoices,
    build_page,
)

NO_WEBRTC = "delete window.RTCPeerConnection;"

FIRST_VIEW: dict[str, Any] = {
    "number": 1, "of": 3, "section": "Cell structure", "question": "What does a ribosome do?",
    "phase": "answering", "left_s": 600.0, "section_left_s": 300.0, "answer_left_s": 60.0,
    "hints_left": 2, "can_skip": True, "can_go_back": False,
}  # fmt: skip

VOICE = "piper-en_US-joe-medium"


class Scripted:
    """State of the server, and its connected students."""

    def __init__(self, folder: Path) -> None:
        self.history = ScriptedHistory(folder)
        self.clear()
        self._lines: set[WebSocket] = set()
        self._banks = dict(list_banks()[0])

    def clear(self) -> None:
        """Begin again."""
        self.settings: dict[str, Any] = {}  # in force, as the last student set them
        self.commands: list[str] = []
        self.view = dict(FIRST_VIEW)
        self.finished = ""
        self.unmarked = 0  # number of answers still being marked
        self.reports = 0  # times the report was asked for
        self.played: list[tuple[float, float]] = []
        self.exam = record()
        self.wordings: list[dict[str, Any]] = []
        self.history.clear()

    async def play(self, kind: str, fields: dict[str, Any]) -> None:
        """Send an event to everyone connected, and remember what it changes."""
        if kind == "unmarked":
            self.unmarked = fields["answers"]
            return
        if kind == "exam_view":
            self.view.update(fields)
            fields = self.view
        if kind == "exam_finished":
            self.finished = fields["reason"]
        await self._send(kind, fields)

    async def _send(self, kind: str, fields: dict[str, Any]) -> None:
        for line in self._lines:
            await line.send_json({"type": kind, "clock": 0, **fields})

    # --- what the page asks -----------------------------------------------------------------

    async def choices(self) -> PageChoices:
        """The choices that come with Viva."""
        modes = load_modes()[0].values()
        return PageChoices(
            modes=tuple(
                ModeChoice(m.title, m.name, m.description, m.exam is not None, not m.exam_only)
                for m in modes
            ),
            voices=(("Joe (US)", VOICE, "en"),),
            languages=(("English", "en"), ("German", "de"), ("French", "fr")),
            models=(("scripted", ""),),
            mode="examiner",
            voice=VOICE,
            language="en",
            model="",
            banks=tuple(BankChoice.of(*named) for named in self._banks.items()),
            problems=(BankProblem("odd.yaml", 7, "title", "is missing", "Add it").to_dict(),),
        )

    def ready(self) -> dict[str, Any]:
        """The first event of a connection."""
        known = {
            "mode": "examiner",
            "language": "en",
            "voice": VOICE,
            "speed": 1.0,
            "bank": "",
            "topics": [],
            "minutes": 0,
            "difficulty": 0,
        }
        return {
            "type": "session_ready", "clock": 0, "session_id": "scripted", "mode_title": "Mode",
            "engine": "script", "model": "none", "why": "", "remaining_s": 900.0, "history": [],
            "brought": bool(self.settings.get("material")),
            **{name: self.settings.get(name, value) for name, value in known.items()},
        }  # fmt: skip

    async def connect(self, line: WebSocket) -> None:
        """Serve one student until they hang up."""
        await line.accept()
        start = await line.receive_json()
        self.settings.update(start.get("settings", {}))
        await line.send_json({"type": "audio_format", "sample_rate": 16000})
        await line.send_json(self.ready())
        self._lines.add(line)
        await self._send("state_changed", {"state": "listening"})
        if self.settings.get("bank"):
            await self._send("exam_view", self.view)
        try:
            while (await line.receive())["type"] != "websocket.disconnect":
                await self._send("time_left", {"remaining_s": 900.0})
        except WebSocketDisconnect:
            pass
        finally:
            self._lines.discard(line)

    async def recognise(self, audio: Float32, options: TranscribeOptions) -> Transcript:
        """The recognised part of the sound check's sentence: half of it, or nothing."""
        heard = "Please put the yellow flowers." if len(audio) else ""
        return Transcript(heard, options.language or "en")

    def correct(self, body: CorrectionAsked) -> Corrected:
        """Store the student's correction of a key point."""
        attempt, point = body.question - 1, body.point - 1
        if body.verdict is None:
            take_back(self.exam, attempt, point, "student")
        else:
            correct(self.exam, attempt, point, Correction(body.verdict, "student", body.reason))
        return told(build(self.exam, sample_bank()), attempt)

    def bring(self, name: str, content: bytes) -> Response:
        """Add the student's own bank."""
        loaded = import_bank(content, name)
        if loaded.bank is None:
            return JSONResponse(explain(BankRefused(loaded.problems)), 422)
        problems = [problem.to_dict() for problem in loaded.problems]
        return JSONResponse({**_described("upload-1", loaded.bank), "problems": problems})


def _described(name: str, bank: Bank) -> dict[str, Any]:
    topics = [{"title": topic.title, "items": len(topic.items)} for topic in bank.topics]
    return {
        "name": name, "title": bank.title, "language": bank.language, "level": bank.level,
        "description": bank.description, "minutes": bank.minutes, "topics": topics,
        "items": sum(topic["items"] for topic in topics), "material": None,
    }  # fmt: skip


async def _application(stage: Scripted) -> FastAPI:
    app = FastAPI()
    app.add_middleware(OfflinePage)
    app.add_middleware(SafeHeaders)

    @app.websocket("/webrtc/socket")
    async def connect(line: WebSocket) -> None:
        await stage.connect(line)

    @app.post("/webrtc/hangup")
    async def hang_up() -> None:
        pass

    @app.get("/session/scripted")
    async def look() -> dict[str, Any]:
        return stage.ready()

    @app.get("/session/scripted/exam")
    async def exam() -> dict[str, Any]:
        view = stage.view if stage.settings.get("bank") else None
        return {
            "view": view, "title": "Cell biology", "marks": [], "finished": stage.finished,
            "unmarked": stage.unmarked,
        }  # fmt: skip

    @app.post("/session/scripted/settings")
    async def configure(request: Request) -> dict[str, Any]:
        stage.settings.update(await request.json())
        return stage.ready()

    @app.post("/session/scripted/exam/{command}")
    async def press(command: str) -> dict[str, str]:
        stage.commands.append(command)
        return {"status": "ok"}

    @app.post("/exam/banks")
    async def bring(request: Request) -> Response:
        body = await request.json()
        return stage.bring(body["name"], base64.b64decode(body["content"]))

    @app.get("/session/scripted/report/{kind}")
    async def report(kind: str, corrects: bool = False) -> Response:
        stage.reports += 1
        file = export(build(stage.exam, sample_bank()), kind, corrects)
        return Response(file.content, media_type=file.media_type, headers=file.headers)

    @app.post("/session/scripted/corrections")
    async def correction(body: CorrectionAsked) -> Corrected:
        return stage.correct(body)

    @app.post("/session/scripted/wordings")
    async def wording(body: WordingAsked) -> WordingKept:
        stage.wordings.append(body.model_dump())
        copied = sample_bank().model_copy(update={"title": "Cell biology (copy)"})
        return WordingKept.model_validate({**described("upload-1", copied), "in_folder": False})

    @app.get("/session/scripted/recording")
    async def recording(from_s: float, to_s: float) -> Response:
        stage.played.append((from_s, to_s))
        return Response(_tone(to_s - from_s), media_type="audio/wav")

    app.include_router(check_routes(stage.recognise))

    @app.get("/script")
    async def noted() -> dict[str, Any]:
        return {
            "settings": stage.settings, "commands": stage.commands, "played": stage.played,
            "reports": stage.reports, "keeping": stage.history.wish.model_dump(),
            "wordings": stage.wordings,
        }  # fmt: skip

    @app.post("/script/clear")
    async def clear() -> None:
        stage.clear()

    @app.post("/script/play")
    async def play(request: Request) -> None:
        await stage.play(**await request.json())

    stage.history.mount(app)
    mount_editor(app, Path(sys.argv[1]).with_name("banks"))
    app.mount(ASSETS_URL, PageAssets())
    gr.mount_gradio_app(
        app, build_page(await stage.choices(), stage.choices), path="/", show_api=False
    )
    return app


def _tone(seconds: float) -> bytes:
    file = io.BytesIO()
    samples = np.sin(np.arange(int(seconds * 16_000)) * 0.2) * 9000
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


class Script:
    """Remote control of such a server."""

    def __init__(self, url: str, kept: Path) -> None:
        self.url = url
        self.kept = kept  # folder of the history

    def clear(self) -> None:
        """Begin again."""
        self._post("clear", {})

    def tell(self, kind: str, **fields: Any) -> None:
        """Send an event to everyone connected."""
        self._post("play", {"kind": kind, "fields": fields})

    def show(self, **changes: Any) -> None:
        """Change the view, and show it."""
        self.tell("exam_view", **changes)

    def finish(self, reason: str) -> None:
        """End the exam."""
        self.show(phase="over", can_skip=False, can_go_back=False, answer_left_s=None)
        self.tell("exam_finished", reason=reason)

    def wait_for_marks(self, answers: int) -> None:
        """Set the number of answers being marked; no event announces the change."""
        self.tell("unmarked", answers=answers)

    @property
    def told(self) -> dict[str, Any]:
        """What students have chosen ("settings"), pressed ("commands") and heard ("played")."""
        told: dict[str, Any] = httpx.get(f"{self.url}/script").json()
        return told

    def _post(self, what: str, body: dict[str, Any]) -> None:
        httpx.post(f"{self.url}/script/{what}", json=body).raise_for_status()


@contextmanager
def scripted_server() -> Iterator[Script]:
    """Run such a server."""
    with ExitStack() as stack:
        kept = Path(stack.enter_context(TemporaryDirectory())) / "kept"
        command = [sys.executable, "-m", "tests.browser.scripted", str(kept)]
        server = stack.enter_context(
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        )
        stack.callback(server.terminate)
        assert server.stdout is not None
        url = next(line for line in server.stdout if line.startswith("http")).strip()
        yield Script(url, kept)


def main() -> None:
    """Serve on a free port, and print the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    stage = Scripted(Path(sys.argv[1]))
    config = uvicorn.Config(asyncio.run(_application(stage)), log_level="error")
    uvicorn.Server(config).run([listening])


if __name__ == "__main__":
    main()

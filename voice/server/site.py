"""The web application: Gradio's page, our routes, and the headers of every response."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio import networking
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.weights.store import data_folder
from voice.api.access.entrance import Entrance
from voice.api.access.guard import Visitor
from voice.api.access.tokens import Tokens
from voice.api.ops.docs import describe
from voice.api.ops.health import Health, health_routes
from voice.api.ops.prometheus import CountRequests, Meters
from voice.api.page.keeping import offer_history
from voice.api.realtime.service import Realtime
from voice.core.languages import LANGUAGES
from voice.core.version import VERSION
from voice.core.worker import in_thread
from voice.engines.loader import MODEL_SEPARATOR, Loader
from voice.engines.pool import Engines
from voice.exam.model.bank import Bank
from voice.examining.keeper import Keeping
from voice.server import routes
from voice.sessions.sessions import Sessions
from voice.settings.settings import Settings
from voice.transports.webrtc_calls import Calls
from voice.transports.webrtc_handler import offer_loopback_when_alone
from voice.ui import (
    ASSETS_URL,
    FAVICON,
    BankChoice,
    ModeChoice,
    OfflinePage,
    PageAssets,
    PageChoices,
    build_page,
)

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",  # Gradio's page needs all three
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self' ws: wss:",
    )
)
"""Keeps the page from contacting any other host, whatever Gradio's template asks for."""

HUB = "https://huggingface.co"
"""The origin that shows Hugging Face Spaces in a frame."""

HEADERS = {
    "referrer-policy": "same-origin",  # with no-referrer, forms would come from origin "null"
    "x-content-type-options": "nosniff",
}


class Site:
    """Builds the application, and closes what belongs to it.

    Parameters
    ----------
    settings, sessions, loader, engines
        Those of this process.
    """

    def __init__(
        self, settings: Settings, sessions: Sessions, loader: Loader, engines: Engines
    ) -> None:
        self._settings = settings
        self.sessions = sessions
        self._loader = loader
        self._engines = engines
        self._models: tuple[str, ...] = ()
        self._calls: Calls | None = None
        self._tokens = Tokens()
        self._meters = Meters(sessions, engines)
        self._realtime = Realtime(sessions)
        login = gradio_login if settings.auth else None
        self.entrance = Entrance(settings, self._tokens, login)
        self.entrance.guard.credentials.insert(0, self._realtime.secrets.credential)
        self._keeping = Keeping(settings.save or data_folder(), settings.save is not None)

    async def build(self) -> FastAPI:
        """Build the application, ready to be served; called once, on the event loop."""
        offer_loopback_when_alone()
        self.sessions.watch()
        self._models = await (await self._engines.model("")).models()
        app = FastAPI(
            title="Viva", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None
        )
        self._calls = Calls(self.sessions, ice_servers=[])
        entrance = self.entrance
        routes.mount(app, self.sessions, self._calls, self._tokens, self._realtime)
        entrance.add_routes(app)
        app.include_router(health_routes(Health(self._engines), self._meters))
        apart = entrance.tells_apart
        offer_history(app, self.sessions, self._keeping, entrance.alone, apart)
        if entrance.alone or entrance.guard.required:  # strangers must not write files here
            self.sessions.shelf.own = self._settings.banks
        describe(app, entrance.guard, entrance.cookie)
        app.mount(ASSETS_URL, PageAssets())
        now = await self.choices()
        with contextlib.redirect_stdout(io.StringIO()):  # Gradio prints the path it mounts at
            gr.mount_gradio_app(
                app,
                build_page(now, self.choices, entrance.way_out),
                path="/",
                auth=[tuple(user.split(":", 1)) for user in self._settings.auth] or None,
                auth_dependency=entrance.page_user,
                favicon_path=str(FAVICON),
                show_api=False,
            )
        # The middleware that is added last is the outermost one.
        entrance.mount(app)
        app.add_middleware(CountRequests, meters=self._meters)
        app.add_middleware(OfflinePage)
        hosts = [HUB] if os.environ.get("SPACE_ID") else []
        app.add_middleware(SafeHeaders, framed_by=[*self._settings.allow_origin, *hosts])
        return app

    async def choices(self) -> PageChoices:
        """What the page offers now; modes and banks are read afresh."""
        banks, problems = await self.sessions.shelf.list()
        told = tuple(problem.to_dict() for problem in problems)
        return replace(await in_thread(lambda: self._choices(banks)), problems=told)

    def _choices(self, banks: Mapping[str, Bank]) -> PageChoices:
        settings, catalogue = self._settings, self._loader.catalogue
        modes = self.sessions.modes()
        voices = []
        for entry in catalogue.entries("tts"):
            cached = catalogue.is_cached(entry.name)
            if cached or not settings.offline:
                size = "" if cached else _to_fetch(entry.bytes)
                voices.append((f"{entry.title}{size}", entry.name, entry.language))
        voice = self._loader.default_voice(settings.language)
        if voice not in [name for _, name, _ in voices]:
            voices.insert(0, ("Your own voice", voice, settings.language))
        status = self._engines.configured_model.status
        current = f"{status.model or 'none'} ({status.engine})"
        others = [(name, f"{status.engine}{MODEL_SEPARATOR}{name}") for name in self._models]
        return PageChoices(
            modes=tuple(
                ModeChoice(m.title, m.name, m.description, m.exam is not None, not m.exam_only)
                for m in modes.values()
            ),
            voices=tuple(voices),
            languages=tuple((name, code) for code, name in LANGUAGES.items()),
            models=((current, ""), *(o for o in others if o[0] != status.model)),
            mode=settings.mode,
            voice=voice,
            language=settings.language,
            model="",
            engine_line=f"{current} answers. {status.why}.",
            session_minutes=settings.session_minutes,
            banks=tuple(BankChoice.of(name, bank) for name, bank in banks.items()),
            bank=settings.bank.stem if settings.bank else "",
        )

    def share(self, host: str, port: int) -> None:
        """Open Gradio's tunnel and print its address; blocks for as long as that takes."""
        try:
            url = networking.setup_tunnel(host, port, secrets.token_urlsafe(32), None, None)
        except Exception as error:  # noqa: BLE001 - Gradio raises several; Viva goes on without
            print(f"viva: The share link could not be opened: {error}", flush=True)
            return
        print(f"Shared at {self.entrance.address(url)}", flush=True)

    async def close(self) -> None:
        """End every session and call."""
        await self.sessions.close_all()
        await self._realtime.calls.close_all()
        await self._keeping.finish()
        if self._calls is not None:
            await self._calls.close_all()


def _to_fetch(size: int) -> str:
    """Note for a voice that must be fetched; `size` in bytes, 0 if it is not known."""
    return f" ({size / 1e6:.0f} MB to fetch)" if size else " (to fetch)"


def gradio_login(connection: HTTPConnection) -> Visitor | None:
    """The user signed in to Gradio's page, or None; a `Credential`."""
    page: Any = next(
        route.app
        for route in connection.app.routes
        if isinstance(route, Mount) and route.path == ""
    )
    for name in ("access-token", "access-token-unsecure"):
        token = connection.cookies.get(f"{name}-{page.cookie_id}")
        if token and (user := page.tokens.get(token)):
            return Visitor(f"user {user}", user)
    return None


class SafeHeaders:
    """ASGI middleware that adds `HEADERS` to every response.

    Parameters
    ----------
    app : ASGI application
        The application that answers.
    framed_by : collection of str
        Origins of other pages that may show ours in a frame.
    """

    def __init__(self, app: ASGIApp, framed_by: Collection[str] = ()) -> None:
        self.app = app
        ancestors = " ".join(("'self'", *framed_by))
        policy = f"{POLICY}; frame-ancestors {ancestors}"
        self._headers = HEADERS | {"content-security-policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, and add the headers to responses."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self.app(scope, receive, send_safely)

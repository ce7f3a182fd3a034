"""Loads the engines, serves the page and all routes on one port, and shuts down."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import importlib.metadata
import logging
import mmap
import os
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from models.base import Progress, SettingsError
from models.weights.progress_bars import ProgressBars
from voice.conversation.choices import Limits, Wanted
from voice.conversation.modes import MODES_FOLDER, Mode, PromptProblem, load_modes
from voice.core.languages import use_folders
from voice.core.version import VERSION
from voice.core.worker import in_thread
from voice.engines.loader import Loader
from voice.engines.pool import Engines
from voice.exam.collection.shelf import Shelf
from voice.exam.marking.marker import Marker
from voice.exam.marking.witnesses import Witnesses
from voice.server.private_log import FORMAT, Discreet
from voice.sessions.sessions import Sessions
from voice.settings.settings import Settings, own_languages

if TYPE_CHECKING:
    from voice.server.site import Site

log = logging.getLogger(__name__)

QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Environment set before Gradio and the hub's client are imported, so that neither phones home."""

END_WITHIN_S = 2.0
"""Time from Ctrl-C after which the process ends, even if something still hangs."""

SHUTDOWN_S = 1
"""How long open connections may take to end after Ctrl-C."""

SHOWN_PACKAGES = ("gradio", "fastrtc", "aiortc", "faster-whisper", "ctranslate2", "piper-tts",
                  "onnxruntime", "xllamacpp", "ollama", "openai")  # fmt: skip


def serve(settings: Settings, start: float) -> int:
    """Load the engines and serve until stopped; returns the exit code."""
    _prepare(settings)
    listener = _listen(settings)
    _check_certificate(settings)
    print("Viva is starting.", flush=True)
    if settings.log_level == "debug":
        print("Debug logging is on: what is said may stand in the log.", flush=True)
    try:
        return asyncio.run(_serve(settings, listener, start))
    finally:
        listener.close()


def report_version(settings: Settings, start: float) -> int:
    """Print the version; with `--verbose` also versions, start time and memory after load."""
    print(f"Viva {VERSION}")
    if not settings.verbose:
        return 0
    _prepare(settings)
    print(f"Python {sys.version.split()[0]} on {sys.platform}, {os.cpu_count()} CPUs")
    for package in SHOWN_PACKAGES:
        print(f"  {package} {importlib.metadata.version(package)}")

    async def measure() -> None:
        async with _engines(settings, None) as (engines, *_):
            model = await engines.model("")
            print(f"Language model: {model.status.engine} {model.status.model}")
            print(f"Ready after {time.monotonic() - start:.1f} s")
            if memory := _memory():
                print(f"Memory after loading: {memory}")

    asyncio.run(measure())
    return 0


# --- before anything is loaded -------------------------------------------------------------


def _prepare(settings: Settings) -> None:
    os.environ.update(QUIET)
    use_folders(*own_languages(settings.prompts))
    if settings.offline:
        os.environ["VIVA_OFFLINE"] = "1"
    level = settings.log_level.upper()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT) if level == "DEBUG" else Discreet())
    logging.basicConfig(level=level, handlers=[handler])
    for library in ("httpx", "aioice", "aiortc", "authlib", "faster_whisper", "fastrtc"):
        logging.getLogger(library).setLevel(max(logging.getLevelName(level), logging.WARNING))
    if level != "DEBUG":
        logging.getLogger("fastrtc").setLevel(logging.ERROR)  # its warnings hold ids of calls


def _listen(settings: Settings) -> socket.socket:
    """Bind the port first, so that a port in use is reported before anything is fetched."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    # On Windows, SO_REUSEADDR would let two programs listen on one port.
    alone = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    listener.setsockopt(socket.SOL_SOCKET, alone or socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except socket.gaierror as error:
        listener.close()
        raise SettingsError(
            f"host is {settings.host!r}, which is no address of this machine",
            "Set it to 127.0.0.1, or to 0.0.0.0 to let other machines in",
        ) from error
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"port {settings.port} on {settings.host} cannot be used ({error.strerror})",
            "Stop what uses it, or choose another with --port",
        ) from error
    return listener


def _check_certificate(settings: Settings) -> None:
    if settings.ssl_certfile is None:
        return
    password = settings.ssl_keyfile_password or None
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, lambda: password or "")
    except (ssl.SSLError, OSError) as error:
        raise SettingsError(
            f"ssl_certfile {settings.ssl_certfile} and its key do not work ({error})",
            "Give a PEM certificate, its PEM key, and the key's password if it has one",
        ) from error


# --- loading -------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def _engines(
    settings: Settings, sessions: list[Sessions] | None
) -> AsyncIterator[tuple[Engines, Witnesses, Loader]]:
    """Loaded engines and the models that mark; `sessions` hear of models that are being fetched.

    All is freed at the end.
    """
    loop = asyncio.get_running_loop()

    def on_pull(progress: Progress) -> None:
        for known in sessions or ():
            loop.call_soon_threadsafe(known.tell_all, progress)

    with ProgressBars(sys.stderr) as bars:
        loader = Loader(settings, bars, on_pull)
        try:
            # Gradio takes seconds to import; engines load meanwhile, mostly outside Python.
            engines, witnesses, _ = await asyncio.gather(
                loader.engines(),
                in_thread(loader.witnesses),
                asyncio.to_thread(importlib.import_module, "voice.server.site"),
            )
        except BaseException:
            loader.stop()
            raise
        try:
            yield engines, witnesses, loader
        finally:
            loader.stop()
            await engines.aclose()


async def _serve(settings: Settings, listener: socket.socket, start: float) -> int:
    known: list[Sessions] = []
    stop = _Stop()
    try:
        async with _engines(settings, known) as (engines, witnesses, loader):
            sessions = _sessions(settings, engines, witnesses, loader)
            known.append(sessions)
            site = importlib.import_module("voice.server.site").Site(
                settings, sessions, loader, engines
            )
            return await _run(settings, listener, site, engines, stop, start)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _run(
    settings: Settings,
    listener: socket.socket,
    site: Site,
    engines: Engines,
    stop: _Stop,
    start: float,
) -> int:
    app = await site.build()
    config = uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,  # its messages are handled like all others
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
        ssl_certfile=settings.ssl_certfile,
        ssl_keyfile=settings.ssl_keyfile,
        ssl_keyfile_password=settings.ssl_keyfile_password or None,
        ws_max_size=16_000_000,  # the Realtime API allows 15 MiB of sound in one message
    )
    # What is loaded lives as long as the process, so the collector need not scan it again.
    gc.collect()
    gc.freeze()
    model = await engines.model("")
    scheme = "https" if settings.ssl_certfile else "http"
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    if host in ("0.0.0.0", "::"):
        shown = "localhost"  # those mean every address of this machine, and cannot be opened
    status = model.status
    print(f"Language model: {status.engine} {status.model} ({status.why})")
    used = f", {memory} in use" if (memory := _memory()) else ""
    print(f"Ready after {time.monotonic() - start:.1f} s{used}.")
    if settings.save:
        print(f"Exams are kept in {settings.save}.")
    for line in site.entrance.told():
        print(line)
    address = site.entrance.address(f"{scheme}://{shown}:{port}")
    print(f"Open {address} in a browser. Stop with Ctrl-C.", flush=True)
    if settings.share:
        await in_thread(lambda: site.share(host, port))
    stop.server = _Server(config, site.sessions)
    try:
        await stop.server.serve([listener])
    finally:
        await site.close()
    return 0


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers; see `_Stop`.

    Parameters
    ----------
    config : uvicorn.Config
        The application and how it is served.
    sessions : Sessions
        Ended first on shutdown, since uvicorn waits for the event streams of open sessions.
    """

    def __init__(self, config: uvicorn.Config, sessions: Sessions) -> None:
        super().__init__(config)
        self._sessions = sessions

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every session, then every connection."""
        await self._sessions.close_all()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no signal handlers."""
        yield


def _sessions(
    settings: Settings, engines: Engines, witnesses: Witnesses, loader: Loader
) -> Sessions:
    folders = [MODES_FOLDER, *([settings.prompts] if settings.prompts else [])]
    told: set[str] = set()

    def modes() -> dict[str, Mode]:
        found, problems = load_modes(*folders)
        for problem in problems:
            _tell_once(problem, told)
        return found

    if settings.mode not in modes():
        raise SettingsError(
            f"mode is {settings.mode!r}, and there is no such file in prompts/modes",
            f"Choose one of {', '.join(modes())}",
        )
    defaults = Wanted(
        mode=settings.mode,
        voice=loader.default_voice(settings.language),
        language=settings.language,
        speed=1.0,
        model="",
        bank=settings.bank.stem if settings.bank else "",
    )
    limits = Limits(settings.session_minutes * 60, settings.context_tokens)
    shelf = Shelf([settings.banks] if settings.banks else [], settings.bank)

    def marking(language: str, material: str) -> Marker:
        return Marker(witnesses, engines.configured_model, language, material=material)

    return Sessions(engines, marking, modes, defaults, limits, settings.max_sessions, shelf)


def _tell_once(problem: PromptProblem, told: set[str]) -> None:
    if str(problem) not in told:
        told.add(str(problem))
        print(f"viva: {problem}", file=sys.stderr, flush=True)


class _Stop:
    """Handles Ctrl-C and SIGTERM: cancels loading, or shuts the server down, within seconds.

    uvicorn's own handlers raise the signal again after the shutdown, which would interrupt
    whatever runs by then. Made on the event loop, in the task that is to be cancelled.
    """

    def __init__(self) -> None:
        self.server: uvicorn.Server | None = None
        self._deadline: threading.Timer | None = None
        self._task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._stop)
            except NotImplementedError:  # Windows; the handler interrupts the loop at any point
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stop))

    def _stop(self) -> None:
        if self._deadline is None:
            # Connections and engines are closed in order, but for no longer than this.
            code = 130 if self.server is None else 0
            self._deadline = threading.Timer(END_WITHIN_S, os._exit, [code])
            self._deadline.daemon = True
            self._deadline.start()
        if self.server is not None:
            self.server.should_exit = True
        elif self._task is not None:
            self._task.cancel()


def _memory() -> str:
    """Resident (or else peak) memory of this process; "" if the system does not report it."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return f"{pages * mmap.PAGESIZE / 2**20:.0f} MiB"
    try:
        import resource
    except ImportError:  # Windows
        return ""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{peak / (2**20 if sys.platform == 'darwin' else 2**10):.0f} MiB"

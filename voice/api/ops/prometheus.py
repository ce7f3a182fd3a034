"""Metrics for Prometheus, without names, ids or anything that was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voice.conversation.session import Session
from voice.core.events import Event, SessionEnded, TurnMetrics
from voice.core.metrics import Counts
from voice.core.worker import Worker
from voice.engines.pool import Engines
from voice.sessions.sessions import Sessions

CONTENT_TYPE = CONTENT_TYPE_LATEST

STAGES = {
    "voice_to_voice": "Last voiced sample of the user to first audible sample of the reply",
    "end_of_turn_delay": "Last voiced sample of the user to the decision that the turn is over",
    "transcription_delay": "That decision to the final transcript",
    "llm_ttft": "Request to the language model to its first token",
    "tts_ttfb": "First clause to the voice to its first samples",
}
"""Latencies among the fields of `TurnMetrics`, and what they measure."""

BUCKETS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 13.0, 30.0)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WEBSOCKET"})

OTHER = "other"
"""Label of unknown methods and routes, so that strangers cannot add labels."""

SWITCHING, FORBIDDEN = 101, 403


class Meters:
    """The metrics of one server.

    Parameters
    ----------
    sessions : Sessions
        Sessions to measure, from their opening on.
    engines : Engines
        The engines of these sessions.
    """

    def __init__(self, sessions: Sessions, engines: Engines) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Now(sessions, engines))
        self._stages = {
            name: Histogram(
                f"viva_{name}_seconds", text, buckets=BUCKETS_S, registry=self._registry
            )
            for name, text in STAGES.items()
        }
        self._counts = {
            "interruptions": self._counter("interruptions", "Replies that were interrupted"),
            "false_interruptions": self._counter(
                "false_interruptions", "Sounds without words that paused a reply"
            ),
            "discarded_speculations": self._counter(
                "discarded_speculations", "Replies begun in a pause that did not end the turn"
            ),
        }
        self._turns = self._counter("turns", "Turns that were answered")
        self._opened = self._counter("sessions_opened", "Sessions begun")
        self._ended = Counter(
            "viva_sessions_ended", "Sessions over, by reason", ["reason"], registry=self._registry
        )
        self.requests = Counter(
            "viva_http_requests",
            "Requests and WebSockets, by route template and status",
            ["method", "route", "status"],
            registry=self._registry,
        )
        sessions.subscribe(self.follow)

    def follow(self, session: Session) -> None:
        """Measure a session until its end."""
        self._opened.inc()
        before = Counts()

        def on_event(event: Event) -> None:
            nonlocal before
            if isinstance(event, TurnMetrics):
                self._measure(event, before)
                before = _counts(event)
            elif isinstance(event, SessionEnded):
                self._ended.labels(event.reason).inc()

        session.subscribe(on_event)

    def text(self) -> bytes:
        """The metrics in Prometheus's text format."""
        return generate_latest(self._registry)

    def _measure(self, turn: TurnMetrics, before: Counts) -> None:
        self._turns.inc()
        for name, histogram in self._stages.items():
            if (seconds := getattr(turn, name)) is not None:
                histogram.observe(seconds)
        for name, counter in self._counts.items():
            # The event counts from the start of the session, and from 0 again after a restart.
            counter.inc(max(0, getattr(turn, name) - getattr(before, name)))

    def _counter(self, name: str, text: str) -> Counter:
        return Counter(f"viva_{name}", text, registry=self._registry)


def _counts(turn: TurnMetrics) -> Counts:
    return Counts(turn.interruptions, turn.false_interruptions, turn.discarded_speculations)


class _Now(Collector):
    """Metrics that are read when they are requested."""

    def __init__(self, sessions: Sessions, engines: Engines) -> None:
        self._sessions = sessions
        self._engines = engines

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """The present values."""
        places = self._sessions.places
        for name, text, value in (
            ("sessions", "Sessions that have not ended", sum(1 for _ in self._sessions)),
            ("calls", "Calls that hold a place", places.taken),
            ("calls_limit", "Calls there may be at once", places.limit),
            ("waiting", "Callers in line for a place", places.waiting),
        ):
            yield GaugeMetricFamily(f"viva_{name}", text, value)
        queue = GaugeMetricFamily(
            "viva_worker_queue", "Calls waiting for an engine's worker", labels=["worker"]
        )
        for name, runner in self._engines.runners().items():
            if isinstance(runner, Worker):
                queue.add_metric([name], runner.waiting)
        yield queue
        failed = CounterMetricFamily(
            "viva_engine_failures", "Calls at which an engine failed", labels=["engine"]
        )
        for kind, count in self._engines.failures.counts.items():
            failed.add_metric([kind], count)
        yield failed


class CountRequests:
    """ASGI middleware that counts requests; goes before the door, so that it sees refusals."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self._app = app
        self._requests = meters.requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request once its status is known."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        count = _once(lambda status: self._count(scope, status))

        async def counted(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                count(message["status"])
            elif message["type"] == "websocket.accept":
                count(SWITCHING)
            elif message["type"] == "websocket.close":
                count(FORBIDDEN)
            await send(message)

        try:
            await self._app(scope, receive, counted)
        except Exception:
            count(500)
            raise

    def _count(self, scope: Scope, status: int) -> None:
        method = scope.get("method", "WEBSOCKET")
        route = getattr(scope.get("route"), "path", "") or OTHER
        self._requests.labels(method if method in METHODS else OTHER, route, status).inc()


def _once(call: Callable[[int], None]) -> Callable[[int], None]:
    done = False

    def once(status: int) -> None:
        nonlocal done
        if not done:
            done = True
            call(status)

    return once

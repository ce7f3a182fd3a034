"""Liveness, readiness of the engines, and metrics."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from voice.api.ops.prometheus import CONTENT_TYPE, Meters
from voice.core.worker import Runner
from voice.engines.pool import Engines

ANSWERS_WITHIN_S = 5.0
"""A busy engine may take this long; one that takes longer counts as stuck."""

KNOWN_FOR_S = 5.0
"""How long a result is reused, so that frequent checks cost nothing."""


class Alive(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """Which engines answer: what hears (stt, turn), thinks (llm) and speaks (tts)."""

    ready: bool
    engines: dict[str, bool]


class Health:
    """Checks whether the engines answer.

    Parameters
    ----------
    engines : Engines
        Loaded.
    now : callable
        Wall clock in seconds.
    """

    def __init__(self, engines: Engines, now: Callable[[], float] = time.monotonic) -> None:
        self._engines = engines
        self._now = now
        self._known: Readiness | None = None
        self._until = 0.0

    async def readiness(self) -> Readiness:
        """Which engines answer; the result may be up to `KNOWN_FOR_S` old."""
        if self._known is None or self._now() >= self._until:
            self._known = await self._ask()
            self._until = self._now() + KNOWN_FOR_S
        return self._known

    async def _ask(self) -> Readiness:
        checks = {name: _turns(runner) for name, runner in self._engines.runners().items()}
        checks["llm"] = self._thinks()
        answers = await asyncio.gather(*(_answers(check) for check in checks.values()))
        return Readiness(ready=all(answers), engines=dict(zip(checks, answers, strict=True)))

    async def _thinks(self) -> bool:
        model = await self._engines.model("")
        return bool(await model.models())


async def _turns(runner: Runner) -> bool:
    """Whether a worker still runs its jobs."""
    return await runner.run(lambda: True)


async def _answers(check: Awaitable[bool]) -> bool:
    try:
        return await asyncio.wait_for(check, ANSWERS_WITHIN_S)
    except Exception:  # noqa: BLE001 - whatever it is, this engine is not ready
        return False


def health_routes(health: Health, meters: Meters) -> APIRouter:
    """The routes; the first two need no login."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def alive() -> Alive:
        """The process lives."""
        return Alive()

    @router.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness}})
    async def ready() -> Response:
        """The engines are loaded and answer; 503 if one does not."""
        found = await health.readiness()
        return JSONResponse(found.model_dump(), 200 if found.ready else 503)

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def metrics() -> Response:
        """Latencies, sessions, queues and failures, for Prometheus."""
        return Response(meters.text(), media_type=CONTENT_TYPE)

    return router

"""The API does what its description says, tried with what a machine makes up from it.

Schemathesis sends valid and invalid requests to every operation, over fake engines: no 5xx, no
status, content or body that the description does not tell.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
import uvicorn
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.house import House
from voice.api.ops.docs import describe
from voice.api.ops.health import Health, health_routes
from voice.api.ops.prometheus import Meters

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

EXAMPLES = 4
"""Requests per operation, beside those that its description makes necessary."""

ENDLESS = ("/v1/sessions/{session_id}/events",)
"""An answer that goes on as long as the session does; no session of that name is made up here."""


async def _serve(listening: socket.socket, server: list[uvicorn.Server]) -> None:
    house = House(places=8)
    meters = Meters(house.sessions, house.engines)
    house.app.include_router(health_routes(Health(house.engines), meters))
    describe(house.app, house.guard, "viva-login")

    async def pass_time() -> None:
        while True:
            await house.clock.advance(0.1)
            await asyncio.sleep(0.005)

    clock = asyncio.create_task(pass_time())
    server.append(uvicorn.Server(uvicorn.Config(house.app, log_level="error", lifespan="off")))
    await server[0].serve([listening])
    clock.cancel()
    with suppress(asyncio.CancelledError):
        await clock
    await house.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A house whose clock runs, served from a thread."""
    server: list[uvicorn.Server] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(_serve(listening, server)))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server[0].should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def description(url: str) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{url}/openapi.json").exclude(path=list(ENDLESS))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_its_word(
    url: str, description: schemathesis.BaseSchema, mode: GenerationMode
) -> None:
    """What fits its description, and what does not."""
    failures = []
    for found in description.get_all_operations():
        assert isinstance(found, Ok), "an operation cannot be understood"
        operation = found.ok()
        try:
            session = httpx.post(f"{url}/v1/sessions", json={"silent": True}).json()["id"]
            tried(operation, mode, session)
            httpx.delete(f"{url}/v1/sessions/{session}")
        except (FailureGroup, AssertionError) as error:
            failures.append(f"{operation.label}: {error}")
    assert not failures, "\n\n".join(failures)


def tried(
    operation: schemathesis.APIOperation[Any, Any, Any, Any], mode: GenerationMode, session: str
) -> None:
    """Send it what a machine makes up; every other time about a session that there is."""
    turns = itertools.cycle((True, False))

    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=(hypothesis.Phase.generate,),
    )
    def send(case: schemathesis.Case[Any]) -> None:
        if next(turns) and "session_id" in (case.path_parameters or {}):
            case.path_parameters["session_id"] = session
        case.call_and_validate(checks=CHECKS, timeout=20)

    with suppress(hypothesis.errors.Unsatisfiable):  # nothing could be wrong with it
        send()


def test_the_description_says_who_may_come_in(url: str) -> None:
    made = httpx.get(f"{url}/openapi.json").json()
    assert set(made["components"]["securitySchemes"]) == {"key", "login"}
    assert {"key": []} in made["security"]
    for path, item in made["paths"].items():
        for operation in item.values():
            assert {"401", "403", "429"} <= set(operation["responses"]), path

"""Liveness, readiness, and metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest

from models.base import EngineFailed, GenerateOptions, Message, RefusedRequest, TranscribeOptions
from tests.fakes import Clock, Desk, FakeModel, FakeStt, FakeVoice, Vocabulary, settle
from tests.house import House, Line
from tests.stage import echo
from voice.api.access.guard import Guard
from voice.api.ops.health import KNOWN_FOR_S, Health, health_routes
from voice.api.ops.prometheus import CountRequests, Meters
from voice.conversation.choices import Wanted
from voice.core.events import TurnMetrics
from voice.core.worker import Worker
from voice.engines.failures import Failures
from voice.engines.shared import SharedModel


@pytest.fixture
def meters(house: House) -> Meters:
    """Of the house, with the routes that show them."""
    meters = Meters(house.sessions, house.engines)
    health = Health(house.engines, house.clock.now)
    house.app.include_router(health_routes(health, meters))
    house.app.add_middleware(CountRequests, meters=meters)
    return meters


@pytest.fixture
async def prometheus(house: House, meters: Meters) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        yield client


async def values(client: httpx.AsyncClient) -> dict[str, float]:
    """Every sample by its name and labels."""
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


# --- health -----------------------------------------------------------------------------------


async def test_a_healthy_house(prometheus: httpx.AsyncClient) -> None:
    assert (await prometheus.get("/healthz")).json() == {"status": "ok"}
    ready = await prometheus.get("/readyz")
    assert ready.status_code == 200
    engines = {"stt": True, "tts": True, "turn": True, "llm": True}
    assert ready.json() == {"ready": True, "engines": engines}


async def test_an_engine_that_does_not_answer(
    house: House, prometheus: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none() -> tuple[str, ...]:
        return ()

    monkeypatch.setattr(house.model, "models", none)
    worker = Worker("test")
    worker.close()
    house.engines.tts_runner = worker
    ready = await prometheus.get("/readyz")
    assert ready.status_code == 503
    engines = {"stt": True, "tts": False, "turn": True, "llm": False}
    assert ready.json() == {"ready": False, "engines": engines}


async def test_who_asks_often_gives_no_work(house: House) -> None:
    health = Health(house.engines, house.clock.now)
    runner = house.engines.stt_runner
    assert (await health.readiness()).ready
    worker = Worker("test")
    worker.close()
    house.engines.stt_runner = worker
    assert (await health.readiness()).ready, "it was asked a moment ago"
    await house.clock.advance(KNOWN_FOR_S)
    assert not (await health.readiness()).ready
    house.engines.stt_runner = runner


async def test_health_needs_no_key_and_metrics_do() -> None:
    house = House(guard=Guard(required=True))
    meters = Meters(house.sessions, house.engines)
    house.app.include_router(health_routes(Health(house.engines), meters))
    async with house.client() as client:
        codes = [(await client.get(p)).status_code for p in ("/healthz", "/readyz", "/metrics")]
    assert codes == [200, 200, 401]


# --- metrics ----------------------------------------------------------------------------------


def turn(number: int, **fields: float) -> TurnMetrics:
    seconds = {"end_of_turn_delay": 0.4, "transcription_delay": 0.2, "llm_ttft": 0.3}
    known = {"tts_ttfb": None, "voice_to_voice": 1.2, **seconds}
    counts = {"interruptions": 0, "false_interruptions": 0, "discarded_speculations": 0}
    told = {**known, **counts, **fields}
    return TurnMetrics(clock=0, turn=number, reply=number, **told)  # type: ignore[arg-type]


async def test_latencies_and_counts_of_turns(house: House, prometheus: httpx.AsyncClient) -> None:
    session = await house.sessions.open(Wanted())
    session.tell(turn(1, interruptions=1, discarded_speculations=2))
    session.tell(turn(2, interruptions=3, discarded_speculations=2, voice_to_voice=0.6))
    other = await house.sessions.open(Wanted())
    other.tell(turn(1, interruptions=1))
    found = await values(prometheus)
    assert found["viva_voice_to_voice_seconds_count"] == 3
    assert found["viva_voice_to_voice_seconds_sum"] == pytest.approx(3.0)
    assert found['viva_voice_to_voice_seconds_bucket{le="0.75"}'] == 1
    for stage in ("end_of_turn_delay", "transcription_delay", "llm_ttft"):
        assert found[f"viva_{stage}_seconds_count"] == 3
    assert found["viva_tts_ttfb_seconds_count"] == 0, "what did not happen is not measured"
    assert found["viva_turns_total"] == 3
    assert found["viva_interruptions_total"] == 4
    assert found["viva_discarded_speculations_total"] == 2


async def test_sessions_calls_and_the_line(house: House, prometheus: httpx.AsyncClient) -> None:
    sessions = [await house.sessions.open(Wanted()) for _ in range(3)]
    for call in ("a", "b"):
        house.sessions.places.enter(call)
    house.sessions.places.stand()
    sessions[0].close("time_limit")
    found = await values(prometheus)
    assert found["viva_sessions"] == 2
    assert found["viva_sessions_opened_total"] == 3
    assert found['viva_sessions_ended_total{reason="time_limit"}'] == 1
    assert (found["viva_calls"], found["viva_calls_limit"], found["viva_waiting"]) == (2, 2, 1)


async def test_queues_of_workers(house: House, prometheus: httpx.AsyncClient) -> None:
    house.engines.stt_runner = worker = Worker("test")
    assert (await values(prometheus))['viva_worker_queue{worker="stt"}'] == 0
    worker.close()


async def test_requests_by_route_and_status(house: House, prometheus: httpx.AsyncClient) -> None:
    session = await house.sessions.open(Wanted())
    for path in (f"/session/{session.id}", "/session/none", "/none", f"/{session.id}"):
        await prometheus.get(path)
    await prometheus.request("EVIL", "/none")
    async with Line(house.app, origin="http://evil.example") as line:
        await line.closed()
    async with Line(house.app) as line:
        await line.next()
    found = await values(prometheus)
    asked = {name: value for name, value in found.items() if "http_requests_total" in name}

    def count(method: str, route: str, status: int) -> float:
        labels = f'method="{method}",route="{route}",status="{status}"'
        return asked.pop(f"viva_http_requests_total{{{labels}}}")

    assert count("GET", "/session/{session_id}", 200) == 1
    assert count("GET", "/session/{session_id}", 404) == 1
    assert count("GET", "other", 404) == 2
    assert count("other", "other", 404) == 1
    assert count("WEBSOCKET", "/webrtc/socket", 101) == 1
    assert count("WEBSOCKET", "other", 403) == 1
    assert not asked


async def test_nothing_that_was_said_is_measured(
    house: House, prometheus: httpx.AsyncClient
) -> None:
    session = await house.sessions.open(Wanted())
    desk = Desk(session, house.vocabulary)
    desk.connect()
    await settle()
    await prometheus.post(f"/session/{session.id}/say", json={"text": "secretword"})
    await house.clock.advance(1)
    await prometheus.get(f"/secretword/{session.id}")
    text = (await prometheus.get("/metrics")).text
    assert "viva_turns_total" in text
    for secret in ("secretword", session.id, "127.0.0.1"):
        assert secret not in text
    desk.leave()


# --- failures ---------------------------------------------------------------------------------


async def test_failures_are_counted_by_engine() -> None:
    failures = Failures()
    vocabulary, clock = Vocabulary(), Clock()
    stt, voice, model = FakeStt(vocabulary), FakeVoice(vocabulary), FakeModel(clock, echo)

    async def load() -> FakeModel:
        return model

    answers = SharedModel(load, failures, clock.now)
    listening, speaking = (Worker(kind, partial(failures.of, kind)) for kind in ("stt", "tts"))

    async def answer() -> str:
        stream = answers.stream([Message("user", "hello")], GenerateOptions())
        return "".join([delta.text async for delta in stream]).strip()

    async def hear(options: TranscribeOptions) -> str:
        sound = vocabulary.say("hello")
        return (await listening.run(lambda: stt.transcribe(sound, options))).text

    async def speak() -> int:
        return sum([len(piece) async for piece in speaking.stream(lambda: voice.stream("hello"))])

    model.first_s = model.word_s = 0.0
    assert await answer() == "You said hello."
    assert await answers.choose([Message("user", "A or B?")], "AB") == (0.5, 0.5)
    assert await hear(TranscribeOptions()) == "hello"
    assert await speak() > 0
    assert set(failures.counts.values()) == {0}
    stt.failures, voice.broken, model.fail_after = 1, True, 0
    for broken in (answer(), answers.choose([], "AB"), hear(TranscribeOptions()), speak()):
        with pytest.raises(EngineFailed):
            await broken
    assert failures.counts == {"stt": 1, "turn": 0, "llm": 2, "tts": 1}
    with pytest.raises(RefusedRequest), failures.of("stt"):
        raise RefusedRequest("It cannot translate")
    assert failures.counts["stt"] == 1, "a request that cannot be met is no failure"
    for worker in (listening, speaking):
        worker.close()

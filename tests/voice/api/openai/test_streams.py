"""Clients that hang up, and more clients than can be answered at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

import pytest

from tests.fakes import Clock, FakeRunner, settle
from tests.house import HOST, SOON_S, House
from voice.api.openai import WAITING
from voice.core.audio import to_int16, wav
from voice.core.worker import Urgency

T = TypeVar("T")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House(places=2)
    house.model.first_s = house.model.word_s = 1.0  # simulated: nothing comes by itself
    yield house
    await house.close()


class Caller:
    """A client who posts JSON and can hang up."""

    def __init__(self, house: House, path: str, body: Any) -> None:
        data = json.dumps(body).encode()
        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", HOST.encode()), (b"content-type", b"application/json"),
                        (b"content-length", str(len(data)).encode())],
            "asgi": {"version": "3.0", "spec_version": "2.3"},
        }  # fmt: skip
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._in.put_nowait({"type": "http.request", "body": data, "more_body": False})
        self.sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            self.sent.append(message)

        self.served = asyncio.create_task(house.app(scope, self._in.get, send))

    async def hang_up(self) -> None:
        """Leave."""
        self._in.put_nowait({"type": "http.disconnect"})
        await asyncio.wait_for(self.served, SOON_S)

    @property
    def status(self) -> int:
        """Of the answer."""
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        """Of the answer."""
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}


CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "one two three"}]}
RESPONSE = {"model": "gpt-4o-mini", "input": "one two three"}


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("path", "body"), [("/v1/chat/completions", CHAT), ("/v1/responses", RESPONSE)]
)
@pytest.mark.parametrize("words", [0, 2])
async def test_the_model_stops_when_nobody_waits_any_more(
    house: House, path: str, body: dict[str, Any], streamed: bool, words: int
) -> None:
    caller = Caller(house, path, {**body, "stream": streamed})
    await settle()
    for _ in range(words):
        await house.clock.advance(1.0)
    assert house.model.running == 1
    await caller.hang_up()
    await settle()
    assert house.model.running == 0, "it writes on for nobody"


async def test_a_few_wait_and_the_rest_are_told_to_come_again(house: House) -> None:
    callers = [Caller(house, "/v1/chat/completions", CHAT) for _ in range(1 + WAITING + 3)]
    for _ in range(20):
        await settle()
    assert house.model.running == 1, "half of two places"
    refused = [caller for caller in callers if caller.sent]
    assert [caller.status for caller in refused] == [429] * 3
    assert {caller.headers["retry-after"] for caller in refused} == {"2"}
    error = json.loads(refused[0].sent[1]["body"])["error"]
    assert (error["type"], error["code"]) == ("rate_limit_error", "rate_limit_exceeded")
    for _ in range((1 + WAITING) * 8):
        await house.clock.advance(1.0)
    assert [caller.status for caller in callers].count(200) == 1 + WAITING


async def test_a_model_that_breaks_is_told_before_and_within_a_stream(house: House) -> None:
    house.model.fail_after = 0
    early = Caller(house, "/v1/chat/completions", {**CHAT, "stream": True})
    await settle()
    for _ in range(4):
        await house.clock.advance(1.0)
    assert early.status == 500
    house.model.fail_after = 2
    late = Caller(house, "/v1/chat/completions", {**CHAT, "stream": True})
    await settle()
    for _ in range(6):
        await house.clock.advance(1.0)
    assert late.status == 200
    text = b"".join(message.get("body", b"") for message in late.sent).decode()
    assert '"error":{"message":"The model broke. Restart it."' in text
    response = Caller(house, "/v1/responses", {**RESPONSE, "stream": True})
    await settle()
    for _ in range(6):
        await house.clock.advance(1.0)
    text = b"".join(message.get("body", b"") for message in response.sent).decode()
    assert "event: response.failed" in text


class NotingRunner(FakeRunner):
    """Notes how urgent each call is."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, 0.0)
        self.urgencies: list[Urgency] = []

    async def run(self, call: Callable[[], T], urgency: Urgency = Urgency.FINAL) -> T:
        """Note, and run."""
        self.urgencies.append(urgency)
        return await super().run(call, urgency)

    async def stream(
        self, make: Callable[[], Iterator[T]], urgency: Urgency = Urgency.FINAL
    ) -> AsyncGenerator[T, None]:
        """Note, and run."""
        self.urgencies.append(urgency)
        async for item in super().stream(make, urgency):
            yield item


async def test_files_and_texts_wait_for_who_is_in_a_conversation(house: House) -> None:
    listening, speaking = NotingRunner(house.clock), NotingRunner(house.clock)
    house.engines.stt_runner, house.engines.tts_runner = listening, speaking
    async with house.client() as client:
        sound = wav(to_int16(house.vocabulary.say("one two three")), 16_000)
        form = {"model": "whisper-1"}
        heard = await client.post(
            "/v1/audio/transcriptions", files={"file": sound}, data=form, timeout=SOON_S
        )
        assert heard.json()["text"] == "one two three"
        text = {"model": "tts-1", "voice": "alloy", "input": "One. Two.", "response_format": "pcm"}
        assert (await client.post("/v1/audio/speech", json=text)).status_code == 200
    assert set(listening.urgencies) == set(speaking.urgencies) == {Urgency.FILE}

"""FastRTC's side of a session: the handler's contract, its pacing, its connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aioice.ice
import numpy as np
import pytest
from fastrtc import AsyncStreamHandler, ReplyOnPause

from tests.fakes import settle
from tests.stage import Stage
from voice.core.events import State
from voice.speaking.player import AHEAD_MS, FRAME_MS
from voice.transports import webrtc_handler as rtc
from voice.transports.webrtc_handler import (
    SessionHandler,
    SessionVad,
    arriving,
    offer_loopback_when_alone,
)

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen."
SOON_S = 5.0


class Sender:
    """FastRTC's queue of frames, as its connection hands it to the handler."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True

    def clear_queue(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()


class DataChannel:
    """Notes what is sent over it."""

    def __init__(self, state: str = "open") -> None:
        self.readyState = state
        self.bufferedAmount = 0
        self.sent: list[str] = []

    def send(self, text: str) -> None:
        self.sent.append(text)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage(reply=lambda messages: LONG)
    await settle()
    yield stage
    await stage.end()


@pytest.fixture
def hung_up() -> list[SessionHandler]:
    """Handlers that asked for their connection to be closed."""
    return []


@pytest.fixture
def handler(stage: Stage, hung_up: list[SessionHandler]) -> SessionHandler:
    """Not attached yet; the stage's desk has left."""
    stage.desk.leave()
    return SessionHandler(stage.session, hung_up.append)


@pytest.fixture
def sender(handler: SessionHandler) -> Sender:
    sender = Sender()
    handler._clear_queue = sender.clear_queue
    return sender


async def until_full(sender: Sender) -> None:
    """Wait until the handler gives no more."""
    async with asyncio.timeout(SOON_S):
        while sender.queue.qsize() < AHEAD_MS // FRAME_MS:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0)


# --- what FastRTC sees ------------------------------------------------------------------------


def test_it_is_a_reply_on_pause_that_needs_no_thread(handler: SessionHandler) -> None:
    assert isinstance(handler, ReplyOnPause)
    assert isinstance(handler, AsyncStreamHandler)
    for name in ("start_up", "receive", "emit", "shutdown"):
        assert asyncio.iscoroutinefunction(getattr(handler, name)), f"{name} would run in a thread"


def test_a_copy_carries_the_session_of_the_offer(
    stage: Stage, hung_up: list[SessionHandler]
) -> None:
    prototype = SessionHandler(None, hung_up.append)
    token = arriving.set(stage.session)
    copy = prototype.copy()
    arriving.reset(token)
    assert copy is not prototype
    assert copy.session is stage.session
    assert prototype.session is None
    assert copy.output_sample_rate == stage.session.output_rate
    copy.hang_up()
    assert hung_up == [copy]


async def test_the_prototype_itself_carries_nothing(hung_up: list[SessionHandler]) -> None:
    with pytest.raises(RuntimeError, match="prototype"):
        await SessionHandler(None, hung_up.append).start_up()


def test_fastrtc_never_needs_a_model_of_its_own() -> None:
    vad = SessionVad()
    vad.warmup()
    with pytest.raises(NotImplementedError):
        vad.vad(None, None)


# --- the connection ---------------------------------------------------------------------------


async def test_the_conversation_begins_with_the_data_channel_and_ends_with_the_call(
    stage: Stage, handler: SessionHandler
) -> None:
    channel: Any = DataChannel()
    handler._channel = channel
    await handler.start_up()
    assert '"type": "session_ready"' in "".join(channel.sent)
    assert stage.session.state is State.LISTENING
    await handler.shutdown()
    handler.reset()
    assert not stage.session.connected


@pytest.mark.parametrize("channel", [None, DataChannel("connecting"), DataChannel("closed")])
async def test_events_wait_for_no_channel(handler: SessionHandler, channel: Any) -> None:
    handler._channel = channel
    await handler.start_up()
    assert channel is None or channel.sent == []


async def test_what_is_said_reaches_the_session(stage: Stage, handler: SessionHandler) -> None:
    await handler.start_up()
    said = np.round(stage.vocabulary.say("what is a cell") * 32768).astype(np.int16)
    audio = np.concatenate((said, np.zeros(16_000, np.int16)))
    for start in range(0, len(audio) - 319, 320):
        await handler.receive((16_000, audio[np.newaxis, start : start + 320]))
        await stage.clock.advance(0.02)
    assert stage.remembered()[0] == ("user", "what is a cell")


async def test_silence_counts_in_a_turn_and_until_the_answer_is_over(
    stage: Stage, handler: SessionHandler
) -> None:
    await stage.reconnect()
    assert not handler.attentive()
    await stage.say("what is a cell")
    assert stage.session.state is State.LISTENING
    assert handler.attentive(), "the student may go on"
    await stage.until(State.SPEAKING)
    assert handler.attentive(), "the examiner is speaking"
    await stage.until(State.LISTENING)
    assert not handler.attentive()


async def test_a_frame_that_breaks_does_not_end_the_call(
    stage: Stage,
    handler: SessionHandler,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await handler.start_up()

    def broken(samples: Any) -> None:
        raise ZeroDivisionError

    frame = (16_000, np.zeros((1, 320), np.int16))
    with monkeypatch.context() as patch:
        patch.setattr(stage.session.listener, "push", broken)
        await handler.receive(frame)
    assert "could not be processed" in caplog.text
    for _ in range(2):
        await handler.receive(frame)
    assert stage.session.clock > 0


# --- the way out ------------------------------------------------------------------------------


async def test_no_more_than_200_ms_run_ahead(
    stage: Stage, handler: SessionHandler, sender: Sender
) -> None:
    async def pump() -> None:
        while True:
            sender.queue.put_nowait(await handler.emit())

    await handler.start_up()
    pumping = asyncio.create_task(pump())
    stage.session.say("go on please")
    for _ in range(60):
        await stage.clock.advance(0.1)
    await until_full(sender)
    await settle()
    assert sender.queue.qsize() == AHEAD_MS // FRAME_MS
    rate, frame = sender.queue.get_nowait()
    assert rate == stage.session.output_rate
    assert (frame.dtype, frame.shape) == (np.int16, (1, rate * FRAME_MS // 1000))
    assert handler.unsent_samples() == 9 * frame.shape[1]
    await until_full(sender)
    handler.clear()
    assert handler.unsent_samples() == 0
    pumping.cancel()


async def test_without_a_queue_nothing_is_unsent(handler: SessionHandler) -> None:
    assert handler.unsent_samples() == 0
    handler.clear()


async def test_emit_comes_up_for_air(
    stage: Stage, handler: SessionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rtc, "IDLE_S", 0.001)
    await handler.start_up()
    assert await handler.emit() is None
    stage.session.close("stopped")
    assert await handler.emit() is None


async def test_a_call_that_is_over_stops_asking_for_frames(
    stage: Stage, handler: SessionHandler, sender: Sender
) -> None:
    await handler.start_up()
    asked = asyncio.create_task(handler.emit())
    await settle()
    handler.leave()
    await settle()
    assert asked.done(), "it lingers, and would take a frame of the next reply"
    assert asked.result() is None
    assert sender.stopped, "FastRTC would ask for frames for ever"


async def test_a_call_that_was_over_before_it_began_takes_nobody_s_place(
    stage: Stage, handler: SessionHandler
) -> None:
    stage.desk.disconnect()
    await handler.shutdown()
    await handler.start_up()
    assert not stage.session.connected


async def test_a_page_that_takes_no_events_is_hung_up(
    handler: SessionHandler, hung_up: list[SessionHandler]
) -> None:
    channel: Any = DataChannel()
    handler._channel = channel
    channel.bufferedAmount = rtc.MOST_UNREAD + 1
    await handler.start_up()
    assert channel.sent == []
    assert handler in hung_up


# --- flight mode ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "ipv4", "offered"),
    [
        ([], True, ["127.0.0.1"]),
        ([], False, ["::1"]),
        (["192.0.2.7"], True, ["192.0.2.7"]),
        (["2001:db8::7"], False, ["2001:db8::7"]),
    ],
)
def test_loopback_is_offered_only_where_there_is_nothing_else(
    monkeypatch: pytest.MonkeyPatch, found: list[str], ipv4: bool, offered: list[str]
) -> None:
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: list(found))
    offer_loopback_when_alone()
    assert aioice.ice.get_host_addresses(ipv4, True) == offered

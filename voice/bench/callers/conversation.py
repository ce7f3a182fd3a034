"""Conversations made of recordings, with Viva or FastRTC's recipe, measured in the same way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Protocol

import httpx

from models.vad_silero import SileroVad
from voice.bench.callers.caller import RATE, Caller
from voice.bench.callers.hearing import Playback, first_audible, last_audible, last_voiced, playback
from voice.bench.tools.common import Recording

ANSWER_WITHIN_S = 60.0
"""A turn without a reply after this time counts as missed."""

QUIET_S = 1.0
"""Silence after which a reply is over, provided that the server has finished it."""

POLL_S = 0.05

STAGES = ("end_of_turn", "transcription", "first_token", "first_clause", "first_audio", "transport")
"""Parts of voice-to-voice latency, in order; `transport` is what the server's times do not
account for."""


@dataclass(frozen=True, slots=True)
class Understood:
    """One turn as reported by the server; times are monotonic seconds."""

    at: float  # when the turn was judged to be over
    text: str
    stages: dict[str, float]  # seconds for each of STAGES that is known so far


@dataclass(frozen=True, slots=True)
class TurnSample:
    """Result for one recording played to a server."""

    server: str
    conversation: int
    turn: int  # number in the conversation, from 1
    recording: str
    reference: str
    heard: tuple[str, ...]  # transcripts of the turns into which the server split it
    cut: bool  # the server ended the turn before its last word
    voice_to_voice: float | None  # seconds; None if there was no reply
    stages: dict[str, float]
    played: Playback
    said_at: float  # time of the last voiced sample, monotonic seconds

    @property
    def clean(self) -> bool:
        """Whether it became exactly one turn, which ended after its last word and was answered."""
        return not self.cut and len(self.heard) == 1 and self.voice_to_voice is not None

    def to_dict(self) -> dict[str, Any]:
        """For the JSON file."""
        return {**asdict(self), "clean": self.clean}


class Line(Protocol):
    """A connection to one of the servers."""

    name: str
    caller: Caller

    async def connect(self) -> None:
        """Call; returns once the conversation can begin."""
        ...

    async def turns(self) -> list[Understood]:
        """The turns that the server has reported so far, oldest first."""
        ...

    async def finished(self) -> bool:
        """Whether the server has nothing left to say, as far as is known."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


class VivaLine:
    """A call to Viva, which reports everything by events."""

    name = "viva"

    def __init__(self, url: str) -> None:
        self.caller = Caller(url)

    async def connect(self) -> None:
        """Call, and wait for the greeting to begin."""
        await self.caller.call()
        await self.caller.wait_for("state_changed")

    async def turns(self) -> list[Understood]:
        """Turns from the events `user_turn` and `turn_metrics`."""
        events = self.caller.events
        metrics = {e["turn"]: e for e in events if e["type"] == "turn_metrics"}
        return [
            Understood(e["at"], e["text"], viva_stages(metrics.get(e["turn"], {})))
            for e in events
            if e["type"] == "user_turn"
        ]

    async def finished(self) -> bool:
        """Whether the session is listening and no reply is due."""
        states = [e["state"] for e in self.caller.events if e["type"] == "state_changed"]
        return bool(states) and states[-1] == "listening"

    async def write(self, text: str) -> None:
        """Take a turn by typing.

        Raises
        ------
        CallFailed
            The server refused the message.
        """
        await self.caller.post(f"/session/{self.caller.session_id}/say", text=text)

    async def close(self) -> None:
        """Hang up."""
        await self.caller.hang_up()


class StockLine:
    """A call to `voice.bench.stock`, which is polled over HTTP."""

    name = "stock"

    def __init__(self, url: str) -> None:
        self.caller = Caller(url)
        self._http = httpx.AsyncClient(timeout=30)

    async def connect(self) -> None:
        """Call, and wait until the greeting has begun."""
        await self.caller.connect()
        while not await self._logs():  # noqa: ASYNC110 - it is asked over HTTP
            await asyncio.sleep(POLL_S)

    async def turns(self) -> list[Understood]:
        """All turns but the greeting."""
        return [
            Understood(log["called"], log["text"], stock_stages(log))
            for log in (await self._logs())[1:]
        ]

    async def finished(self) -> bool:
        """Whether every generator has ended."""
        return all(log["done"] for log in await self._logs())

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()
        await self.caller.hang_up()

    async def _logs(self) -> list[dict[str, Any]]:
        response = await self._http.get(f"{self.caller.url}/turns/{self.caller.webrtc_id}")
        logs: list[dict[str, Any]] = response.json()
        return logs


def viva_stages(metrics: Mapping[str, Any]) -> dict[str, float]:
    """Stages of a `turn_metrics` event.

    Work that was finished speculatively before the end of the turn costs nothing: a stage is the
    time by which it delayed the next one.
    """
    names = ("end_of_turn_delay", "transcribed_at", "first_token_at", "tts_asked_at",
             "first_audio_at")  # fmt: skip
    reached, stages = 0.0, {}
    for stage, name in zip(STAGES, names, strict=False):
        moment = metrics.get(name)
        if moment is None:
            return {}
        stages[stage] = max(0.0, moment - reached)
        reached = max(reached, moment)
    return stages


def stock_stages(log: Mapping[str, Any]) -> dict[str, float]:
    """Stages from the recipe's log, except for the end of turn, which it cannot know."""
    moments = ("called", "transcribed", "first_token", "tts_asked", "first_audio")
    times = [log[moment] for moment in moments]
    if None in times:
        return {}
    spans = [later - earlier for earlier, later in pairwise(times)]
    return dict(zip(STAGES[1:], spans, strict=False))


class Conversation:
    """Plays recordings into one call, each after the reply to the previous one.

    Parameters
    ----------
    line : Line
        Not yet connected.
    number : int
        Number of the conversation, for the samples.
    vad : SileroVad
        Finds the ends of the recordings.
    """

    def __init__(self, line: Line, number: int, vad: SileroVad) -> None:
        self._line = line
        self._caller = line.caller
        self._number = number
        self._vad = vad
        self._turn = 0

    async def begin(self) -> None:
        """Connect and wait for the end of the greeting."""
        await self._line.connect()
        await self.hear_out(time.monotonic())

    async def say(self, recording: Recording, pause_s: float = 0.0) -> TurnSample:
        """Wait for `pause_s`, play a recording, and wait for the end of the reply."""
        await asyncio.sleep(pause_s)
        before = len(await self._line.turns())
        heard_before = len(self._caller.heard)
        microphone = self._caller.microphone
        position = microphone.say(recording.audio)
        await microphone.said.wait()
        end = position + last_voiced(recording.audio, self._vad) * RATE // 16_000
        said_at = microphone.left_at(end)
        audible = await self.answered(heard_before, said_at)
        await self.hear_out(said_at)
        self._turn += 1
        turns = (await self._line.turns())[before:]
        return TurnSample(
            server=self._line.name,
            conversation=self._number,
            turn=self._turn,
            recording=recording.file,
            reference=recording.reference,
            heard=tuple(turn.text for turn in turns),
            cut=any(turn.at < said_at for turn in turns),
            voice_to_voice=None if audible is None else audible - said_at,
            stages=_completed(turns[-1], said_at, audible) if turns and audible else {},
            played=playback(self._caller.heard[heard_before:]),
            said_at=said_at,
        )

    async def end(self) -> None:
        """Hang up."""
        await self._line.close()

    async def answered(self, heard_before: int, said_at: float) -> float | None:
        """When the reply became audible, or None if there was none.

        `heard_before` frames had been received at `said_at` (monotonic seconds), when the turn
        was spoken.
        """
        while (audible := first_audible(self._caller.heard[heard_before:], said_at)) is None:
            if time.monotonic() > said_at + ANSWER_WITHIN_S:
                return None
            await asyncio.sleep(POLL_S)
        return audible

    async def hear_out(self, since: float) -> None:
        """Wait until the server has finished and it has been silent for a while."""
        deadline = since + 2 * ANSWER_WITHIN_S
        while time.monotonic() < deadline:
            await asyncio.sleep(POLL_S * 4)
            silent_for = time.monotonic() - (last_audible(self._caller.heard[-100:]) or 0.0)
            if silent_for > QUIET_S and await self._line.finished():
                return


def _completed(turn: Understood, said_at: float, audible: float) -> dict[str, float]:
    """Add the stages that only the caller can measure; empty if the server reported none."""
    if not turn.stages:
        return {}
    stages = {"end_of_turn": turn.at - said_at, **turn.stages}
    stages["transport"] = audible - said_at - sum(stages.values())
    return {name: stages[name] for name in STAGES}


def distinct(recordings: Sequence[Recording], conversation: int, turns: int) -> list[Recording]:
    """The recordings of a conversation; each continues where the previous one stopped."""
    first = conversation * turns
    return [recordings[(first + i) % len(recordings)] for i in range(turns)]

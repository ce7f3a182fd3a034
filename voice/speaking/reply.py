"""One reply: tokens become clauses, clauses become speech, speech goes to the player."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    GenerateOptions,
    Int16,
    LanguageModel,
    Message,
    TextToSpeech,
    ToolCall,
    Usage,
)
from voice.core.audio import StreamResampler, to_float, to_int16
from voice.core.metrics import TurnTimes
from voice.core.worker import Runner
from voice.speaking.clauses import ClauseSplitter
from voice.speaking.player import Player
from voice.speaking.speakable import speakable

_NOTHING: Int16 = np.zeros(0, np.int16)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice and how it speaks."""

    voice: TextToSpeech
    speed: float
    language: str
    runner: Runner
    silent: bool = False  # replies are text only, without sound


class Reply:
    """Makes one reply and puts it into `player`.

    Runs in the session's event loop, in the task that `Speaking` makes for the reply; cancelling
    that task stops the model and the voice. The voice itself runs in the speaker's worker.

    Parameters
    ----------
    number : int
        The player drops the output of any reply but its current one.
    speaker : Speaker
        Voice, rate and language.
    player : Player
        Takes the audio.
    times : TurnTimes
        Receives the moments of first token and first audio.
    now : callable
        Wall clock in seconds, for metrics.
    on_voice_failed : callable
        Called once if the voice fails; the reply then goes on as text only.
    """

    def __init__(
        self,
        number: int,
        speaker: Speaker,
        player: Player,
        times: TurnTimes,
        now: Callable[[], float],
        on_voice_failed: Callable[[EngineError], object],
    ) -> None:
        self.number = number
        self._speaker = speaker
        self._player = player
        self._times = times
        self._now = now
        self._on_voice_failed = on_voice_failed
        self._mute = speaker.silent
        self._said = False
        self._tool_calls: list[ToolCall] = []
        self.usage = Usage()

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools that the model has called so far."""
        return tuple(self._tool_calls)

    async def answer(
        self, llm: LanguageModel, messages: Sequence[Message], options: GenerateOptions
    ) -> None:
        """Generate and speak.

        Raises
        ------
        EngineError
            The model failed or had nothing to say; clauses complete by then are still spoken.
        """
        clauses: asyncio.Queue[str | None] = asyncio.Queue()
        failure: Exception | None = None
        async with asyncio.TaskGroup() as group:
            group.create_task(self._speak_all(clauses))
            try:
                await self._generate(llm.stream(messages, options), clauses)
            except Exception as error:  # noqa: BLE001 - raised below, after what is complete is said
                failure = error
            clauses.put_nowait(None)
        if failure is not None:
            raise failure
        if not self._said and not self._tool_calls:
            raise EngineFailed("The language model gave an empty answer", "Say it again")

    async def write(
        self,
        llm: LanguageModel,
        messages: Sequence[Message],
        options: GenerateOptions,
        first_s: float,
        rest_s: float,
    ) -> str:
        """Generate without speaking; "" if the model only asks for tools.

        Raises
        ------
        EngineError
            The model failed, gave no answer, or took longer than `first_s` to the first word or
            `rest_s` from there to the end.
        """
        text = ""
        now = asyncio.get_running_loop().time
        try:
            async with asyncio.timeout(first_s) as limit:
                async with aclosing(self._deltas(llm.stream(messages, options))) as stream:
                    async for piece in stream:
                        if not text and piece:
                            limit.reschedule(now() + rest_s)
                        text += piece
        except TimeoutError as error:
            raise EngineFailed("The language model took too long", "Choose a faster one") from error
        if not text.strip() and not self._tool_calls:
            raise EngineFailed("The language model gave an empty answer", "Say it again")
        return text.strip()

    async def recite(self, text: str) -> None:
        """Speak fixed text without the model."""
        splitter = ClauseSplitter(self._speaker.language)
        for clause in [*splitter.feed(text), *splitter.flush()]:
            await self._speak(clause)

    async def _generate(
        self, deltas: AsyncGenerator[Delta, None], clauses: asyncio.Queue[str | None]
    ) -> None:
        splitter = ClauseSplitter(self._speaker.language)
        async with aclosing(self._deltas(deltas)) as stream:
            async for text in stream:
                for clause in splitter.feed(text):
                    clauses.put_nowait(clause)
        for clause in splitter.flush():
            clauses.put_nowait(clause)

    async def _deltas(self, deltas: AsyncGenerator[Delta, None]) -> AsyncGenerator[str, None]:
        """Yield the model's text; note its tool calls, usage and time to first token."""
        self._times.llm_asked = self._now()
        async with aclosing(deltas) as stream:
            async for delta in stream:
                if delta.text and self._times.llm_first_token is None:
                    self._times.llm_first_token = self._now()
                if delta.tool_call is not None:
                    self._tool_calls.append(delta.tool_call)
                self.usage = delta.usage or self.usage
                yield delta.text

    async def _speak_all(self, clauses: asyncio.Queue[str | None]) -> None:
        while (clause := await clauses.get()) is not None:
            await self._speak(clause)

    async def _speak(self, clause: str) -> None:
        text = speakable(clause, self._speaker.language)
        if not text:
            return
        self._said = True
        if self._times.tts_asked is None:
            self._times.tts_asked = self._now()
        unspoken = text
        try:
            if not self._mute:
                async with aclosing(self._synthesise(text)) as pieces:
                    async for piece in pieces:
                        self._player.add(self.number, unspoken, piece)
                        unspoken = ""
        except EngineError as error:
            self._mute = True
            self._on_voice_failed(error)
        if unspoken:
            self._player.add(self.number, unspoken, _NOTHING)

    async def _synthesise(self, text: str) -> AsyncGenerator[Int16, None]:
        voice, speed = self._speaker.voice, self._speaker.speed
        rates = voice.sample_rate, self._player.sample_rate
        resampler = StreamResampler(*rates) if rates[0] != rates[1] else None
        stream = self._speaker.runner.stream(lambda: voice.stream(text, speed))
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                if self._times.tts_first_audio is None:
                    self._times.tts_first_audio = self._now()
                yield to_int16(resampler.feed(to_float(piece))) if resampler else piece
        if resampler:
            yield to_int16(resampler.flush())

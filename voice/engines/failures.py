"""Counts what engines fail at, by standing between them and whoever uses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager

from models.base import (
    Delta,
    Float32,
    GenerateOptions,
    Int16,
    LanguageModel,
    Message,
    ModelStatus,
    RefusedRequest,
    SpeechToText,
    TextToSpeech,
    TranscribeOptions,
    Transcript,
    TurnDetector,
)

KINDS = ("stt", "turn", "llm", "tts")
"""Of engines: what hears words, the end of a turn, thinks, and speaks."""


class Failures:
    """How often each kind of engine has failed since the start."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))

    @contextmanager
    def of(self, kind: str) -> Iterator[None]:
        """Count what is raised within; a request that cannot be met is no failure."""
        try:
            yield
        except RefusedRequest:
            raise
        except Exception:
            self.counts[kind] += 1
            raise


class CountedStt:
    """A speech recogniser whose failures are counted."""

    def __init__(self, engine: SpeechToText, failures: Failures) -> None:
        self.name = engine.name
        self._engine = engine
        self._failures = failures

    def transcribe(self, audio: Float32, options: TranscribeOptions) -> Transcript:
        with self._failures.of("stt"):
            return self._engine.transcribe(audio, options)


class CountedTurnDetector:
    """A turn detector whose failures are counted."""

    def __init__(self, engine: TurnDetector, failures: Failures) -> None:
        self.name = engine.name
        self.reads_words = engine.reads_words
        self.calibration = engine.calibration
        self._engine = engine
        self._failures = failures

    def completion(self, audio: Float32, said: Transcript | None = None) -> float:
        with self._failures.of("turn"):
            return self._engine.completion(audio, said)


class CountedVoice:
    """A voice whose failures are counted."""

    def __init__(self, engine: TextToSpeech, failures: Failures) -> None:
        self.name = engine.name
        self.language = engine.language
        self.sample_rate = engine.sample_rate
        self._engine = engine
        self._failures = failures

    def stream(self, text: str, speed: float = 1.0) -> Iterator[Int16]:
        with self._failures.of("tts"):
            yield from self._engine.stream(text, speed)


class CountedModel:
    """A language model whose failures are counted."""

    def __init__(self, engine: LanguageModel, failures: Failures) -> None:
        self._engine = engine
        self._failures = failures

    @property
    def status(self) -> ModelStatus:
        return self._engine.status

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        deltas = self._engine.stream(messages, options)
        try:
            with self._failures.of("llm"):
                async for delta in deltas:
                    yield delta
        finally:
            await deltas.aclose()

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        with self._failures.of("llm"):
            return await self._engine.choose(messages, choices)

    async def warm(self, messages: Sequence[Message]) -> None:
        await self._engine.warm(messages)

    async def models(self) -> tuple[str, ...]:
        return await self._engine.models()

    async def aclose(self) -> None:
        await self._engine.aclose()

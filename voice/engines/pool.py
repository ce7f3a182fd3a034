"""The engines as sessions use them: shared, loaded once, blocking calls behind workers."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models.base import (
    Float32,
    LanguageModel,
    SpeechToText,
    TextToSpeech,
    TranscribeOptions,
    Transcript,
    TurnDetector,
    VoiceActivityDetector,
)
from voice.core.worker import Runner, Urgency
from voice.engines.failures import Failures
from voice.engines.load_shedding import Effort
from voice.exam.model.bank import Item
from voice.exam.model.record import Answer, Mark


class Marking(Protocol):
    """Marks answers."""

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """What `answers` to `item` are worth, with evidence; may take long."""
        ...

    async def look(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """The same at once, by words and small models alone."""
        ...

    async def warm(self, item: Item) -> None:
        """Read an item before it is answered."""
        ...


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A voice that can be asked for."""

    name: str  # the catalogue's, or a user's own file
    engine: str
    short: str = ""  # another name for it


@dataclass
class Engines:
    """Everything a session needs to hear, think and speak.

    `load_voice` and `load_model` may take long (they may fetch weights); what they return is
    kept. Both raise a `VivaError` worded for the user.
    """

    vad: VoiceActivityDetector
    turn_detector: TurnDetector
    stt: SpeechToText
    load_voice: Callable[[str], Awaitable[TextToSpeech]]
    load_model: Callable[[str], Awaitable[LanguageModel]]
    default_voice: Callable[[str], str]  # language -> name of a voice
    voice_language: Callable[[str], str]  # name of a voice -> language
    stt_runner: Runner
    tts_runner: Runner
    turn_runner: Runner
    marking: Callable[[str], Marking]  # language -> what marks answers in it
    voices: Callable[[], Sequence[KnownVoice]] = tuple  # those that can be asked for
    failures: Failures = field(default_factory=Failures)
    effort: Effort = field(default_factory=Effort)
    now: Callable[[], float] = time.monotonic  # for `effort`, seconds
    _voices: dict[str, TextToSpeech] = field(default_factory=dict)
    _models: dict[str, LanguageModel] = field(default_factory=dict)

    async def voice(self, name: str) -> TextToSpeech:
        """The voice called `name`, loaded on first use."""
        if name not in self._voices:
            self._voices[name] = await self.load_voice(name)
        return self._voices[name]

    def keep_voice(self, name: str, voice: TextToSpeech) -> None:
        """Take a voice that is loaded already."""
        self._voices[name] = voice

    def loaded_models(self) -> tuple[LanguageModel, ...]:
        """The language models made so far."""
        return tuple(self._models.values())

    async def model(self, name: str) -> LanguageModel:
        """The language model called `name` ("": the configured one), made on first use."""
        if name not in self._models:
            self._models[name] = await self.load_model(name)
        return self._models[name]

    async def transcribe(
        self, audio: Float32, options: TranscribeOptions, live: bool = True
    ) -> Transcript:
        """Recognise a clip in the worker; partials wait for finals, what is not `live` for both."""
        if not live:
            return await self.stt_runner.run(
                lambda: self.stt.transcribe(audio, options), Urgency.FILE
            )
        urgency = Urgency.PARTIAL if options.partial else Urgency.FINAL
        began = self.now()
        heard = await self.stt_runner.run(lambda: self.stt.transcribe(audio, options), urgency)
        self.effort.took(self.now() - began, options.partial)
        return heard

    async def completion(self, audio: Float32, said: Transcript | None) -> float:
        """Ask the turn detector in its worker."""
        return await self.turn_runner.run(lambda: self.turn_detector.completion(audio, said))

    def runners(self) -> dict[str, Runner]:
        """The workers, by the kind of engine that they serve."""
        return {"stt": self.stt_runner, "tts": self.tts_runner, "turn": self.turn_runner}

    async def aclose(self) -> None:
        """Free the language models and let the workers end."""
        for model in self._models.values():
            await model.aclose()
        for runner in self.runners().values():
            runner.close()

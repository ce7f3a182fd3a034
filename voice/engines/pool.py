"""The engines as sessions use them: shared, loaded once, blocking calls behind workers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

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
from voice.engines.shared import Once, SharedModel

log = logging.getLogger(__name__)

IDLE_S = 15 * 60.0
"""A voice or model that nobody has chosen or used for this long is freed; as long as a
conversation waits for its student. The configured ones stay."""

IDLE_MODELS = 1
"""So many models may be idle for less than that, besides the configured one: each takes up to
several GB. Beyond it the one longest idle is freed at once."""

IDLE_VOICES = 4
"""The same for voices, of some 100 MB each."""


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A voice that can be asked for."""

    name: str  # the catalogue's, or a user's own file
    engine: str
    short: str = ""  # another name for it


@dataclass
class Engines:
    """Everything a session needs to hear, think and speak.

    `load_voice` and `load_model` may take long (they may fetch weights); each is called once
    for all who ask for the same name meanwhile, and again after a failure. Both raise a
    `VivaError` worded for the user.
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
    voices: Callable[[], Sequence[KnownVoice]] = tuple  # those that can be asked for
    failures: Failures = field(default_factory=Failures)
    effort: Effort = field(default_factory=Effort)
    now: Callable[[], float] = time.monotonic  # seconds, for `effort` and for what is idle
    _voices: dict[str, Once[TextToSpeech]] = field(default_factory=dict)
    _models: dict[str, SharedModel] = field(default_factory=dict)

    async def voice(self, name: str) -> TextToSpeech:
        """The voice called `name`, loaded on first use."""
        voice = self._voices.setdefault(name, Once(lambda: self.load_voice(name), self.now))
        try:
            return await voice.get()
        finally:
            if not voice.begun and self._voices.get(name) is voice:
                del self._voices[name]  # it failed, and its name may be nonsense

    async def model(self, name: str) -> LanguageModel:
        """The language model called `name` ("": the configured one), loaded on first use.

        Whoever holds it may call it at any time, see `SharedModel`.
        """
        model = self._models.setdefault(
            name, SharedModel(lambda: self.load_model(name), self.failures, self.now)
        )
        try:
            await model.once.get()
        finally:
            if not model.once.begun and self._models.get(name) is model:
                del self._models[name]
        return model

    @property
    def configured_model(self) -> LanguageModel:
        """The language model that the program was started with; it is loaded at the start."""
        return self._models[""]

    async def free_idle(self, voices: Collection[str], models: Collection[str]) -> None:
        """Free what has not been used for `IDLE_S`, and what is idle beyond the bounds.

        Parameters
        ----------
        voices, models : collection of str
            Names that sessions have chosen, or that are the configured ones: these stay.
        """
        idle_voices = {
            name: voice.used_s
            for name, voice in self._voices.items()
            if voice.loaded and name not in voices
        }
        for name in _surplus(idle_voices, IDLE_VOICES, self.now() - IDLE_S):
            del self._voices[name]  # its memory goes when the last one who speaks with it has ended
        idle_models = {
            name: model.once.used_s
            for name, model in self._models.items()
            if model.idle and name and name not in models
        }
        for name in _surplus(idle_models, IDLE_MODELS, self.now() - IDLE_S):
            if self._models[name].once.used_s == idle_models[name]:  # not chosen meanwhile
                await self._models[name].free()

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
        """Free the language models, whatever one of them says to it, and let the workers end."""
        for voice in self._voices.values():
            voice.drop()
        closing = [model.aclose() for model in self._models.values()]
        outcomes = await asyncio.gather(*closing, return_exceptions=True)
        for runner in self.runners().values():
            runner.close()
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                log.warning("a language model could not be closed", exc_info=outcome)


def _surplus(used_s: Mapping[str, float], most: int, since_s: float) -> list[str]:
    """Names of those last used before `since_s`, and of the longest unused beyond `most`."""
    oldest_first = sorted(used_s, key=lambda name: used_s[name])
    surplus = len(oldest_first) - most
    return [name for n, name in enumerate(oldest_first) if n < surplus or used_s[name] <= since_s]

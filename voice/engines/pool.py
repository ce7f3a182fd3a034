"""The engines as sessions use them: shared, loaded only once, and run in workers if they block."""

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
"""A voice or model is freed if nobody has chosen or used it for this long, which is also how long
a session waits for its student to come back. The configured ones are never freed."""

IDLE_MODELS = 1
"""How many idle models are kept besides the configured one; beyond that, the one idle for longest
is freed at once. Each takes up to several GB."""

IDLE_VOICES = 4
"""The same for voices, of some 100 MB each."""


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A voice that can be chosen."""

    name: str  # its name in the catalogue, or the path of a user's own file
    engine: str
    short: str = ""  # another name for it


@dataclass
class Engines:
    """Everything a session needs to hear, think and speak; used from the event loop.

    `load_voice` and `load_model` may take long, since they may fetch weights. Each is called once
    for all callers who ask for the same name meanwhile, and again after a failure. Both raise a
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
    voices: Callable[[], Sequence[KnownVoice]] = tuple  # those that can be chosen
    failures: Failures = field(default_factory=Failures)
    effort: Effort = field(default_factory=Effort)
    now: Callable[[], float] = time.monotonic  # seconds, for `effort` and for what is idle
    _voices: dict[str, Once[TextToSpeech]] = field(default_factory=dict)
    _models: dict[str, SharedModel] = field(default_factory=dict)

    async def voice(self, name: str) -> TextToSpeech:
        """The voice called `name`, loaded when it is first asked for."""
        voice = self._voices.setdefault(name, Once(lambda: self.load_voice(name), self.now))
        try:
            return await voice.get()
        finally:
            if not voice.begun and self._voices.get(name) is voice:
                del self._voices[name]  # it failed, and its name may be nonsense

    async def model(self, name: str) -> LanguageModel:
        """The language model called `name` ("": the configured one), loaded on first use.

        It may be held and called at any time, even after it was freed; see `SharedModel`.
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
        """The language model that the program was configured with, loaded at the start."""
        return self._models[""]

    async def free_idle(self, voices: Collection[str], models: Collection[str]) -> None:
        """Free what has not been used for `IDLE_S`, and what is idle beyond the bounds.

        Parameters
        ----------
        voices, models : collection of str
            Names that sessions have chosen; these are kept.
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
        """Transcribe a clip in the worker.

        Final transcripts go before partial ones, and both before clips that are not `live`.
        """
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
        """How likely the turn is complete, from the turn detector in its worker."""
        return await self.turn_runner.run(lambda: self.turn_detector.completion(audio, said))

    def runners(self) -> dict[str, Runner]:
        """The workers, by the kind of engine that they serve."""
        return {"stt": self.stt_runner, "tts": self.tts_runner, "turn": self.turn_runner}

    async def aclose(self) -> None:
        """Free all language models, even if one of them fails to close, and stop the workers."""
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

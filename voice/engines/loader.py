"""Loads the engines that the settings ask for, and fetches the weights they need."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import models
from models.base import (
    LanguageModel,
    Progress,
    SpeechToText,
    TextToSpeech,
    TurnDetector,
)
from models.outside import is_outside
from models.weights.catalogue import Catalogue
from models.weights.progress_bars import ProgressBars
from voice.core.worker import Worker, in_thread
from voice.engines.failures import Failures
from voice.engines.pool import Engines, KnownVoice
from voice.engines.threads import Threads
from voice.exam.marking.witnesses import Chosen, Witnesses
from voice.exam.marking.witnesses import load as load_witnesses
from voice.settings.settings import Settings

log = logging.getLogger(__name__)

MODEL_SEPARATOR = "/"
"""Separates backend and model in the names that the page uses, as in "ollama/qwen3:0.6b"."""


class Loader:
    """Loads the engines of one process.

    The coroutines are called from the event loop and do the blocking work in threads; `weights`
    blocks, so call it in a thread.

    Parameters
    ----------
    settings : Settings
        The settings of the program.
    bars : ProgressBars
        Shows the progress of downloads in the terminal.
    on_pull : callable
        Called with the progress of a language model that a backend such as Ollama fetches; may be
        called from any thread.
    """

    def __init__(
        self, settings: Settings, bars: ProgressBars, on_pull: Callable[[Progress], None]
    ) -> None:
        self.catalogue = Catalogue.load(own=settings.catalogue)
        self._settings = settings
        self._bars = bars
        self._on_pull = on_pull
        self._stopping = threading.Event()
        self._threads = Threads.share()

    def stop(self) -> None:
        """Cancel the downloads under way; may be called from any thread."""
        self._stopping.set()

    def weights(self, name_or_path: str, role: str) -> Path:
        """Find the file or folder that an engine opens, and fetch it if necessary; blocks.

        Raises
        ------
        WeightsError
            The weights cannot be found or fetched.
        """
        return self.catalogue.resolve(name_or_path, role, self._show, self._stopping.is_set)

    def default_voice(self, language: str) -> str:
        """The configured voice if it speaks `language`, or else the catalogue's default for it."""
        chosen = self._settings.voice
        if chosen and self.voice_language(chosen) == language:
            return chosen
        return self.catalogue.default_voice(language)

    def voice_language(self, name: str) -> str:
        """Language of a voice; a user's own file is taken to speak the configured one."""
        entry = self.catalogue.find(name, "tts")
        return entry.language if entry else self._settings.language

    def voices(self) -> tuple[KnownVoice, ...]:
        """The catalogue's voices, and the one that was configured."""
        known = tuple(
            KnownVoice(entry.name, entry.engine, entry.short)
            for entry in self.catalogue.entries("tts")
        )
        chosen = self._settings.voice
        if not chosen or chosen in [voice.name for voice in known]:
            return known
        return (*known, KnownVoice(chosen, self.catalogue.engine(chosen, "tts")))

    async def engines(self) -> Engines:
        """Load everything a session needs, the default voice and model included."""
        settings = self._settings
        configured = self.default_voice(settings.language)
        stt, turn, voice = await asyncio.gather(
            in_thread(self._stt),
            in_thread(self.load_turn_detector),
            self.load_voice(configured),
        )
        failures = Failures()

        async def load_voice(name: str) -> TextToSpeech:
            return voice if name == configured else await self.load_voice(name)

        engines = Engines(
            vad=models.voice_activity(),
            turn_detector=turn,
            stt=stt,
            load_voice=load_voice,
            load_model=self.load_model,
            failures=failures,
            default_voice=self.default_voice,
            voice_language=self.voice_language,
            stt_runner=Worker("stt", partial(failures.of, "stt")),
            tts_runner=Worker("tts", partial(failures.of, "tts")),
            turn_runner=Worker("turn", partial(failures.of, "turn")),
            voices=self.voices,
        )
        if settings.llm == "llamacpp":
            # Fail at the start if the configured model cannot be used.
            await self._embedded(settings.llm_model)
        await engines.model("")
        return engines

    async def load_voice(self, name: str) -> TextToSpeech:
        """A voice by its catalogue name or file."""

        def load() -> TextToSpeech:
            device = "cuda" if self._settings.device == "cuda" else "cpu"
            engine = self.catalogue.engine(name, "tts")
            return models.text_to_speech(self.weights(name, "tts"), name, device, engine)

        return await in_thread(load)

    async def load_model(self, name: str) -> LanguageModel:
        """A language model: "" for the configured one, else "backend/model"."""
        settings = self._settings
        backend, _, model = name.partition(MODEL_SEPARATOR)
        request = models.ModelRequest(
            backend=backend or settings.llm,
            model=model if name else settings.llm_model,
            url=settings.llm_url,
            key=settings.llm_key,
            context_tokens=settings.context_tokens,
            sessions=settings.max_sessions,
            threads=self._threads.generate,
            read_threads=self._threads.read,
        )

        entry = self.catalogue.find(request.model, "llm")
        here = request.backend in ("auto", "llamacpp")
        if here and entry and is_outside(entry.engine):
            weights = await in_thread(lambda: self.weights(entry.name, "llm"))
            return models.outside_language_model(
                weights, entry.name, settings.context_tokens, entry.engine
            )
        embedded = request.model if request.backend == "llamacpp" else ""
        return await models.language_model(request, lambda: self._embedded(embedded), self._pulled)

    async def _embedded(self, name_or_path: str) -> tuple[Path, str]:
        """GGUF file and name of an embedded model, "" for the catalogue's default."""
        wanted = name_or_path or self.catalogue.default_llm()
        return await in_thread(lambda: self.weights(wanted, "llm")), Path(wanted).name

    def _stt(self) -> SpeechToText:
        settings = self._settings
        folder = self.weights(settings.stt_model, "stt")
        return models.speech_to_text(
            folder,
            settings.stt_model,
            settings.device,
            settings.compute_type,
            self._threads.recognise,
            self.catalogue.engine(settings.stt_model, "stt"),
        )

    def witnesses(self) -> Witnesses:
        """The small models that marking rests on; blocks."""
        embed, align = self.catalogue.default("embed"), self.catalogue.default("align")
        return load_witnesses(
            self.weights,
            self._settings.entailment,
            Chosen(embed.name, embed.engine),
            Chosen(align.name, align.engine),
        )

    def load_turn_detector(self) -> TurnDetector:
        """The turn detector that was configured; blocks."""
        name = self._settings.turn_detector
        return models.turn_detector(self.weights(name, "turn"), self.catalogue.engine(name, "turn"))

    def _pulled(self, progress: Progress) -> None:
        self._show(progress)
        self._on_pull(progress)

    def _show(self, progress: Progress) -> None:
        self._bars.show(progress)

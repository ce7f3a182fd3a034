"""Engine factories by name. An engine's module is imported only when it is chosen.

To add an engine, write one file here that satisfies a seam of `models.base`, name it in the
table of its kind below, and give it to that seam's contract test. Which engine opens which
weights is stated by their entry in the catalogue. A user's own catalogue file may also name a
class from outside, as "my_module:MyVoice" (`models.outside`); it is given what the functions
of its kind are given here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar, get_args

from models import outside
from models.base import (
    EngineUnavailable,
    Entailment,
    LanguageModel,
    Patience,
    Progress,
    SpeechToText,
    TextEmbedder,
    TextToSpeech,
    TokenEmbedder,
    TurnDetector,
    VoiceActivityDetector,
)

Taken = ParamSpec("Taken")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """Which language model is wanted, and what it must be able to do."""

    backend: str  # "auto", "ollama", "llamacpp" or "openai"
    model: str  # "" is the backend's own choice
    url: str = ""
    key: str = ""
    context_tokens: int = 4096
    sessions: int = 4  # answers at once
    threads: int = 2  # for generating
    read_threads: int = 2  # for reading the prompt


def voice_activity() -> VoiceActivityDetector:
    """Silero, whose weights come with faster-whisper."""
    from models.vad_silero import SileroVad

    return SileroVad()


# --- turn detectors --------------------------------------------------------------------------


def _smart_turn(weights: Path) -> TurnDetector:
    from models.turn_smart import SmartTurn

    return SmartTurn(weights)


_TURN_DETECTORS: Mapping[str, Callable[[Path], TurnDetector]] = {"smart-turn": _smart_turn}


def turn_detector(weights: Path, engine: str = "smart-turn") -> TurnDetector:
    """Judges whether a turn is over; `weights` is what the engine opens."""
    detector = _maker("turn detector", _TURN_DETECTORS, engine, TurnDetector)(weights)
    if lacking := [one for one in get_args(Patience) if one not in detector.calibration]:
        raise EngineUnavailable(
            f"The turn detector {detector.name} states no calibration for {', '.join(lacking)}",
            "Give one for each patience, as models/turn_smart.py does",
        )
    return detector


# --- recognisers -----------------------------------------------------------------------------


def _faster_whisper(
    weights: Path, name: str, device: str, compute_type: str, threads: int
) -> SpeechToText:
    from models.whisper.engine import FasterWhisper

    return FasterWhisper(weights, name, device, compute_type, threads)


_RECOGNISERS: Mapping[str, Callable[[Path, str, str, str, int], SpeechToText]] = {
    "faster-whisper": _faster_whisper
}


def speech_to_text(
    weights: Path,
    name: str,
    device: str,
    compute_type: str,
    threads: int,
    engine: str = "faster-whisper",
) -> SpeechToText:
    """Recognises speech; `weights` is what the engine opens."""
    make = _maker("recogniser", _RECOGNISERS, engine, SpeechToText)
    return make(weights, name, device, compute_type, threads)


# --- voices ----------------------------------------------------------------------------------


def _piper(weights: Path, name: str, device: str) -> TextToSpeech:
    from models.tts_piper import PiperVoice

    return PiperVoice(weights, name, device)


_VOICES: Mapping[str, Callable[[Path, str, str], TextToSpeech]] = {"piper": _piper}


def text_to_speech(weights: Path, name: str, device: str, engine: str = "piper") -> TextToSpeech:
    """Speaks; `weights` is what the engine opens."""
    return _maker("voice", _VOICES, engine, TextToSpeech)(weights, name, device)


# --- what marking listens to -----------------------------------------------------------------


def _sentence_encoder(weights: Path) -> TextEmbedder:
    from models.embed_use import UniversalSentenceEncoder

    return UniversalSentenceEncoder(weights)


def _minilm(weights: Path) -> TokenEmbedder:
    from models.embed_minilm import MiniLm

    return MiniLm(weights)


_TEXT_EMBEDDERS: Mapping[str, Callable[[Path], TextEmbedder]] = {
    "universal-sentence-encoder": _sentence_encoder
}
_TOKEN_EMBEDDERS: Mapping[str, Callable[[Path], TokenEmbedder]] = {"minilm": _minilm}


def text_embedder(weights: Path, engine: str = "universal-sentence-encoder") -> TextEmbedder:
    """Knows what sentences mean; `weights` is what the engine opens."""
    return _maker("text embedder", _TEXT_EMBEDDERS, engine, TextEmbedder)(weights)


def token_embedder(weights: Path, engine: str = "minilm") -> TokenEmbedder:
    """Knows what words mean in context; `weights` is what the engine opens."""
    return _maker("token embedder", _TOKEN_EMBEDDERS, engine, TokenEmbedder)(weights)


def entailment(weights: Path | None) -> Entailment:
    """A cross-encoder; `weights` is the folder, None our own."""
    from models.nli_cross_encoder import OWN_FOLDER, CrossEncoder

    return CrossEncoder(weights or OWN_FOLDER)


async def language_model(
    request: ModelRequest,
    embedded: Callable[[], Awaitable[tuple[Path, str]]],
    on_progress: Callable[[Progress], None],
) -> LanguageModel:
    """Ollama, embedded llama.cpp, an OpenAI-compatible server, or whichever is available.

    `embedded` returns the embedded model's GGUF file and its name, fetching the file if need
    be; it is called only when that model is to answer.
    """
    from models.llm.auto import choose_llm

    return await choose_llm(
        request.backend,
        request.model,
        request.url,
        request.key,
        request.context_tokens,
        request.sessions,
        request.threads,
        request.read_threads,
        embedded,
        on_progress,
    )


def outside_language_model(
    weights: Path, name: str, context_tokens: int, engine: str
) -> LanguageModel:
    """A language model of a class from outside, see `models.outside`."""
    made: LanguageModel = outside.make(engine, LanguageModel, weights, name, context_tokens)
    return made


def _maker(
    kind: str, known: Mapping[str, Callable[Taken, Made]], engine: str, protocol: type
) -> Callable[Taken, Made]:
    """What makes an engine of that name."""
    if outside.is_outside(engine):
        return partial(outside.make, engine, protocol)
    if engine not in known:
        raise EngineUnavailable(
            f"There is no {kind} engine {engine!r}",
            f"Choose {' or '.join(known)}, or name a class of your own like my_module:MyClass",
        )
    return known[engine]

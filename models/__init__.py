"""Engine factories by name. An engine's module is imported only when it is chosen.

To add an engine, write one file here that satisfies a seam of `models.base`, name it in the
function of its kind below, and give it to that seam's contract test.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from models.base import (
    Entailment,
    LanguageModel,
    Progress,
    SpeechToText,
    TextEmbedder,
    TextToSpeech,
    TokenEmbedder,
    TurnDetector,
    VoiceActivityDetector,
)


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


def turn_detector(weights: Path) -> TurnDetector:
    """Smart Turn."""
    from models.turn_smart import SmartTurn

    return SmartTurn(weights)


def speech_to_text(
    weights: Path, name: str, device: str, compute_type: str, threads: int
) -> SpeechToText:
    """faster-whisper."""
    from models.whisper.engine import FasterWhisper

    return FasterWhisper(weights, name, device, compute_type, threads)


def text_to_speech(weights: Path, name: str, device: str) -> TextToSpeech:
    """Piper."""
    from models.tts_piper import PiperVoice

    return PiperVoice(weights, name, device)


def text_embedder(weights: Path) -> TextEmbedder:
    """Universal Sentence Encoder; `weights` is the folder."""
    from models.embed_use import UniversalSentenceEncoder

    return UniversalSentenceEncoder(weights)


def token_embedder(weights: Path) -> TokenEmbedder:
    """MiniLM; `weights` is the folder."""
    from models.embed_minilm import MiniLm

    return MiniLm(weights)


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

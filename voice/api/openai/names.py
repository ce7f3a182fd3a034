"""OpenAI's names for models and voices: whoever asks for them gets the ones that are here."""

from __future__ import annotations

VOICES = frozenset(
    "alloy ash ballad cedar coral echo fable marin nova onyx sage shimmer verse".split()
)

MODEL_FAMILIES = ("gpt-", "chatgpt-", "o1", "o3", "o4", "whisper-", "tts-")


def local_voice(name: str) -> str | None:
    """The voice to look for; None leaves the one that speaks."""
    return None if not name or name in VOICES else name


def local_model(name: str) -> str | None:
    """The model to look for; None leaves the one that answers."""
    return None if not name or name.startswith(MODEL_FAMILIES) else name

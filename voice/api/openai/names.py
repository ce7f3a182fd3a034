"""Replacing OpenAI's names of models and voices by those that are here."""

from __future__ import annotations

VOICES = frozenset(
    "alloy ash ballad cedar coral echo fable marin nova onyx sage shimmer verse".split()
)

MODEL_FAMILIES = ("gpt-", "chatgpt-", "o1", "o3", "o4", "whisper-", "tts-")


def local_voice(name: str) -> str | None:
    """The voice to look for; None keeps the present one."""
    return None if not name or name in VOICES else name


def local_model(name: str) -> str | None:
    """The model to look for; None keeps the present one."""
    return None if not name or name.startswith(MODEL_FAMILIES) else name

"""Choosing among Ollama's models, and finding Ollama's address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.base import SettingsError

PORT = 11434

SPEAKABLE_BILLIONS = 5.0
"""Largest model, in billions of parameters, that answers at the speed of speech on an ordinary
computer."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One model that Ollama lists."""

    name: str
    family: str
    billions: float  # billions of parameters; 0 if unknown

    @property
    def chats(self) -> bool:
        """Whether the model can chat, and runs on this machine.

        Embedding models cannot chat; models tagged "cloud" run on the servers of Ollama's maker.
        """
        embeds = "bert" in self.family or "embed" in self.name or "minilm" in self.name
        return not embeds and not self.name.endswith("cloud")


def usable(installed: Sequence[Installed], loaded: Sequence[str] = ()) -> list[Installed]:
    """Models that can chat here, the best choice first.

    Order: already loaded (it answers at once, and the user chose it a moment ago); chat
    before code before base models; the largest that still answers at the speed of speech;
    then, of the larger ones, the smallest.
    """

    def rank(model: Installed) -> tuple[bool, int, bool, float]:
        kind = 2 if re.search(r"[-:](base|text)\b", model.name) else "code" in model.name
        slow = model.billions > SPEAKABLE_BILLIONS
        return model.name not in loaded, kind, slow, model.billions if slow else -model.billions

    return sorted((model for model in installed if model.chats), key=rank)


def full_name(name: str) -> str:
    """Ollama's own name for a model: with a tag, "latest" if none is given."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def billions(size: str) -> float:
    """Read "3.2B" or "494.03M"."""
    match = re.fullmatch(r"([\d.]+)([KMB])", size.upper())
    return float(match[1]) * {"K": 1e-6, "M": 1e-3, "B": 1.0}[match[2]] if match else 0.0


def address(text: str) -> str:
    """URL of Ollama from `text`, which may be a bare host or the address that a server binds.

    Raises
    ------
    SettingsError
        It is neither.
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text or '127.0.0.1'}")
        port = parts.port
    except ValueError:
        raise SettingsError(
            f"The address of Ollama {text!r} is not one", "Give it as --llm-url http://HOST:PORT"
        ) from None
    host = parts.hostname or "127.0.0.1"
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme, PORT) if "://" in text else PORT
    return f"{parts.scheme}://{host}:{port or usual}{parts.path.rstrip('/')}"

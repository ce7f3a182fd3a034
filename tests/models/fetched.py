"""Real weights for tests, fetched once through the catalogue like any user's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from models.weights.catalogue import Catalogue


@cache
def weights(name: str) -> Path:
    """Folder with the files of the catalogue entry `name`."""
    return Catalogue.load().fetch(name)


def gguf(name: str) -> Path:
    """The one GGUF file of the catalogue entry `name`."""
    (file,) = weights(name).glob("*.gguf")
    return file


def qwen() -> Path:
    """Qwen2.5-Coder-0.5B-Instruct: the smallest model here that follows instructions."""
    return gguf("qwen2.5-coder-0.5b-instruct")


def smollm() -> Path:
    """SmolLM2-135M-Instruct: loads in 0.4 s and writes anything, for tests of the plumbing."""
    return gguf("smollm2-135m-instruct")

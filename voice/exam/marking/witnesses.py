"""The models that marking uses beside the words themselves, and how they are loaded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import models
from models.base import Entailment, TextEmbedder, TokenEmbedder, VivaError

SENTENCES = "use-multilingual-v3"
CONTEXT = "all-minilm-l6-v2"
OWN_ENTAILMENT = "viva-entailment"
NO_ENTAILMENT = "none"

Engine = TypeVar("Engine")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An embedder: its name in the catalogue, and the engine that opens its weights."""

    name: str
    engine: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The loaded models; marking does without those that are None."""

    sentences: TextEmbedder | None = None
    context: TokenEmbedder | None = None
    entailment: Entailment | None = None

    def for_language(self, language: str) -> Witnesses:
        """Only the models that know a language."""
        return Witnesses(
            self.sentences if self.sentences and language in self.sentences.languages else None,
            self.context if self.context and language in self.context.languages else None,
            self.entailment if self.entailment and language in self.entailment.languages else None,
        )

    @property
    def names(self) -> str:
        """The names of the models and rules that marks are based on, for the report."""
        there = [one.name for one in (self.sentences, self.context, self.entailment) if one]
        return " + ".join(("words", *there))


def load(
    weights: Callable[[str, str], Path],
    entailment: str = OWN_ENTAILMENT,
    sentences: Chosen = Chosen(SENTENCES, "universal-sentence-encoder"),
    context: Chosen = Chosen(CONTEXT, "minilm"),
) -> Witnesses:
    """Load the models that are available, with a warning for each that is not.

    Parameters
    ----------
    weights : callable
        Takes a name and a role, downloads the weights if needed, and returns their path.
    entailment : str
        `OWN_ENTAILMENT`, `NO_ENTAILMENT`, or a folder with another model.
    sentences, context : Chosen
        What stands for the meaning of sentences, and of words in context.
    """

    def entails() -> Entailment:
        own = entailment == OWN_ENTAILMENT
        return models.entailment(None if own else Path(entailment).expanduser())

    return Witnesses(
        _try(lambda: models.text_embedder(weights(sentences.name, "embed"), sentences.engine)),
        _try(lambda: models.token_embedder(weights(context.name, "align"), context.engine)),
        None if entailment == NO_ENTAILMENT else _try(entails),
    )


def _try(make: Callable[[], Engine]) -> Engine | None:
    """Load a model; None if it cannot be loaded, since marks are then worse but still possible."""
    try:
        return make()
    except VivaError as error:
        log.warning("answers are marked without one of the models for it: %s", error)
        return None

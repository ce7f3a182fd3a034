"""Entailment by a cross-encoder: both texts are read together, and three probabilities come out.

Two models fit: the small one of our own in `models/entailment` (its card is beside it), and
nli-deberta-v3-xsmall of the hub, which is larger and was trained on general sentences.

References
----------
Bowman et al., A large annotated corpus for learning natural language inference, EMNLP 2015
https://huggingface.co/cross-encoder/nli-deberta-v3-xsmall
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.base import EngineFailed, Float32
from models.embed_minilm import THREADS, wordpieces
from models.onnx import RUN_ERRORS, open_session

MOST_PIECES = 128
"""Of both texts together; the longer one is cut."""

OWN_FOLDER = Path(__file__).with_name("entailment")
OWN_NAME = "viva-entailment"

ORDERS = {
    OWN_NAME: ("entailment", "neutral", "contradiction"),
    "nli-deberta-v3-xsmall": ("contradiction", "entailment", "neutral"),
}
"""What the outputs of each model mean, in their order."""

_COLUMNS = ("entailment", "neutral", "contradiction")


class CrossEncoder:
    """One of the models above.

    Parameters
    ----------
    folder : Path
        Holds model.onnx and tokenizer.json.
    name : str
        Which one it is.
    """

    languages: tuple[str, ...] = ("en",)

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._order = [ORDERS[name].index(column) for column in _COLUMNS]
        self._tokenizer = wordpieces(folder / "tokenizer.json", MOST_PIECES)
        self._session = open_session(folder / "model.onnx", THREADS)
        self._inputs = {one.name for one in self._session.get_inputs()}

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Float32:
        """Probabilities that a statement follows, neither, contradicted: float32 [pairs, 3].

        Raises
        ------
        EngineFailed
            The network broke on a pair.
        """
        if not pairs:
            return np.zeros((0, 3), np.float32)
        # One at a time: 8-bit arithmetic takes its scale from the whole batch.
        return np.stack([self._judge(said, statement) for said, statement in pairs])

    def _judge(self, said: str, statement: str) -> Float32:
        encoded = self._tokenizer.encode(said, statement)
        given = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        inputs = {k: np.array([v], np.int64) for k, v in given.items() if k in self._inputs}
        try:
            scores: NDArray[Any] = self._session.run(None, inputs)[0][0]
        except RUN_ERRORS as error:
            raise EngineFailed(f"{self.name} broke on a text ({error})") from error
        raised = np.exp(scores - scores.max())
        return np.asarray((raised / raised.sum())[self._order], np.float32)

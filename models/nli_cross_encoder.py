"""Entailment by a cross-encoder: both texts are read together, and three probabilities come out.

Viva's own small model is in `models/entailment`, together with its model card. Any other one
exported to ONNX works as well, such as nli-deberta-v3-xsmall, which is larger and was trained on
general sentences; its config.json says what its outputs mean.

References
----------
Bowman et al., A large annotated corpus for learning natural language inference, EMNLP 2015
https://huggingface.co/cross-encoder/nli-deberta-v3-xsmall
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.base import EngineFailed, EngineUnavailable, Float32
from models.embed_minilm import THREADS, wordpieces
from models.onnx import RUN_ERRORS, open_session

MOST_PIECES = 128
"""Longest pair of texts, in tokens; the longer text is truncated."""

OWN_FOLDER = Path(__file__).with_name("entailment")
OWN_NAME = "viva-entailment"

COLUMNS = ("entailment", "neutral", "contradiction")
"""Order of the columns returned, which is that of our own model's outputs."""


class CrossEncoder:
    """A cross-encoder in ONNX format.

    Parameters
    ----------
    folder : Path
        Holds model.onnx and tokenizer.json; for other models than our own also config.json.
    """

    languages: tuple[str, ...] = ("en",)

    def __init__(self, folder: Path) -> None:
        own = folder == OWN_FOLDER
        self.name = OWN_NAME if own else folder.name
        outputs = COLUMNS if own else _outputs(folder / "config.json")
        self._order = [outputs.index(column) for column in COLUMNS]
        self._tokenizer = wordpieces(folder / "tokenizer.json", MOST_PIECES)
        self._session = open_session(folder / "model.onnx", THREADS)
        self._inputs = {one.name for one in self._session.get_inputs()}

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Float32:
        """Probabilities of entailment, neutral, contradiction: float32 [pairs, 3].

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


def _outputs(path: Path) -> tuple[str, ...]:
    """Meaning of each output, in order, from `id2label`.

    Raises
    ------
    EngineUnavailable
        The file is missing, or does not name all three classes.
    """
    try:
        named = json.loads(path.read_text(encoding="utf-8"))["id2label"]
        labels = tuple(str(named[str(i)]).lower() for i in range(len(COLUMNS)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineUnavailable(
            f"{path} does not say what the outputs mean ({error})",
            "Put the model's own config.json beside model.onnx",
        ) from error
    if sorted(labels) != sorted(COLUMNS):
        raise EngineUnavailable(
            f"{path} names the outputs {', '.join(labels)}",
            f"Take a model whose outputs are {', '.join(COLUMNS)}",
        )
    return labels

"""Words in context by all-MiniLM-L6-v2: six transformer layers, 22.7 million weights, 8 bits.

The network was trained to embed whole sentences; the embeddings of its single tokens are better
at telling whether a word of one text has a counterpart in another.

References
----------
Reimers and Gurevych, Sentence-BERT, EMNLP 2019
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
Zhang et al., BERTScore: Evaluating Text Generation with BERT, ICLR 2020
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.base import EngineFailed, EngineUnavailable, TokenVectors
from models.onnx import RUN_ERRORS, open_session

MOST_PIECES = 256
"""Longest text, in tokens; the rest is not read."""

THREADS = 1
"""More threads would change the order of summation, so that a mark's last digit could depend on
the machine."""


class MiniLm:
    """all-MiniLM-L6-v2.

    Parameters
    ----------
    folder : Path
        Holds model.onnx and tokenizer.json.
    """

    name = "all-minilm-l6-v2"
    languages: tuple[str, ...] = ("en",)

    def __init__(self, folder: Path) -> None:
        self._tokenizer = wordpieces(folder / "tokenizer.json", MOST_PIECES)
        self._session = open_session(folder / "model.onnx", THREADS)

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Tokens of each text, in order, without the special ones that mark its ends.

        Raises
        ------
        EngineFailed
            The network broke on a text.
        """
        # One at a time: 8-bit arithmetic takes its scale from the whole batch, and the result for
        # one text must not depend on its neighbours.
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> TokenVectors:
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        try:
            hidden: NDArray[Any] = self._session.run(None, inputs)[0][0]
        except RUN_ERRORS as error:
            raise EngineFailed(f"{self.name} broke on a text ({error})") from error
        inside = np.flatnonzero(np.array(encoded.special_tokens_mask) == 0)
        places = np.array(encoded.offsets, np.int64).reshape(-1, 2)[inside]
        vectors = hidden[inside]
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        directions = np.asarray(vectors / np.maximum(length, 1e-9), np.float32)
        return TokenVectors(places[:, 0], places[:, 1], directions)


def wordpieces(path: Path, most: int) -> Tokenizer:
    """Load the BERT tokenizer in `path`; it truncates texts to `most` tokens.

    Raises
    ------
    EngineUnavailable
        The file is missing or damaged.
    """
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more specific
        raise EngineUnavailable(f"{path} cannot be read ({error})", "Fetch it again") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(most)
    return tokenizer

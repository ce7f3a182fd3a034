"""Sentence embeddings by the Universal Sentence Encoder, multilingual, version 3.

Word pieces are looked up in a table, read in windows of two, three and five by small
convolutions, summed, and passed through a few dense layers. That is little enough arithmetic
for numpy: a sentence takes 1 to 2 ms on one thread. Sixteen languages share one space, so that
a German sentence lies near its English translation.

References
----------
Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, ACL 2020
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from models.base import EngineUnavailable, Float32
from models.sentencepiece import BEGIN, END, UNKNOWN, read_tokenizer

DIMENSIONS = 512
MAX_PIECES = 256  # longest text; the rest is not read
_ORDERS = ((2, 0), (3, 1), (5, 2))  # width of a window, and how many pieces before the middle
_WIDEST, _REACH = 5, 2
_BATCH_PIECES = 1024  # per batch: keeps the working set within the processor's cache


class UniversalSentenceEncoder:
    """USE multilingual v3 (the convolutional one).

    Parameters
    ----------
    folder : Path
        Holds sp.model (SentencePiece) and weights.npz (the table in 6 bits, the rest float32).
    """

    name = "use-multilingual-v3"
    languages = tuple("ar de en es fr it ja ko nl pl pt ru th tr zh".split())

    def __init__(self, folder: Path) -> None:
        self._tokenizer, pieces = read_tokenizer(folder / "sp.model")
        self._scores = np.array([score for _, score in pieces], np.float32)
        path = folder / "weights.npz"
        try:
            # Opened here, because numpy leaves a damaged file open.
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                self._weights = _Weights(file)
        except (OSError, BadZipFile, KeyError, ValueError, EOFError) as error:
            raise EngineUnavailable(
                f"The weights in {path} cannot be read ({error})", "Fetch them again"
            ) from error

    def embed(self, texts: Sequence[str]) -> Float32:
        """Embeddings of `texts`: float32 [texts, 512], each of length 1."""
        pieces = [self._pieces(text) for text in texts]
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        # Sorted by length: a batch is as wide as its longest text.
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        for batch in _batches(order, pieces):
            found[batch] = self._weights.forward([pieces[i] for i in batch])
        return found

    def information(self, words: Sequence[str]) -> Float32:
        """Information content: minus the log probability of each word, float32 [words]."""
        encoded = self._tokenizer.encode_batch(list(words), add_special_tokens=False)
        return np.array([-self._scores[one.ids].sum() for one in encoded], np.float32)

    def _pieces(self, text: str) -> list[int]:
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [BEGIN, *(ids[: MAX_PIECES - 2] or [UNKNOWN]), END]


def _batches(order: Sequence[int], pieces: Sequence[Sequence[int]]) -> list[list[int]]:
    """Split `order` so that each batch, padded to its longest text, fits the budget."""
    batches: list[list[int]] = []
    for i in order:
        if batches and (len(batches[-1]) + 1) * len(pieces[i]) <= _BATCH_PIECES:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


class _Weights:
    """The network."""

    def __init__(self, file: Mapping[str, NDArray[Any]]) -> None:
        # Token p is in block p % blocks, row p // blocks; each block has its own scale.
        self._blocks = len(file["scale"])
        self._table = np.stack([file[f"q{i + 1}"] for i in range(self._blocks)], axis=1)
        self._scale, self._low = file["scale"], file["lo"]
        names = ("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")
        self._of: dict[str, Float32] = {name: file[name] for name in names}
        self._branches = [_Branch(file, width, before) for width, before in _ORDERS]
        widths = [width for width, _ in _ORDERS]
        for name in ("proj", "proj_b", "ln_g", "ln_b"):
            parts = [file[f"{name}{width}"] for width in widths]
            self._of[f"{name}_all"] = np.concatenate(parts, axis=-1)
        self._floor = float(file["eps"])

    def forward(self, texts: Sequence[Sequence[int]]) -> Float32:
        """Run the network: float32 [texts, 512], each row of length 1."""
        of = self._of
        lengths = np.array([len(text) for text in texts])
        ids = np.zeros((len(texts), lengths.max()), np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = text
        inside = (np.arange(ids.shape[1]) < lengths[:, None]).astype(np.float32)[..., None]
        block = ids % self._blocks
        words = self._table[ids // self._blocks, block].astype(np.float32)
        words = words * self._scale[block][..., None] + self._low[block][..., None]
        # The three branches are normalised together, then processed separately.
        start = words @ of["proj_all"] + of["proj_b_all"]
        start = _normalised(start, of["ln_g_all"], of["ln_b_all"], self._floor)
        parts = np.split(start, len(_ORDERS), axis=-1)
        read = [b.forward(part, inside) for b, part in zip(self._branches, parts, strict=True)]
        features = np.concatenate([words, *read], axis=-1)
        features = _normalised(features, of["ln_g"], of["ln_b"], self._floor) * inside
        # Summing commutes with the projection, which is linear.
        total = features.sum(axis=1) @ of["cnn_W"] + lengths[:, None] * of["cnn_b"]
        return self._dense((total / np.sqrt(lengths)[:, None]).astype(np.float32))

    def _dense(self, mean: Float32) -> Float32:
        of = self._of
        first = _relu(mean @ of["d0"])
        hidden = _relu(mean @ of["p1"] + first @ of["d1"])
        out = np.tanh(hidden @ of["p3"] + _relu(hidden @ of["d2"]) @ of["d3"])
        length = np.sqrt(np.maximum((out * out).sum(axis=1, keepdims=True), self._floor))
        return np.asarray(out / length, np.float32)


class _Branch:
    """Two convolutions of one width, each with a residual connection."""

    def __init__(self, file: Mapping[str, NDArray[Any]], width: int, before: int) -> None:
        self._width, self._first = width, _REACH - before
        self._layers = [(file[f"w{i}_{width}"], file[f"b{i}_{width}"]) for i in (1, 2)]

    def forward(self, read: Float32, inside: Float32) -> Float32:
        """Float32 [texts, pieces, 256], the shape of `read`; `inside` is 0 past a text's end."""
        for weights, bias in self._layers:
            read = read * inside  # the padding stays 0, in spite of the bias
            read = _relu(self._windows(read) @ weights + bias) + read
        return read

    def _windows(self, read: Float32) -> Float32:
        """Each token with its neighbours: float32 [texts, pieces, width * 256]."""
        padded = np.pad(read, ((0, 0), (_REACH, _WIDEST), (0, 0)))
        count = read.shape[1]
        starts = range(self._first, self._first + self._width)
        return np.concatenate([padded[:, s : s + count] for s in starts], axis=-1)


def _normalised(values: Float32, gain: Float32, shift: Float32, floor: float) -> Float32:
    """Layer normalisation over the last axis."""
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = (centred * centred).mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt(spread + floor) * gain + shift, np.float32)


def _relu(values: NDArray[Any]) -> Float32:
    return np.asarray(np.maximum(values, 0), np.float32)

"""Texts as word vectors, each with the information its word carries, for comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.base import Float32, TextEmbedder, TokenEmbedder, TokenVectors
from voice.exam.text.lexical import Token, Words

UNRELATED_IN_CONTEXT = 0.25
UNRELATED_ALONE = 0.3
"""Measured cosine of two unrelated words, for words in context and for words alone."""

KEPT_TEXTS, KEPT_WORDS = 4096, 20_000

KEPT_READ = 64
"""Texts whose pieces are cached, since a text is often its own only stretch."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text, ready to be compared; the arrays have one entry per word."""

    text: str
    tokens: tuple[Token, ...]
    stems: tuple[str, ...]
    vectors: Float32  # [words, dimensions], each row of norm 1 or 0
    content: Float32  # [words] 1 for content words, else 0
    information: Float32  # [words] in nats; 0 for function words


class Vectors:
    """Turns texts of one language into vectors.

    Parameters
    ----------
    words : Words
        How the language is read.
    sentences : TextEmbedder or None
        Embeds whole texts; with None, words are compared by their stems alone.
    context : TokenEmbedder or None
        Embeds words in context; with None, each word is embedded alone.
    """

    def __init__(
        self, words: Words, sentences: TextEmbedder | None, context: TokenEmbedder | None
    ) -> None:
        self._words = words
        self._sentences = sentences
        self._context = context
        self._unrelated = UNRELATED_ALONE if context is None else UNRELATED_IN_CONTEXT
        self._known: dict[str, Float32] = {}  # vectors of words alone
        self.read = lru_cache(maxsize=KEPT_TEXTS)(self._read)
        self._in_context = lru_cache(maxsize=KEPT_READ)(self._read_in_context)
        self._informed = lru_cache(maxsize=KEPT_TEXTS)(self._information)

    def embed(self, texts: Sequence[str]) -> Float32:
        """Embed whole texts: float32 [texts, dimensions]; zeros without an encoder."""
        if self._sentences is None or not texts:
            return np.zeros((len(texts), 1), np.float32)
        return self._sentences.embed(texts)

    def meanings(self, texts: Sequence[str]) -> Float32:
        """Embed whole texts with the encoder of words in context.

        float32 [texts, dimensions], each row of norm 1 or 0; zeros without that encoder.
        """
        if self._context is None or not texts:
            return np.zeros((len(texts), 1), np.float32)
        means = [
            one.vectors.mean(axis=0) if len(one.vectors) else np.zeros(one.vectors.shape[1])
            for one in map(self._in_context, texts)
        ]
        found = np.asarray(means, np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, 1e-6), np.float32)

    @property
    def has_sentences(self) -> bool:
        """Whether there is an encoder of whole texts."""
        return self._sentences is not None

    def match(self, meant: Text, said: Text) -> Float32:
        """How well each word of one text matches each of another: float32 [meant, said].

        1 means the same stem, 0 unrelated.
        """
        same = np.array([[a == b for b in said.stems] for a in meant.stems], np.float32)
        same = same.reshape(len(meant.stems), len(said.stems))
        if meant.vectors.shape[1] < 2:
            return same
        alike = meant.vectors @ said.vectors.T
        related = np.clip((alike - self._unrelated) / (1 - self._unrelated), 0, 1)
        return np.asarray(np.maximum(same, related), np.float32)

    def _read(self, text: str) -> Text:
        tokens = self._words.tokens(text)
        content = np.array([token.content for token in tokens], np.float32)
        information = np.array([self._informed(token.text) for token in tokens], np.float32)
        return Text(
            text=text,
            tokens=tokens,
            stems=tuple(token.stem for token in tokens),
            vectors=self._directions(text, tokens),
            content=content,
            information=information * content,
        )

    def _information(self, word: str) -> float:
        if self._sentences is None:
            return float(len(word))  # without frequencies: long words are rarer
        return float(self._sentences.information([word])[0])

    def _alone(self, words: Sequence[str]) -> Float32:
        """Embed words without context; the results are cached."""
        if self._sentences is None:
            return np.zeros((len(words), 1), np.float32)
        if len(self._known) > KEPT_WORDS:
            self._known = {}  # replaced, not cleared: another thread may be reading the old one
        known = self._known
        new = list(dict.fromkeys(word for word in words if word not in known))
        known.update(zip(new, self.embed(new), strict=True))
        return np.stack([known[word] for word in words])

    def _read_in_context(self, text: str) -> TokenVectors:
        assert self._context is not None
        return self._context.read([text])[0]

    def _directions(self, text: str, tokens: Sequence[Token]) -> Float32:
        if not tokens:
            return np.zeros((0, 1), np.float32)
        if self._context is None:
            return self._alone([token.text for token in tokens])
        read = self._in_context(text)
        found = np.zeros((len(tokens), read.vectors.shape[1]), np.float32)
        for row, token in zip(found, tokens, strict=True):
            inside = (read.starts < token.end) & (read.ends > token.start)
            if inside.any():
                mean = read.vectors[inside].mean(axis=0)
                row[:] = mean / max(float(np.linalg.norm(mean)), 1e-6)
        return found

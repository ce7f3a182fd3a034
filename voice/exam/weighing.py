"""How well each key point is covered by what a student said, and by which words.

Two measures are averaged, each in [0, 1]:

- *likeness*: cosine between the embeddings of a stretch of the answer and a wording of the
  point, less what the question alone would reach;
- *coverage*: how much of what the wording tells beyond the question stands in that stretch, word
  by word; a word counts for the information it carries, and a related word counts in part.

Repeating the question therefore earns nothing, and neither does a long answer by its length:
every stretch is weighed by itself. Without embeddings, likeness is the overlap of word stems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.base import Float32, TextEmbedder
from voice.exam.bank import Item
from voice.exam.contradiction import Statement, agrees, contradicts, statement
from voice.exam.evidence import Span, spans
from voice.exam.lexical import Token, Words, sentences

UNRELATED = 0.3
"""Cosine of two words that have nothing to do with each other, or little; measured."""

MODEL_SENTENCE = 0.7
"""A sentence of the model answer this like a key point is one more wording of it."""

ECHO = 0.5
"""Share of a wording's likeness to the question that is taken off its likeness to anything."""

MET = 0.5
"""A word is met by one that is at least this related to it."""

SAME = 0.999
"""A word is met by itself: related without a difference but that of arithmetic."""

FAIR_PART = 0.34
"""Of a wording's worth: what must be said in its own words by one who also speaks of marks."""

LUCK = 0.08
"""Taken off a score for each doubling of a point's wordings: the best of many is like anything."""

RIVAL = 1.0
"""What a stretch says of one key point counts less for the others: of the lead that the point it
suits best has over another, this share is taken off there."""

TIE = 0.02
"""Of stretches that cover a point about equally well, the shortest is quoted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one key point."""

    score: float  # in [0, 1]
    span: Span | None  # the best stretch, None when nothing at all is alike
    decisive: frozenset[str] = frozenset()  # stems on which it rests
    against: Span | None = None  # a clause that says the opposite


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item, ready to be compared with answers."""

    question: frozenset[str]  # stems
    wordings: tuple[str, ...]
    point: NDArray[np.int64]  # [wordings] to which key point each belongs
    vectors: Float32  # [wordings, dimensions]
    words: tuple[Token, ...]  # of all wordings: those that tell more than the question
    owner: NDArray[np.int64]  # [words] to which wording each belongs
    worth: Float32  # [words] share of its wording's information
    word_vectors: Float32  # [words, dimensions]
    has_new: NDArray[np.bool_]  # [wordings] tells more than the question
    echo: Float32  # [wordings] likeness that repeating the question would give
    statements: tuple[tuple[int, Statement], ...] = field(default=())  # point, clause


class Weigher:
    """Compares answers with key points.

    Parameters
    ----------
    embedder : TextEmbedder or None
        None compares words only.
    language : str
        ISO 639-1, of the exam.
    """

    def __init__(self, embedder: TextEmbedder | None, language: str) -> None:
        self._embedder = embedder
        self._language = language
        self.words = Words(language)

    # --- the item ------------------------------------------------------------------------

    def prepare(self, item: Item) -> Prepared:
        """Everything about an item that does not depend on the answers."""
        question = frozenset(token.stem for token in self.words.tokens(item.question))
        listed = [
            (text, i)
            for i, point in enumerate(item.key_points)
            for text in dict.fromkeys((point.text, *point.accept))
        ]
        listed += self._model_sentences(item)
        wordings = tuple(text for text, _ in listed)
        chosen = [self._telling(text, question) for text in wordings]
        words = tuple(token for found, _ in chosen for token in found)
        vectors = self._embed(wordings)
        asked = self._embed([item.question])[0]
        owner = np.array([i for i, (found, _) in enumerate(chosen) for _ in found], np.int64)
        return Prepared(
            question=question,
            wordings=wordings,
            point=np.array([i for _, i in listed], np.int64),
            vectors=vectors,
            words=words,
            owner=owner,
            worth=self._worth(words, owner, len(wordings)),
            word_vectors=self._embed([token.text for token in words]),
            has_new=np.array([new for _, new in chosen], np.bool_),
            echo=np.clip(ECHO * (vectors @ asked), 0, 1),
            statements=tuple(self._statements(listed)),
        )

    def _model_sentences(self, item: Item) -> list[tuple[str, int]]:
        """For each key point the sentence of the model answer that says it, if one does."""
        found = [item.model_answer[a:b] for a, b in sentences(item.model_answer)]
        if not found or self._embedder is None:
            return []
        points = self._embed([point.text for point in item.key_points])
        likeness = points @ self._embed(found).T
        best = likeness.argmax(axis=1)
        return [(found[b], i) for i, b in enumerate(best) if likeness[i, b] >= MODEL_SENTENCE]

    def _telling(self, text: str, question: frozenset[str]) -> tuple[list[Token], bool]:
        """The words of a wording that count, and whether they tell more than the question."""
        tokens = self.words.tokens(text)
        content = list({token.stem: token for token in tokens if token.content}.values())
        new = [token for token in content if token.stem not in question]
        return (new or content or list(tokens)), bool(new)

    def _worth(self, words: Sequence[Token], owner: NDArray[np.int64], wordings: int) -> Float32:
        texts = [token.text for token in words]
        if self._embedder is None:
            worth = np.array([len(text) for text in texts], np.float32)  # long words are rarer
        else:
            worth = self._embedder.information(texts)
        total = np.bincount(owner, worth, wordings)
        return np.asarray(worth / np.maximum(total[owner], 1e-6), np.float32)

    def _statements(self, listed: Sequence[tuple[str, int]]) -> list[tuple[int, Statement]]:
        return [
            (i, statement(clause.text, self.words, self._language))
            for text, i in listed
            for clause in (Span(0, 0, len(text), text), *spans(0, text, self.words))
        ]

    # --- the answers ---------------------------------------------------------------------

    def weigh(self, prepared: Prepared, answers: Sequence[str]) -> tuple[Finding, ...]:
        """One finding for each key point, in order."""
        points = int(prepared.point.max()) + 1
        found = [span for i, text in enumerate(answers) for span in spans(i, text, self.words)]
        tokens = [self.words.tokens(span.text) for span in found]
        content = [[token for token in one if token.content] for one in tokens]
        kept = [i for i, one in enumerate(content) if one]
        if not kept:
            return (Finding(0.0, None),) * points
        found = [found[i] for i in kept]
        content = [content[i] for i in kept]
        scores, coverage = self._scores(prepared, found, content)
        against = self._against(prepared, found, content)
        return tuple(
            self._finding(prepared, point, found, scores, coverage, against[point])
            for point in range(points)
        )

    def _scores(
        self, prepared: Prepared, found: Sequence[Span], content: Sequence[Sequence[Token]]
    ) -> tuple[Float32, Float32]:
        """Score [wordings, spans] and match of each decisive word [words, spans]."""
        known = list({token.stem: token for one in content for token in one}.values())
        place = {token.stem: i for i, token in enumerate(known)}
        match = self._match(prepared, known)
        best = np.stack(
            [match[:, sorted({place[token.stem] for token in one})].max(axis=1) for one in content],
            axis=1,
        )
        coverage = np.zeros((len(prepared.wordings), len(found)), np.float32)
        np.add.at(coverage, prepared.owner, best * prepared.worth[:, None])
        likeness = self._likeness(prepared, found, content)
        # A stretch that only repeats the question says nothing, however alike it looks.
        fresh = np.array([any(t.stem not in prepared.question for t in one) for one in content])
        empty = prepared.has_new[:, None] & ~fresh[None, :]
        empty |= self._demands(prepared, found, best)
        ways = np.bincount(prepared.point)[prepared.point]
        score = (likeness + coverage) / 2 - LUCK * np.log2(ways)[:, None]
        return self._rivalled(prepared, np.where(empty, 0, np.maximum(score, 0))), best

    def _demands(self, prepared: Prepared, found: Sequence[Span], best: Float32) -> NDArray[Any]:
        """Talk about marks rather than of the matter: bool [wordings, spans].

        It has everyday words that are related to anything a little, so there only a wording's
        own words count, those of such talk left out, and a fair part of them must be said.
        """
        demanding = np.array([self.words.demands(span.text) for span in found], np.bool_)
        said = np.zeros((len(prepared.wordings), len(found)), np.float32)
        plain = np.array([not self.words.demands(token.text) for token in prepared.words], np.bool_)
        own = (best >= SAME) & plain[:, None]
        np.add.at(said, prepared.owner, own * prepared.worth[:, None])
        return np.asarray(demanding[None, :] & (said < FAIR_PART))

    def _rivalled(self, prepared: Prepared, scores: NDArray[Any]) -> Float32:
        """Scores [wordings, spans] less what belongs to another key point."""
        points = range(int(prepared.point.max()) + 1)
        best = np.stack([scores[prepared.point == point].max(axis=0) for point in points])
        lead = best.max(axis=0) - best
        return np.asarray(np.maximum(scores - RIVAL * lead[prepared.point], 0), np.float32)

    def _match(self, prepared: Prepared, known: Sequence[Token]) -> Float32:
        """How well each decisive word is met by each word said: float32 [words, known]."""
        same = np.array([[a.stem == b.stem for b in known] for a in prepared.words], np.float32)
        if self._embedder is None:
            return same
        alike = prepared.word_vectors @ self._embed([token.text for token in known]).T
        related = np.clip((alike - UNRELATED) / (1 - UNRELATED), 0, 1)
        return np.asarray(np.maximum(same, related), np.float32)

    def _likeness(
        self, prepared: Prepared, found: Sequence[Span], content: Sequence[Sequence[Token]]
    ) -> Float32:
        if self._embedder is not None:
            vectors = self._embed([span.text for span in found])
            beyond = prepared.vectors @ vectors.T - prepared.echo[:, None]
            return np.asarray(np.clip(beyond / (1 - prepared.echo[:, None]), 0, 1), np.float32)
        said = [{token.stem for token in one} for one in content]
        return np.array([[_overlap(self._stems(w), s) for s in said] for w in prepared.wordings])

    def _stems(self, text: str) -> set[str]:
        return {token.stem for token in self.words.tokens(text) if token.content}

    def _against(
        self, prepared: Prepared, found: Sequence[Span], content: Sequence[Sequence[Token]]
    ) -> list[list[int]]:
        """For each key point the spans that say the opposite of it."""
        against: list[list[int]] = [[] for _ in range(int(prepared.point.max()) + 1)]
        for i, span in enumerate(found):
            said = statement(span.text, self.words, self._language)
            if any(agrees(said, meant) for _, meant in prepared.statements):
                continue
            for point in {p for p, meant in prepared.statements if contradicts(said, meant)}:
                against[point].append(i)
        return against

    def _finding(
        self,
        prepared: Prepared,
        point: int,
        found: Sequence[Span],
        scores: Float32,
        met: Float32,
        against: Sequence[int],
    ) -> Finding:
        wordings = np.flatnonzero(prepared.point == point)
        turned = [found[i] for i in against]
        mine = scores[wordings].copy()
        for i, span in enumerate(found):
            if any(_overlaps(span, other) for other in turned):
                mine[:, i] = 0
        top = float(mine.max())
        near = [i for i in range(len(found)) if mine[:, i].max() >= top - TIE]
        best = min(near, key=lambda i: (len(found[i].text), found[i].answer, found[i].start))
        last = turned[-1] if turned else None
        if not top:
            return Finding(0.0, None, against=last)
        # What was said later stands: one may correct oneself.
        opposite = last if last and _later(last, found[best]) else None
        wording = wordings[int(mine[:, best].argmax())]
        decisive = frozenset(
            prepared.words[k].stem
            for k in np.flatnonzero(prepared.owner == wording)
            if met[k, best] >= MET
        )
        return Finding(round(top, 4), found[best], decisive, opposite)

    def _embed(self, texts: Sequence[str]) -> Float32:
        if self._embedder is None:
            return np.zeros((len(texts), 1), np.float32)
        return self._embedder.embed(texts)


def _overlap(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _overlaps(one: Span, other: Span) -> bool:
    return one.answer == other.answer and one.start < other.end and other.start < one.end


def _later(one: Span, other: Span) -> bool:
    return (one.answer, one.start) >= (other.answer, other.end)

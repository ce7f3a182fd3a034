"""Compares a student's words with each key point, giving the signs that a verdict is based on.

Each sign measures one thing, most of them in [0, 1], and none decides alone:

- *likeness*: cosine between the embeddings of a stretch of the answer and of a wording of the
  point, less what the question alone would reach;
- *coverage*: how much of what a wording says beyond the question is matched in a stretch, word by
  word in context, each word weighted by the information it carries;
- *agreeing*: the same, clause by clause, in clauses to which no rule objects (`objections`);
- *meaning*: cosine between the embeddings of a stretch and a wording by the encoder of words in
  context;
- *lead* and *elsewhere*: whether the stretch nearest to a point fits another point even better;
- *turned*: clauses about the same thing, to which a rule objects;
- *mistaken*: similarity to a false statement that the bank lists for the point;
- *verbatim*: whether a sentence is a wording or a listed false statement, word for word;
- *entailed* and *contradicted*: the verdict of an entailment model on the nearest stretch.

Repeating the question earns nothing, nor does length as such: every stretch is weighed alone.

References
----------
Zhang et al., BERTScore: Evaluating Text Generation with BERT, ICLR 2020
Sultan, Salazar and Sumner, Fast and Easy Short Answer Grading with High Accuracy, NAACL 2016
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.base import Entailment, Float32, TextEmbedder, TokenEmbedder
from voice.exam.marking.compared import (
    Clause,
    Heard,
    Piece,
    Prepared,
    Wording,
    alike,
    clause_weights,
    corrected,
    terms_of,
    word_for_word,
)
from voice.exam.marking.signs import MET, Best, Seen, Signs
from voice.exam.marking.vectors import Text, Vectors
from voice.exam.model.bank import Item, Mistake
from voice.exam.model.record import Answer
from voice.exam.text.claims import Reader, Rivals, contrasted
from voice.exam.text.evidence import Span, spans
from voice.exam.text.lexical import Words, reply_end, reply_start, sentences
from voice.exam.text.misheard import Terms
from voice.exam.text.objections import Relation, relation

MODEL_SENTENCE = 0.7
"""A sentence of the model answer this similar to a key point is one more wording of it."""

SAME = 0.999
"""Relatedness from which two words are the same, allowing for rounding."""

FAIR_PART = 0.4
"""Share of a wording that must be said in its own words if the student also talks about marks."""

REPEATED = 0.6
"""An answer with this share of the question's words, and no others, only repeats it."""

FEW_WORDS = 4
"""Most words of a clause that may answer without a new word: "the first one", "no"."""

SMALL_WORD = 0.1
"""Weight of a function word in a short reply, in nats."""

ECHO = 0.5
"""Share of a wording's similarity to the question that is deducted from all its similarities."""


class Weigher:
    """Compares answers with key points.

    Parameters
    ----------
    sentences : TextEmbedder or None
    context : TokenEmbedder or None
    entailment : Entailment or None
        The models; each may be None, and its signs are then missing.
    language : str
        ISO 639-1, of the exam.
    """

    def __init__(
        self,
        sentences: TextEmbedder | None,
        context: TokenEmbedder | None,
        entailment: Entailment | None,
        language: str,
    ) -> None:
        self._language = language
        self._entailment = entailment
        self.words = Words(language)
        self.vectors = Vectors(self.words, sentences, context)

    # --- the item ------------------------------------------------------------------------

    def prepare(self, item: Item) -> Prepared:
        """Compute everything about an item that does not depend on the answers."""
        question = frozenset(token.stem for token in self.words.tokens(item.question))
        groups = item.rivals or contrasted(item.question, self.words, self._language)
        reader = Reader(self.words, self._language, Rivals(groups, self.words, item.question))
        listed = self._listed(item) + self._model_sentences(item)
        wordings = tuple(self._wording(i, text, question, reader) for i, text in listed)
        mistakes = tuple(
            self._wording(i, mistake.text, question, reader, mistake)
            for i, point in enumerate(item.key_points)
            for mistake in point.mistakes
        )
        texts = [one.text.text for one in (*wordings, *mistakes)]
        directions = self.vectors.embed(texts)
        asked = self.vectors.embed([item.question])[0]
        return Prepared(
            item=item,
            question=question,
            matter=self._matter(item),
            reader=reader,
            terms=terms_of(item, self.words),
            wordings=wordings,
            mistakes=mistakes,
            general=tuple(
                self._wording(-1, mistake.text, question, reader, mistake)
                for mistake in item.mistakes
            ),
            replies=tuple(
                self._wording(i, reply, question, reader)
                for i, point in enumerate(item.key_points)
                for reply in point.replies
            ),
            directions=directions,
            meanings=self.vectors.meanings(texts),
            echo=np.asarray(np.clip(ECHO * (directions @ asked), 0, 1), np.float32),
        )

    def _matter(self, item: Item) -> frozenset[str]:
        """Words of the item that elsewhere would be about marks, such as "point"."""
        texts = (item.question, *(point.text for point in item.key_points))
        return self.words.demanding("\n".join(texts))

    def _listed(self, item: Item) -> list[tuple[int, str]]:
        """Every wording that the item lists, with the index of its point."""
        said = [
            (i, text)
            for i, point in enumerate(item.key_points)
            for text in dict.fromkeys((point.text, *point.accept))
        ]
        return said + [(n - 1, one.text) for one in item.alternatives for n in one.points]

    def _model_sentences(self, item: Item) -> list[tuple[int, str]]:
        """For each key point, the sentence of the model answer that states it, if there is one."""
        found = [item.model_answer[a:b] for a, b in sentences(item.model_answer)]
        if not found or not self.vectors.has_sentences:
            return []
        points = self.vectors.embed([point.text for point in item.key_points])
        likeness = points @ self.vectors.embed(found).T
        best = likeness.argmax(axis=1)
        return [(i, found[b]) for i, b in enumerate(best) if likeness[i, b] >= MODEL_SENTENCE]

    def _wording(
        self,
        point: int,
        text: str,
        question: frozenset[str],
        reader: Reader,
        mistake: Mistake | None = None,
    ) -> Wording:
        read = self.vectors.read(text)
        new = np.array([stem not in question for stem in read.stems], np.float32)
        weights = read.information * new
        tells = bool(weights.any())
        if not tells:
            weights = read.information if read.information.any() else np.ones_like(new)
        clauses = self._clauses(read, reader, question)
        return Wording(point, read, clauses, weights, tells, mistake)

    def _clauses(self, text: Text, reader: Reader, question: frozenset[str]) -> tuple[Clause, ...]:
        claims = reader.claims(text.text)
        return tuple(
            Clause(
                claim,
                clause_weights(claim, text, question),
                bool(claim.sides) and all(one.stem in question for one in claim.telling),
            )
            for claim in claims
        )

    # --- the answers ---------------------------------------------------------------------

    def weigh(
        self, prepared: Prepared, answers: Sequence[Answer], point: int | None = None
    ) -> tuple[Signs, ...]:
        """The signs of each key point, in order.

        With `point`, only that point is weighed, which is faster and gives it the same signs.
        """
        heard = [self._hear(prepared, i, one.text) for i, one in enumerate(answers)]
        seen = Seen(prepared, answers)
        for one in heard:
            if one.text.content.any():
                self._compare(prepared, one, seen, point)
        said = {stem for one in heard for stem in _content(one.text)}
        asked = set(_content(self.vectors.read(prepared.item.question)))
        # An answer that only repeats the question says nothing.
        repeats = said <= asked and len(said) >= REPEATED * len(asked)
        found = [
            Signs()
            if point not in (None, n)
            or (not seen.is_verbatim(n) and (repeats or (said <= asked and prepared.tells(n))))
            else seen.signs(n)
            for n in range(len(prepared.item.key_points))
        ]
        found = self._with_replies(prepared, answers, heard, found)
        return self._with_entailment(prepared, found)

    def _hear(self, prepared: Prepared, index: int, answer: str) -> Heard:
        repaired = prepared.terms.repair(answer)
        text = self.vectors.read(repaired.text)
        clauses = self._clauses(text, prepared.reader, prepared.question)
        kept, dropped = corrected(clauses)
        stretches = tuple(
            span
            for span in spans(index, repaired.text, self.words)
            if not any(c.claim.start < span.end and span.start < c.claim.end for c in dropped)
        )
        return Heard(index, repaired, text, kept, stretches)

    def _compare(
        self, prepared: Prepared, heard: Heard, seen: Seen, point: int | None = None
    ) -> None:
        """Compare one answer with the wordings and mistakes of all points, or of one."""
        pieces = [self._piece(prepared, heard, one.start, one.end) for one in heard.stretches]
        kept = [i for i, piece in enumerate(pieces) if piece.inside.any()]
        stretches = [heard.stretches[i] for i in kept]
        clauses = [
            self._piece(prepared, heard, one.claim.start, one.claim.end) for one in heard.clauses
        ]
        texts = [span.text for span in stretches]
        likeness = self._likeness(prepared, texts)
        if texts:
            seen.whole(likeness, prepared.meanings @ self.vectors.meanings(texts).T)
        said = word_for_word(heard)
        for row, wording in enumerate((*prepared.wordings, *prepared.mistakes)):
            if point not in (None, wording.point):
                continue
            match = self.vectors.match(wording.text, heard.text)
            total = float(wording.weights.sum())
            for column, i in enumerate(kept):
                met = match[:, pieces[i].inside].max(axis=1)
                tells = self._tells(wording, pieces[i], met)
                cover = float(wording.weights @ met) / total * tells
                like = float(likeness[row, column]) * tells
                seen.stretch(wording, like, cover, heard, stretches[column], met)
            self._compare_clauses(wording, heard, match, clauses, seen)
            if span := said.get(tuple(token.text for token in wording.text.tokens)):
                seen.verbatim(wording, heard, span)

    def _piece(self, prepared: Prepared, heard: Heard, start: int, end: int) -> Piece:
        """The words of a stretch or clause, and whether they are new or about the marks."""
        tokens = heard.text.tokens
        inside = np.array([start <= one.start < end for one in tokens], np.bool_)
        inside &= heard.text.content > 0
        new = any(heard.text.stems[i] not in prepared.question for i in np.flatnonzero(inside))
        demanding = self.words.about_marks(heard.repaired.text[start:end])
        return Piece(inside, new, bool(demanding), bool(demanding - prepared.matter))

    def _tells(self, wording: Wording, piece: Piece, met: Float32) -> float:
        """1 if a piece can state part of a wording, else 0.

        A repetition of the question states nothing. Talk about marks uses everyday words that are
        slightly related to anything, so it must contain `FAIR_PART` of the wording's own words;
        where its words are those of the item as well, it must meet another of them.
        """
        if wording.new and not piece.new:
            return 0.0
        if not piece.demanding:
            return 1.0
        plain = np.array([not self.words.demanding(one.text) for one in wording.text.tokens])
        if not piece.demands:
            return float(((met >= MET) & plain & (wording.weights > 0)).any())
        own = float(wording.weights @ ((met >= SAME) & plain)) / float(wording.weights.sum())
        return float(own >= FAIR_PART)

    def _likeness(self, prepared: Prepared, stretches: Sequence[str]) -> Float32:
        """Similarity of texts to stretches: float32 [wordings and mistakes, stretches]."""
        if not self.vectors.has_sentences or not stretches:
            return np.zeros((len(prepared.echo), len(stretches)), np.float32)
        beyond = prepared.directions @ self.vectors.embed(stretches).T - prepared.echo[:, None]
        return np.asarray(np.clip(beyond / (1 - prepared.echo[:, None]), 0, 1), np.float32)

    def _compare_clauses(
        self,
        wording: Wording,
        heard: Heard,
        match: Float32,
        pieces: Sequence[Piece],
        seen: Seen,
    ) -> None:
        if not heard.clauses or not wording.clauses:
            return
        near = alike(wording, heard, match)
        for c, piece in enumerate(pieces):
            met = (match * piece.inside[None, :]).max(axis=1)
            if not _alone(heard.clauses[c]) and not self._tells(wording, piece, met):
                near[:, c] = 0
        seen.clauses(wording, near, heard)

    def committed(
        self, prepared: Prepared, answers: Sequence[Answer], bound: float
    ) -> list[tuple[Mistake, Span]]:
        """False statements about the whole item that were made, each with its span."""
        found: list[tuple[Mistake, Span]] = []
        if not prepared.general:
            return found
        every = [self._hear(prepared, i, answer.text) for i, answer in enumerate(answers)]
        for wording in prepared.general:
            best = Best()
            for answer, heard in zip(answers, every, strict=True):
                if not heard.clauses:
                    continue
                near = alike(wording, heard, self.vectors.match(wording.text, heard.text))
                worth = np.array([clause.weights.sum() for clause in wording.clauses])
                for c, said in enumerate(heard.clauses):
                    same = [relation(said.claim, k.claim) is Relation.SAME for k in wording.clauses]
                    score = float(near[:, c] * same @ worth / worth.sum())
                    best.see(score, heard.quoted(answer.text, said.claim.start, said.claim.end))
            if best.span is not None and best.score >= bound and wording.mistake is not None:
                found.append((wording.mistake, best.span))
        return found

    def likeness(self, text: str, others: Sequence[str]) -> float:
        """The highest cosine of a text to any of `others`, in [0, 1]; 0 without an encoder."""
        if not others or not self.vectors.has_sentences:
            return 0.0
        cosines = self.vectors.embed([text]) @ self.vectors.embed(list(others)).T
        return max(0.0, float(cosines.max()))

    # --- short replies -------------------------------------------------------------------

    def _with_replies(
        self,
        prepared: Prepared,
        answers: Sequence[Answer],
        heard: Sequence[Heard],
        found: list[Signs],
    ) -> list[Signs]:
        """Add the replies to follow-ups, each compared with the listed answers to its question."""
        for one in heard:
            answer = answers[one.index]
            if answer.point is None or answer.asked != "follow_up":
                continue
            start = reply_start(answer.text, self._language)
            end = reply_end(answer.text, self._language)
            reply = self._hear(prepared, one.index, answer.text[start:end])
            if not reply.text.tokens:
                continue
            mine = [w for w in prepared.replies if w.point == answer.point]
            false = [w for w in prepared.mistakes if w.point == answer.point]
            near = max((self._nearness(reply, wording) for wording in mine), default=0.0)
            wrong = max((self._nearness(reply, wording) for wording in false), default=0.0)
            signs = found[answer.point]
            found[answer.point] = replace(
                signs,
                replied=max(signs.replied, round(near - wrong / 2, 4)),
                span=signs.span or Span(one.index, 0, len(answer.text), answer.text),
            )
        return found

    def _nearness(self, reply: Heard, wording: Wording) -> float:
        """Similarity of a reply to a listed one, in both directions; 0 if a rule objects."""
        match = self.vectors.match(wording.text, reply.text)
        if not match.size or _objected(wording, reply, match):
            return 0.0
        # Function words count a little: there may be no others ("both of them").
        weights = wording.text.information + SMALL_WORD
        other = reply.text.information + SMALL_WORD
        recall = float(weights @ match.max(axis=1) / weights.sum())
        precision = float(other @ match.max(axis=0) / other.sum())
        like = self.likeness(reply.text.text, [wording.text.text])
        return (recall + precision + like) / 3 if like else (recall + precision) / 2

    # --- entailment ----------------------------------------------------------------------

    def _with_entailment(self, prepared: Prepared, found: Sequence[Signs]) -> tuple[Signs, ...]:
        """Add the entailment model's verdict on the nearest stretch of each point."""
        if self._entailment is None:
            return tuple(found)
        asked = [
            _Asked(prepared.item.key_points[point].text, signs, prepared.terms)
            for point, signs in enumerate(found)
        ]
        pairs = list(dict.fromkeys(pair for one in asked for pair in one.pairs))
        judged = dict(zip(pairs, self._entailment.judge(pairs).tolist(), strict=True))
        return tuple(one.with_judgement(judged) for one in asked)


def _objected(wording: Wording, reply: Heard, match: Float32) -> bool:
    """Whether a clause of a reply contradicts the listed one, and none agrees with it better."""
    if not reply.clauses or not wording.clauses:
        return False
    near = alike(wording, reply, match)
    best = {Relation.SAME: 0.0, Relation.TURNED: 0.0, Relation.APART: 0.0}
    for k, meant in enumerate(wording.clauses):
        for c, said in enumerate(reply.clauses):
            how = relation(said.claim, meant.claim)
            best[how] = max(best[how], float(near[k, c]))
    return best[Relation.TURNED] >= MET and best[Relation.TURNED] > best[Relation.SAME]


def _content(text: Text) -> list[str]:
    """Stems of the content words."""
    return [stem for stem, content in zip(text.stems, text.content, strict=True) if content]


def _alone(clause: Clause) -> bool:
    """Whether rules alone understand a clause: a number, yes or no, one of two opposites."""
    claim = clause.claim
    return bool(claim.numbers or claim.sides or claim.negated) and len(claim.tokens) <= FEW_WORDS


class _Asked:
    """The questions to the entailment model about one key point: pairs (said, statement)."""

    def __init__(self, point: str, signs: Signs, terms: Terms) -> None:
        self._signs = signs
        near = "" if signs.span is None else terms.repair(signs.span.text).text
        against = "" if signs.against is None else terms.repair(signs.against.text).text
        self._near = [(said, point) for said in (near, against) if said]
        self._wording = [(near, signs.wording)] if near and signs.wording else []
        self._mistake = [(against, signs.mistake.text)] if against and signs.mistake else []
        self.pairs = [*self._near, *self._wording, *self._mistake]

    def with_judgement(self, judged: Mapping[tuple[str, str], Sequence[float]]) -> Signs:
        """The signs with the model's verdict added."""

        def highest(pairs: Sequence[tuple[str, str]], column: int) -> float:
            return round(max((judged[pair][column] for pair in pairs), default=0.0), 4)

        return replace(
            self._signs,
            entailed=highest(self._near, 0),
            contradicted=highest(self._near, 2),
            wording_entailed=highest(self._wording, 0),
            mistake_entailed=highest(self._mistake, 0),
        )

"""The signs found for each key point of an item, over all answers to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from models.base import Float32
from voice.exam.marking.compared import Heard, Prepared, Wording
from voice.exam.model.bank import Mistake
from voice.exam.model.record import Answer
from voice.exam.text.claims import Claim
from voice.exam.text.evidence import Span
from voice.exam.text.lexical import sentences
from voice.exam.text.objections import Relation, relation

MET = 0.5
"""Relatedness from which one word matches another."""

CLOSE = 0.35
"""A stretch this much as near as the nearest one may also be where the point was stated."""

TIE = 0.02
"""Stretches within this much of each other cover a point equally well; the shortest is quoted."""


Verbatim = Literal["", "true", "only", "false"]
"""A wording, a wording that is the whole answer, or a false statement."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one key point; see `weighing` for what they measure."""

    likeness: float = 0.0
    coverage: float = 0.0
    agreeing: float = 0.0
    turned: float = 0.0
    mistaken: float = 0.0
    mistake_likeness: float = 0.0
    mistake_coverage: float = 0.0
    ordered: float = 0.0  # how much the word order fits what is true rather than false
    meaning: float = 0.0
    mistake_meaning: float = 0.0
    lead: float = 0.0  # over all other points, in its nearest stretch; may be negative
    elsewhere: float = 0.0  # similarity of the nearest other point there
    entailed: float = 0.0
    contradicted: float = 0.0
    wording_entailed: float = 0.0  # entailment of the nearest wording
    mistake_entailed: float = 0.0  # entailment of the nearest false statement
    verbatim: Verbatim = ""  # what the bank lists and a sentence repeats
    replied: float = 0.0  # similarity of a reply to the follow-up to a right one
    wording: str = ""  # the nearest wording
    span: Span | None = None  # the nearest stretch; None if nothing is similar
    against: Span | None = None  # the clause nearest to the opposite
    mistake: Mistake | None = None  # the listed mistake that `against` makes, if any
    decisive: frozenset[str] = frozenset()  # stems that the verdict rests on


@dataclass(slots=True)
class Best:
    """The best score so far, and where it was found."""

    score: float = 0.0
    span: Span | None = None
    extra: Any = None

    def see(self, score: float, span: Span, extra: Any = None) -> None:
        """Keep a score if it is better than all before."""
        if score > self.score:
            self.score, self.span, self.extra = score, span, extra

    def see_shortest(self, score: float, span: Span, extra: Any = None) -> None:
        """Like `see`, but of about equally good spans the shortest is kept."""
        if self.span is None or score > self.score + TIE:
            better = score > 0
        else:
            better = score > self.score - TIE and len(span.text) < len(self.span.text)
        if better:
            self.score, self.span, self.extra = max(score, self.score), span, extra


class Seen:
    """Collects the best signs of each point, over all answers."""

    def __init__(self, prepared: Prepared, answers: Sequence[Answer]) -> None:
        self._prepared = prepared
        self._answers = answers
        count = range(len(prepared.item.key_points))
        self._near = [Best() for _ in count]
        self._likeness = [[0.0, 0.0] for _ in count]  # of wordings, of mistakes
        self._coverage = [[0.0, 0.0] for _ in count]
        self._turned = [Best() for _ in count]
        self._mistaken = [Best() for _ in count]
        self._order = [(Best(), Best()) for _ in count]  # for wordings and mistakes
        self._meaning = [[0.0, 0.0] for _ in count]
        self._verbatim: list[Verbatim] = ["" for _ in count]
        # Similarity to a point where it stands out most from the others, and theirs there.
        self._places: list[tuple[float, float] | None] = [None for _ in count]
        # The best match of each clause of each wording, over all answers.
        self._clauses: dict[int, Float32] = {}
        self._wordings: dict[int, Wording] = {}

    def stretch(
        self, wording: Wording, like: float, cover: float, heard: Heard, span: Span, met: Float32
    ) -> None:
        """Take in one stretch compared with one wording."""
        point, false = wording.point, int(wording.mistake is not None)
        self._likeness[point][false] = max(self._likeness[point][false], like)
        self._coverage[point][false] = max(self._coverage[point][false], cover)
        if not false:
            score = (like + cover) / 2 if self._prepared.directions.shape[1] > 1 else cover
            quoted = heard.quoted(self._answers[heard.index].text, span.start, span.end)
            self._near[point].see_shortest(score, quoted, (wording, met))

    def whole(self, likeness: Float32, meaning: Float32) -> None:
        """Take in one answer: both arrays are [wordings and mistakes, stretches]."""
        points = self._prepared.points
        right = np.arange(len(points)) < len(self._prepared.wordings)
        mine = [(points == i) & right for i in range(len(self._near))]
        mistakes = [(points == i) & ~right for i in range(len(self._near))]
        # A sentence that states several points does not tell them apart.
        own = [rows & self._prepared.own for rows in mine]
        near = np.stack(
            [
                ((likeness + meaning) / 2)[rows if rows.any() else mine[i]].max(axis=0)
                for i, rows in enumerate(own)
            ]
        )
        for i, row in enumerate(near):
            for false, rows in enumerate((mine[i], mistakes[i])):
                best = float(meaning[rows].max(initial=0.0))
                self._meaning[i][false] = max(self._meaning[i][false], best)
            others = np.delete(near, i, axis=0).max(axis=0, initial=0.0)
            # A sentence that makes two points fits one of them best; its clauses tell them apart.
            close = row >= CLOSE * row.max()
            place = int(np.where(close, row - others, -np.inf).argmax())
            known = self._places[i]
            if known is None or row[place] > known[0]:
                self._places[i] = float(row[place]), float(others[place])

    def clauses(self, wording: Wording, alike: Float32, heard: Heard) -> None:
        """Take in the clauses of one answer compared with those of a wording: [meant, said]."""
        answer = self._answers[heard.index].text
        agreeing = np.zeros(len(wording.clauses), np.float32)
        for k, meant in enumerate(wording.clauses):
            for c, said in enumerate(heard.clauses):
                score = float(alike[k, c])
                how = relation(said.claim, meant.claim)
                false = int(wording.mistake is not None)
                kept = in_order(said.claim, meant.claim)
                place = Span(heard.index, said.claim.start, said.claim.end, said.claim.text)
                self._order[wording.point][false].see(score + kept / 10, place, kept)
                if how is Relation.SAME:
                    agreeing[k] = max(agreeing[k], score)
                    if wording.mistake is not None:
                        quoted = heard.quoted(answer, said.claim.start, said.claim.end)
                        self._mistaken[wording.point].see(score, quoted, wording.mistake)
                elif how is Relation.TURNED and wording.mistake is None:
                    quoted = heard.quoted(answer, said.claim.start, said.claim.end)
                    self._turned[wording.point].see(score, quoted)
        known = self._clauses.get(id(wording))
        self._clauses[id(wording)] = agreeing if known is None else np.maximum(known, agreeing)
        self._wordings[id(wording)] = wording

    def verbatim(self, wording: Wording, heard: Heard, span: Span) -> None:
        """Take in a sentence that is a wording or a listed false statement, word for word."""
        point = wording.point
        if wording.mistake is None:
            whole = len(self._answers) == 1 and len(sentences(heard.text.text)) == 1
            self._verbatim[point] = self._verbatim[point] or ("only" if whole else "true")
            return
        self._verbatim[point] = "false"
        quoted = heard.quoted(self._answers[heard.index].text, span.start, span.end)
        self._mistaken[point].see(1.0, quoted, wording.mistake)

    def is_verbatim(self, point: int) -> bool:
        """Whether something that the bank lists for a point was said word for word."""
        return bool(self._verbatim[point])

    def signs(self, point: int) -> Signs:
        """The signs of one point."""
        near, turned, mistaken = self._near[point], self._turned[point], self._mistaken[point]
        agreeing, false = 0.0, 0.0
        for key, scores in self._clauses.items():
            wording = self._wordings[key]
            if wording.point != point:
                continue
            worth = np.array([clause.weights.sum() for clause in wording.clauses])
            mean = float(scores @ worth / worth.sum())
            if wording.mistake is None:
                agreeing = max(agreeing, mean)
            else:
                false = max(false, mean)
        mine, others = self._places[point] or (0.0, 0.0)
        # A false statement that the bank lists comes with a remark, and may cost marks.
        listed = mistaken.score > 0 and mistaken.score >= turned.score - TIE
        against = mistaken if listed else turned
        decisive: frozenset[str] = frozenset()
        nearest = ""
        if near.extra is not None:
            wording, met = near.extra
            nearest = wording.text.text
            decisive = frozenset(
                wording.text.stems[k] for k in np.flatnonzero((met >= MET) & (wording.weights > 0))
            )
        return Signs(
            likeness=round(float(self._likeness[point][0]), 4),
            coverage=round(float(self._coverage[point][0]), 4),
            agreeing=round(agreeing, 4),
            turned=round(turned.score, 4),
            mistaken=round(false, 4),
            ordered=_margin(*self._order[point]),
            mistake_likeness=round(float(self._likeness[point][1]), 4),
            mistake_coverage=round(float(self._coverage[point][1]), 4),
            meaning=round(self._meaning[point][0], 4),
            mistake_meaning=round(self._meaning[point][1], 4),
            verbatim=self._verbatim[point],
            lead=round(mine - others, 4),
            elsewhere=round(others, 4),
            wording=nearest,
            span=near.span,
            against=against.span,
            mistake=mistaken.extra if against is mistaken else None,
            decisive=decisive,
        )


def in_order(said: Claim, meant: Claim) -> float:
    """Share of the pairs of words common to both claims that are in the same order in both.

    0.5 where they share fewer than two.
    """
    first = list(dict.fromkeys(token.stem for token in said.tokens if token.content))
    place = {stem: i for i, stem in reversed(list(enumerate(_stems(meant))))}
    shared = [place[stem] for stem in first if stem in place]
    pairs = list(combinations(shared, 2))
    return sum(a < b for a, b in pairs) / len(pairs) if pairs else 0.5


def _stems(claim: Claim) -> list[str]:
    return [token.stem for token in claim.tokens if token.content]


def _margin(true: Best, false: Best) -> float:
    """How much better the order fits what is true than what is false, in [-1, 1]."""
    one = 0.5 if true.extra is None else true.extra
    other = 0.5 if false.extra is None else false.extra
    return round(one - other, 4)

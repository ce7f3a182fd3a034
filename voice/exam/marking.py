"""Marks: which key points an answer made, each with the student's own words as evidence.

Words and embeddings weigh every key point (`weighing`); a language model that is large enough
to be of use is asked as well (`judge`), and its word counts only where code finds the quote in
the transcript and likeness in the quote. Marks are arithmetic over key points, in halves. What
the student says is only ever compared: it cannot change how it is marked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from models.base import EngineError, LanguageModel, TextEmbedder
from voice.exam.bank import Item
from voice.exam.evidence import Span, doubtful, heard
from voice.exam.judge import Judge, Verdict, worth_asking
from voice.exam.record import Answer, Mark, PointMark
from voice.exam.weighing import Finding, Prepared, Weigher

MADE_FROM = 0.15
"""A score at which a point begins to count. This and the constants of `weighing` are round values
chosen by hand with both sets of `bench marking` and answers to other questions in view, so what
the benchmark prints for those two sets is somewhat better than for questions never seen."""

FULL_FROM = 0.4
"""A score from which it counts in full: half of what it tells, in words somewhat like it."""

FIRST_SHARE = 0.25
"""What a point's beginning is worth: less than the half that gets marks, as it may be chance."""

MISSING_BELOW = 0.5
"""A point of whose marks less than this share was earned is worth a follow-up."""

BORDER = 0.15
"""A score further than this from the nearest border between marks is as sure as it gets."""

KEPT_ITEMS = 64

KEPT_ANSWERS = 8

log = logging.getLogger(__name__)


class Marker:
    """Marks answers to the items of one bank.

    Parameters
    ----------
    embedder : TextEmbedder or None
        None leaves only the comparison of words.
    llm : LanguageModel or None
        Asked for its judgement as well, if it is large enough for that to help.
    language : str
        ISO 639-1, of the exam.
    ask_llm : bool or None
        Whether to ask `llm`; None decides by its size.
    """

    def __init__(
        self,
        embedder: TextEmbedder | None,
        llm: LanguageModel | None,
        language: str,
        ask_llm: bool | None = None,
    ) -> None:
        self._embedder = embedder
        self._judge: Judge | None = None
        if llm is not None and (worth_asking(llm.status) if ask_llm is None else ask_llm):
            self._judge = Judge(llm)
        self._weigher = Weigher(embedder, language)
        self._prepared = lru_cache(maxsize=KEPT_ITEMS)(self._weigher.prepare)
        # What a quick look has found is there when the mark is made.
        self._weighed = lru_cache(maxsize=KEPT_ANSWERS)(self._weigh_words)

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """Mark all that was said to one item, the question's answer and those to follow-ups.

        Should the language model break, they are marked without it, as the mark then says.
        """
        prepared, findings = await asyncio.to_thread(self._weigh, item, answers)
        verdicts: tuple[Verdict | None, ...] = (None,) * len(findings)
        judged_by = self.judged_by
        if self._judge is not None and any(finding.span for finding in findings):
            try:
                verdicts = await self._judge.judge(item, [answer.text for answer in answers])
            except EngineError as error:
                log.warning("an answer is marked without the language model: %s", error)
                judged_by = self._without_judge
            verdicts = await asyncio.to_thread(self._plausible, prepared, verdicts)
        points = tuple(
            self._point(item, answers, i, finding, verdict)
            for i, (finding, verdict) in enumerate(zip(findings, verdicts, strict=True))
        )
        wrong = dict.fromkeys(f.against.text for f in findings if f.against is not None)
        return Mark(points, item.marks, tuple(wrong), judged_by, _overall(item, points))

    async def warm(self, item: Item) -> None:
        """Read an item while it is asked, so that its answer is marked sooner."""
        await asyncio.to_thread(self._prepared, item)

    async def missing_points(self, item: Item, answers: Sequence[Answer]) -> tuple[int, ...]:
        """Key points, by index, that are worth a follow-up, without the model.

        Takes 0.05 to 1 s, by the length of the answers; `mark` then need not look again.
        """
        _, findings = await asyncio.to_thread(self._weigh, item, answers)
        return tuple(i for i, one in enumerate(findings) if share(one) < MISSING_BELOW)

    @property
    def judged_by(self) -> str:
        """What the marks rest on, for the report."""
        judge = "" if self._judge is None else f" + {self._judge.name}"
        return self._without_judge + judge

    @property
    def _without_judge(self) -> str:
        return "words" if self._embedder is None else f"words + {self._embedder.name}"

    def _weigh(self, item: Item, answers: Sequence[Answer]) -> tuple[Prepared, tuple[Finding, ...]]:
        return self._prepared(item), self._weighed(item, tuple(one.text for one in answers))

    def _weigh_words(self, item: Item, said: tuple[str, ...]) -> tuple[Finding, ...]:
        return self._weigher.weigh(self._prepared(item), said)

    def _plausible(
        self, prepared: Prepared, verdicts: Sequence[Verdict | None]
    ) -> tuple[Verdict | None, ...]:
        """Without those whose quote has nothing to do with the point it is to prove."""
        return tuple(
            verdict
            if verdict is None
            or verdict.span is None
            or self._weigher.weigh(prepared, [verdict.span.text])[i].score >= MADE_FROM
            else None
            for i, verdict in enumerate(verdicts)
        )

    def _point(
        self,
        item: Item,
        answers: Sequence[Answer],
        index: int,
        finding: Finding,
        verdict: Verdict | None,
    ) -> PointMark:
        earned, sure = share(finding), confidence(finding)
        span = finding.span
        if verdict is not None:
            sure = max(0.5, 1 - abs(earned - verdict.share))
            if verdict.span is not None and verdict.share > earned:
                span = verdict.span
            earned = (earned + verdict.share) / 2
        marks = in_halves(earned * item.key_points[index].marks)
        if span is None:
            return PointMark(index, 0.0, confidence=sure)
        point = self._evidence(answers, index, span, finding.decisive)
        if not marks:
            # The nearest that was said is no evidence, but it may have been misheard.
            return PointMark(index, 0.0, confidence=sure, doubtful=point.doubtful)
        return replace(point, marks=marks, confidence=sure)

    def _evidence(
        self, answers: Sequence[Answer], index: int, span: Span, decisive: frozenset[str]
    ) -> PointMark:
        """Quote, time and doubt; no marks yet."""
        words = heard(answers[span.answer], span.start, span.end)
        return PointMark(
            point=index,
            marks=0.0,
            quote=span.text,
            answer=span.answer,
            start_s=words[0].start_s if words else None,
            end_s=words[-1].end_s if words else None,
            doubtful=doubtful(words, decisive, self._weigher.words),
        )


def share(finding: Finding) -> float:
    """Which part of a point was earned, in [0, 1]."""
    if finding.against is not None or finding.score < MADE_FROM:
        return 0.0
    way = (finding.score - MADE_FROM) / (FULL_FROM - MADE_FROM)
    return min(1.0, FIRST_SHARE + (1 - FIRST_SHARE) * way)


def confidence(finding: Finding) -> float:
    """How sure that is, in [0.5, 0.95]: least at the borders between marks."""
    border = min(abs(finding.score - MADE_FROM), abs(finding.score - FULL_FROM))
    return round(0.5 + 0.45 * min(1.0, border / BORDER), 3)


def in_halves(marks: float) -> float:
    """Rounded down to half marks; an imprecision of arithmetic takes nothing away."""
    return int(marks * 2 + 1e-6) / 2


def _overall(item: Item, points: Sequence[PointMark]) -> float:
    """Mean of the points' confidence, by their marks."""
    worth = [point.marks for point in item.key_points]
    total = sum(w * point.confidence for w, point in zip(worth, points, strict=True))
    return round(total / sum(worth), 3)

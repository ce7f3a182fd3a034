"""Marking: a verdict on each key point, with the student's own words as evidence.

The student's words are compared with each point (`weighing`), and the resulting signs become a
calibrated probability (`certainty`). Exact rules decide where they apply (numbers, lists of bare
terms), and a language model that is large enough judges as well (`judge`): its "no" is obeyed. A
verdict below `SURE_FROM` is shown as unsure. The student's words are only ever compared, so they
cannot change how they are marked.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from models.base import EngineError, LanguageModel
from voice.exam.asking.commands import is_answer
from voice.exam.aspects.aspects import Addressed, addressed
from voice.exam.aspects.clauses import without_read_out
from voice.exam.marking.certainty import Kind, probability, reply_probability
from voice.exam.marking.gates import (
    AGAINST,
    DOUBT,
    FOLLOWS,
    UNLIKE,
    UNRELATED,
    named_probability,
    related,
    term_probability,
    turned,
    word_for_word,
)
from voice.exam.marking.judge import Judge, combined, worth_asking
from voice.exam.marking.signs import Signs
from voice.exam.marking.weighing import Weigher
from voice.exam.marking.witnesses import Witnesses
from voice.exam.model.bank import Item, KeyPoint, Mistake, Number
from voice.exam.model.record import SURE_FROM, Answer, Mark, PointMark, Verdict
from voice.exam.text.evidence import Span, doubtful, heard
from voice.exam.text.lexical import Words
from voice.exam.text.material import subject
from voice.exam.text.numerals import number_of, right_number

TURNED_FROM, TURNED_COVERS = 0.8, 0.5
"""Similarity of a clause to the opposite of a point, and coverage of the point, from which the
point was reversed. An answer that does not mention a point has not reversed it."""

LISTED = 6
"""Content words from which an answer may be a bare list of terms."""

SPOKEN, HARDLY = 0.2, 0.08
"""Shares of function words below which an answer is a list: the first if its parts between commas
are short, the second in any case. Statements about terms need function words."""

SHORT_PART = 3.5
"""Highest mean number of content words in the parts of a list."""

CERTAIN = 0.99
"""Confidence of a verdict by an exact rule."""

UNHEARD = 0.6
"""Highest confidence that a point was reversed if the decisive words were doubtfully heard."""

LENIENT_WEIGHTS = (0.18, 0.64, 0.18)
"""For lenient marking: shares of likeness, coverage and meaning in the score of a point."""

LENIENT_FROM, LENIENT_FULL = -0.1, 0.49
"""Scores at which a point begins to count and counts in full."""

COMMITTED = 0.85
"""Similarity from which a false statement listed for the whole item was made."""

KEPT_ITEMS = 64

KEPT_ANSWERS = 32

_PARTS = re.compile(r"[,;.:!?，、；。]")

log = logging.getLogger(__name__)


class Marker:
    """Marks answers to the items of one bank.

    Parameters
    ----------
    witnesses : Witnesses
        Models used beside the words; those that do not know the language are ignored.
    llm : LanguageModel or None
        A second judge, asked if it is large enough to help.
    language : str
        ISO 639-1, of the exam.
    ask_llm : bool or None
        Whether to ask `llm`; None decides by its size.
    lenient : bool
        Whether points of which a bank says nothing but one sentence count by how like it the answer
        is, as a lenient teacher would count them.
    material : str
        The student's own material, which parts of a task may be about.
    """

    def __init__(
        self,
        witnesses: Witnesses,
        llm: LanguageModel | None,
        language: str,
        ask_llm: bool | None = None,
        lenient: bool = False,
        material: str = "",
    ) -> None:
        self._subject = subject(material, language)
        self._lenient = lenient
        self._witnesses = witnesses.for_language(language)
        self._language = language
        self._judge: Judge | None = None
        if llm is not None and (worth_asking(llm.status) if ask_llm is None else ask_llm):
            self._judge = Judge(llm)
        there = self._witnesses
        self._weigher = Weigher(there.sentences, there.context, there.entailment, language)
        self._prepared = lru_cache(maxsize=KEPT_ITEMS)(self._weigher.prepare)
        # The mark reuses what a quick look has found.
        self._marked = lru_cache(maxsize=KEPT_ANSWERS)(self._mark)

    async def look(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """Mark without the language model; takes 0.05 to 1 s, depending on the answers' length."""
        return await asyncio.to_thread(self._marked, item, tuple(answers))

    async def look_for(self, item: Item, said: str, point: int) -> PointMark:
        """What `look` would find for one factual key point, without computing the others."""
        return await asyncio.to_thread(self._mark_point, item, said, point)

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """Mark all answers to one item, including those to follow-ups.

        If the language model fails, they are marked without it, and `Mark.judged_by` says so.
        """
        mark = await self.look(item, answers)
        said = any(is_answer(one.text, self._language) for one in answers)
        if self._judge is None or not said:
            return mark
        try:
            verdicts = await self._judge.judge(item, answers)
        except EngineError as error:
            log.warning("an answer is marked without the language model: %s", error)
            return mark
        points = tuple(
            combined(point, verdict) for point, verdict in zip(mark.points, verdicts, strict=True)
        )
        return replace(
            mark,
            points=points,
            judged_by=self.judged_by,
            confidence=_overall(points),
            wrong=_wrong(points, mark.wrong),
        )

    async def warm(self, item: Item) -> None:
        """Prepare an item while it is being asked, so that its answer is marked sooner."""
        if not _is_task(item):
            await asyncio.to_thread(self._prepared, item)

    @property
    def judged_by(self) -> str:
        """The models and rules behind the marks, for the report."""
        judge = "" if self._judge is None else f" + {self._judge.name}"
        return self._witnesses.names + judge

    def _mark(self, item: Item, answers: tuple[Answer, ...]) -> Mark:
        said = tuple(self._as_answer(one) for one in answers)
        signs = self._signs(item, said)
        points = tuple(self._points(item, said, signs))
        general = self._committed(item, said)
        return Mark(
            points=points,
            out_of=item.marks,
            choices=item.choices,
            costs=sum(mistake.costs for mistake, _ in general),
            wrong=_wrong(points, tuple(span.text for _, span in general)),
            judged_by=self._witnesses.names,
            confidence=_overall(points),
        )

    def _signs(self, item: Item, said: Sequence[Answer]) -> Sequence[Signs]:
        """The signs of each factual key point."""
        if _is_task(item):
            return [Signs()] * len(item.key_points)
        return self._weigher.weigh(self._prepared(item), said)

    def _committed(self, item: Item, said: Sequence[Answer]) -> Sequence[tuple[Mistake, Span]]:
        if not item.mistakes:
            return ()
        return self._weigher.committed(self._prepared(item), said, COMMITTED)

    def _mark_point(self, item: Item, text: str, point: int) -> PointMark:
        said = (self._as_answer(Answer(text)),)
        signs = self._weigher.weigh(self._prepared(item), said, point)
        return self._fact(item, said, point, signs[point])

    def _as_answer(self, one: Answer) -> Answer:
        """An answer with the words blanked that are not an answer."""
        return one if is_answer(one.text, self._language) else replace(one, text="", words=())

    def _points(
        self, item: Item, answers: Sequence[Answer], signs: Sequence[Signs]
    ) -> Iterator[PointMark]:
        """The verdict on each key point, by the method that suits it."""
        parts = self._parts(item, answers)
        for index, (point, found) in enumerate(zip(item.key_points, signs, strict=True)):
            if point.aspect is not None:
                yield self._part(point, answers, index, parts[index])
            else:
                yield self._fact(item, answers, index, found)

    def _fact(self, item: Item, answers: Sequence[Answer], index: int, signs: Signs) -> PointMark:
        """Mark a key point that states a fact."""
        point = item.key_points[index]
        number = number_of(point, self._language)
        if number is not None:
            return self._counted(item, answers, index, number)
        mark = self._judged_by_signs(item, answers, index, signs)
        return leniently(mark, signs) if self._lenient and not point.mistakes else mark

    def _judged_by_signs(
        self, item: Item, answers: Sequence[Answer], index: int, signs: Signs
    ) -> PointMark:
        point, there = item.key_points[index], self._witnesses
        kind = Kind(
            bool(point.mistakes),
            there.sentences is not None,
            there.context is not None,
            there.entailment is not None,
        )
        made = word_for_word(probability(signs, kind), signs)
        if kind.sentences and kind.context:
            made = related(made, signs)
        if turned(signs) and not point.mistakes:
            made = min(made, AGAINST)
        elif turned(signs) and (there.entailment is None or signs.contradicted >= FOLLOWS):
            # If the bank lists false statements, their similarity has been weighed already.
            made = min(made, DOUBT)
        texts = [one.text for one in answers]
        wordings, words = (point.text, *point.accept), self._weigher.words
        made = term_probability(made, signs, wordings, texts, words)
        repaired = [self._prepared(item).terms.repair(text).text for text in texts]
        made = named_probability(made, wordings, item.question, repaired, words)
        if signs.replied:
            made = max(made, reply_probability(signs.replied))
        verdict: Verdict = "made"
        sure = made
        if made < 0.5:
            verdict, sure = _unmade(signs), 1 - made
        listed = any(bare_list(one.text, self._weigher.words) for one in answers)
        if verdict == "made" and listed and not signs.verbatim:
            # A list of terms states nothing: it earns half of what it surely names, and no more.
            verdict = "partly" if sure >= SURE_FROM else "not_made"
            sure = max(sure, SURE_FROM)
        span = signs.against if verdict == "reversed" else signs.span
        mark = PointMark(index, point.marks, verdict, sure)
        if span is None:
            return mark
        mark = self._evidence(mark, answers, span, signs.decisive)
        if verdict == "reversed":
            # Doubtfully heard words are not held against the student.
            sure = min(sure, UNHEARD) if mark.doubtful else sure
            if signs.mistake is None:
                return replace(mark, confidence=sure)
            mistake = signs.mistake
            return replace(mark, confidence=sure, remark=mistake.say, costs=mistake.costs)
        if verdict == "not_made" and mark.sure:
            # The nearest words are no evidence here, but they may have been misheard.
            return replace(mark, quote="", start_s=None, end_s=None)
        return mark

    def _parts(self, item: Item, answers: Sequence[Answer]) -> Sequence[Addressed]:
        """Which parts of the task were addressed; empty for items that ask for facts."""
        if all(point.aspect is None for point in item.key_points):
            return ()
        embed = self._weigher.vectors.embed if self._witnesses.sentences else None
        words = self._weigher.words
        texts = [
            without_read_out(words.without_demands(one.text), one.prompt, words) for one in answers
        ]
        asked = [one.point for one in answers]
        return addressed(item, texts, self._language, embed, asked, self._subject)

    def _part(
        self, point: KeyPoint, answers: Sequence[Answer], index: int, found: Addressed
    ) -> PointMark:
        """Mark a key point that is a part of the task rather than a fact."""
        mark = PointMark(index, point.marks, found.verdict, found.confidence)
        if found.span is None:
            return mark
        return self._evidence(mark, answers, found.span, frozenset())

    def _counted(
        self, item: Item, answers: Sequence[Answer], index: int, number: Number
    ) -> PointMark:
        """Mark a key point that is a number."""
        point = item.key_points[index]
        texts = [one.text for one in answers]
        reader = self._prepared(item).reader
        try:
            clause = right_number(number, texts, reader, self._language)
        except LookupError:
            return PointMark(index, point.marks, "not_made", CERTAIN)
        mark = PointMark(index, point.marks, "made" if clause else "reversed", CERTAIN)
        for i, text in enumerate(texts):
            start = text.find(clause) if clause else 0
            if text and start >= 0:
                quoted = clause or text
                span = Span(i, start, start + len(quoted), quoted)
                return self._evidence(mark, answers, span, frozenset())
        return mark

    def _evidence(
        self, mark: PointMark, answers: Sequence[Answer], span: Span, decisive: frozenset[str]
    ) -> PointMark:
        """A mark with its quote, the time of it, and whether it was doubtfully heard."""
        words = heard(answers[span.answer], span.start, span.end)
        return replace(
            mark,
            quote=span.text,
            answer=span.answer,
            start_s=words[0].start_s if words else None,
            end_s=words[-1].end_s if words else None,
            doubtful=doubtful(words, decisive, self._weigher.words),
        )


def _is_task(item: Item) -> bool:
    """Whether all key points are parts of a task, so that there is nothing to compare with."""
    return all(point.aspect is not None for point in item.key_points)


def _unmade(signs: Signs) -> Verdict:
    """The verdict on a point that was not made."""
    if signs.verbatim == "false":
        return "reversed"
    against = max(signs.turned, signs.mistaken)
    spoken_of = max(signs.coverage, signs.mistaken) >= TURNED_COVERS
    if spoken_of and against >= TURNED_FROM and against > signs.agreeing:
        return "reversed"
    return "not_made"


def leniently(mark: PointMark, signs: Signs) -> PointMark:
    """Count a point by the similarity of what was said to it.

    The thresholds were chosen on human marks of short answers (`docs/marking.md`): how much credit
    similarity deserves depends on a teacher's strictness and is not a property of language.
    """
    unlike = max(signs.likeness, signs.coverage) < UNLIKE
    if unlike and signs.meaning < UNRELATED:
        return mark
    alike = (signs.likeness, signs.coverage, signs.meaning or signs.likeness)
    like = sum(w * one for w, one in zip(LENIENT_WEIGHTS, alike, strict=True))
    share = min(1.0, max(0.0, (like - LENIENT_FROM) / (LENIENT_FULL - LENIENT_FROM)))
    sure = min(mark.confidence, UNHEARD)
    return replace(mark, verdict="partly", confidence=sure, likely=round(share, 3))


def bare_list(text: str, words: Words) -> bool:
    """Whether an answer is a list of terms rather than statements about them."""
    tokens = words.tokens(text)
    content = sum(token.content for token in tokens)
    small = (len(tokens) - content) / max(1, len(tokens))
    parts = sum(1 for part in _PARTS.split(text) if words.tokens(part))
    terse = small < HARDLY or content <= SHORT_PART * parts
    return content >= LISTED and small < SPOKEN and terse


def _wrong(points: Sequence[PointMark], others: Sequence[str]) -> tuple[str, ...]:
    """Quotes of what the student said that is surely false, without repeats."""
    turned = [one.quote for one in points if one.sure and one.verdict == "reversed" and one.quote]
    return tuple(dict.fromkeys((*turned, *others)))


def _overall(points: Sequence[PointMark]) -> float:
    """Mean confidence of the points, weighted by their marks."""
    total = sum(point.worth for point in points)
    return round(sum(point.worth * point.confidence for point in points) / total, 3)

"""How the answers were spoken: measured from the times of words, not judged.

Recognition drops most fillers and smooths repetitions, so those are lower bounds. Pronunciation
is not measured at all.

References
----------
Covington, M. A. and McFall, J. D. (2010). Cutting the Gordian knot: the moving-average
type-token ratio (MATTR). Journal of Quantitative Linguistics 17 (2), 94-100.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import mean, median
from typing import Literal

from voice.core.languages import ByLanguage, spaced
from voice.exam.model.record import Answer, Attempt, ExamRecord
from voice.exam.reports.linking import Linking, linking
from voice.exam.reports.text import Clean, Part, Seconds

PAUSE_S = 0.6
"""A gap between two words from which on it is heard as a pause."""

LEAST_WORDS, LEAST_SPEAKING_S = 5, 2.0
"""Below either, words per minute say nothing."""

WINDOW = 50
"""Words in the window of the moving average (Covington and McFall compare 50 to 500; answers
in an oral exam are short)."""

_LONGEST_REPEAT = 4
"""Words: "I think that the, I think that the" is a repetition, a longer one is rhetoric."""

_TOKENS = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
    r"(?:['’\-][^\W_]+)*"
)
"""A Chinese character, or a word of another script with its apostrophes and hyphens."""

FILLERS = ByLanguage(lambda spoken: spoken.words("delivery", "fillers"))
"""Sounds that are never words of the language. Words such as "like" and "well" are not counted,
as nobody can tell from the text alone when they are fillers."""

_DOUBLED = ByLanguage(lambda spoken: spoken.words("delivery", "doubled"))
"""Words that correct speech doubles."""


class Pause(Part):
    """Silence within an answer."""

    start_s: Seconds
    """When it began, on the session's clock."""
    seconds: Seconds
    """How long it lasted."""


class AnswerDelivery(Part):
    """How one answer was spoken."""

    item: int
    """Number of the question, from 1."""
    answer: int
    """Which of its answers, from 1."""
    typed: bool
    """Typed answers are counted in words only."""
    begin_s: Seconds | None
    """From the end of the question to the first word; null when typed or prepared."""
    speaking_s: Seconds | None
    """Seconds from the first word to the last, less the pauses; null when typed."""
    words: int
    """Words, or characters in Chinese; without fillers."""
    words_per_minute: float | None
    """Of speaking time; null when too little was said."""
    pauses: tuple[Pause, ...] | None
    """Of 0.6 s or more; null when recognition gave no times of words."""
    fillers: dict[str, int]
    """Recognised fillers and how often: a lower bound."""
    repetitions: int
    """Words or short groups said again at once: a lower bound."""


class Vocabulary(Part):
    """Range of words, without lemmas or word lists, so that it works in every language."""

    words: int
    distinct: int
    of_fifty: float | None
    """Different words among any 50 in a row, on average (MATTR-50 times 50); null below 50."""


class Delivery(Part):
    """How all answers were spoken."""

    unit: Literal["words", "characters"]
    """What `words` counts: characters in Chinese."""
    answers: tuple[AnswerDelivery, ...]
    begin_s: Seconds | None
    """Median time to begin an answer."""
    longest_begin_s: Seconds | None
    speaking_s: Seconds
    words: int
    words_per_minute: float | None
    pauses: int | None
    longest_pause_s: Seconds | None
    fillers: dict[Clean, int]
    repetitions: int
    vocabulary: Vocabulary | None
    """Only for exams that assess a language."""
    linking: Linking | None
    """Only for exams that assess a language."""

    @property
    def spoken(self) -> bool:
        """Whether anything was said aloud, so that there are times."""
        return any(not answer.typed for answer in self.answers)


def measure(record: ExamRecord, language: str) -> Delivery:
    """Measure all answers of an exam.

    Parameters
    ----------
    record : ExamRecord
        The exam, over or going on.
    language : str
        ISO 639-1; decides which sounds are fillers and what is counted as a word.
    """
    answers = tuple(
        _measured(attempt, item, number, language)
        for item, attempt in enumerate(record.attempts, 1)
        for number in range(1, len(attempt.answers) + 1)
    )
    said = [answer.text for attempt in record.attempts for answer in attempt.answers]
    begins = [answer.begin_s for answer in answers if answer.begin_s is not None]
    pauses = [answer.pauses for answer in answers if answer.pauses is not None]
    spoken = [answer for answer in answers if answer.speaking_s is not None]
    speaking_s = sum(answer.speaking_s or 0.0 for answer in spoken)
    return Delivery(
        unit="words" if spaced(language) else "characters",
        answers=answers,
        begin_s=median(begins) if begins else None,
        longest_begin_s=max(begins, default=None),
        speaking_s=speaking_s,
        words=sum(answer.words for answer in answers),
        words_per_minute=_rate(sum(answer.words for answer in spoken), speaking_s),
        pauses=sum(map(len, pauses)) if pauses else None,
        longest_pause_s=max((p.seconds for each in pauses for p in each), default=None),
        fillers=_sum(answer.fillers for answer in answers),
        repetitions=sum(answer.repetitions for answer in answers),
        vocabulary=vocabulary(said, language) if record.assesses == "language" else None,
        linking=linking(said, language) if record.assesses == "language" else None,
    )


def _measured(attempt: Attempt, item: int, number: int, language: str) -> AnswerDelivery:
    answer = attempt.answers[number - 1]
    words, fillers = _without_fillers(tokens(answer.text), language)
    pauses = _pauses(answer)
    speaking_s = None
    if not answer.typed:
        paused_s = sum(pause.seconds for pause in pauses or ())
        speaking_s = max(0.0, answer.end_s - answer.start_s - paused_s)
    prepared = attempt.item.prepare_seconds > 0 and number == 1
    return AnswerDelivery(
        item=item,
        answer=number,
        typed=answer.typed,
        begin_s=None if answer.typed or prepared else max(0.0, answer.start_s - answer.asked_s),
        speaking_s=speaking_s,
        words=len(words),
        words_per_minute=None if speaking_s is None else _rate(len(words), speaking_s),
        pauses=pauses,
        fillers=fillers,
        repetitions=repetitions(words, language),
    )


def _pauses(answer: Answer) -> tuple[Pause, ...] | None:
    if answer.typed or not answer.words:
        return None
    return tuple(
        Pause(start_s=before.end_s, seconds=after.start_s - before.end_s)
        for before, after in pairwise(answer.words)
        if after.start_s - before.end_s >= PAUSE_S
    )


def _rate(words: int, speaking_s: float) -> float | None:
    if words < LEAST_WORDS or speaking_s < LEAST_SPEAKING_S:
        return None
    return words / speaking_s * 60


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(total.most_common())


# --- words -----------------------------------------------------------------------------------


def tokens(text: str) -> list[str]:
    """The words of a text in small letters; in Chinese, its characters."""
    return [word.replace("’", "'") for word in _TOKENS.findall(text.casefold())]


def _without_fillers(words: Sequence[str], language: str) -> tuple[list[str], dict[str, int]]:
    known = FILLERS.get(language, frozenset())
    return [word for word in words if word not in known], dict(
        Counter(word for word in words if word in known)
    )


def repetitions(words: Sequence[str], language: str) -> int:
    """How often a word, or up to four words, are said again at once.

    Numbers do not count ("2 2 4" is dictated), nor words that correct speech doubles; in
    Chinese, single characters do not, as 妈妈 is one word.
    """
    doubled = _DOUBLED.get(language, frozenset())
    shortest = 1 if spaced(language) else 2
    found = at = 0
    while at < len(words):
        for length in range(_LONGEST_REPEAT, shortest - 1, -1):
            group = words[at : at + length]
            if group != words[at + length : at + 2 * length]:
                continue
            if all(word.isdigit() or word in doubled for word in group):
                continue
            found, at = found + 1, at + length
            break
        else:
            at += 1
    return found


def vocabulary(texts: Iterable[str], language: str) -> Vocabulary:
    """Range of words over all `texts`, fillers left out."""
    words, _ = _without_fillers([word for text in texts for word in tokens(text)], language)
    ratio = moving_ratio(words, WINDOW)
    return Vocabulary(
        words=len(words),
        distinct=len(set(words)),
        of_fifty=None if ratio is None else ratio * WINDOW,
    )


def moving_ratio(words: Sequence[str], window: int) -> float | None:
    """Moving-average type-token ratio (MATTR), in [0, 1]; None for less than one window.

    Unlike the plain ratio of different words to all words, it does not fall as a text gets
    longer, so that attempts of different lengths compare.
    """
    if len(words) < window:
        return None
    return mean(len(set(words[at : at + window])) / window for at in range(len(words) - window + 1))

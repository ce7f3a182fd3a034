"""How the marks were made, how sure they are, and what they do not say: sentences."""

from __future__ import annotations

from collections.abc import Iterator

from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import Report

RULES = "words"
"""What `judged_by` calls the rules; everything else in it is the name of a model."""

_NOBODY = frozenset({"", "no answer", "nobody"})


def about(report: Report) -> tuple[str, ...]:
    """In the report's language; nothing where nothing was marked."""
    words = phrases(report.language)
    language = report.assesses == "language"
    limits = (words.parts_only, words.no_level) if language else ()
    return (*_made(report, words), *limits) if report.judged else limits


def _made(report: Report, words: Phrases) -> Iterator[str]:
    yield words.by_program
    if models := _models(report):
        yield words.with_models.format(models=words.comma.join(models))
    yield words.several(
        words.sure_of,
        report.judged,
        sure=str(report.sure),
        percent=str(round(100 * report.sure / report.judged)),
    )
    if report.open:
        yield words.half_counts
    yield (
        words.several(words.were_corrected, report.corrected)
        if report.corrected
        else (words.not_checked)
    )


def _models(report: Report) -> list[str]:
    """Names of the models that took part, each once."""
    named = (
        name
        for item in report.items
        if item.judged_by not in _NOBODY
        for name in item.judged_by.split(" + ")
    )
    return [name for name in dict.fromkeys(named) if name != RULES]

"""Reports as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from voice.exam.reports import lines
from voice.exam.reports.formats.registry import Format
from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import ItemReport, Report, StudyStep
from voice.exam.reports.text import clock

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&#$!@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What may begin markup anywhere in a line, and what makes an address into a link."""

_AT_START = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)](?:\s|$)))")
"""What begins a list or underlines a heading; of a number the mark after it is escaped."""


def escape(text: str) -> str:
    """Text that Markdown shows as it stands."""
    escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    start = _AT_START.match(escaped)
    if not start:
        return escaped
    at = start.end() if start[0].isdigit() else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def to_markdown(report: Report) -> str:
    """The whole report, in its language."""
    words = phrases(report.language)
    blocks = [
        f"# {escape(lines.title(report, words))}",
        "  \n".join(f"{name}: {escape(value)}" for name, value in lines.head(report, words)),
        *_section(words.summary, _list(report.summary)),
        *_section(words.marks, _topics(report, words)),
        *_section(words.about, _list(report.about)),
        *_section(lines.study_head(report, words), _study(report, words)),
        *_section(words.questions, *_items(report, words)),
        *_section(words.delivery, _delivery(report, words), lines.limits(report.delivery, words)),
        *_section(words.transcript, *_transcript(report, words)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(title: str, *blocks: str) -> Iterator[str]:
    if any(blocks):
        yield f"## {title}"
        yield from blocks


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {escape(text)}" for text in texts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, escaped here."""
    written = [" | ".join(escape(cell) for cell in row) for row in rows]
    if not written:
        return ""
    rule = " | ".join("---" for _ in head)
    return "\n".join(f"| {line} |" for line in (" | ".join(head), rule, *written))


def _topics(report: Report, words: Phrases) -> str:
    rows = []
    for topic in report.topics:
        rows.append((topic.title, lines.marks_of(topic.marks, topic.out_of, words)))
        for subtopic in topic.subtopics:
            marks = lines.marks_of(subtopic.marks, subtopic.out_of, words)
            rows.append((f"– {subtopic.title}", marks))
    return _table((words.topic, words.marks), rows)


def _study(report: Report, words: Phrases) -> str:
    if not report.study:
        return words.nothing_to_study if report.percent is not None else ""
    return "\n".join(
        line for rank, step in enumerate(report.study, 1) for line in _step(rank, step, words)
    )


def _step(rank: int, step: StudyStep, words: Phrases) -> Iterator[str]:
    lost = words.lost.format(marks=words.number(step.lost))
    yield f"{rank}. **{escape(step.topic)}: {escape(step.subtopic)}** ({lost})"
    yield from (f"   - {escape(lines.advised(one, words))}" for one in step.advice)


def _items(report: Report, words: Phrases) -> Iterator[str]:
    for item in report.items:
        yield f"### {words.question.format(n=item.number)}: {escape(item.question)}"
        place = f"{escape(item.topic)}, {escape(item.subtopic)}"
        yield f"{place}. **{escape(lines.state(item, words))}**"
        yield from _answers(item, words)
        yield from map(escape, lines.rules(item, words))
        yield _points(item, report, words)
        if stray := lines.stray(item):
            yield f"{words.contradicts}:"
            yield _list(lines.quoted(text, words) for text in stray)
        if item.model_answer:
            yield f"**{lines.model_head(item, words)}:** {escape(item.model_answer)}"


def _points(item: ItemReport, report: Report, words: Phrases) -> str:
    head = (lines.point_head(item, words), words.verdict, words.marks, words.quote, words.time)
    return _table(
        head,
        [
            (
                lines.point_text(point, item),
                lines.verdict(point, item, words),
                lines.marks_of(point.marks, point.out_of, words),
                lines.evidence(point, words),
                "" if point.start_s is None else clock(point.start_s - report.start_s),
            )
            for point in item.points
        ],
    )


def _answers(item: ItemReport, words: Phrases) -> Iterator[str]:
    for answer in item.answers:
        if answer.asked == "follow_up":
            yield f"{words.follow_up}: {escape(answer.prompt)}"
        typed = f" ({words.typed})" if answer.typed else ""
        yield f"> {words.your_answer}{typed}: {escape(answer.text)}"


def _delivery(report: Report, words: Phrases) -> str:
    return _table((words.measure, words.value), lines.measures(report.delivery, words))


def _transcript(report: Report, words: Phrases) -> Iterator[str]:
    names = {"examiner": words.examiner, "student": words.student}
    for line in report.transcript:
        note = f" ({words.interrupted})" if line.interrupted else ""
        at = clock(line.start_s - report.start_s)
        yield f"**{at} {names[line.speaker]}:** {escape(line.text)}{note}"


FORMAT = Format(
    "markdown",
    "Markdown",
    "md",
    "text/markdown; charset=utf-8",
    lambda report, _: to_markdown(report),
)

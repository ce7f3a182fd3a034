"""Reports as HTML: a fragment for the page, and a document of its own that prints on A4.

Neither needs a script. With `corrects`, buttons stand beside the key points by which the student
corrects them (`voice.exam.reports.formats.controls`), which only the page can act on. Links of the
class `viva-play` carry `data-start` and `data-end`, in seconds on the session's clock, so that the
page can play the student's own words; without it they lead to the line of the transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from voice.exam.reports import lines
from voice.exam.reports.formats import pictures
from voice.exam.reports.formats.controls import controls
from voice.exam.reports.formats.markup import Html, tag, together
from voice.exam.reports.languages.phrases import phrases
from voice.exam.reports.languages.wording import Phrases
from voice.exam.reports.model import COUNTED, ItemReport, PointReport, Report, StudyStep
from voice.exam.reports.text import clock

STYLE_FILE = Path(__file__).with_name("report.css")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(report: Report, corrects: bool = False) -> str:
    """A whole document: one file, nothing loaded, no scripts."""
    words = phrases(report.language)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", lines.title(report, words)),
        tag("style", Html(style() + "html { background: Canvas; }\nbody { margin: 0; }\n")),
    )
    body = tag("body", tag("main", fragment(report, corrects)))
    return "<!doctype html>\n" + tag("html", head, "\n", body, lang=words.code) + "\n"


def style() -> str:
    """The style sheet of a fragment; everything in it applies within `.viva-report` only."""
    return STYLE_FILE.read_text(encoding="utf-8")


def fragment(report: Report, corrects: bool = False) -> Html:
    """The report as one `article`, for a page that has `style()` in it."""
    words = phrases(report.language)
    return tag(
        "article",
        _head(report, words),
        _section("summary", words.summary, _list(report.summary)),
        _section("marks", words.marks, _figure(pictures.topic_bars(report)),
                 _topics(report, words)),
        _section("about", words.about, _list(report.about)),
        _section("study", lines.study_head(report, words), _study(report, words)),
        _section("questions", words.questions,
                 *(_item(item, report, words, corrects) for item in report.items)),
        _section("delivery", words.delivery, _delivery(report, words)),
        _section("timeline", words.timeline, _figure(pictures.timeline(report))),
        _section("transcript", words.transcript, _transcript(report, words)),
        class_="viva-report",
        lang=words.code,
    )  # fmt: skip


def _section(name: str, title: str, *children: str) -> Html:
    if not any(children):
        return Html()
    heading = tag("h2", title, id=f"viva-{name}")
    return together("\n", tag("section", heading, *children, aria_labelledby=f"viva-{name}"))


def _figure(svg: str) -> Html:
    return tag("figure", Html(svg)) if svg else Html()


def _list(texts: Iterable[str]) -> Html:
    items = [tag("li", text, dir="auto") for text in texts]
    return tag("ul", *items) if items else Html()


def _said(text: str, report: Report) -> Html:
    """Something said or asked in the exam: in its language, whichever way it is written."""
    return tag("span", text, lang=report.language, dir="auto")


def _table(
    caption: str, head: Iterable[str], rows: Iterable[Html], look: str | None = None
) -> Html:
    """A table of ready rows; "" without any."""
    body = list(rows)
    if not body:
        return Html()
    titles = [tag("th", title, scope="col") for title in head]
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *titles)),
        tag("tbody", *body),
        class_=look,
    )


def _head(report: Report, words: Phrases) -> Html:
    known = " · ".join(f"{name}: {value}" for name, value in lines.head(report, words))
    score, between = lines.score(report, words), Html()
    if found := lines.range_of(report.least, report.most, report.open, words):
        between = tag("p", words.sentence(found), class_="viva-range")
    return tag(
        "header",
        tag("h1", lines.title(report, words), dir="auto"),
        tag("p", known, class_="viva-head"),
        tag("p", score, class_="viva-score") if score else Html(),
        between,
    )


def _topics(report: Report, words: Phrases) -> Html:
    def row(title: str, marks: float, out_of: float, look: str) -> Html:
        cell = tag("td", lines.marks_of(marks, out_of, words), class_="viva-number")
        return tag("tr", tag("th", title, scope="row", dir="auto"), cell, class_=look)

    rows = []
    for topic in report.topics:
        rows.append(row(topic.title, topic.marks, topic.out_of, "viva-topic"))
        rows += [row(s.title, s.marks, s.out_of, "viva-subtopic") for s in topic.subtopics]
    return _table(words.marks, (words.topic, words.marks), rows)


def _study(report: Report, words: Phrases) -> Html:
    if report.percent is None:
        return Html()
    if not report.study:
        return tag("p", words.nothing_to_study)
    return tag("ol", *(_step(step, words) for step in report.study))


def _step(step: StudyStep, words: Phrases) -> Html:
    links: list[str] = []
    for number in step.items:
        link = tag("a", words.question.format(n=number), href=f"#question-{number}")
        links += [" ", link]
    return tag(
        "li",
        tag("strong", f"{step.topic}: {step.subtopic}"),
        f" ({words.lost.format(marks=words.number(step.lost))}).",
        *links,
        _list(lines.advised(one, words) for one in step.advice),
        dir="auto",
    )


# --- questions -------------------------------------------------------------------------------


def _item(item: ItemReport, report: Report, words: Phrases, corrects: bool) -> Html:
    number = words.question.format(n=item.number)
    place = f"{item.topic}, {item.subtopic}. "
    head = (lines.point_head(item, words), words.verdict, words.marks, words.quote, words.time)
    rows = (
        _point(n, item, report, words, controls(item, n, words) if corrects else Html())
        for n in range(1, len(item.points) + 1)
    )
    return tag(
        "section",
        tag("h3", f"{number}: ", _said(item.question, report)),
        tag("p", place, tag("strong", lines.state(item, words)), class_="viva-place"),
        *_answers(item, report, words),
        *(tag("p", rule) for rule in lines.rules(item, words)),
        _table(number, head, rows, "viva-points"),
        _wrong(item, words),
        _model_answer(item, report, words),
        id=f"question-{item.number}",
    )


def _answers(item: ItemReport, report: Report, words: Phrases) -> Iterator[Html]:
    for answer in item.answers:
        if answer.asked == "follow_up":
            yield tag("p", f"{words.follow_up}: ", _said(answer.prompt, report))
        note = f"{words.typed}, " if answer.typed else ""
        time = _time(answer.start_s, answer.end_s, report)
        yield tag("blockquote", _said(answer.text, report), f" ({note}", time, ")")


def _time(start_s: float, end_s: float, report: Report) -> Html:
    """When it was said, as a link that leads there; what was spoken, a page may play."""
    line, spoken = _line_at(start_s, report), end_s > start_s
    return tag(
        "a",
        clock(start_s - report.start_s),
        class_="viva-play" if spoken else None,
        href=f"#line-{line}" if line else None,
        data_start=f"{start_s:.2f}" if spoken else None,
        data_end=f"{end_s:.2f}" if spoken else None,
    )


def _line_at(start_s: float, report: Report) -> int:
    """Number of the student's line in which something was said; 0 for none."""
    for line in report.transcript:
        if line.speaker == "student" and line.start_s - 0.05 <= start_s <= line.end_s + 0.05:
            return line.number
    return 0


def _point(number: int, item: ItemReport, report: Report, words: Phrases, buttons: Html) -> Html:
    point, time = item.points[number - 1], Html()
    if point.start_s is not None and point.end_s is not None:
        time = _time(point.start_s, point.end_s, report)
    look = f"viva-{point.verdict}" if item.status in COUNTED else None
    marks = lines.marks_of(point.marks, point.out_of, words)
    text = lines.point_text(point, item)
    return tag(
        "tr",
        tag("th", text, scope="row", lang=report.language, dir="auto"),
        tag("td", tag("span", lines.verdict(point, item, words), class_=look), buttons),
        tag("td", marks, class_="viva-number"),
        tag("td", *_evidence(point, report), class_="viva-quote"),
        tag("td", time, class_="viva-time"),
    )


def _evidence(point: PointReport, report: Report) -> Iterator[Html]:
    """The student's words, and what the bank says about a mistake in them."""
    if point.quote:
        yield tag("q", point.quote, lang=report.language, dir="auto")
    if point.remark:
        yield tag("p", point.remark, class_="viva-remark", lang=report.language, dir="auto")


def _wrong(item: ItemReport, words: Phrases) -> Html:
    stray = lines.stray(item)
    if not stray:
        return Html()
    quotes = _list(lines.quoted(text, words) for text in stray)
    return together(tag("p", f"{words.contradicts}:"), quotes)


def _model_answer(item: ItemReport, report: Report, words: Phrases) -> Html:
    if not item.model_answer:
        return Html()
    answer = _said(item.model_answer, report)
    return tag(
        "p", tag("strong", f"{lines.model_head(item, words)}: "), answer, class_="viva-model"
    )


# --- delivery and transcript -----------------------------------------------------------------


def _delivery(report: Report, words: Phrases) -> Html:
    rows = [
        tag("tr", tag("th", name, scope="row"), tag("td", value))
        for name, value in lines.measures(report.delivery, words)
    ]
    figure = Html()
    if picture := _figure(pictures.response_times(report)):
        figure = together(tag("h3", words.response_times), picture)
    if not rows:
        return Html()
    note = tag("p", lines.limits(report.delivery, words), class_="viva-note")
    return together(_table(words.delivery, (words.measure, words.value), rows), note, figure)


def _transcript(report: Report, words: Phrases) -> Html:
    names = {"examiner": words.examiner, "student": words.student}
    rows = []
    for line in report.transcript:
        at: str = clock(line.start_s - report.start_s)
        if line.speaker == "student":
            at = _time(line.start_s, line.end_s, report)
        note = f" ({words.interrupted})" if line.interrupted else ""
        rows.append(
            tag(
                "tr",
                tag("td", at, class_="viva-time"),
                tag("th", names[line.speaker], scope="row"),
                tag("td", _said(line.text, report), note),
                id=f"line-{line.number}",
            )
        )
    return _table(words.transcript, (words.time, words.who, words.said), rows)

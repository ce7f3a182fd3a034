"""From the record to the report: what a reader learns, and that the arithmetic holds."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.voice.exam.sample import bank, record
from voice.conversation.modes import load_modes
from voice.core.languages import LANGUAGES
from voice.exam.asking.sitting import nothing_said
from voice.exam.model.bank import Bank, Item, KeyPoint, Subtopic, Topic
from voice.exam.model.record import Answer, Attempt, ExamRecord, Line, Mark, PointMark, Verdict
from voice.exam.reports.build import build
from voice.exam.reports.formats.json import SCHEMA_FILE, ReportError, from_json, schema, to_json
from voice.exam.reports.formats.markdown import to_markdown
from voice.exam.reports.languages.phrases import PHRASES
from voice.exam.reports.model import Report
from voice.exam.reports.text import plain

FIRST_VERSION = Path(__file__).parents[3] / "data" / "reports" / "version-1.json"

Ended = Literal["", "finished", "stopped", "time"]


@pytest.fixture(scope="module")
def report() -> Report:
    return build(record(), bank())


def test_the_summary_says_what_matters(report: Report) -> None:
    assert list(report.summary) == [
        "10 of 28.5 marks (35 %) in 5 questions.",
        "Strongest topic: Membranes and transport (5 of 5).",
        "Weakest topic: DNA and protein synthesis (0 of 6.5).",
        "Most marks were lost in DNA (6.5), above all: The units of DNA are nucleotides of a "
        "sugar, a phosphate and a base.",
        "1 question was skipped.",
        "At 1 place the recognition was unsure: listen again before you trust the mark there.",
        "Not asked about in this exam: Studying cells.",
        "Answers began after 2.1 s (median), at 150 words per minute; the longest pause lasted "
        "4.2 s.",
    ]


def test_marks_add_up_on_every_level(report: Report) -> None:
    assert (report.marks, report.out_of, report.percent) == (10.0, 28.5, 35)
    for topic in report.topics:
        assert topic.marks == sum(part.marks for part in topic.subtopics)
        assert topic.out_of == sum(part.out_of for part in topic.subtopics)
    assert sum(topic.marks for topic in report.topics) == report.marks
    assert sum(item.marks for item in report.items) == report.marks
    assert sum(item.out_of for item in report.items) == report.out_of


def test_every_mark_shows_its_evidence(report: Report) -> None:
    for item in report.items:
        for point in item.points:
            if point.marks:
                said = item.answers[point.answer - 1]
                assert point.quote in said.text
                assert said.typed or point.start_s is not None


def test_made_partly_the_other_way_round_and_not_made_are_told_apart(report: Report) -> None:
    verdicts = [point.verdict for point in report.items[0].points]
    assert verdicts == ["made", "not_made", "made", "not_made", "partly"]
    turned = report.items[2].points[0]
    assert (turned.verdict, turned.marks) == ("reversed", 0.0)
    assert turned.quote == "They are used up by the reaction.", "what was said the wrong way"


def test_doubtful_words_are_flagged_and_keep_their_marks(report: Report) -> None:
    (point,) = [p for item in report.items for p in item.points if p.doubtful]
    assert point.quote == "the substrate binds to the active site."
    assert point.marks == point.out_of


def test_what_to_study_begins_with_what_is_worth_most(report: Report) -> None:
    lost = [step.lost for step in report.study]
    assert lost == sorted(lost, reverse=True)
    assert report.study[-1].subtopic == "Kinds of cells"
    last = report.study[-1].advice[-1]
    assert (last.kind, last.text) == (
        "deepen",
        "Prokaryotic DNA is circular, while eukaryotes have linear chromosomes.",
    )


def test_topics_stand_in_the_order_of_the_bank(report: Report) -> None:
    order = [topic.title for topic in bank().topics]
    assert [topic.title for topic in report.topics] == order[:5]
    assert report.not_reached == ("Studying cells",)


def test_silence_before_an_answer_is_thinking(report: Report) -> None:
    by_kind = {kind: [s for s in report.segments if s.kind == kind]
               for kind in ("examiner", "student", "thinking", "silence")}  # fmt: skip
    assert len(by_kind["student"]) == 6
    assert len(by_kind["thinking"]) == 6, "one before each answer"
    for before, after in zip(by_kind["thinking"], by_kind["student"], strict=True):
        assert before.end_s == after.start_s
    spoken = [segment for segment in report.segments if segment.line]
    assert [segment.line for segment in spoken] == [line.number for line in report.transcript]


def test_interrupting_the_examiner_leaves_no_gap() -> None:
    lines = [Line("examiner", "Well, what", 0, 5), Line("student", "A cell.", 3, 6)]
    exam = ExamRecord("Exam", "exam", "practice", "en", lines=lines)
    assert [segment.kind for segment in build(exam, bank()).segments] == ["examiner", "student"]


# --- exams that are not as they should be ----------------------------------------------------


def small() -> tuple[ExamRecord, Bank]:
    item = Item(question="What is it?", key_points=(KeyPoint(text="It is it.", marks=2),))
    part = Subtopic(title="Part", items=(item,))
    of = Bank(title="Exam", topics=(Topic(title="Topic", subtopics=(part,)),))
    attempt = Attempt(item, item.question, "Topic", "Part", [Answer("It is it.")])
    return ExamRecord("Exam", "exam", "practice", "en", attempts=[attempt]), of


def test_an_exam_that_goes_on_says_so() -> None:
    exam, of = small()
    report = build(exam, of)
    assert report.percent is None
    assert report.summary == (
        "The exam is still going on.",
        "No answer has been marked yet.",
        "1 answer has no mark and does not count here.",
    )


def test_an_exam_nobody_took_has_a_report() -> None:
    report = build(ExamRecord("Exam", "exam", "practice", "en", ended="stopped"), bank())
    assert report.summary[0] == "The exam was stopped before its end."
    assert report.segments == ()


def test_what_could_not_be_marked_does_not_count() -> None:
    exam, of = small()
    exam.attempts[0].failed = "the model broke"
    report = build(exam, of)
    assert report.items[0].status == "failed"
    assert report.out_of == 0


def test_full_marks_leave_nothing_to_study() -> None:
    exam, of = small()
    exam.attempts[0].mark = Mark((PointMark(0, 2.0, "made", quote="It is it."),), 2.0)
    exam.ended = "finished"
    report = build(exam, of)
    assert report.study == ()
    assert "Nothing that counts was missing." in report.summary


def test_a_topic_that_the_bank_no_longer_has_keeps_its_marks() -> None:
    exam, _ = small()
    exam.attempts[0].mark = Mark((PointMark(0, 2.0, "partly", quote="It is it."),), 2.0)
    report = build(exam, bank())
    assert (report.marks, report.out_of) == (1.0, 2.0)


VERDICTS = st.sampled_from(get_args(Verdict))
FATES = st.tuples(VERDICTS, st.floats(0, 1), st.sampled_from(["mark", "skip", "fail", ""]))


@given(st.lists(FATES))
def test_marks_stay_within_bounds_whatever_happened(
    fates: list[tuple[Verdict, float, str]],
) -> None:
    exam, of = small()
    exam.attempts = [_fated(*fate) for fate in fates]
    report = build(exam, of)
    assert 0 <= report.least <= report.marks <= report.most <= report.out_of <= 2 * len(fates)
    assert report.open or report.least == report.most, "a range that nobody can close"
    assert (report.marks, report.out_of) == (exam.total, exam.out_of)
    assert report.percent is None or 0 <= report.percent <= 100
    assert sum(step.lost for step in report.study) == report.out_of - report.marks


def _fated(verdict: Verdict, confidence: float, fate: str) -> Attempt:
    attempt = small()[0].attempts[0]
    if fate == "mark":
        attempt.mark = Mark((PointMark(0, 2.0, verdict, confidence),), 2.0)
    attempt.skipped = fate == "skip"
    attempt.failed = "the model broke" if fate == "fail" else ""
    return attempt


# --- answered or not -------------------------------------------------------------------------


def unanswered(
    *lines: Line, ended: Ended = "finished", marked: bool = True, timed_out: bool = False
) -> Report:
    """Of an exam whose one question got no answer."""
    exam, of = small()
    attempt = exam.attempts[0]
    attempt.answers = []
    if marked:
        attempt.mark = nothing_said(attempt.item)
    attempt.timed_out = timed_out
    exam.lines, exam.ended = list(lines), ended
    return build(exam, of)


def test_who_did_not_know_gave_no_answer() -> None:
    report = unanswered(Line("student", "I don't know.", 0, 1, "what-is-it"))
    assert report.items[0].outcome == "no_answer"
    assert "1 question was not answered." in report.summary
    assert "**0 / 2, no answer**" in to_markdown(report)
    assert report.about == (), "nothing was judged"


def test_that_the_time_was_over_is_said() -> None:
    report = unanswered(timed_out=True)
    assert report.items[0].outcome == "timed_out"
    assert "For 1 question the time was over before an answer." in report.summary
    assert "**0 / 2, no answer before the time was over**" in to_markdown(report)


def test_a_question_that_was_open_at_the_end_does_not_count() -> None:
    report = unanswered(ended="time", marked=False, timed_out=True)
    assert (report.items[0].outcome, report.out_of) == ("timed_out", 0)
    assert "1 question was open when the exam ended, and does not count." in report.summary


def test_a_question_that_is_being_asked_is_nothing_yet() -> None:
    report = unanswered(ended="", marked=False)
    assert report.items[0].outcome == ""
    assert not [line for line in report.summary if "open" in line]


# --- strong and weak -------------------------------------------------------------------------


def topics_of(*shares: float) -> list[str]:
    """What is said of topics that earned these shares of ten marks."""
    point = KeyPoint(text="It is it.", marks=10)
    titles = [f"Topic {n}" for n in range(1, len(shares) + 1)]
    items = [Item(id=f"i{n}", question="What is it?", key_points=(point,)) for n in range(9)]
    of = Bank(
        title="Exam",
        topics=tuple(
            Topic(title=title, subtopics=(Subtopic(title="Part", items=(item,)),))
            for title, item in zip(titles, items, strict=False)
        ),
    )
    exam = ExamRecord("Exam", "exam", "practice", "en", ended="finished")
    for title, item, share in zip(titles, items, shares, strict=False):
        attempt = Attempt(item, "What is it?", title, "Part", [Answer("It is.")])
        attempt.mark = Mark((PointMark(0, 10 * share, "made"),), 10.0)
        exam.attempts.append(attempt)
    return [line for line in build(exam, of).summary if "est topic" in line]


def test_a_quarter_of_the_marks_is_no_strength() -> None:
    assert topics_of(0.25, 0.2) == ["Weakest topic: Topic 2 (2 of 10)."]


def test_most_of_the_marks_is_no_weakness() -> None:
    assert topics_of(0.9, 0.7) == ["Strongest topic: Topic 1 (9 of 10)."]


def test_topics_that_tie_are_all_named() -> None:
    assert topics_of(0.8, 0.2, 0.8, 0.2) == [
        "Strongest topics: Topic 1 (8 of 10), Topic 3 (8 of 10).",
        "Weakest topics: Topic 2 (2 of 10), Topic 4 (2 of 10).",
    ]


def test_where_all_are_alike_none_is_named() -> None:
    assert topics_of(0.8, 0.8) == []


# --- languages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("de", "10 von 28,5 Punkten (35 %) bei 5 Fragen."),
        ("fr", "10 points sur 28,5 (35 %) pour 5 questions."),
        ("es", "10 de 28,5 puntos (35 %) en 5 preguntas."),
        ("it", "10 punti su 28,5 (35 %) in 5 domande."),
        ("pt", "10 de 28,5 pontos (35 %) em 5 perguntas."),
        ("zh", "5 道题，满分 28.5 分，得 10 分（35%）。"),
        ("nl", "10 of 28.5 marks (35 %) in 5 questions."),
    ],
)
def test_the_report_speaks_the_language_of_the_exam(language: str, first: str) -> None:
    exam = record()
    exam.language = language
    assert build(exam, bank()).summary[0] == first


def test_every_language_of_an_exam_has_its_report() -> None:
    assert set(PHRASES) == set(LANGUAGES)


@pytest.mark.parametrize("language", PHRASES)
def test_every_mode_that_holds_exams_has_a_title(language: str) -> None:
    holding = {name for name, mode in load_modes()[0].items() if mode.exam}
    assert set(PHRASES[language].modes) == holding


def fields(text: object) -> set[str]:
    texts = text if isinstance(text, tuple) else (text,)
    return {name for each in texts for _, name, _, _ in string.Formatter().parse(each) if name}


@pytest.mark.parametrize("language", PHRASES)
def test_translations_have_the_same_gaps(language: str) -> None:
    for name in PHRASES["en"].__dataclass_fields__:
        mine, english = getattr(PHRASES[language], name), getattr(PHRASES["en"], name)
        if name == "modes":
            continue
        assert fields(mine) == fields(english), name
        assert name in ("code", "decimal") or mine


# --- JSON ------------------------------------------------------------------------------------


def test_json_gives_the_report_back(report: Report) -> None:
    assert from_json(to_json(report)) == report


def test_the_published_schema_is_that_of_the_program(report: Report) -> None:
    published = SCHEMA_FILE.read_text(encoding="utf-8")
    assert published == schema(), "run python -m voice.exam.reports.formats.json"
    Draft202012Validator(json.loads(published)).validate(json.loads(to_json(report)))


@pytest.mark.parametrize("content", ["", "{}", '{"version": 2}', "[1]", "\x00"])
def test_what_is_no_report_is_refused_in_words(content: str) -> None:
    with pytest.raises(ReportError) as caught:
        from_json(content)
    assert caught.value.fix


def test_a_report_of_the_first_version_can_be_read_again() -> None:
    old = from_json(FIRST_VERSION.read_bytes())
    assert (old.version, old.marks, old.least, old.most, old.out_of) == (2, 4.0, 4.0, 4.0, 17.5)
    assert [point.verdict for point in old.items[0].points] == [
        "made", "not_made", "made", "not_made", "partly",
    ]  # fmt: skip
    assert [item.outcome for item in old.items] == ["answered", "skipped", "answered"]
    assert [one.kind for one in old.study[-1].advice] == ["learn", "learn", "deepen"]
    assert "made (80 %)" in to_markdown(old)
    assert from_json(to_json(old)) == old


# --- text ------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=[])))
def test_clean_text_has_no_surprises_and_stays_clean(text: str) -> None:
    clean = plain(text)
    assert isinstance(clean, str)
    assert plain(clean) == clean
    clean.encode()  # no broken characters
    assert clean == "" or all(c.isprintable() or not c.isascii() for c in clean)
    assert not set(clean) & set("\u202e\u2066\u200f\n\r\t\x00\x1b")


@pytest.mark.parametrize("text", ["naïve", "细胞膜", "CO₂ → O₂", "“quoted” – text", "שלום"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_strange_characters_do_not_break_a_report() -> None:
    exam, of = small()
    exam.attempts[0].answers = [Answer("a\x00b\u202ec\ud800d\ne")]
    assert build(exam, of).items[0].answers[0].text == "abc\ufffdd e"

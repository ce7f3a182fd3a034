"""What a report says, as data: every export and the page are made of this.

The fields' descriptions are published as `prompts/report.schema.json`.
"""

from __future__ import annotations

from typing import Final, Literal

from voice.exam.reports.delivery import Delivery
from voice.exam.reports.text import Clean, Part, Seconds

VERSION: Final = 2
"""Of the JSON; raised when a field changes its meaning or goes."""

Judged = Literal["made", "partly", "reversed", "not_made"]
Verdict = Literal["made", "partly", "reversed", "not_made", "unsure"]
Status = Literal["marked", "skipped", "unmarked", "unanswered", "failed"]
Outcome = Literal["", "answered", "skipped", "no_answer", "timed_out"]
AdviceKind = Literal["turned", "learn", "deepen", "practise", "clarify"]
SegmentKind = Literal["examiner", "student", "thinking", "silence"]

COUNTED: tuple[Status, ...] = ("marked", "skipped")
"""Questions of which the marks count."""


class CorrectionReport(Part):
    """What a person has said of a key point, beside the program's verdict."""

    verdict: Literal["made", "partly", "not_made"]
    by: Literal["student", "teacher"]
    reason: Clean


class PointReport(Part):
    """One key point of a question, and what became of it."""

    text: Clean
    """What a full answer says here; of a part of a task, what is to be done."""
    task: bool
    """Whether it is a part of a task, such as to give a reason, rather than a fact."""
    reword: bool
    """Whether other ways to say it can be added to the bank."""
    follow_up: Clean
    """What the examiner asks about it."""
    counts: bool
    """False where enough other points of its group were made, so that it is not needed."""
    marks: float
    """Given; half of them while the verdict is unsure."""
    least: float
    """If the doubt goes against the student."""
    most: float
    """If the doubt goes for the student."""
    out_of: float
    """What the point is worth."""
    verdict: Verdict
    """What stands: what a person has said of it, or else what the program is sure of."""
    sure: bool
    """Whether it stands as a fact: the program is sure of it, or a person has decided."""
    judged: Judged
    """What the program found most likely."""
    confidence: float
    """In 0 to 1, that `judged` is right."""
    correction: CorrectionReport | None
    """What a person has said of it; null while nobody has."""
    quote: Clean
    """The student's own words that the verdict rests on; empty when there are none."""
    remark: Clean
    """What the bank says about the mistake that was made."""
    answer: int
    """Which of the question's answers holds the quote, from 1; 0 for none."""
    start_s: Seconds | None
    """Of the quote in the recording, on the session's clock; null when typed or missing."""
    end_s: Seconds | None
    doubtful: bool
    """Recognition was unsure at the decisive words: listen again."""
    likely: float = 0.5
    """Share of the point that it earns while the verdict is unsure."""
    costs: float = 0.0
    """Marks that its mistake takes off while the verdict stands."""


class AnswerReport(Part):
    """What the student said to a question, a follow-up or a hint."""

    asked: Literal["question", "follow_up", "hint"]
    prompt: Clean
    """The words it answers."""
    text: Clean
    start_s: Seconds
    """On the session's clock."""
    end_s: Seconds
    typed: bool
    hints: int
    """Given before it."""


class ChoiceReport(Part):
    """Key points of which a few are enough."""

    points: tuple[int, ...]
    """From 1."""
    enough: int


class ItemReport(Part):
    """One question of the exam."""

    number: int
    """From 1, in the order asked."""
    id: Clean
    """Of the item in its bank."""
    topic: Clean
    subtopic: Clean
    question: Clean
    difficulty: int
    """1 to 5."""
    status: Status
    """Only `marked` and `skipped` questions count."""
    outcome: Outcome
    """Whether it was answered; `no_answer`: the student knew none, or ended the exam; `timed_out`:
    the time was over before an answer. Empty while it is asked."""
    marks: float
    least: float
    """If every doubt goes against the student."""
    most: float
    """If every doubt goes for the student."""
    out_of: float
    costs: float
    """Marks that were taken off for mistakes."""
    points: tuple[PointReport, ...]
    choices: tuple[ChoiceReport, ...]
    answers: tuple[AnswerReport, ...]
    wrong: tuple[Clean, ...]
    """The student's words that contradict what is right."""
    model_answer: Clean
    hints: int
    repeats: int
    """How often the question was said again."""
    judged_by: Clean
    confidence: float
    """In 0 to 1, that the mark is right."""
    failed: Clean
    """Why it could not be marked."""

    @property
    def open(self) -> int:
        """How many of its key points nobody has decided yet."""
        if self.status != "marked":
            return 0
        return sum(point.counts and not point.sure for point in self.points)


class SubtopicReport(Part):
    """Marks of one subtopic."""

    title: Clean
    marks: float
    least: float
    most: float
    out_of: float
    items: tuple[int, ...]
    """Numbers of its questions."""


class TopicReport(Part):
    """Marks of one topic."""

    title: Clean
    marks: float
    least: float
    most: float
    out_of: float
    subtopics: tuple[SubtopicReport, ...]


class Advice(Part):
    """One thing to do about a key point."""

    kind: AdviceKind
    """It was said the other way round, not said, said in part, it is a part of a task that was
    not done, or it was not clear whether it was said."""
    text: Clean
    """What a full answer says; of a part of a task, the question that asks for it."""
    remark: Clean
    """What the bank says about the mistake that was made."""


class StudyStep(Part):
    """One thing to study next; the first is worth the most marks."""

    topic: Clean
    subtopic: Clean
    lost: float
    """Marks lost here."""
    advice: tuple[Advice, ...]
    """The most valuable first."""
    items: tuple[int, ...]
    """Numbers of the questions."""


class TranscriptLine(Part):
    """One turn of the transcript."""

    number: int
    """From 1."""
    speaker: Literal["examiner", "student"]
    text: Clean
    start_s: Seconds
    """On the session's clock."""
    end_s: Seconds
    item: int
    """Number of the question it belongs to; 0 for none."""
    interrupted: bool


class Segment(Part):
    """A part of the timeline. "thinking" is between a question and the first word after it."""

    kind: SegmentKind
    start_s: Seconds
    """On the session's clock."""
    end_s: Seconds
    line: int
    """Number of the transcript's line; 0 for thinking and silence."""


class Report(Part):
    """A whole report."""

    version: Literal[2] = VERSION
    language: Clean
    """Of the exam, ISO 639-1; the report is written in it where it can be."""
    bank: Clean
    """Title of the exam."""
    bank_name: Clean
    """Name of its file, without the extension."""
    level: Clean
    """Of the questions, not of the student."""
    mode: Clean
    assesses: Literal["knowledge", "language"]
    began_at: Clean
    """ISO 8601, local time."""
    start_s: Seconds
    """When the exam began on the session's clock, which every time here is given on."""
    planned_s: Seconds
    duration_s: Seconds
    ended: Literal["", "finished", "stopped", "time"]
    """Empty while the exam goes on."""
    marks: float
    least: float
    """If every doubt goes against the student."""
    most: float
    """If every doubt goes for the student."""
    out_of: float
    """Marks for full answers to everything that counts."""
    percent: int | None
    """Null when nothing counts yet."""
    judged: int
    """Key points of the answers that were marked."""
    sure: int
    """Of these, those whose verdict the program is sure of."""
    corrected: int
    """Of these, those that a person has decided."""
    summary: tuple[Clean, ...]
    """Sentences."""
    about: tuple[Clean, ...]
    """How the marks were made, and what they do not say: sentences."""
    topics: tuple[TopicReport, ...]
    """In the order of the bank; only those that were asked about."""
    not_reached: tuple[Clean, ...]
    """Topics of the bank that were not asked about."""
    items: tuple[ItemReport, ...]
    study: tuple[StudyStep, ...]
    delivery: Delivery
    transcript: tuple[TranscriptLine, ...]
    segments: tuple[Segment, ...]

    @property
    def open(self) -> int:
        """How many key points nobody has decided yet."""
        return sum(item.open for item in self.items)

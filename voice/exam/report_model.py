"""What a report says, as data: every export and the page are made of this.

The fields' descriptions are published as `prompts/report.schema.json`.
"""

from __future__ import annotations

from typing import Final, Literal

from voice.exam.delivery import Delivery
from voice.exam.report_text import Clean, Part, Seconds

VERSION: Final = 1
"""Of the JSON; raised when a field changes its meaning or goes."""

Verdict = Literal["full", "partly", "missing"]
Status = Literal["marked", "skipped", "unmarked", "unanswered", "failed"]
SegmentKind = Literal["examiner", "student", "thinking", "silence"]


class PointReport(Part):
    """One key point of a question, and whether it was made."""

    text: Clean
    """What a full answer says here."""
    marks: float
    """Given."""
    out_of: float
    """What the point is worth."""
    verdict: Verdict
    quote: Clean
    """The student's own words that earned the marks; empty when the point is missing."""
    answer: int
    """Which of the question's answers holds the quote, from 1; 0 for none."""
    start_s: Seconds | None
    """Of the quote in the recording, on the session's clock; null when typed or missing."""
    end_s: Seconds | None
    confidence: float
    """In 0 to 1, that this verdict is right."""
    doubtful: bool
    """Recognition was unsure at the decisive words: listen again."""


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
    marks: float
    out_of: float
    points: tuple[PointReport, ...]
    answers: tuple[AnswerReport, ...]
    wrong: tuple[Clean, ...]
    """The student's words that contradict the key points."""
    model_answer: Clean
    hints: int
    repeats: int
    """How often the question was said again."""
    judged_by: Clean
    confidence: float
    """In 0 to 1, that the mark is right."""
    failed: Clean
    """Why it could not be marked."""


class SubtopicReport(Part):
    """Marks of one subtopic."""

    title: Clean
    marks: float
    out_of: float
    items: tuple[int, ...]
    """Numbers of its questions."""


class TopicReport(Part):
    """Marks of one topic."""

    title: Clean
    marks: float
    out_of: float
    subtopics: tuple[SubtopicReport, ...]


class StudyStep(Part):
    """One thing to study next; the first is worth the most marks."""

    topic: Clean
    subtopic: Clean
    lost: float
    """Marks lost here."""
    learn: tuple[Clean, ...]
    """Key points that were missing."""
    deepen: tuple[Clean, ...]
    """Key points that were made in part."""
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

    version: Literal[1] = VERSION
    language: Clean
    """Of the exam, ISO 639-1; the report is written in it where it can be."""
    bank: Clean
    """Title of the exam."""
    bank_name: Clean
    """Name of its file, without the extension."""
    level: Clean
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
    out_of: float
    """Marks for full answers to everything that counts."""
    percent: int | None
    """Null when nothing counts yet."""
    summary: tuple[Clean, ...]
    """Sentences."""
    topics: tuple[TopicReport, ...]
    """In the order of the bank; only those that were asked about."""
    not_reached: tuple[Clean, ...]
    """Topics of the bank that were not asked about."""
    items: tuple[ItemReport, ...]
    study: tuple[StudyStep, ...]
    delivery: Delivery
    transcript: tuple[TranscriptLine, ...]
    segments: tuple[Segment, ...]

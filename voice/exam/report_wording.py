"""What a report has to say in every language it is written in."""

from __future__ import annotations

from dataclasses import dataclass

Count = tuple[str, str]
"""For one, and for more; `{n}` is the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Everything a report says on its own account. Braces are filled in by `str.format`."""

    code: str  # ISO 639-1
    decimal: str  # decimal sign

    # headings and columns
    report: str
    summary: str
    marks: str
    topic: str
    questions: str
    question: str
    study: str
    delivery: str
    transcript: str
    timeline: str
    response_times: str
    progress: str
    key_point: str
    verdict: str
    quote: str
    time: str
    model_answer: str
    follow_up: str
    your_answer: str
    contradicts: str
    measure: str
    value: str
    who: str
    said: str
    date: str
    mode: str
    length: str
    level: str
    nothing_said: str
    typed: str
    page: str

    # verdicts and states
    full: str
    partly: str
    missing: str
    doubtful: str
    skipped: str
    unmarked: str
    unanswered: str
    failed: str
    hints: Count
    repeats: Count

    # who and what in the timeline
    examiner: str
    student: str
    thinking: str
    silence: str
    interrupted: str

    # the summary
    overall: Count
    nothing_marked: str
    going_on: str
    stopped: str
    time_up: str
    strongest: str
    weakest: str
    missed_most: str
    nothing_missing: str
    were_skipped: Count
    were_unmarked: Count
    were_doubtful: Count
    spoke: str
    not_reached: str
    learn: str
    deepen: str
    lost: str
    nothing_to_study: str

    # delivery
    begin: str
    longest_begin: str
    speaking: str
    words_said: str
    characters_said: str
    rate: str
    rate_characters: str
    pauses: str
    longest_pause: str
    fillers: str
    repetitions: str
    distinct: str
    of_fifty: str
    seconds: str
    not_measured: str
    limits: str

    # what the pictures show, for those who do not see them
    topics_shown: str
    timeline_shown: str
    responses_shown: str
    progress_shown: str
    recording_hint: str

    def number(self, value: float) -> str:
        """At most one decimal, with this language's decimal sign."""
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", self.decimal)

    def several(self, count: Count, n: int, **values: str) -> str:
        """The form for `n` of something."""
        return count[n != 1].format(n=n, **values)

"""What a report has to say in every language it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Count = tuple[str, str]
"""For one, and for more; `{n}` is the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Everything a report says on its own account. Braces are filled in by `str.format`."""

    code: str  # ISO 639-1
    decimal: str  # decimal sign
    comma: str  # between the members of a list
    stop: str  # at the end of a sentence
    quotes: str  # around what was said; {text} stands in them
    percent: str  # such as "{n} %"
    aside: str  # round a remark: brackets, with the space before them

    # headings and columns
    report: str
    summary: str
    marks: str
    about: str
    topic: str
    questions: str
    question: str
    study: str
    practise_next: str  # the same for a speaking test
    delivery: str
    transcript: str
    timeline: str
    response_times: str
    progress: str
    key_point: str
    task_part: str
    verdict: str
    quote: str
    time: str
    model_answer: str
    example_answer: str
    follow_up: str
    your_answer: str
    contradicts: str
    costs: str
    enough: str
    measure: str
    value: str
    who: str
    said: str
    date: str
    mode: str
    modes: Mapping[str, str]  # the modes that come with Viva, by name
    length: str
    level: str
    typed: str
    page: str

    # verdicts and states
    made: str
    partly: str
    reversed: str
    not_made: str
    unsure: str
    done: str  # of a part of a task, as are the next two
    half_done: str
    not_done: str
    not_needed: str
    program: str
    you: str
    teacher: str
    doubtful: str
    skipped: str
    no_answer: str
    timed_out: str
    unmarked: str
    unanswered: str
    failed: str
    hints: Count
    repeats: Count
    between: Count  # marks, until so many open points are decided

    # buttons, for those who may correct the marks
    i_said_this: str
    i_did_not: str
    i_said_half: str
    not_right: str
    take_back: str
    reason: str
    save_reason: str
    keep_wording: str

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
    strongest: Count
    weakest: Count
    of: str  # a topic and its marks
    missed_most: str
    nothing_missing: str
    were_skipped: Count
    were_unanswered: Count
    were_timed_out: Count
    were_open: Count
    were_unmarked: Count
    were_doubtful: Count
    spoke: str
    not_reached: str

    # what to study next
    learn: str
    turned: str
    deepen: str
    practise: str
    clarify: str
    lost: str
    nothing_to_study: str

    # how the marks were made
    by_program: str
    with_models: str
    sure_of: Count
    half_counts: str
    not_checked: str
    were_corrected: Count
    parts_only: str
    no_level: str

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
    sentence_words: str
    sentence_characters: str
    linked: str
    linked_of: str
    seconds: str
    not_measured: str
    limits: str
    limits_typed: str

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

    def sentence(self, text: str) -> str:
        """`text` with a capital at its beginning and a full stop at its end."""
        return f"{text[:1].upper()}{text[1:]}{self.stop}"

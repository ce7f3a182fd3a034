"""Fixed sentences of feedback on an answer, in every language."""

from __future__ import annotations

from dataclasses import dataclass

from voice.core.languages import ByLanguage


@dataclass(frozen=True, slots=True)
class FeedbackPhrases:
    """Sentences about an answer.

    {points} are statements of fact or, for parts of a task, questions; {quote} is what the student
    said. Those in `some` are for incomplete lists.
    """

    complete: str
    right: str
    half: str
    half_some: str
    reversed: str
    reversed_some: str
    wrong_number: str
    wrong: str  # a statement that belongs to no key point
    missing: str
    missing_some: str
    unsure: str
    full_answer: str
    full_answer_some: str
    every_part: str  # of a task
    some_parts: str
    add_more: str
    example: str
    say_exactly: str  # a question about words whose meaning is unclear


FEEDBACK_PHRASES = ByLanguage(lambda language: language.record(FeedbackPhrases, "feedback"))


def feedback_phrases(language: str) -> FeedbackPhrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return FEEDBACK_PHRASES.or_english(language)

"""The examiner's fixed sentences, in every language."""

from __future__ import annotations

from dataclasses import dataclass

from voice.core.languages import ByLanguage


@dataclass(frozen=True, slots=True)
class Phrases:
    """Fixed sentences of an exam. {time} is a duration."""

    thanks: tuple[str, ...]  # neutral, after an answer; used in turn
    prepare: str
    still_preparing: str
    begin: str
    nudge: str
    more: str
    think: str
    no_hints: str
    no_more_hints: str
    skipped: str
    back: str
    no_back: str
    returning: str
    paused: str
    still_paused: str
    resumed: str
    restored: str
    time_left: str
    time_notice: str
    answer_over: str
    not_answered: str
    confirm_stop: str
    not_stopped: str
    no_answers: str
    verdict_withheld: str  # to "is that correct?" in an exam
    verdict_later: str  # the same in modes that tell it after the answer
    offer_hint: str
    own_words: str
    understood: str
    not_yet: str
    again: str
    finished: str
    time_over: str
    stopped: str
    less_than_a_minute: str
    minute: str
    minutes: str
    seconds: str


PHRASES = ByLanguage(lambda language: language.record(Phrases, "exam"))


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.or_english(language)


def duration(seconds: float, language: str) -> str:
    """A duration in words, to the minute; below a minute, to ten seconds."""
    words = phrases(language)
    if seconds >= 55:
        minutes = max(1, round(seconds / 60))
        return words.minute if minutes == 1 else words.minutes.format(n=minutes)
    tens = round(seconds / 10) * 10
    return words.seconds.format(n=tens) if tens >= 10 else words.less_than_a_minute

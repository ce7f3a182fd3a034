"""Questions drafted by rule: from sentences that define something, and from headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voice.core.languages import ByLanguage, Language, spaced
from voice.exam.drafting.passages import MAX_SENTENCE, Passage
from voice.exam.text.function_words import ARTICLES

MAX_POINTS = 4

MIN_WORDS = 4
"""Fewest words of a sentence that may be a key point."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, and the words of the notes that answer it."""

    question: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Grammar:
    defines: re.Pattern[str]
    """A sentence "X is …"; its groups are X and the verb."""
    asks: Mapping[str, str]
    """Verb to question; {} is X."""
    about: str
    """Asks about a heading."""


def _grammar(spoken: Language) -> _Grammar:
    words = spoken.said("drafting")
    asks = spoken.said("drafting.asks")
    others = spoken.pattern("drafting", "pronouns")
    verbs = "|".join(sorted(map(re.escape, asks), key=len, reverse=True)) or "(?!)"
    if spoken.spaced:
        pattern = (
            rf"^(?!(?:{others})\b)(?P<x>[^\W\d_][^.,;:?!()]{{1,60}}?)\s+(?P<verb>{verbs})\s+"
            rf"(?P<rest>(?:{spoken.pattern('drafting', 'predicates')})\b.{{10,}})$"
        )
    else:
        pattern = (
            rf"^(?!{others})(?P<x>[^，。；：？！,.]{{1,20}}?)(?P<verb>{verbs})(?P<rest>.{{6,}})$"
        )
    return _Grammar(re.compile(pattern, re.I | re.S), asks, words["about"])


_GRAMMARS = ByLanguage(_grammar)


def definition_of(sentence: str, language: str) -> str:
    """The question "What is X?" that a sentence "X is …" answers; "" if it is none."""
    grammar = _GRAMMARS[language]
    found = grammar.defines.match(sentence)
    if not found or len(found["x"].split()) > 6:
        return ""
    subject = found["x"].strip()
    if subject.split()[0].lower() in ARTICLES[language]:
        subject = subject[0].lower() + subject[1:]
    return grammar.asks[found["verb"].lower()].format(subject)


def proposals(passage: Passage, language: str) -> list[Proposal]:
    """Every question that rules find in a passage, the surest first."""
    usable = [one for one in passage.sentences if _usable(one, language)]
    found: list[Proposal] = []
    for number, sentence in enumerate(usable):
        if question := definition_of(sentence, language):
            # What follows a definition mostly goes on about the same thing.
            following = []
            for one in usable[number + 1 : number + MAX_POINTS]:
                if definition_of(one, language):
                    break
                following.append(one)
            found.append(Proposal(question, (sentence, *following)))
    if passage.heading and usable:
        question = _GRAMMARS[language].about.format(passage.heading.rstrip(" :.?!"))
        if passage.heading.rstrip().endswith(("?", "？")):
            question = passage.heading.strip()
        found.append(Proposal(question, tuple(usable[:MAX_POINTS])))
    return found


def _usable(sentence: str, language: str) -> bool:
    long_enough = not spaced(language) or len(sentence.split()) >= MIN_WORDS
    asks = sentence.rstrip().endswith(("?", "？", ":", "："))
    return long_enough and not asks and len(sentence) <= MAX_SENTENCE

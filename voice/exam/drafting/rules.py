"""Questions drafted by rule: from sentences that define something, and from headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voice.exam.drafting.passages import MAX_SENTENCE, Passage
from voice.exam.model.bank import Language

MAX_POINTS = 4

MIN_WORDS = 4
"""Of a sentence that may be a key point."""


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


def _grammar(verbs: str, articles: str, others: str, asks: str, about: str) -> _Grammar:
    pattern = (
        rf"^(?!(?:{others})\b)(?P<x>[^\W\d_][^.,;:?!()]{{1,60}}?)\s+(?P<verb>{verbs})\s+"
        rf"(?P<rest>(?:{articles})\b.{{10,}})$"
    )
    questions = dict(zip(verbs.split("|"), asks.split("|"), strict=True))
    return _Grammar(re.compile(pattern, re.I | re.S), questions, about)


_GRAMMARS: Mapping[Language, _Grammar] = {
    "en": _grammar(
        "is|are|was|means",
        r"an?|the|one|when|where|any|all|those|that|\w+s|not",
        r"it|this|that|these|those|there|they|he|she|we|you|i|here|what|which|who|how|one|both|all"
        r"|some|another|each|the\s+(?:first|second|third|last|other|former|latter)|if|when|while"
        r"|because|although|as|since|in|at|on|by|for|with|from|of|to|during|after|before|also|so",
        "What is {}?|What are {}?|What was {}?|What does {} mean?",
        "What can you tell me about this: {}?",
    ),
    "de": _grammar(
        "ist|sind|war|bedeutet",
        r"eine?[mnrs]?|der|die|das|den|jede[rs]?|wenn",
        r"es|das|dies\w*|diese\w*|da|er|sie|wir|ihr|ich|du|hier|was|wer|wie|beide|alle|eine?|ein"
        r"|dort|damit|darin|dabei|wenn|weil|obwohl|während|als|in|bei|im|am|an|auf|mit|von|aus|nach"
        r"|vor|für|durch|auch|so",
        "Was ist {}?|Was sind {}?|Was war {}?|Was bedeutet {}?",
        "Was können Sie hierzu sagen: {}?",
    ),
    "fr": _grammar(
        "est|sont|était|désigne",
        r"une?|les?|la|l|des|celui|celle|ce",
        r"c|ce|cela|ceci|il|elle|ils|elles|on|nous|vous|je|tu|ici|qui|que|voici|si"
        r"|quand|lorsque|comme|dans|en|sur|par|pour|avec|au|aux|à|aussi|mais",
        "Qu'est-ce que {} ?|Que sont {} ?|Qu'était {} ?|Que désigne {} ?",
        "Que pouvez-vous dire à ce sujet : {} ?",
    ),
    "es": _grammar(
        "es|son|era|significa",
        r"una?|el|la|los|las|un|lo|cuando",
        r"es|esto|eso|este|esta|estos|estas|él|ella|ellos|hay|aquí|que|quien|si"
        r"|cuando|porque|aunque|como|en|con|por|para|desde|a|de|también",
        "¿Qué es {}?|¿Qué son {}?|¿Qué era {}?|¿Qué significa {}?",
        "¿Qué puede decir sobre esto: {}?",
    ),
    "it": _grammar(
        "è|sono|era|significa",
        r"una?|uno|un|il|lo|la|l|i|gli|le|quando",
        r"è|questo|questa|questi|queste|ciò|egli|esso|essa|essi|qui|che|chi|ci|se"
        r"|quando|perché|come|in|nel|nella|con|per|da|di|a|anche",
        "Che cos'è {}?|Che cosa sono {}?|Che cos'era {}?|Che cosa significa {}?",
        "Che cosa sa dire su questo: {}?",
    ),
    "pt": _grammar(
        "é|são|era|significa",
        r"uma?|um|o|a|os|as|quando",
        r"é|isto|isso|este|esta|estes|estas|ele|ela|eles|elas|há|aqui|que|quem|se"
        r"|quando|porque|embora|como|em|no|na|com|por|para|de|também",
        "O que é {}?|O que são {}?|O que era {}?|O que significa {}?",
        "O que pode dizer sobre isto: {}?",
    ),
    "zh": _Grammar(
        re.compile(
            r"^(?!这|那|它|他|她|我|你|此)(?P<x>[^，。；：？！,.]{1,20}?)(?P<verb>是指|是)(?P<rest>.{6,})$",
            re.S,
        ),
        {"是": "{}是什么？", "是指": "{}是指什么？"},
        "关于“{}”，您能说些什么？",
    ),
}


def definition_of(sentence: str, language: Language) -> str:
    """The question "What is X?" that a sentence "X is …" answers; "" if it is none."""
    grammar = _GRAMMARS[language]
    found = grammar.defines.match(sentence)
    if not found or len(found["x"].split()) > 6:
        return ""
    subject = found["x"].strip()
    if subject.split()[0].lower() in _ARTICLES:
        subject = subject[0].lower() + subject[1:]
    return grammar.asks[found["verb"].lower()].format(subject)


_ARTICLES = frozenset(
    "the a an der die das ein eine le la les un une des el los las una lo il gli i uno o os as um "
    "uma".split()
)


def proposals(passage: Passage, language: Language) -> list[Proposal]:
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


def _usable(sentence: str, language: Language) -> bool:
    long_enough = language == "zh" or len(sentence.split()) >= MIN_WORDS
    asks = sentence.rstrip().endswith(("?", "？", ":", "："))
    return long_enough and not asks and len(sentence) <= MAX_SENTENCE

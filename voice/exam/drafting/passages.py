"""Notes cut into passages of a few sentences, each small enough for one question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sentencex import segment

from voice.exam.exchange.markdown_blocks import blocks

MIN_CHARS = 240
MAX_CHARS = 900
"""Longest passage; a small model loses track in longer ones."""

MAX_SENTENCE = 300
"""Characters of a sentence that may be a key point."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that stand together."""

    heading: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Cut:
    """What notes consist of."""

    passages: tuple[Passage, ...]
    left_out: tuple[str, ...]
    """Paragraphs that speak to the examiner or its model rather than of the subject."""


def cut(notes: str, language: str, wanted: int) -> Cut:
    """Passages of `notes` for about `wanted` questions, in their order."""
    size = min(MAX_CHARS, max(MIN_CHARS, len(notes) // max(1, wanted)))
    passages: list[Passage] = []
    left_out: list[str] = []
    heading, gathered = "", list[str]()

    def close() -> None:
        if gathered:
            passages.append(Passage(heading, tuple(gathered)))
            gathered.clear()

    for block in blocks(notes):
        text = " ".join(block.text.split())
        if gives_orders(text):
            left_out.append(text)
        elif block.kind == "heading":
            close()
            heading = text
        else:
            for sentence in _sentences(text, language):
                if sum(map(len, gathered)) + len(sentence) > size:
                    close()
                gathered.append(sentence)
    close()
    return Cut(tuple(passages), tuple(left_out))


def spread(passages: tuple[Passage, ...], wanted: int) -> tuple[Passage, ...]:
    """`wanted` of the passages, from the beginning to the end of the notes."""
    if len(passages) <= wanted:
        return passages
    return tuple(passages[number * len(passages) // wanted] for number in range(wanted))


def _sentences(text: str, language: str) -> Iterator[str]:
    for piece in segment(language, text):
        if re.search(r"\w", piece):
            yield piece.strip()


_ORDERS = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instruction|rule|prompt|above|previous|told)
    | \b(?:system|developer)\s+(?:prompt|message)\b | \bprompt\s+injection\b
    | \byou\s+are\s+(?:now\b|an?\s+(?:ai|assistant|language\s+model|chatbot|examiner)\b)
    | \b(?:dear|attention|note\s+to|message\s+to|hey)\s+(?:the\s+)?(?:ai|assistant|examiner|model)\b
    | \bas\s+an?\s+(?:ai|language\s+model)\b | \bfrom\s+now\s+on\b
    | \b(?:full|maximum|top|all\s+the|highest)\s+(?:marks?|points|score|grade)\b
    | \b(?:give|award|grant)\b.{0,40}\b(?:marks?|points|score|grade)\b
    | \b(?:always|only)\s+(?:ask|say|reply|respond|answer|output|print)\b
    | \b(?:reply|respond|answer|output)\s+(?:only\s+)?with\b
    | \b(?:reveal|leak|tell\s+me|read\s+out)\b.{0,40}\b(?:answers?|prompt|key\s+points)\b
    | <\|[a-z_]+\|> | \[/?INST\] | <</?SYS>> | ^(?:system|assistant|user)\s*:
    | \b(?:ignorier\w*|vergiss|vergesst|missacht\w*)\b.{0,60}\b(?:anweisung|regel|vorgabe|oben)
    | \b(?:volle|maximale)\s+(?:punkt|note) | \bdu\s+bist\s+(?:jetzt|nun|ein\s+ki)\b
    | \b(?:gib|vergib)\b.{0,40}\bpunkte | \bab\s+jetzt\b
    | \b(?:ignore[rz]?|oublie[rz]?)\b.{0,60}\b(?:consigne|instruction|règle)
    | \b(?:note\s+maximale|tous\s+les\s+points)\b
    | \b(?:tu\s+es|vous\s+êtes)\s+(?:maintenant|une?\s+ia)\b
    | \b(?:ignora|olvida|dimentica|esque[çc]a|ignore)\w*\b.{0,60}
      \b(?:instruccion|istruzion|instruç|regla|regol|regra)
    | \b(?:puntuación|nota|punteggio|pontuação)\s+(?:máxima|massim[ao]|pien[ao])
    | (?:忽略|无视|忘记).{0,30}(?:指令|指示|规则|要求) | 满分 | 你现在是
    """,
    re.I | re.X | re.M,
)


def gives_orders(text: str) -> bool:
    """Whether a paragraph speaks to whoever examines rather than of a subject.

    A paragraph that only looks so is lost for drafts, which does little harm. One that is missed
    does none either: a draft is only ever a question and quotations, and the student reads it.
    """
    return _ORDERS.search(text) is not None

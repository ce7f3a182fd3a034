"""Questions and answers in Markdown, however people write them.

Headings are topics and subtopics. A question is a heading, a bold line or a numbered entry that
asks, or what follows "Q:"; its answer is what stands below it, or follows "A:". The entries of a
list in an answer are its key points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from voice.exam.banks.file import BankProblem
from voice.exam.exchange.collect import Collector, Found
from voice.exam.exchange.csv_file import decoded
from voice.exam.exchange.markdown_blocks import Block, blocks
from voice.exam.exchange.points import point_texts

MAX_MARKDOWN_BYTES = 1_000_000
"""The parser takes up to 20 s for so much."""

_ASKED = re.compile(
    r"^(?:q\s*\d*\s*[:.)]|(?:question|f|frage|pregunta|p|domanda|d|pergunta|问|问题)\s*\d*\s*[:：])\s*",
    re.I,
)
_ANSWERED = re.compile(
    r"^(?:a|answer|antwort|r|réponse|reponse|respuesta|risposta|resposta|答|答案)\s*\d*\s*[:：]\s*",
    re.I,
)
_COMMANDS = re.compile(
    r"^(?:(?:describe|explain|define|discuss|outline|summari[sz]e|beschreibe\w*|erklären?|erkläre"
    r"|definiere\w*|nenne[n]?|vergleiche\w*|erläuter\w+|décri\w+|expli\w+|défini\w+|describ\w+"
    r"|defin[ae]|descriv\w+|spieg\w+|descrev\w+)\s+\w"
    r"|(?:list|name|state|give|compare)\s+(?:the|an?|one|two|three|four|five|some)\b"
    r"|解释|说明|描述|为什么|什么是)",
    re.I,
)
_ENDS = ("?", "？")


@dataclass(slots=True)
class _Open:
    """A question whose answer is being read."""

    question: str
    line: int
    answered: bool = False  # by "A:"
    prose: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, into: Collector) -> None:
        self._into = into
        self._headings: list[tuple[int, str]] = []
        self._open: _Open | None = None
        self._bare: Block | None = None  # a heading below which nothing has been asked yet
        self._unasked = False  # and yet something was said

    def take(self, block: Block) -> None:
        """Read one block."""
        if block.kind == "heading":
            self._heading(block)
            return
        first, *rest = block.text.split("\n")
        if self._is_question(first, block):
            self._ask(_stripped(first), block.line)
        else:
            self._line(first, block.kind, block.line)
        for number, line in enumerate(rest, 1):
            self._line(line.strip(), "paragraph", block.line + number)

    def finish(self) -> None:
        """Take the last question."""
        self._close()
        self._tell_unasked()

    def _heading(self, block: Block) -> None:
        self._close()
        if self._bare and (block.level <= self._bare.level or not _asks(block.text)):
            self._tell_unasked()
        self._headings = [one for one in self._headings if one[0] < block.level]
        if _asks(block.text):
            self._ask(_stripped(block.text), block.line)
        else:
            self._headings.append((block.level, block.text))
            self._bare, self._unasked = block, False

    def _line(self, line: str, kind: str, number: int) -> None:
        if match := _ASKED.match(line):
            self._ask(line[match.end() :].strip(), number)
        elif self._open is None:
            self._unasked = self._unasked or bool(line)
        elif match := _ANSWERED.match(line):
            if not self._open.answered:  # what stood before it belongs to the question
                self._open.question = " ".join([self._open.question, *self._open.prose])
                self._open.prose = []
            self._open.answered = True
            self._open.prose.append(line[match.end() :])
        elif kind == "entry":
            self._open.entries.append(line)
        else:
            self._open.prose.append(line)

    def _is_question(self, line: str, block: Block) -> bool:
        if _ANSWERED.match(line) or _ASKED.match(line):
            return False
        asks = line.rstrip().endswith(_ENDS)
        if block.kind == "entry":
            # An answer may well hold a rhetorical question, but not a numbered one on top.
            return asks and block.ordered and block.level == 0
        return block.bold and (asks or bool(_COMMANDS.match(line)) or self._open is None)

    def _ask(self, question: str, line: int) -> None:
        self._close()
        self._open = _Open(question, line)
        self._bare = None

    def _close(self) -> None:
        asked, self._open = self._open, None
        if asked is None:
            return
        entries = [entry for entry in asked.entries if entry]
        prose = "\n".join(line for line in asked.prose if line)
        texts = [" ".join(one.split()) for one in entries] or point_texts(
            prose, self._into.language
        )
        values: dict[str, Any] = {
            "question": asked.question,
            "model_answer": "\n".join([*([prose] if prose else []), *entries]),
        }
        if texts:
            values["key_points"] = [{"text": text} for text in texts]
        topic, subtopic = self._place()
        names = {
            "key_points": "its answer",
            "model_answer": "its answer",
            "question": "the question",
        }
        self._into.add(Found(values, asked.line, topic, subtopic, names))

    def _place(self) -> tuple[str, str]:
        """Topic and subtopic: the title of the whole file is neither."""
        titles = [title for _, title in self._headings]
        return (titles[0] if titles else "", ", ".join(titles[1:]))

    def _tell_unasked(self) -> None:
        if self._bare and self._unasked:
            fix = 'End a question with a question mark, or write "Q:" before it'
            self._into.problem(self._bare.line, self._bare.text[:60], "asks nothing", fix)
        self._bare, self._unasked = None, False


def take_markdown(content: bytes, into: Collector) -> None:
    """Take every question of a Markdown file."""
    if len(content) > MAX_MARKDOWN_BYTES:
        problem = f"has more than {MAX_MARKDOWN_BYTES} bytes"
        raise BankProblem(into.file, 0, "", problem, "Divide it into several files")
    found = list(blocks(decoded(content, into)))
    tops = [block for block in found if block.kind == "heading" and block.level == 1]
    lower = any(block.kind == "heading" and block.level > 1 for block in found)
    if len(tops) == 1 and found[0] is tops[0] and lower and not _asks(tops[0].text):
        into.title = tops[0].text[:200]
        found = found[1:]
    reader = _Reader(into)
    for block in found:
        reader.take(block)
    reader.finish()


def has_questions(text: str) -> bool:
    """Whether a text without a telling name has lines such as "Q: …"."""
    return any(_ASKED.match(line.strip("*_ \t")) for line in text.splitlines()[:200])


def _asks(text: str) -> bool:
    ends = text.rstrip().endswith(_ENDS)
    return ends or bool(_ASKED.match(text)) or bool(_COMMANDS.match(text))


def _stripped(text: str) -> str:
    return _ASKED.sub("", text).strip()

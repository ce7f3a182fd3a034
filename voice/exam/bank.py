"""Question banks: what an exam asks, and what a full answer contains.

One exam is one YAML file: a bank has topics, topics have subtopics, and those have items. The
models below are also the published JSON Schema (`prompts/banks/bank.schema.json`), with which
editors complete and check a file while it is written.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["en", "de", "fr", "es", "it", "pt", "zh"]
Patience = Literal["quick", "normal", "thinking"]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=400)]
Term = Annotated[str, Field(min_length=1, max_length=60)]

QUOTE = "{quote}"
"""Stands in a question for a sentence of the student's own material."""

_BRACES = re.compile(r"\{[^{}]*\}")


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )


class KeyPoint(_Part):
    """One thing a full answer says."""

    text: Line
    """What is to be said, as a short statement of fact."""
    marks: Annotated[float, Field(gt=0, le=20, multiple_of=0.5)] = 1.0
    """What it is worth; halves are allowed."""
    accept: tuple[Line, ...] = ()
    """Other ways to say it that count just as well."""
    follow_up: Annotated[str, Field(max_length=400)] = ""
    """What the examiner asks when this point is missing, without giving it away."""


class Item(_Part):
    """One question."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$|^$")] = ""
    """Name of the item, unique in the bank; made from the question where it is left out."""
    question: Line
    """The question as it is spoken. `{quote}` stands for a sentence of the student's material."""
    context: Annotated[str, Field(max_length=4000)] = ""
    """What the examiner should know; never read out."""
    key_points: Annotated[tuple[KeyPoint, ...], Field(min_length=1, max_length=12)]
    """What a full answer contains."""
    model_answer: Annotated[str, Field(max_length=4000)] = ""
    """A full answer, as a good student would say it; shown in the report."""
    hints: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    """Help in steps, the weakest first; none of them gives the answer away."""
    difficulty: Annotated[int, Field(ge=1, le=5)] = 3
    """1 (anybody who has read the chapter) to 5 (the best only)."""
    seconds: Annotated[int, Field(ge=10, le=1800)] = 60
    """How long a full answer takes to say."""
    prepare_seconds: Annotated[int, Field(ge=0, le=900)] = 0
    """Time to prepare before speaking; more than 0 makes the item a long turn."""
    vocabulary: Annotated[tuple[Term, ...], Field(max_length=30)] = ()
    """Terms likely to be said, which recognition is told to expect."""

    @property
    def marks(self) -> float:
        """Marks for a full answer."""
        return sum(point.marks for point in self.key_points)

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.id:
            object.__setattr__(self, "id", slug(self.question))
        return self

    @model_validator(mode="after")
    def _placeholders(self) -> Self:
        for found in _BRACES.findall(self.question):
            if found != QUOTE:
                raise ValueError(f"has the placeholder {found}; only {QUOTE} is known")
        return self


class Subtopic(_Part):
    """Items on one thing."""

    title: Line
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Topic(_Part):
    """A part of the exam."""

    title: Line
    instructions: Annotated[str, Field(max_length=1000)] = ""
    """Said before the first item of the topic, as it stands."""
    patience: Patience | None = None
    """How long a silence may last here; the mode decides where it is left out."""
    ask: Annotated[int, Field(ge=1, le=50)] | None = None
    """How many of its items one exam asks; the length of the exam decides where it is left out."""
    subtopics: Annotated[tuple[Subtopic, ...], Field(min_length=1)]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items of the topic, in the order of the file."""
        return tuple(item for subtopic in self.subtopics for item in subtopic.items)


class Material(_Part):
    """Something of the student's own that the exam is about."""

    title: Line
    """What it is called on the page, such as: Abstract."""
    ask: Line
    """How the student is asked for it."""


class Bank(_Part):
    """One exam."""

    title: Line
    language: Language = "en"
    """In which the exam is held."""
    level: Annotated[str, Field(max_length=100)] = ""
    """Whom it is for, such as: university, second year."""
    description: Annotated[str, Field(max_length=400)] = ""
    """One sentence for the page."""
    instructions: Annotated[str, Field(max_length=1000)] = ""
    """Said at the beginning, as it stands."""
    closing: Annotated[str, Field(max_length=400)] = ""
    """Said at the end, as it stands."""
    assesses: Literal["knowledge", "language"] = "knowledge"
    """A language exam reports fluency and range of words as well."""
    order: Literal["spread", "parts"] = "spread"
    """"spread": items of all topics in turn; "parts": topic after topic, as in the file."""
    minutes: Annotated[int, Field(ge=1, le=180)] = 15
    """How long the exam usually takes."""
    material: Material | None = None
    """What the student is to bring; its sentences may stand in questions as `{quote}`."""
    author: Annotated[str, Field(max_length=200)] = ""
    licence: Annotated[str, Field(max_length=100)] = ""
    source: Annotated[str, Field(max_length=400)] = ""
    """What the items rest on, such as a syllabus."""
    vocabulary: Annotated[tuple[Term, ...], Field(max_length=30)] = ()
    """Terms likely to be said anywhere in the exam."""
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]

    def walk(self) -> Iterator[Placed]:
        """Every item and where it stands, in the order of the file."""
        for topic in self.topics:
            for subtopic in topic.subtopics:
                for item in subtopic.items:
                    yield Placed(topic, subtopic, item)

    def find(self, item_id: str) -> Placed:
        """The item of this name and where it stands; KeyError if there is none."""
        for placed in self.walk():
            if placed.item.id == item_id:
                return placed
        raise KeyError(item_id)


class Placed(NamedTuple):
    """An item and where it stands."""

    topic: Topic
    subtopic: Subtopic
    item: Item


def slug(text: str) -> str:
    """A name of lower-case letters, digits and hyphens made from `text`."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    return words[:60].strip("-") or f"item-{zlib.crc32(text.encode()):08x}"

"""Question banks: what an exam asks, and what a full answer contains.

One exam is one YAML file: a bank has topics, topics have subtopics, and those have items. The
models below are also the published JSON Schema (`prompts/banks/bank.schema.json`), with which
editors complete and check a file while it is written.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from models.base import Patience
from voice.core.languages import LANGUAGES


def _known(code: str) -> str:
    if code not in LANGUAGES:
        raise PydanticCustomError(
            "literal_error", "Input should be {expected}", {"expected": _either(LANGUAGES)}
        )
    return code


def _either(codes: Iterable[str]) -> str:
    """Codes in the wording of pydantic's messages for a `Literal`."""
    *most, last = (f"'{code}'" for code in codes)
    return f"{', '.join(most)} or {last}" if most else last


class _Listed:
    """Adds the languages known when a JSON Schema is generated to that schema."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Called by pydantic to build the schema."""
        return {**handler(schema), "enum": list(LANGUAGES)}


LanguageCode = Annotated[str, AfterValidator(_known), _Listed()]
"""A language that Viva speaks: ISO 639-1, one of `voice.core.languages.LANGUAGES`."""

Aspect = Literal[
    "names",  # says what or who it is: one thing, person, activity or cause
    "describes",  # tells what it is like, or what there is
    "where",  # says at which place
    "when",  # says when, how often or how long
    "reason",  # says why
    "example",  # gives a case, of their own or of others
    "opinion",  # says what they think, prefer or agree with
    "compares",  # sets two things beside each other, such as then and now
    "other_side",  # says what speaks against it: a drawback, a limit, another view
    "condition",  # says in which case, or what it depends on
    "result",  # says what comes or came of it
    "experience",  # tells what happened to them, or what they did
    "habit",  # tells what they usually do
    "plan",  # says what they want to do or will do
    "imagines",  # says what would be, or what they guess
    "advises",  # says what one should or could do
    "defines",  # says what a term means
    "method",  # says how it is or was done
    "evidence",  # says what it rests on, or how it is known
]
"""What a part of a task asks for."""
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


class Mistake(_Part):
    """Something false that students say. A plain text stands for its `text`."""

    text: Line
    """The false statement, as a student would say it, in one sentence."""
    say: Annotated[str, Field(max_length=400)] = ""
    """What the examiner says about it, to the student; the key point where it is left out."""
    costs: Annotated[float, Field(ge=0, le=20, multiple_of=0.5)] = 0.0
    """Marks that are taken off when it is said, besides the point that it contradicts."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Number(_Part):
    """A number that answers the question, said in digits or in words."""

    value: float | None = None
    """The right number; `low` and `high` say a range instead."""
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    """How far from `value` still counts."""
    low: float | None = None
    """The smallest that counts."""
    high: float | None = None
    """The largest that counts."""
    unit: Annotated[str, Field(max_length=40)] = ""
    """Its unit, as it is said; an answer may leave it out, but not name another one."""

    @property
    def range(self) -> tuple[float, float]:
        """The smallest and the largest number that count."""
        if self.value is not None:
            return self.value - self.tolerance, self.value + self.tolerance
        low = -math.inf if self.low is None else self.low
        return low, math.inf if self.high is None else self.high

    @model_validator(mode="after")
    def _some(self) -> Self:
        given = [one for one in (self.value, self.low, self.high) if one is not None]
        if not given or not all(map(math.isfinite, (*given, self.tolerance))):
            raise ValueError("needs a value, or low and high")
        if self.value is not None and len(given) > 1:
            raise ValueError("has both a value and a range; leave one of them out")
        low, high = self.range
        if low > high:
            raise ValueError("has a low that is above high")
        return self


class KeyPoint(_Part):
    """One thing a full answer says."""

    text: Line
    """What is to be said, as a short statement of fact."""
    marks: Annotated[float, Field(gt=0, le=20, multiple_of=0.5)] = 1.0
    """What it is worth; halves are allowed."""
    accept: tuple[Line, ...] = ()
    """Other ways to say it that count just as well: each says the whole point."""
    mistakes: Annotated[tuple[Mistake, ...], Field(max_length=12)] = ()
    """False statements that contradict it: who is nearer to one of them has not made the point."""
    number: Number | None = None
    """Where the point is a number: which ones count."""
    aspect: Aspect | None = None
    """Where the point is no fact but a part of the task, such as to give a reason: which part. The
    answer is then not compared with what somebody else would say."""
    about: Literal["material"] | None = None
    """"material": where the part is about the student's own work, such as to name the question of
    their thesis. It is then only made by what has to do with the material that they brought."""
    follow_up: Annotated[str, Field(max_length=400)] = ""
    """What the examiner asks when this point is missing, without giving it away."""
    replies: tuple[Line, ...] = ()
    """Short right answers to the follow-up, as they are said: "no, both of them". Only what
    answers the follow-up is compared with them."""

    @model_validator(mode="after")
    def _about_a_task(self) -> Self:
        if self.about is not None and self.aspect is None:
            raise ValueError("is about the material and has no aspect; add which part it asks for")
        return self


class Alternative(_Part):
    """One way of saying it that makes several key points at once."""

    text: Line
    """What is said, as a statement."""
    points: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)]
    """Which key points it makes, numbered from 1."""


class Choice(_Part):
    """Key points of which a few are enough."""

    points: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=2)]
    """Which key points, numbered from 1."""
    enough: Annotated[int, Field(ge=1)]
    """How many of them make a full answer: the best ones count."""


def worth(marks: Sequence[float], choices: Sequence[Choice]) -> float:
    """What marks for the key points, in order, are together: of each choice the best count."""
    chosen = {n - 1 for choice in choices for n in choice.points}
    total = sum(one for n, one in enumerate(marks) if n not in chosen)
    for choice in choices:
        best = sorted((marks[n - 1] for n in choice.points), reverse=True)
        total += sum(best[: choice.enough])
    return total


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
    choices: tuple[Choice, ...] = ()
    """Groups of key points of which any few are enough."""
    alternatives: tuple[Alternative, ...] = ()
    """Sentences that make several key points at once."""
    rivals: tuple[Annotated[tuple[Line, ...], Field(min_length=2)], ...] = ()
    """Terms that students mix up, in groups: what is true of one is not true of the others in its
    group. Names of the same thing stand in one entry, with strokes: `bacterium / prokaryote`."""
    mistakes: Annotated[tuple[Mistake, ...], Field(max_length=12)] = ()
    """False statements that contradict no single key point."""
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
        return worth([point.marks for point in self.key_points], self.choices)

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.id:
            object.__setattr__(self, "id", slug(self.question))
        return self

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        groups = [choice.points for choice in self.choices]
        numbers = [n for group in groups for n in group]
        for n in (*numbers, *(n for one in self.alternatives for n in one.points)):
            if n > len(self.key_points):
                raise ValueError(f"names key point {n}, but there are {len(self.key_points)}")
        if len(set(numbers)) < len(numbers):
            raise ValueError("names a key point twice in its choices")
        for choice in self.choices:
            if choice.enough >= len(choice.points):
                raise ValueError("has a choice of which all points are needed; leave it out")
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
    language: LanguageCode = "en"
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

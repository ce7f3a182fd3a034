"""Models of requests and responses of Viva's own HTTP API; they also document it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from voice.api.access.tokens import LONGEST_LIFE_S, Role
from voice.exam.reports.model import ItemReport
from voice.transports.wire import WantedSettings

LONGEST_MINUTES = LONGEST_LIFE_S / 60


class Wrong(BaseModel):
    """What went wrong, and what to do about it."""

    model_config = ConfigDict(extra="allow")

    code: str
    message: str
    fix: str = ""


class Problem(BaseModel):
    """Every answer that is no success."""

    error: Wrong


class SessionAsked(WantedSettings):
    """What a new session is to be like; what is left out, the server chooses."""

    silent: bool = Field(
        True,
        description="Replies are text alone, and the session can be written to at once. "
        "False: it speaks, and waits for a call that names it.",
    )


class MessageSent(BaseModel):
    """A typed message: an answer, a question, or a command such as "repeat the question"."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=100_000)]
    stream: bool = Field(False, description="Answer with server-sent events as they happen.")


class TokenAsked(BaseModel):
    """What a token is to be good for."""

    model_config = ConfigDict(extra="forbid")

    role: Role = "watch"
    minutes: Annotated[float, Field(gt=0, le=LONGEST_MINUTES)] = 60.0


class TokenGiven(BaseModel):
    """A session token."""

    token: str
    role: Role
    expires_at: int = Field(description="Seconds since 1970, UTC.")
    watch: str = Field(
        description="Path of the page that shows the session; it needs a role to watch with."
    )


class Said(BaseModel):
    """One turn of the transcript."""

    role: Literal["user", "assistant"]
    text: str
    turn: int
    at_s: float = Field(description="When it was over, in seconds of the session's clock.")
    source: Literal["voice", "text"]
    interrupted: bool


class Transcript(BaseModel):
    """Everything said so far, as it was heard."""

    messages: list[Said]


class Standing(BaseModel):
    """Where an exam stands. Times are in seconds, and stand still while it is paused."""

    bank: str = Field(description="Title of the exam.")
    mode: str
    number: int = Field(description="Of the question, from 1; 0 before the first.")
    of: int = Field(description="How many there will be, as far as can be foreseen.")
    section: str
    question: str = Field(description="What is to be answered now.")
    phase: Literal["asking", "preparing", "answering", "paused", "closing", "over"]
    left_s: float
    section_left_s: float
    answer_left_s: float | None
    hints_left: int
    can_skip: bool
    can_go_back: bool
    finished: str = Field(description='Why it is over: "finished", "stopped", "time"; or "".')
    marks: float = Field(description="Given so far.")
    least: float = Field(description="If every doubt goes against the student.")
    most: float = Field(description="If every doubt goes for the student.")
    out_of: float
    unmarked: int = Field(description="Answered questions whose marks are still to come.")


class Exam(Standing):
    """Where an exam stands, and its marks with their evidence."""

    items: tuple[ItemReport, ...]


class SessionState(BaseModel):
    """Where a session stands."""

    id: str
    state: Literal["disconnected", "connecting", "listening", "thinking", "speaking", "interrupted"]
    mode: str
    language: str
    voice: str
    model: str
    bank: str = Field(description='Name of the exam\'s question bank; "" in a conversation.')
    remaining_s: float
    exam: Standing | None


class Reply(BaseModel):
    """Something that was said to the student."""

    text: str
    interrupted: bool


class Marked(BaseModel):
    """A question that has been marked; its evidence is with the exam."""

    question: str
    marks: float | None = Field(description="Null if it could not be marked.")
    out_of: float
    failed: str


class Note(BaseModel):
    """Something the student should read."""

    level: Literal["info", "warning", "error"]
    text: str
    fix: str


class Answer(BaseModel):
    """What has come of a message, and what else has happened since the answer before."""

    turn: int = Field(description="Number of the student's newest turn.")
    text: str = Field(description="All replies.")
    replies: list[Reply]
    marked: list[Marked]
    notices: list[Note]
    exam: Standing | None
    ended: str = Field(description='Why the session is over; "" while it is not.')


class SessionOpened(BaseModel):
    """A new session, and what it said first."""

    id: str = Field(description="Whoever knows it may take part.")
    token: str = Field(description="Lets its bearer take part in this session, and nowhere else.")
    expires_at: int = Field(description="Of the token; seconds since 1970, UTC.")
    session: SessionState
    greeting: Answer


class BankTopic(BaseModel):
    """A topic, and how many questions it has."""

    title: str
    items: int


class Bank(BaseModel):
    """A question bank."""

    model_config = ConfigDict(extra="allow")

    name: str
    title: str
    language: str
    level: str
    description: str
    minutes: float
    assesses: str
    items: int
    topics: list[BankTopic]
    material: dict[str, Any] | None = Field(description="What the student is asked to bring.")


class Banks(BaseModel):
    """The exams that can be chosen, and what is wrong with the files of others."""

    banks: list[Bank]
    problems: list[dict[str, Any]]


class BankBrought(Bank):
    """A bank that was brought: by its name it can be chosen for an hour."""

    problems: list[dict[str, Any]]


WRONG: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No key, or a token that does not hold"},
    403: {"model": Problem, "description": "A token for something else"},
    404: {"model": Problem, "description": "No such session, or it holds no exam"},
    413: {"model": Problem, "description": "The request is too large"},
    422: {"model": Problem, "description": "Something in the request is wrong"},
    429: {"model": Problem, "description": "Too many requests, or no place is free"},
}
"""Error responses of every route."""

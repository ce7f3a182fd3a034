"""Models of the messages that clients send, validated before the rest of the program sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.base import VivaError
from voice.conversation.choices import Wanted
from voice.exam.banks.file import BankProblem
from voice.sessions.sessions import UnknownSession

MAX_SDP = 65_536
"""Most characters of an SDP offer; Chromium's have about 3,000."""

MOST_PROBLEMS = 100
"""How many problems of one bank are reported; nobody can use more of them at once."""

MAX_BANK_CHARACTERS = 14_000_000
"""Most base64 characters of an uploaded bank, which is 10 MB; a larger file can be put into the
folder that --banks names."""

Short = Annotated[str, Field(max_length=200)]


Title = Annotated[str, Field(max_length=400)]


class WantedSettings(BaseModel):
    """Choices of a session; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    mode: Short | None = None
    voice: Short | None = None
    language: Short | None = None
    speed: float | None = None
    model: Short | None = None
    bank: Short | None = None  # name of an exam's question bank; "": a conversation
    topics: Annotated[tuple[Title, ...], Field(max_length=100)] | None = None
    minutes: float | None = None
    difficulty: int | None = None
    material: Annotated[str, Field(max_length=100_000)] | None = None

    def wanted(self) -> Wanted:
        """As `voice.sessions.sessions` takes it."""
        return Wanted(**self.model_dump())


class Opening(BaseModel):
    """What every way of opening a call has in common."""

    session_id: Short = ""  # of a conversation to go on with
    ticket: Short = ""  # of a place in the line
    settings: WantedSettings = WantedSettings()  # of a new conversation


class Offer(Opening):
    """FastRTC's offer, with our additions."""

    type: Literal["offer"]
    sdp: Annotated[str, Field(min_length=1, max_length=MAX_SDP)]
    webrtc_id: Annotated[str, Field(min_length=1, max_length=200)]


class Candidate(BaseModel):
    """FastRTC's trickled ICE candidate."""

    type: Literal["ice-candidate"]
    webrtc_id: Short
    candidate: dict[str, Any]


class Start(Opening):
    """First message on the WebSocket."""

    type: Literal["start"]


class HangUp(BaseModel):
    """A page that is being closed says so."""

    webrtc_id: Short


class Hold(BaseModel):
    """*Let me think*, pressed or released."""

    held: bool


class Bring(BaseModel):
    """A student's own question bank."""

    name: Short  # the file's
    content: Annotated[str, Field(max_length=MAX_BANK_CHARACTERS)]  # base64


class Say(BaseModel):
    """A typed message; its length is the session's to judge."""

    text: Annotated[str, Field(max_length=1_000_000)]


class BankRefused(VivaError):
    """Nothing in a bank that was brought can be used.

    Parameters
    ----------
    problems : sequence of BankProblem
        Everything that is wrong with it.
    """

    def __init__(self, problems: Sequence[BankProblem]) -> None:
        first, all_of = problems[0], len(problems)
        others = f" (the first of {all_of} problems)" if all_of > 1 else ""
        super().__init__(first.problem + others, first.fix)
        self.told = [problem.to_dict() for problem in problems[:MOST_PROBLEMS]]


def explain(error: VivaError, code: str = "") -> dict[str, dict[str, Any]]:
    """An error as every route words it."""
    if not code:
        code = "unknown_session" if isinstance(error, UnknownSession) else "bad_request"
    told: dict[str, Any] = {"code": code, "message": error.problem, "fix": error.fix}
    if isinstance(error, BankRefused):
        told["problems"] = error.told
    return {"error": told}

"""Who decides what is said: the seam between a session and its director.

The session hears and speaks; its director is told what was heard and has something to say, or
nothing. A plain conversation (`voice.conversation.partner`), an exam
(`voice.examining.conductor`) and a client of the API are three directors of the same session.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from models.base import Float32
from voice.conversation.answering import Answering
from voice.conversation.memory import Memory, Turn
from voice.core.metrics import TurnTimes
from voice.speaking.replies import Spoken


class Director(ABC):
    """Decides what is said in one session; called from its event loop.

    None of the methods that the session calls begins to speak: they make something `due`, and
    the session asks for it with `speak` when the student lets it. Only what happens by itself (a
    button, a mark that is there, `tick`) calls `Session.speak_if_due`. A reply that is dropped,
    since the student has gone or begins afresh, ends with `on_spoken` and no `speak`.
    """

    @property
    @abstractmethod
    def due(self) -> bool:
        """Whether there is something to say."""

    @abstractmethod
    async def heard(self, turn: Turn, audio: Float32) -> None:
        """The student's turn is over and remembered; `audio` is empty if it was typed.

        The session thinks until it returns, and the next turn waits. Everything else may happen
        meanwhile: the student goes and comes back, a button is pressed, a second passes.
        """

    @abstractmethod
    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Begin to say what is `due`; returns the reply's number."""

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Begin a held reply to what may turn out to be the next turn; None where none can be."""
        return None

    def drafted(self) -> None:  # noqa: B027 - not every director drafts
        """The draft is the reply to the turn that was heard last."""

    def connected(self) -> None:  # noqa: B027
        """The student is there, for the first time or again."""

    def disconnected(self) -> None:  # noqa: B027
        """The student cannot be heard."""

    def audible(self) -> None:  # noqa: B027
        """The first sample of the reply is on its way to the speaker."""

    def on_spoken(self, spoken: Spoken) -> None:  # noqa: B027
        """A reply is over, played to its end or cut; this much of it was heard."""

    def tick(self) -> None:  # noqa: B027
        """A second has passed."""

    def close(self) -> None:  # noqa: B027
        """The conversation ends, or begins anew with another director; stop all work."""

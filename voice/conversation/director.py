"""The seam between a session, which hears and speaks, and the director that decides what is said.

The session tells its director what was heard and asks whether there is anything to say. There are
three kinds of director: of a plain conversation (`voice.conversation.partner`), of an exam
(`voice.examining.conductor`), and one that obeys a client of the API.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from models.base import Float32
from voice.conversation.answering import Answering
from voice.conversation.memory import Memory, Turn
from voice.core.metrics import TurnTimes
from voice.speaking.replies import Spoken


class Director(ABC):
    """Decides what is said in one session; called from the session's event loop.

    The methods that the session calls do not begin to speak, except `speak`: they make something
    `due`, and the session calls `speak` when neither side is speaking. A director calls
    `Session.speak_if_due` itself only for what happens outside these calls, such as a button or a
    mark that has been made, and from `tick`. After a reply that is dropped because the student
    has gone or starts afresh, `on_spoken` is called, but not `speak`.
    """

    @property
    @abstractmethod
    def due(self) -> bool:
        """Whether there is something to say."""

    @abstractmethod
    async def heard(self, turn: Turn, audio: Float32) -> None:
        """Take the student's turn, which is in the memory already; `audio` is empty if typed.

        The session stays in the state "thinking" and the next turn waits until this returns. Every
        other method may be called meanwhile: the student may go and come back, press a button, or
        simply let seconds pass.
        """

    @abstractmethod
    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Begin to say what is `due`; returns the reply's number. Only called when it is."""

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Begin a held reply to what may turn out to be the next turn; None for no reply."""
        return None

    def drafted(self) -> None:  # noqa: B027 - not every director drafts
        """Note that the draft has become the reply to the turn that was heard last."""

    def connected(self) -> None:  # noqa: B027
        """Note that the student has connected, for the first time or again."""

    def disconnected(self) -> None:  # noqa: B027
        """Note that the student is no longer connected."""

    def audible(self) -> None:  # noqa: B027
        """Note that the first sample of the reply is on its way to the speaker."""

    def on_spoken(self, spoken: Spoken) -> None:  # noqa: B027
        """Note that a reply is over, played to its end or cut, and how much of it was heard."""

    def tick(self) -> None:  # noqa: B027
        """Note that another second has passed; called only while the student is connected."""

    def close(self) -> None:  # noqa: B027
        """Stop all work: the conversation ends or begins anew with another director."""

"""Who decides what is said: the seam between a session and its director.

The session hears and speaks; its director is told what was heard and has something to say, or
nothing. A plain conversation (`voice.conversation.partner`), an exam
(`voice.examining.conductor`) and a client of the API are three directors of the same session.
"""

from __future__ import annotations

from typing import Protocol

from models.base import Float32
from voice.conversation.answering import Answering
from voice.conversation.memory import Memory, Turn
from voice.core.metrics import TurnTimes
from voice.speaking.replies import Spoken


class Director(Protocol):
    """Decides what is said in one session; called from its event loop."""

    @property
    def due(self) -> bool:
        """Whether there is something to say."""
        ...

    def connected(self) -> None:
        """The student is there, for the first time or again."""
        ...

    def disconnected(self) -> None:
        """The student cannot be heard."""
        ...

    async def heard(self, turn: Turn, audio: Float32) -> None:
        """The student's turn is over and remembered; `audio` is empty if it was typed.

        The session thinks until it returns; the next turn waits.
        """
        ...

    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Begin to say what is `due`; returns the reply's number."""
        ...

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Begin a held reply to what may turn out to be the next turn; None where none can be."""
        ...

    def drafted(self) -> None:
        """The draft is the reply to the turn that was heard last."""
        ...

    def audible(self) -> None:
        """The first sample of the reply is on its way to the speaker."""
        ...

    def on_spoken(self, spoken: Spoken) -> None:
        """A reply is over; this much of it was heard."""
        ...

    def tick(self) -> None:
        """A second has passed."""
        ...

    def close(self) -> None:
        """The conversation ends, or begins anew with another director."""
        ...

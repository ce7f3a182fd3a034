"""The director of a plain conversation: greets, and answers every turn with the model."""

from __future__ import annotations

from collections.abc import Callable

from models.base import Float32
from voice.conversation.answering import Answering
from voice.conversation.director import Director
from voice.conversation.memory import Memory, Turn
from voice.conversation.read_ahead import ReadAhead
from voice.core.metrics import TurnTimes
from voice.speaking.replies import Spoken


class Partner(Director):
    """Directs a conversation without an exam.

    Parameters
    ----------
    greeting : callable
        Returns what to say first; "" for no greeting.
    read_ahead : ReadAhead
        Lets the model read its instructions during the greeting.
    """

    def __init__(self, greeting: Callable[[], str], read_ahead: ReadAhead) -> None:
        self._greeting = greeting
        self._read_ahead = read_ahead
        self._to_greet, self._begun = True, False
        self._owed = False  # the newest turn has no reply yet

    @property
    def due(self) -> bool:
        """Whether there is something to say."""
        return self._owed or (self._to_greet and bool(self._greeting()))

    async def heard(self, turn: Turn, audio: Float32) -> None:
        """Note that an answer is due; a student who speaks first is no longer greeted."""
        self._owed = True
        self._to_greet, self._begun = False, True

    def speak(self, answering: Answering, memory: Memory, times: TurnTimes) -> int:
        """Greet or answer."""
        if self._to_greet:
            self._to_greet = False
            self._read_ahead.read(memory.messages())
            return answering.recite(self._greeting(), times)
        self._owed = False
        return answering.answer(memory.messages(), times)

    def draft(
        self, text: str, answering: Answering, memory: Memory, times: TurnTimes
    ) -> int | None:
        """Begin a held answer, as if `text` were the next turn."""
        return answering.answer(memory.messages_with(text), times, held=True)

    def drafted(self) -> None:
        """Note that the draft answers the turn, so that no other answer is due."""
        self._owed = False

    def on_spoken(self, spoken: Spoken) -> None:
        """Greet again if nothing of the greeting was heard."""
        self._to_greet = not self._begun and spoken.interrupted and not spoken.remembered

    def close(self) -> None:
        """Drop the greeting or answer that is due."""
        self._owed = self._to_greet = False

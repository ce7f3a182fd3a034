"""What a session remembers: the conversation as it was heard, within a token budget."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from models.base import Message, Word
from voice.core.events import PastTurn

INTERRUPTED_MARK = " …"
"""Appended to what was heard of a reply that was cut off, so that the model can see that."""

KEEP_SHARE = 0.6
"""When the budget is exceeded, turns are dropped down to this share of it.

Dropping turns changes the prompt's prefix and so invalidates the model's prompt cache: it is
better to drop many at once and rarely than a few with every turn.
"""

_CJK_FROM = 0x2E80


def estimate_tokens(text: str) -> int:
    """Upper estimate of the tokens in `text`: no tokenizer is common to all engines.

    Western text comes to about 4 characters a token with the usual BPE vocabularies; 3.2 leaves
    room for names and other languages. CJK characters are up to one token each.
    """
    wide = sum(ord(character) >= _CJK_FROM for character in text)
    return wide + math.ceil((len(text) - wide) / 3.2) + 4


@dataclass(frozen=True, slots=True)
class Turn:
    """One side's contribution to the conversation."""

    role: Literal["user", "assistant"]
    text: str
    turn: int
    clock: int
    source: Literal["voice", "text"] = "voice"
    interrupted: bool = False
    words: tuple[Word, ...] = ()  # if spoken; times in seconds of the session's clock

    def to_dict(self) -> PastTurn:
        """The turn as `SessionReady.history` carries it."""
        return {
            "role": self.role,
            "text": self.text,
            "turn": self.turn,
            "interrupted": self.interrupted,
        }


class Memory:
    """The turns of one session, and the prompt they make.

    Parameters
    ----------
    system : str
        The system prompt; always kept.
    budget_tokens : int
        How many tokens the prompt may have, as counted by `count`.
    count : callable
        Counts the tokens in a text.
    """

    def __init__(
        self, system: str, budget_tokens: int, count: Callable[[str], int] = estimate_tokens
    ) -> None:
        self._system = system
        self._budget = budget_tokens
        self._count = count
        self._turns: list[Turn] = []
        self._first = 0  # index of the oldest turn that the prompt still holds

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Every turn so far, including those that are no longer in the prompt."""
        return tuple(self._turns)

    def set_system(self, system: str) -> None:
        """Replace the system prompt; the turns stay."""
        self._system = system
        self._trim()

    def add_user(self, turn: Turn) -> None:
        """Remember what the student said."""
        self._turns.append(turn)
        self._trim()

    def add_assistant(self, turn: Turn) -> None:
        """Remember what was heard of a reply; nothing is added if that is empty."""
        if not turn.text.strip():
            return
        self._turns.append(turn)
        self._trim()

    def clear(self) -> None:
        """Forget every turn."""
        self._turns.clear()
        self._first = 0

    def messages_with(self, text: str) -> list[Message]:
        """The prompt as it would be if the student's next turn were `text`."""
        return self.messages(Turn("user", text, 0, 0))

    def messages(self, following: Turn | None = None) -> list[Message]:
        """The prompt: the system message, then user and assistant in strict alternation.

        Consecutive turns of one role are merged into one message, as chat templates expect.
        `following` is added as if it were the next turn.
        """
        messages = [Message("system", self._system)] if self._system else []
        turns = self._turns[self._first :] + ([following] if following else [])
        for turn in turns:
            text = turn.text + INTERRUPTED_MARK if turn.interrupted else turn.text
            last = messages[-1] if messages else None
            if last is not None and last.role == turn.role:
                messages[-1] = replace(last, content=f"{last.content} {text}")
            else:
                messages.append(Message(turn.role, text))
        return messages

    def _tokens(self) -> int:
        held = self._turns[self._first :]
        return self._count(self._system) + sum(self._count(turn.text) for turn in held)

    def _trim(self) -> None:
        """Drop the oldest turns from the prompt, each with its answer, but never the newest one."""
        if self._tokens() <= self._budget:
            return
        while self._tokens() > self._budget * KEEP_SHARE:
            following = self._next_user(self._first + 1)
            if following is None:
                return
            self._first = following

    def _next_user(self, start: int) -> int | None:
        for index in range(start, len(self._turns)):
            if self._turns[index].role == "user":
                return index
        return None

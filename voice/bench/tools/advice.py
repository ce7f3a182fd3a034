"""Which models keep up with a conversation on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

CLIP_LIMIT_S = 0.8
"""Of 5 s of speech: partials come every half second, and the end of a turn waits for one clip."""

FIRST_TOKEN_LIMIT_S = 1.0
WRITES_AT_LEAST = 8.0
"""Tokens a second: twice what a voice speaks, as the first clause is waited for."""

FACTOR_LIMIT = 0.5
"""Work per second of speech: the other half is for the two others, who work at the same time."""

CLAUSE_TOKENS = 8  # "That is right," and what decides that a clause has ended


@dataclass(frozen=True, slots=True)
class Speech:
    """A recogniser."""

    name: str
    bytes: int  # of its files; 0 where that is not known
    seconds: float  # for a clip of 5 s

    @property
    def cost_s(self) -> float:
        """Its part of the wait for an answer."""
        return self.seconds

    @property
    def keeps_up(self) -> bool:
        """Whether it is quick enough."""
        return self.seconds <= CLIP_LIMIT_S


@dataclass(frozen=True, slots=True)
class Thought:
    """A language model."""

    name: str
    bytes: int
    first_token_s: float  # with the conversation in its cache
    reads_per_s: float  # prompt tokens
    writes_per_s: float

    @property
    def cost_s(self) -> float:
        """Its part of the wait for an answer: until the first clause is written."""
        writing = CLAUSE_TOKENS / self.writes_per_s if self.writes_per_s else 0.0
        return self.first_token_s + writing

    @property
    def keeps_up(self) -> bool:
        """Whether it is quick enough."""
        quick = self.first_token_s <= FIRST_TOKEN_LIMIT_S
        return quick and self.writes_per_s >= WRITES_AT_LEAST


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice."""

    name: str
    bytes: int
    first_s: float  # of a short clause
    factor: float  # work per second of speech

    @property
    def cost_s(self) -> float:
        """Its part of the wait for an answer."""
        return self.first_s

    @property
    def keeps_up(self) -> bool:
        """Whether it is quick enough."""
        return self.factor <= FACTOR_LIMIT


class _Timed(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def cost_s(self) -> float: ...

    @property
    def keeps_up(self) -> bool: ...


def advice(hear: Sequence[Speech], think: Sequence[Thought], speak: Sequence[Voice]) -> str:
    """Say in a few sentences what to choose; "" if nothing was measured."""
    chosen = [_choice(tried) for tried in (hear, think, speak) if tried]
    good = [one.name for one in chosen if one.keeps_up]
    late = [one.name for one in chosen if not one.keeps_up]
    sentences = []
    if good:
        sentences.append(f"Recommended here: {', '.join(good)}.")
    if late:
        sentences.append(f"The quickest here, yet too slow to be fluent: {', '.join(late)}.")
    if len(chosen) == 3:
        wait_s = sum(one.cost_s for one in chosen)
        sentences.append(
            f"From the end of a turn to the first sound they take {wait_s:.1f} s, "
            "less where the answer was prepared in the pause."
        )
    return " ".join(sentences)


def _choice(tried: Sequence[_Timed]) -> _Timed:
    """The slowest that keeps up: within a family of models, time is what quality costs."""
    fit = [one for one in tried if one.keeps_up]
    return max(fit, key=_cost_s) if fit else min(tried, key=_cost_s)


def _cost_s(one: _Timed) -> float:
    return one.cost_s

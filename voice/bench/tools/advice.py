"""Advice on which models keep up with a conversation on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

CLIP_LIMIT_S = 0.8
"""Longest time to recognise 5 s of speech: there is a partial every half second, and the end of a
turn may have to wait for one."""

FIRST_TOKEN_LIMIT_S = 1.0
WRITES_AT_LEAST = 8.0
"""Tokens a second: twice the rate of speech, as the first clause has to be waited for."""

FACTOR_LIMIT = 0.5
"""Most seconds of work per second of speech; the other half is left to recognition and the
language model, which run at the same time."""

CLAUSE_TOKENS = 8  # "That is right," and the token that shows that the clause has ended


@dataclass(frozen=True, slots=True)
class Speech:
    """Measurements of a recogniser."""

    name: str
    bytes: int  # of its files; 0 if unknown
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
    """Measurements of a language model."""

    name: str
    bytes: int
    first_token_s: float  # with a warm cache
    reads_per_s: float  # prompt tokens
    writes_per_s: float

    @property
    def cost_s(self) -> float:
        """Its share of the time to an answer: until the first clause is written."""
        writing = CLAUSE_TOKENS / self.writes_per_s if self.writes_per_s else 0.0
        return self.first_token_s + writing

    @property
    def keeps_up(self) -> bool:
        """Whether it is quick enough."""
        quick = self.first_token_s <= FIRST_TOKEN_LIMIT_S
        return quick and self.writes_per_s >= WRITES_AT_LEAST


@dataclass(frozen=True, slots=True)
class Voice:
    """Measurements of a voice."""

    name: str
    bytes: int
    first_s: float  # of a short clause
    factor: float  # seconds of work per second of speech

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
    """Recommend models in a few sentences; "" if nothing was measured."""
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
    """The slowest one that keeps up, because within a family of models slower means better."""
    fit = [one for one in tried if one.keeps_up]
    return max(fit, key=_cost_s) if fit else min(tried, key=_cost_s)


def _cost_s(one: _Timed) -> float:
    return one.cost_s

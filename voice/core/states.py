"""The one state a session is in, and the moves it may make."""

from __future__ import annotations

from collections.abc import Mapping

from voice.core.events import State

MOVES: Mapping[State, frozenset[State]] = {
    State.DISCONNECTED: frozenset({State.CONNECTING}),
    State.CONNECTING: frozenset({State.LISTENING, State.DISCONNECTED}),
    State.LISTENING: frozenset({State.THINKING, State.DISCONNECTED}),
    State.THINKING: frozenset(
        {State.SPEAKING, State.LISTENING, State.INTERRUPTED, State.DISCONNECTED}
    ),
    State.SPEAKING: frozenset({State.LISTENING, State.INTERRUPTED, State.DISCONNECTED}),
    State.INTERRUPTED: frozenset(
        {State.LISTENING, State.THINKING, State.SPEAKING, State.DISCONNECTED}
    ),
}
"""From each state, those that may follow (DESIGN.md, *States*, plus the way back from a false
interruption: a cough returns to what it interrupted)."""


class IllegalMove(RuntimeError):
    """The state machine was asked for a move that `MOVES` does not have."""


def check_move(now: State, then: State) -> None:
    """Raise `IllegalMove` unless `then` may follow `now`."""
    if then not in MOVES[now]:
        raise IllegalMove(f"a session cannot go from {now.value} to {then.value}")

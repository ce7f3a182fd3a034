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
"""The states that may follow each state. A false interruption, such as a cough, returns to the
state that it interrupted."""


class IllegalMove(RuntimeError):
    """A transition was requested that is not in `MOVES`."""


def check_move(now: State, then: State) -> None:
    """Raise `IllegalMove` unless `then` may follow `now`."""
    if then not in MOVES[now]:
        raise IllegalMove(f"a session cannot go from {now.value} to {then.value}")

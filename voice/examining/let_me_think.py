"""*Let me think* as a spoken request: no silence ends the turn until the student has answered."""

from __future__ import annotations

from voice.hearing.listener import Listener

EARNEST_S = 4
"""Seconds of speech after which the student has begun in earnest, so that silences end turns
again."""

THOUGHT_S = 6.0
"""Silence in a turn after which silences end turns again, even if the student has said little."""


class Thinking:
    """Holds the student's turn open after a spoken request; called from the event loop.

    Parameters
    ----------
    listener : Listener
        The session's listener, whose hold is set and released.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._spoke_s: int | None = None  # seconds spoken since the request; None: no request

    @property
    def by_button(self) -> bool:
        """Whether the turn is held by the button, which the student releases."""
        return self._listener.held and self._spoke_s is None

    def begin(self) -> None:
        """Hold the turn open, unless it is held already."""
        if not self._listener.held:
            self._spoke_s = 0
            self._listener.hold(True)

    def second_passed(self) -> None:
        """Release the hold if the student has answered; to be called once a second."""
        if self._spoke_s is None or not self._listener.in_turn:
            return
        silence_s = self._listener.silence_s
        self._spoke_s += silence_s < 1.0
        if self._spoke_s >= EARNEST_S or silence_s >= THOUGHT_S:
            self.end()

    def end(self) -> None:
        """Release a hold that `begin` has set."""
        if self._spoke_s is not None:
            self._spoke_s = None
            self._listener.hold(False)

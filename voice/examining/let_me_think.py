"""*Let me think*, said rather than pressed: silences end no turn until the student has begun."""

from __future__ import annotations

from voice.hearing.listener import Listener

EARNEST_S = 4
"""Who has spoken for so long has begun in earnest; from then on silences end turns again …"""

THOUGHT_S = 6.0
"""… and so they do when the student has said something and then been silent for so long."""


class Thinking:
    """Holds one listener.

    Parameters
    ----------
    listener : Listener
        Hears the student.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._spoke_s: int | None = None  # since it was asked for; None: it was not

    @property
    def by_button(self) -> bool:
        """Whether the student holds with the button, and lets go of it themselves."""
        return self._listener.held and self._spoke_s is None

    def begin(self) -> None:
        """The student has asked for it."""
        if not self._listener.held:
            self._spoke_s = 0
            self._listener.hold(True)

    def second_passed(self) -> None:
        """See whether they have begun."""
        if self._spoke_s is None or not self._listener.in_turn:
            return
        silence_s = self._listener.silence_s
        self._spoke_s += silence_s < 1.0
        if self._spoke_s >= EARNEST_S or silence_s >= THOUGHT_S:
            self.end()

    def end(self) -> None:
        """Silences end turns again."""
        if self._spoke_s is not None:
            self._spoke_s = None
            self._listener.hold(False)

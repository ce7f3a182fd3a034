"""Frames that go out little ahead of their time, so that what was heard is known."""

from __future__ import annotations

import asyncio

from voice.speaking.player import AHEAD_MS, FRAME_MS


class Pacing:
    """Of one socket; FastRTC does it for WebRTC.

    Parameters
    ----------
    sample_rate : int
        Of the frames, in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._sent_until = 0.0  # loop time at which what was sent will have been played

    def unsent_samples(self) -> int:
        """Samples sent ahead of their time."""
        ahead = self._sent_until - asyncio.get_running_loop().time()
        return round(max(0.0, ahead) * self._sample_rate)

    def clear(self) -> None:
        """They will not be played."""
        self._sent_until = 0.0

    async def sent(self) -> None:
        """A frame of 20 ms has gone: wait until the next may go."""
        now = asyncio.get_running_loop().time()
        self._sent_until = max(self._sent_until, now) + FRAME_MS / 1000
        early = self._sent_until - now - AHEAD_MS / 1000
        if early > 0:
            await asyncio.sleep(early)

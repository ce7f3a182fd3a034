"""Sends frames only a little ahead of time, so that it is known what has been heard."""

from __future__ import annotations

import asyncio

from voice.speaking.player import AHEAD_MS, FRAME_MS


class Pacing:
    """Paces the frames sent over one socket, as FastRTC does for WebRTC.

    Parameters
    ----------
    sample_rate : int
        Sample rate of the frames, in Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._sent_until = 0.0  # loop time at which what was sent will have been played

    def unsent_samples(self) -> int:
        """How many samples were sent and have not been played yet, by the loop's clock."""
        ahead = self._sent_until - asyncio.get_running_loop().time()
        return round(max(0.0, ahead) * self._sample_rate)

    def clear(self) -> None:
        """Count nothing as sent ahead, since the client drops what it has not played."""
        self._sent_until = 0.0

    async def sent(self) -> None:
        """Count a frame of 20 ms as sent, and wait until the next one may be sent."""
        now = asyncio.get_running_loop().time()
        self._sent_until = max(self._sent_until, now) + FRAME_MS / 1000
        early = self._sent_until - now - AHEAD_MS / 1000
        if early > 0:
            await asyncio.sleep(early)

"""How the processor is shared: each engine's threads, and how they wait for one another.

Measured on 2 cores with recognition (Whisper base), the embedded model (0.5 B) and the voice at
work at once. With two threads each, whose threads spin while they wait, the model fell from 53
to 10 tokens/s, recognition took twice as long, and reading a prompt up to six times. With the
shares below, and threads that go to sleep soon, the model keeps 43 of 45 tokens/s, recognition
its time, and reading takes twice as long. One thread costs recognition nothing, as its decoder's
steps are too small to divide.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass

SLEEP_SOON = {
    # Rounds a thread of llama.cpp (OpenMP) spins at a barrier before it sleeps. At 2000 a model
    # that is alone is as fast as with endless spinning; with 0 it loses a tenth.
    "GOMP_SPINCOUNT": "2000",
    # numpy's products here are of small matrices; its second thread would only spin.
    "OPENBLAS_NUM_THREADS": "1",
}
"""Read by native libraries when they are loaded, so to be set before anything is imported."""


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads of each kind of work, all sessions together."""

    recognise: int
    generate: int  # the model's answer, word by word: bound by memory rather than arithmetic
    read: int  # the model's prompt: pure arithmetic

    @classmethod
    def share(cls, cores: int | None = None) -> Threads:
        """What each gets on a machine with this many cores (None: this machine)."""
        cores = cores or os.cpu_count() or 2
        half = max(1, cores // 2)
        return cls(recognise=min(4, half), generate=min(8, half), read=min(8, cores))


def sleep_soon(environment: MutableMapping[str, str]) -> None:
    """Have threads sleep rather than spin, where the user has not said otherwise."""
    for name, value in SLEEP_SOON.items():
        environment.setdefault(name, value)

"""How the engines share the processor: how many threads each has, and how these wait.

Measured on 2 cores with recognition (Whisper base), the embedded model (0.5 B) and the voice
running at once. With two threads each, which spin while they wait, the model fell from 53 to 10
tokens/s, recognition took twice as long, and reading a prompt up to six times as long. With the
shares below and threads that soon go to sleep, the model keeps 43 of 45 tokens/s, recognition is
as fast as alone, and reading a prompt takes twice as long. Having only one thread does not slow
recognition down, since the steps of its decoder are too small to divide.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass

SLEEP_SOON = {
    # How often a thread of llama.cpp (OpenMP) spins at a barrier before it sleeps. At 2000, a model
    # that runs alone is as fast as with endless spinning; at 0, it is a tenth slower.
    "GOMP_SPINCOUNT": "2000",
    # numpy multiplies only small matrices here; a second thread would only spin.
    "OPENBLAS_NUM_THREADS": "1",
}
"""Environment variables that native libraries read when they are loaded; must be set before any
of them is imported."""


@dataclass(frozen=True, slots=True)
class Threads:
    """How many threads each kind of work has, for all sessions together."""

    recognise: int
    generate: int  # to generate answers, which is limited by memory bandwidth
    read: int  # to read prompts, which is limited by arithmetic

    @classmethod
    def share(cls, cores: int | None = None) -> Threads:
        """The shares on a machine with this many cores; None for this machine."""
        cores = cores or os.cpu_count() or 2
        half = max(1, cores // 2)
        return cls(recognise=min(4, half), generate=min(8, half), read=min(8, cores))


def sleep_soon(environment: MutableMapping[str, str]) -> None:
    """Set the variables in `SLEEP_SOON`, except those that the user has set."""
    for name, value in SLEEP_SOON.items():
        environment.setdefault(name, value)

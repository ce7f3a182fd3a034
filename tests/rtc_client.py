"""A caller without a browser, the same that the benchmarks use."""

from __future__ import annotations

from voice.bench.callers.caller import Caller

__all__ = ["Caller"]

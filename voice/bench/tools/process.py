"""What a process costs: memory and processor time, as Linux tells it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from models.base import SettingsError

_FIELDS_BEFORE_STATE = 2  # of /proc/PID/stat: number and (name)
_UTIME, _STIME = 13, 14


@dataclass(frozen=True, slots=True)
class Spent:
    """A moment of a process's life."""

    at: float  # monotonic seconds
    cpu_s: float  # processor time of all its threads so far


def spent(pid: int) -> Spent:
    """Processor time of a process up to now.

    Raises
    ------
    SettingsError
        The process has gone, or this is not Linux.
    """
    # The name may hold spaces and brackets: fields are counted from after its last bracket.
    fields = _read(pid, "stat").rpartition(")")[2].split()
    ticks = sum(int(fields[index - _FIELDS_BEFORE_STATE]) for index in (_UTIME, _STIME))
    return Spent(time.monotonic(), ticks / os.sysconf("SC_CLK_TCK"))


def share(earlier: Spent, later: Spent) -> float:
    """How much of one core was used between two moments: 1.0 is all of it."""
    return (later.cpu_s - earlier.cpu_s) / (later.at - earlier.at)


def resident_mib(pid: int) -> float:
    """Memory that a process holds.

    Raises
    ------
    SettingsError
        The process has gone, or this is not Linux.
    """
    return int(_read(pid, "statm").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("ascii", "replace")
    except OSError as error:
        raise SettingsError(
            f"Memory and processor time of process {pid} cannot be read ({error.strerror})",
            "Run this benchmark on Linux",
        ) from error

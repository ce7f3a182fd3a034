"""Memory and processor time of a process, as reported by Linux."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from models.base import SettingsError

_FIELDS_BEFORE_STATE = 2  # leading fields of /proc/PID/stat: process id and (name)
_UTIME, _STIME = 13, 14


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time used by a process up to a point in time."""

    at: float  # monotonic seconds
    cpu_s: float  # seconds of processor time, all threads


def spent(pid: int) -> Spent:
    """Processor time of a process up to now.

    Raises
    ------
    SettingsError
        The process has gone, or this is not Linux.
    """
    # The name may contain spaces and brackets, so fields are counted from its last bracket.
    fields = _read(pid, "stat").rpartition(")")[2].split()
    ticks = sum(int(fields[index - _FIELDS_BEFORE_STATE]) for index in (_UTIME, _STIME))
    return Spent(time.monotonic(), ticks / os.sysconf("SC_CLK_TCK"))


def share(earlier: Spent, later: Spent) -> float:
    """Share of one core used between two measurements; 1.0 is a full core."""
    return (later.cpu_s - earlier.cpu_s) / (later.at - earlier.at)


def resident_mib(pid: int) -> float:
    """Resident memory of a process in MiB.

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

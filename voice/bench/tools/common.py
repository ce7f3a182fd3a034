"""Shared by all benchmarks: recordings, machine data, tables, files, and stopping early."""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from models.base import Float32, SettingsError, WeightsError
from models.weights.catalogue import Catalogue
from voice.core.audio import read_file
from voice.settings.settings import Settings, parse

T = TypeVar("T")

_INSTALLED = Path(__file__).parents[1] / "recordings"
BUNDLED = (
    _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[3] / "tests" / "data"
) / "manifest.tsv"
"""The recordings that come with Viva; a package brings its own copy of those in `tests/data`."""

EXIT_INTERRUPTED = 130  # the exit code shells report for Ctrl-C

NOISE_SET = "noise"
"""Value of the manifest's column `set` for recordings without speech."""

PACKAGES = ("fastrtc", "aiortc", "faster-whisper", "ctranslate2", "onnxruntime", "piper-tts",
            "xllamacpp", "ollama", "numpy")  # fmt: skip
"""Packages whose versions are recorded in every result."""

LOAD_AT_START = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
"""Load average over the minute before this process started."""

_COLUMNS = ("file", "reference", "set", "longest_pause_s")
_PLAIN_WIDTH = 110  # width of tables written to a file or a pipe


# --- recordings ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Recording:
    """A row of a manifest."""

    file: str  # as in the manifest
    path: Path
    reference: str  # transcript in lower case without punctuation; "" if there is none
    set: str
    longest_pause_s: float | None  # within the speech; None if not measured
    notes: str

    @cached_property
    def audio(self) -> Float32:
        """The sound: float32 [samples], mono, 16 kHz; read on first use."""
        return read_file(self.path)

    @property
    def name(self) -> str:
        """The file name without folder and extension."""
        return Path(self.file).stem


def read_manifest(path: Path | None = None) -> tuple[Recording, ...]:
    """The recordings of a manifest: tab-separated, with paths relative to it.

    Requires the columns file, reference, set and longest_pause_s (which may be empty); reads the
    column notes if present, and ignores others.

    Raises
    ------
    SettingsError
        It cannot be read, lacks a column, or names a file that is not there.
    """
    path = path or BUNDLED
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The manifest {path} cannot be read ({error})", "Give a tab-separated text file"
        ) from error
    lacking = [column for column in _COLUMNS if not rows or rows[0].get(column) is None]
    if lacking:
        raise SettingsError(
            f"The manifest {path} lacks {', '.join(lacking) if rows else 'rows'}",
            f"Its first line must name the columns {', '.join(_COLUMNS)}, separated by tabs",
        )
    return tuple(_recording(path, number, row) for number, row in enumerate(rows, 2))


def _recording(manifest: Path, line: int, row: Mapping[str, str | None]) -> Recording:
    where = f"({manifest}, line {line})"
    file, pause = row["file"] or "", (row["longest_pause_s"] or "").strip()
    if not (manifest.parent / file).is_file():
        raise SettingsError(f"There is no recording {file!r} {where}", "Correct the manifest")
    try:
        longest_pause_s = float(pause) if pause else None
    except ValueError:
        raise SettingsError(
            f"longest_pause_s is {pause!r}, which is no number {where}", "Give seconds, or nothing"
        ) from None
    return Recording(
        file=file,
        path=manifest.parent / file,
        reference=(row["reference"] or "").strip(),
        set=row["set"] or "",
        longest_pause_s=longest_pause_s,
        notes=row.get("notes") or "",
    )


# --- options that several commands have ----------------------------------------------------


def add_manifest(parser: argparse.ArgumentParser) -> None:
    """Declare `--manifest`."""
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="your own recordings (default: Viva's)"
    )


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Declare `--limit`."""
    parser.add_argument(
        "--limit", type=positive, metavar="N", help="only N recordings, spread over the manifest"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Declare `--json`."""
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write every sample, and what it was taken with"
    )


def positive(text: str) -> int:
    """A positive integer, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def spread(items: Sequence[T], limit: int | None) -> Sequence[T]:
    """At most `limit` of `items`, evenly spaced, so that all parts of a manifest are covered."""
    if limit is None or limit >= len(items):
        return items
    return [items[i * len(items) // limit] for i in range(limit)]


def app_settings() -> Settings:
    """The settings that `python app.py` would use here: environment, `viva.toml`, defaults."""
    return parse([], os.environ, Path.cwd())


def weights(name_or_path: str, role: str) -> Path:
    """The path that the engine of `role` opens; a benchmark never fetches weights.

    Raises
    ------
    WeightsError
        The weights are not on this machine.
    """
    return opened(name_or_path, role)[0]


def opened(name_or_path: str, role: str) -> tuple[Path, str]:
    """The same, and the name of the engine that opens it."""
    catalogue = Catalogue.load(own=app_settings().catalogue)
    entry = catalogue.find(name_or_path, role)
    if entry and not catalogue.is_cached(entry.name):
        raise WeightsError(
            f"{entry.name} is not on this machine", f"Run: python -m models fetch {entry.name}"
        )
    return catalogue.resolve(name_or_path, role), catalogue.engine(name_or_path, role)


# --- while it runs -------------------------------------------------------------------------


class Stop:
    """Whether Ctrl-C was pressed."""

    pressed = False

    @property
    def exit_code(self) -> int:
        """Exit code of a command that may have been stopped early."""
        return EXIT_INTERRUPTED if self.pressed else 0


@contextmanager
def until_stopped() -> Iterator[Stop]:
    """Leave the block at Ctrl-C, so that the results so far can still be printed."""
    stop = Stop()
    try:
        yield stop
    except KeyboardInterrupt:
        stop.pressed = True


def progress(items: Sequence[T], what: str) -> Iterable[T]:
    """Iterate over `items`, with a progress bar if stderr is a terminal."""
    console = Console(stderr=True)
    return track(items, what, console=console, transient=True, disable=not console.is_terminal)


# --- results -------------------------------------------------------------------------------


def summary_of(values: Sequence[float]) -> dict[str, float]:
    """Count, median, 90th and 95th percentile, extremes; only the count if there are no values."""
    if not values:
        return {"count": 0}
    median, p90, p95 = (float(x) for x in np.percentile(values, (50, 90, 95)))
    return {
        "count": len(values),
        "median": median,
        "p90": p90,
        "p95": p95,
        "min": float(min(values)),
        "max": float(max(values)),
    }


def machine() -> dict[str, Any]:
    """Description of the machine: processor, memory, versions."""
    return {
        "processor": _processor(),
        "cores": _cores(),
        "memory_gib": round(_memory_bytes() / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "load_before": round(LOAD_AT_START, 2),
    }


def machine_line() -> str:
    """The content of `machine` as a line of text."""
    facts = machine()
    line = (
        f"{facts['processor']}, {facts['cores']} cores, {facts['memory_gib']:g} GiB, "
        f"Python {facts['python']}."
    )
    others = LOAD_AT_START
    if others > facts["cores"] / 4:
        line += (
            f" Others kept {others:.1f} cores busy before the start: times are longer "
            "than on a quiet machine, ratios within one run hold."
        )
    return line


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table on stdout: the first column flush left, the others flush right."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for i, column in enumerate(columns):
        table.add_column(column, justify="right" if i else "left")
    for row in rows:
        table.add_row(*row)
    _stdout().print(table)


def print_line(text: str = "") -> None:
    """Print text on stdout."""
    _stdout().print(text, markup=False, highlight=False)


def write_json(
    file: Path,
    command: str,
    settings: Mapping[str, Any],
    samples: Sequence[Mapping[str, Any]],
    summary: Mapping[str, Any],
) -> None:
    """Write a result as JSON, together with what is needed to understand it later.

    Raises
    ------
    SettingsError
        The file cannot be written.
    """
    result = {
        "command": f"bench {command}",
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine(),
        "settings": dict(settings),
        "summary": dict(summary),
        "samples": list(samples),
    }
    text = json.dumps(result, ensure_ascii=False, indent=1, default=str)
    write_text(file, text + "\n")


def write_text(file: Path, text: str) -> None:
    """Write a result file; errors are reported as SettingsError."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be written ({error.strerror})", "Name a file in a folder of yours"
        ) from error


def _stdout() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_PLAIN_WIDTH)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8", "replace").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _cores() -> int:
    # A container may be limited to fewer cores than the machine has.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory_bytes() -> int:
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 0

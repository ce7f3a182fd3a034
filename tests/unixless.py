"""Runs a program as on a system without Unix-only modules: `unixless.py PYTHON PROGRAM …`.

Our own modules cannot import Unix's modules, and what Windows lacks in others is gone; other
packages keep their imports, as the system below is still the one that they were installed for.
"""

from __future__ import annotations

import asyncio
import builtins
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HIDDEN = ("resource", "fcntl", "termios", "pwd", "grp", "tty", "pty", "syslog", "crypt")
OURS = ("app", "voice", "models", "__main__")

GONE = ("nice", "sched_getaffinity", "getloadavg", "mkfifo", "killpg", "setpgid", "chroot")
"""What `os` lacks on Windows, less what other packages need here."""

_import = builtins.__import__


def _import_of_ours(
    name: str,
    globals: Mapping[str, Any] | None = None,
    locals: Mapping[str, Any] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    importer = str((globals or {}).get("__name__", "")).partition(".")[0]
    if importer in OURS and name.partition(".")[0] in HIDDEN:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return _import(name, globals, locals, fromlist or (), level)


def _no_signals(loop: object, number: int, callback: object, *arguments: object) -> None:
    raise NotImplementedError


def main() -> None:
    """Remove what only Unix has, then run the program."""
    builtins.__import__ = _import_of_ours
    for name in GONE:
        if hasattr(os, name):  # macOS has not all of them either
            delattr(os, name)
    asyncio.SelectorEventLoop.add_signal_handler = _no_signals  # type: ignore[method-assign, assignment]
    sys.argv = sys.argv[2:]
    sys.path.insert(0, str(Path(__file__).parent.parent))
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()

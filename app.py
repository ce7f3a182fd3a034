"""Viva: a spoken-exam partner that runs on your own machine.

Reads the settings, downloads missing weights, loads the engines, and serves the
page and its routes from one process: `python app.py`, or `python app.py --help`. Measures this
machine with `python app.py bench`, and manages the weights with `python app.py models`. Where Viva
is installed as a package, the command `viva` does the same.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from voice.engines.threads import sleep_soon

START = time.monotonic()
sleep_soon(os.environ)

PROGRAM = "viva" if Path(sys.argv[0]).stem == "viva" else "python app.py"
"""The command the user typed, as help texts and messages repeat it."""


def main() -> int:
    """Run the program; returns its exit code."""
    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def run(flags: list[str]) -> int:
    """Do what `flags`, the environment and `viva.toml` ask for.

    Imports are deferred, so that a wrong setting is reported before seconds of importing.
    """
    from models.base import VivaError
    from voice.settings.settings import help_text, parse

    try:
        if flags[:1] == ["bench"]:
            from voice.bench.cli import main as bench

            return bench(flags[1:], PROGRAM)
        if flags[:1] == ["models"]:
            from models.__main__ import main as models

            return models(flags[1:], f"{PROGRAM} models")
        settings = parse(flags, os.environ, Path.cwd())
        if settings.action == "help":
            print(help_text(PROGRAM))
            return 0
        from voice.server.serve import report_version, serve

        if settings.action == "version":
            return report_version(settings, START)
        return serve(settings, START)
    except VivaError as error:
        print(f"viva: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

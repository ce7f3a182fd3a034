"""Viva: a spoken-exam partner that runs on your own machine.

Reads the settings, brings the weights that are missing, loads the engines, and serves the
page and its routes from one process: `python app.py`, or `python app.py --help`.
"""

from __future__ import annotations

import sys
import time

START = time.monotonic()


def main() -> int:
    """Run the program; returns its exit code."""
    import os
    from pathlib import Path

    from models.base import VivaError
    from voice.settings import help_text, parse

    try:
        settings = parse(sys.argv[1:], os.environ, Path.cwd())
        if settings.action == "help":
            print(help_text())
            return 0
        from voice.serve import report_version, serve

        if settings.action == "version":
            return report_version(settings, START)
        return serve(settings, START)
    except VivaError as error:
        print(f"viva: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

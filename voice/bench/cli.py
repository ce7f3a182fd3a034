"""`python app.py bench COMMAND`: each command is one module of this package.

A module has `add(parser)`, which declares its options, and `run(arguments)`, which measures,
prints, and returns the exit code. Only the module that was asked for is imported.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import types
from collections.abc import Mapping, Sequence
from typing import NoReturn

from models.base import SettingsError

COMMANDS: Mapping[str, str] = types.MappingProxyType(
    {
        "latency": "how soon the examiner answers, in a real call, beside FastRTC's own recipe",
        "stt": "word errors and time of speech recognition, beside faster-whisper's default call",
        "turns": "cut-offs and waiting at the end of turns, false alarms by noise, barge-in",
        "load": "how many conversations at once this machine can hold",
        "marking": "marks beside those of humans and of a word count, on marked answers",
        "models": "speed of the models that are on this machine, and which to choose",
    }
)
"""Help for each command; a command is named like its module."""

OFF_THE_NETWORK: Mapping[str, str] = types.MappingProxyType(
    {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False", "DO_NOT_TRACK": "1"}
)


def main(argv: Sequence[str], program: str = "python app.py") -> int:
    """Run the benchmark named in `argv` (without "bench"); returns the exit code.

    `program` is the command that the user typed, for the help.

    Raises
    ------
    VivaError
        An option, file or model is wrong.
    """
    given = _parser(program).parse_args(argv[:1])
    if given.command is None:
        _parser(program).print_help()
        return 0
    os.environ.update(OFF_THE_NETWORK)  # before the libraries that read it are imported
    module = importlib.import_module(f"voice.bench.{given.command}")
    parser = _Parser(
        prog=f"{program} bench {given.command}",
        description=f"Measure {COMMANDS[given.command]}.",
    )
    module.add(parser)
    arguments = parser.parse_args(argv[1:])
    # SIGTERM acts like Ctrl-C: servers are stopped, and results so far are printed.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code: int = module.run(arguments)
    finally:
        signal.signal(signal.SIGTERM, before)
    return code


class _Parser(argparse.ArgumentParser):
    """An argparse parser that reports errors in one line, like the rest of Viva."""

    def error(self, message: str) -> NoReturn:
        """Raise the error, which the program's entry point prints."""
        text = message.removeprefix("argument ")
        raise SettingsError(text[:1].upper() + text[1:], f"See {self.prog} --help")


def _parser(program: str) -> _Parser:
    listing = "\n".join(f"  {name:<9}{what}" for name, what in COMMANDS.items())
    parser = _Parser(
        prog=f"{program} bench",
        usage=f"{program} bench COMMAND [options]",
        description="Measure Viva on this machine. Needs no network once the weights are here.",
        epilog=f"commands:\n{listing}\n\nEach has its own --help.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", nargs="?", choices=COMMANDS, help=argparse.SUPPRESS)
    return parser

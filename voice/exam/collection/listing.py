"""The banks there are: those that come with Viva, the user's own folder, and one named file.

Files are read afresh whenever banks are listed, so that an edit shows without a restart. All of
ours take 0.4 s; list them off the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from voice.exam.banks.file import BankProblem, LoadedBank, read_bank
from voice.exam.exchange.importing import import_file
from voice.exam.model.bank import Bank

BANKS_FOLDER = Path(__file__).parents[3] / "prompts" / "banks"

SUFFIXES = (".yaml", ".yml")


def list_banks(
    folders: Sequence[Path] = (), file: Path | None = None
) -> tuple[Mapping[str, Bank], tuple[BankProblem, ...]]:
    """Every bank by name, and what is wrong in their files.

    A bank's name is its file's, without the extension. Those that come with Viva are first; one
    in a later folder replaces that of the same name from an earlier one, and `file` replaces any.
    A bank whose sound items could be read is listed although it has problems. In folders only
    our own format counts; `file` may be of any that can be imported.
    """
    banks: dict[str, Bank] = {}
    problems: list[BankProblem] = []
    for path, loaded in _loaded((BANKS_FOLDER, *folders), file):
        problems += loaded.problems
        if loaded.bank:
            banks[path.stem] = loaded.bank
    return banks, tuple(problems)


def _loaded(folders: Sequence[Path], file: Path | None) -> Iterator[tuple[Path, LoadedBank]]:
    for folder in folders:
        for one in sorted(one for one in folder.glob("*") if one.suffix.lower() in SUFFIXES):
            yield one, read_bank(one)
    if file:
        yield file, import_file(file)

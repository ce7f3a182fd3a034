"""The question banks of this process: those in files, and those that students have brought."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from models.base import SettingsError
from voice.core.worker import in_thread
from voice.exam.banks.file import BankProblem, LoadedBank, write_bank
from voice.exam.collection.listing import list_banks
from voice.exam.exchange.importing import import_bank
from voice.exam.model.bank import Bank, slug

KEEP_S = 60 * 60.0
"""How long an uploaded bank can be chosen, in seconds."""

MOST_BROUGHT = 20
"""Most uploaded banks kept at once; the oldest is dropped first."""

READ_AGAIN_S = 2.0
"""How long a listing is reused, since reading all of our files takes 0.4 s."""

BROUGHT = "upload-"
"""Prefix of the name of an uploaded bank. The rest is unguessable: knowing it gives access."""


class FileExists(SettingsError):
    """The folder already has a file of this name."""


class Shelf:
    """Where banks are found by name.

    Parameters
    ----------
    folders : sequence of Path
        The user's own, beside Viva's.
    file : Path or None
        One more bank.
    own : Path or None
        The folder that banks may be written into; None where nobody may.
    now : callable
        Wall clock in seconds.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        file: Path | None = None,
        own: Path | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.own = own
        self._folders = folders
        self._file = file
        self._now = now
        self._listed: tuple[Mapping[str, Bank], tuple[BankProblem, ...]] | None = None
        self._read_at = 0.0
        self._brought: dict[str, tuple[Bank, float]] = {}

    async def list(self) -> tuple[Mapping[str, Bank], tuple[BankProblem, ...]]:
        """The banks in files, and what is wrong with them; read afresh every few seconds."""
        if self._listed is None or self._now() > self._read_at + READ_AGAIN_S:
            self._listed = await in_thread(lambda: list_banks(self._folders, self._file))
            self._read_at = self._now()
        return self._listed

    async def find(self, name: str) -> Bank:
        """The bank called `name`.

        Raises
        ------
        SettingsError
            There is none.
        """
        self._sweep()
        if name in self._brought:
            return self._brought[name][0]
        banks, _ = await self.list()
        if name not in banks:
            gone = name.startswith(BROUGHT)
            raise SettingsError(
                "The exam you brought is no longer here" if gone else f"There is no exam {name!r}",
                "Choose its file again" if gone else f"Choose one of {', '.join(banks)}",
            )
        return banks[name]

    async def bring(self, content: bytes, name: str) -> tuple[str, LoadedBank]:
        """Take a student's own file; returns its name here ("" if nothing could be read)."""
        loaded = await in_thread(lambda: import_bank(content, name))
        return self.put(loaded.bank) if loaded.bank else "", loaded

    def put(self, bank: Bank, name: str = "") -> str:
        """Keep a student's bank for an hour, in place of the one they brought as `name`."""
        self._sweep()
        key = name if name in self._brought else BROUGHT + secrets.token_urlsafe(16)
        self._brought.pop(key, None)
        while len(self._brought) >= MOST_BROUGHT:
            self._brought.pop(next(iter(self._brought)))
        self._brought[key] = bank, self._now()
        return key

    async def is_own(self, name: str) -> bool:
        """Whether a bank is a file in the user's own folder."""
        banks, _ = await self.list()
        return self.own is not None and name in banks and _file(self.own, name).is_file()

    async def keep(self, bank: Bank, name: str = "", overwrite: bool = False) -> str:
        """Write a bank into the user's own folder, into the file it came from if it did.

        Returns its name.

        Raises
        ------
        FileExists
            A file of this name is there, and it is not to be written over.
        SettingsError
            There is no such folder, or it cannot be written into.
        """
        if self.own is None:
            raise SettingsError(
                "There is no folder to keep exams in", "Start Viva with --banks and a folder"
            )
        file = _file(self.own, name if await self.is_own(name) else slug(bank.title))
        await in_thread(lambda: _write(file, write_bank(bank), overwrite))
        self._listed = None  # it is there from now on
        return file.stem

    def _sweep(self) -> None:
        old = [key for key, (_, since) in self._brought.items() if self._now() > since + KEEP_S]
        for key in old:
            del self._brought[key]


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.yaml"


def _write(file: Path, text: str, overwrite: bool) -> None:
    """Write a file whole or not at all; what a link leads to stays as it is."""
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        new.write_text(text, encoding="utf-8")
        try:
            if overwrite:
                new.replace(file)
            else:
                os.link(new, file)  # unlike a rename, this fails where there is one
        finally:
            new.unlink(missing_ok=True)
    except FileExistsError as error:
        raise FileExists(
            f"Your folder has a file {file.name} already", "Write over it, or change the title"
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{file.name} cannot be written into your folder: {error.strerror}",
            "See who may write there, and how much room is left",
        ) from error

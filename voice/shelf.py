"""The question banks of this process: those in files, and those that students have brought."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from models.base import SettingsError
from voice.exam.bank import Bank
from voice.exam.bank_file import BankProblem, LoadedBank
from voice.exam.banks import list_banks
from voice.exam.importing import import_bank
from voice.worker import in_thread

KEEP_S = 60 * 60.0
"""How long a bank that was brought can be chosen."""

MOST_BROUGHT = 20
"""Banks kept at once; the oldest goes first."""

READ_AGAIN_S = 2.0
"""All of our files take 0.4 s to read: not for every question about them."""

BROUGHT = "upload-"
"""Begins the name of a bank that was brought. The rest cannot be guessed: it is its bearer's."""


class Shelf:
    """Where banks are found by name.

    Parameters
    ----------
    folders : sequence of Path
        The user's own, beside Viva's.
    file : Path or None
        One more bank.
    now : callable
        Wall clock in seconds.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        file: Path | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
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
        if loaded.bank is None:
            return "", loaded
        self._sweep()
        while len(self._brought) >= MOST_BROUGHT:
            self._brought.pop(next(iter(self._brought)))
        key = BROUGHT + secrets.token_urlsafe(16)
        self._brought[key] = loaded.bank, self._now()
        return key, loaded

    def _sweep(self) -> None:
        old = [key for key, (_, since) in self._brought.items() if self._now() > since + KEEP_S]
        for key in old:
            del self._brought[key]

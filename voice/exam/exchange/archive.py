"""ZIP files from strangers, read in memory and within bounds; nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from voice.exam.banks.file import BankProblem

MAX_MEMBERS = 50_000
"""An Anki deck has one for each picture and sound."""

MAX_MEMBER_BYTES = 100_000_000
"""Unpacked size of one member."""


class Archive:
    """A ZIP file.

    Raises
    ------
    BankProblem
        It is damaged, or has too many members.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self._file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        self.names = {info.filename for info in self._zip.infolist()}
        if len(self._zip.infolist()) > MAX_MEMBERS:
            raise BankProblem(file, 0, "", f"holds more than {MAX_MEMBERS} files")

    def read(self, member: str, most: int = MAX_MEMBER_BYTES) -> bytes:
        """The content of a member, if it has at most `most` bytes.

        Raises
        ------
        BankProblem
            It is too large, damaged, or encrypted.
        """
        info = self._zip.getinfo(member)
        if info.flag_bits & 1:
            raise BankProblem(self._file, 0, "", "is encrypted", "Save it without a password")
        try:
            # What is read never exceeds the declared size, whatever is packed in there.
            if info.file_size <= most:
                return self._zip.read(info)
        except (
            zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
            NotImplementedError,
        ) as error:  # fmt: skip
            raise self._damaged() from error
        raise BankProblem(
            self._file, 0, "", f"holds {member}, which has {info.file_size} bytes unpacked",
            f"The most is {most}",
        )  # fmt: skip

    def unpacked_bytes(self) -> int:
        """What all members have together when they are unpacked."""
        return sum(info.file_size for info in self._zip.infolist())

    def _damaged(self) -> BankProblem:
        return BankProblem(self._file, 0, "", "is damaged", "Export or download it again")

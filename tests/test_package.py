"""Viva as a package: built, installed beside its dependencies, and used from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running import ROOT, SMALL_MODEL, running_app
from voice.core.version import VERSION

PROGRAM_FILES = ("app.py", "models", "prompts", "voice")
RECORDINGS = "voice/bench/recordings/"

BUSY_S = 60.0
"""Longest wait for an answer; reading all banks takes two seconds on a quiet machine."""


def run(*command: str, cwd: Path = ROOT) -> str:
    """What a command prints; a failure shows all of it."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel that was made of an sdist of this tree, as an installer makes it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def viva(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in a fresh environment that sees the packages of this one, but not its path."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    scripts, (site,) = home / "bin", home.glob("lib/python*/site-packages")
    (site / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", str(scripts / "python"))
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    return scripts / "viva"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder, in which nothing may be written."""
    folder = tmp_path_factory.mktemp("elsewhere")
    yield folder
    assert list(folder.iterdir()) == []


def test_the_wheel_holds_every_file_of_the_program(wheel: Path) -> None:
    there = {
        str(file.relative_to(ROOT).as_posix())
        for top in PROGRAM_FILES
        for file in [ROOT / top, *(ROOT / top).rglob("*")]
        if file.is_file() and "__pycache__" not in file.parts
    }
    packed = set(zipfile.ZipFile(wheel).namelist())
    own = {name for name in packed if ".dist-info/" not in name and not name.startswith(RECORDINGS)}
    assert own == there


def test_the_wheel_holds_the_recordings_that_its_manifest_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        lines = files.read(f"{RECORDINGS}manifest.tsv").decode("utf-8").splitlines()
        named = {line.split("\t")[0] for line in lines[1:]}
        assert named <= {name.removeprefix(RECORDINGS) for name in files.namelist()}


def test_help_names_the_command(viva: Path, elsewhere: Path) -> None:
    said = run(str(viva), "--help", cwd=elsewhere)
    assert said.startswith("usage: viva [settings]")
    assert "--stt-model" in said
    assert "python app.py" not in said


def test_the_version_is_that_of_the_source(viva: Path, elsewhere: Path) -> None:
    assert run(str(viva), "--version", cwd=elsewhere) == f"Viva {VERSION}\n"


def test_the_weights_are_listed(viva: Path, elsewhere: Path) -> None:
    said = run(str(viva), "models", "list", "--role", "tts", cwd=elsewhere)
    assert "piper-en_GB-alan-medium" in said
    assert "usage: viva models" in run(str(viva), "models", "--help", cwd=elsewhere)


def test_a_benchmark_finds_its_recordings(viva: Path, elsewhere: Path) -> None:
    assert "usage: viva bench" in run(str(viva), "bench", "--help", cwd=elsewhere)
    python = str(viva.with_name("python"))
    code = "from voice.bench.tools.common import read_manifest; print(len(read_manifest()))"
    assert int(run(python, "-c", code, cwd=elsewhere)) > 10


def test_the_server_starts_and_lists_the_exams(viva: Path, elsewhere: Path) -> None:
    with running_app(*SMALL_MODEL, program=[str(viva)], cwd=elsewhere) as app:
        url = app.url()
        assert httpx.get(f"{url}/healthz", timeout=BUSY_S).status_code == 200
        exams = httpx.get(f"{url}/v1/banks", timeout=BUSY_S).json()["banks"]
        shipped = {file.stem for file in (ROOT / "prompts" / "banks").glob("*.yaml")}
        assert {exam["name"] for exam in exams} == shipped
        assert httpx.get(f"{url}/viva/viva.js", timeout=BUSY_S).status_code == 200
        assert "Viva" in httpx.get(url, timeout=BUSY_S).text

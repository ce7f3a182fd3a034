"""The notebooks run from top to bottom, and what they print is what the data says."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from tests.running import running_app

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SAMPLE = FOLDER / "data" / "latency.json"
LIMIT_S = 300.0  # for one cell, on a machine that is busy with other tests


Execute = Callable[[Path], Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def execute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Execute:
    """What the cells of a notebook put out, from the first to the last.

    The kernel keeps its files in a folder of the test, knows no settings of the user's, and is
    spoken to through sockets in that folder: no port is opened.
    """
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))

    async def run(notebook: Path) -> list[dict[str, Any]]:
        read = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
        config = Config({"KernelManager": {"transport": "ipc", "ip": str(tmp_path / "k")}})
        where = {"metadata": {"path": str(notebook.parent)}}
        await NotebookClient(read, timeout=LIMIT_S, resources=where, config=config).async_execute()
        return [output for cell in read.cells for output in cell.get("outputs", [])]

    return run


def printed(outputs: list[dict[str, Any]], stream: str = "stdout") -> str:
    return "".join(o["text"] for o in outputs if o.get("name") == stream)


def pictures(outputs: list[dict[str, Any]]) -> list[str]:
    return [o["data"]["image/svg+xml"] for o in outputs if "image/svg+xml" in o.get("data", {})]


def a_file(folder: Path, **changes: Any) -> Path:
    """The sample with some of its parts changed."""
    file = folder / "mine.json"
    file.write_text(json.dumps(json.loads(SAMPLE.read_text("utf-8")) | changes), encoding="utf-8")
    return file


async def test_latencies_are_shown_without_a_warning(execute: Execute) -> None:
    outputs = await execute(FOLDER / "latency.ipynb")
    assert outputs
    assert printed(outputs, "stderr") == ""


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs(notebook: Path) -> None:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)


async def test_the_api_answers_as_the_notebook_says(
    execute: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_app() as app:
        monkeypatch.setenv("VIVA_URL", app.url())
        outputs = await execute(FOLDER / "api.ipynb")
    said = printed(outputs)
    assert printed(outputs, "stderr") == ""
    assert "Please call Stella" in said
    assert "s of sound, completed" in said
    assert "Cell biology" in said


async def test_the_ratio_is_that_of_the_benchmark(execute: Execute) -> None:
    outputs = await execute(FOLDER / "latency.ipynb")
    shown = re.search(r"Ratio of medians, viva to stock: ([\d.]+)", printed(outputs))
    assert shown
    ratio = json.loads(SAMPLE.read_text("utf-8"))["summary"]["ratio_of_medians"]
    assert shown[1] == f"{ratio:.3f}"
    assert len(pictures(outputs)) == 3


async def test_a_run_of_viva_alone_with_turns_that_failed(
    execute: Execute, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = json.loads(SAMPLE.read_text("utf-8"))
    samples = [one for one in result["samples"] if one["server"] == "viva"]
    samples[0] |= {"voice_to_voice": None, "stages": {}, "heard": [], "clean": False}
    samples[1] |= {"cut": True, "heard": ["he", "waited"], "clean": False}
    file = a_file(tmp_path, samples=samples, summary={"viva": result["summary"]["viva"]})
    monkeypatch.setenv("LATENCY_JSON", str(file))
    outputs = await execute(FOLDER / "latency.ipynb")
    assert "--against stock" in printed(outputs)
    assert len(pictures(outputs)) == 3


def test_the_sample_names_nobody_s_folders() -> None:
    text = SAMPLE.read_text("utf-8")
    assert not re.search(r'"[^"]*(?:/home/|/root/|/tmp/|/Users/|\\\\)', text)
    assert os.path.expanduser("~") not in text  # noqa: PTH111 - as text
    assert json.loads(text)["command"] == "bench latency"

"""Viva starts on systems other than Unix: our code needs no Unix-only modules."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import httpx

from tests.running import ROOT, SMALL_MODEL, running_app
from tests.test_structure import TREES
from tests.unixless import HIDDEN

READER = ROOT / "voice" / "exam" / "drafting" / "reader_process.py"
UNIXLESS = (sys.executable, str(ROOT / "tests" / "unixless.py"))


def test_it_serves_and_ends() -> None:
    with running_app(*SMALL_MODEL, prefix=UNIXLESS) as app:
        assert httpx.get(f"{app.url()}/healthz", timeout=30).status_code == 200
        app.interrupt()
    assert "Traceback" not in app.output, app.output
    assert app.process.returncode in (0, 130)


def test_it_reads_notes_in_a_process_of_their_own() -> None:
    asked = json.dumps("notes.txt").encode() + b"\nA cell is the smallest unit of life."
    read = subprocess.run(
        [*UNIXLESS, sys.executable, str(READER)],
        input=asked, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert json.loads(read.stdout)["text"] == "A cell is the smallest unit of life."


def test_nothing_is_imported_from_unix_alone_when_a_module_is_loaded() -> None:
    for module, tree in TREES.items():
        for node in tree.body:
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            if isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
            assert not names & set(HIDDEN), f"{module} cannot be imported on Windows"

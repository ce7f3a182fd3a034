"""The unit tests of the page's modules, which run in Node, and what npm installs to check them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENGLISH = "./tests/page/english.js"
"""Gives the modules the page's words."""

FILES = sorted(HERE.glob("*.test.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.js"))
def test_in_node(file: Path) -> None:
    if shutil.which("node") is None:
        pytest.fail("The tests of the page's modules need Node 20 or newer: apt-get install nodejs")
    # Node reports to another runner of its own if this is set.
    env = {name: value for name, value in os.environ.items() if name != "NODE_TEST_CONTEXT"}
    env["PYTHON"] = sys.executable  # reads the page's words
    command = ["node", "--import", ENGLISH, "--test", "--test-reporter=spec", str(file)]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    for name, told in packages.items():
        assert told["integrity"].startswith("sha512-"), name
        assert "resolved" not in told, name

"""A benchmark that is ended from outside."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.running import ROOT, SMALL_MODEL


def _servers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = []
    for one in children:
        with suppress(OSError):  # it has ended meanwhile
            if b"app.py" in Path(f"/proc/{one}/cmdline").read_bytes():
                found.append(int(one))
    return found


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_its_servers_end_with_it() -> None:
    command = [sys.executable, str(ROOT / "app.py"), "bench", "load", "--max", "1", "--"]
    bench = subprocess.Popen([*command, *SMALL_MODEL], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not (servers := _servers(bench.pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert servers
        bench.terminate()
        assert bench.wait(60) == 130
        assert not [pid for pid in servers if _lives(pid)]
    finally:
        bench.kill()

"""`app.py` as a user starts it: from the terminal, with and without a network, until Ctrl-C."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.rtc_client import Caller
from tests.running import ROOT, SMALL_MODEL, running_app
from tests.words import agreement

ENDS_WITHIN_S = 15.0
"""It takes 2 s on a quiet machine; a hang, which this is to catch, takes far longer."""


def run(*flags: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [sys.executable, "app.py", *flags], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["--port", "eighty"], "port"),
        (["--port", "70000"], "port"),
        (["--llm", "olama"], "ollama"),
        (["--colour", "red"], "--colour"),
        (["--mode", "examinor"], "examiner"),
        (["--config", "no-such.toml"], "no-such.toml"),
        (["--host", "no.such.host.invalid"], "host"),
        (["--stt-model", "no-such-folder/model"], "no-such-folder"),
        (["--llm", "llamacpp", "--llm-model", "no-such.gguf"], "no-such.gguf"),
        (["--ssl-certfile", "app.py"], "ssl_certfile"),
        (["--auth", "nopassword"], "auth"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(flags: list[str], named: str) -> None:
    result = run("--port", "0", *flags) if "--port" not in flags else run(*flags)
    assert result.returncode == 2, result.stdout + result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert named in lines[0]
    assert "Traceback" not in result.stderr


def test_a_port_in_use_is_told_before_anything_is_loaded(taken_port: int) -> None:
    result = run("--port", str(taken_port))
    assert result.returncode == 2
    assert str(taken_port) in result.stderr
    assert "--port" in result.stderr


def test_a_picture_named_gguf_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "model.gguf"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + b"JFIF" * 100)
    result = run("--port", "0", "--llm", "llamacpp", "--llm-model", str(picture))
    assert result.returncode == 2
    assert "model.gguf" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def test_help_names_every_setting_and_its_variable() -> None:
    result = run("--help")
    assert result.returncode == 0
    assert "--stt-model" in result.stdout
    assert "VIVA_STT_MODEL" in result.stdout


def test_version_says_what_starting_costs() -> None:
    result = run("--version", "--verbose", *SMALL_MODEL)
    assert result.returncode == 0, result.stderr
    assert "Ready after" in result.stdout
    assert "Memory after loading" in result.stdout


def test_ctrl_c_during_a_download_ends_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hub:  # accepts, and never answers
        env = {
            "VIVA_HOME": str(tmp_path),
            "HF_ENDPOINT": f"http://127.0.0.1:{hub.getsockname()[1]}",
            "PIP_NO_INDEX": "1",
        }
        with running_app(env=env) as app:
            hub.settimeout(60)
            connection, _ = hub.accept()
            seconds = app.interrupt()
            connection.close()
        assert app.process.returncode == 130
        assert "Traceback" not in app.output, app.output
        assert seconds < ENDS_WITHIN_S
    assert not list(tmp_path.rglob("*.bin"))


async def test_ctrl_c_in_mid_reply_ends_cleanly() -> None:
    with running_app(*SMALL_MODEL) as app:
        caller = Caller(app.url())
        await caller.call()
        await caller.wait_for("reply_text")
        seconds = app.interrupt()
        assert app.process.returncode == 0, app.output
        assert "Traceback" not in app.output, app.output
        assert seconds < ENDS_WITHIN_S
        assert await caller.wait_for("session_ended")
        await caller.hang_up()


def test_a_turn_in_flight_mode() -> None:
    """Only loopback, weights cached: the program starts, the call connects, a turn is held."""
    command = 'ip link set lo up && exec "$@"'
    result = subprocess.run(
        [
            *("unshare", "--map-root-user", "--net", "sh", "-c", command, "sh"),
            *(sys.executable, "-m", "tests.flight", *SMALL_MODEL, "--mode", "conversation"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    turn = json.loads(result.stdout.splitlines()[-1])
    assert agreement("what do i care for food", turn["understood"]) > 0.6
    assert turn["answered"]


async def test_nothing_connects_to_another_machine(tmp_path: Path) -> None:
    """Every connection and name look-up of the process is noted while a turn is held."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "def note(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname'):\n"
        "        where = str(args[1] if event == 'socket.connect' else args[0])\n"
        "        if not any(near in where for near in ('127.0.0.1', '::1', 'localhost')):\n"
        f"            open({str(tmp_path / 'connections')!r}, 'a').write(event + where + '\\n')\n"
        "sys.addaudithook(note)\n"
    )
    env = {"PYTHONPATH": str(tmp_path)}
    with running_app(*SMALL_MODEL, "--mode", "conversation", env=env) as app:
        caller = Caller(app.url())
        await caller.call()
        await caller.wait_for("reply_done")
        async with httpx.AsyncClient() as client:
            page = await client.get(app.url())
        assert page.status_code == 200
        await caller.hang_up()
    connections = tmp_path / "connections"
    assert not connections.exists(), connections.read_text()

"""The embedded language model: bad files, no open port, the cache, cancellation, shutdown."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest

from models.base import EngineFailed, EngineUnavailable, GenerateOptions, Message, Usage
from models.llm import llamacpp as llm_llamacpp
from models.llm.llamacpp import LlamaCpp
from tests.models.fetched import smollm

SYSTEM = Message("system", "You examine a student of physics, one short question at a time. " * 12)
BRIEFLY = GenerateOptions(temperature=0, max_tokens=4)


@pytest.fixture(scope="module")
def llama() -> Iterator[LlamaCpp]:
    model = LlamaCpp(smollm(), "smollm", context_tokens=2048, sessions=2)
    yield model
    asyncio.run(model.aclose())


async def usage_of(llama: LlamaCpp, *messages: Message) -> Usage:
    usage = Usage()
    async for delta in llama.stream(messages, BRIEFLY):
        usage = delta.usage or usage
    return usage


# --- files that are not what they should be ----------------------------------------------


def bad_files(folder: Path) -> dict[str, Path]:
    good = smollm().read_bytes()[:4_000_000]
    contents = {
        "empty": b"",
        "a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF" + os.urandom(10_000),
        "only the magic": b"GGUF",
        "garbage after the magic": b"GGUF\x03\x00\x00\x00" + os.urandom(100_000),
        "absurd counts": b"GGUF\x03\x00\x00\x00" + b"\xff" * 15 + b"\x7f" + bytes(10_000),
        "cut in the header": good[:3000],
        "cut in the weights": good,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in (*contents, "missing")} | {"a folder": folder}


def test_bad_files_are_named_and_survived(tmp_path: Path) -> None:
    for name, path in bad_files(tmp_path).items():
        with pytest.raises(EngineUnavailable) as caught:
            LlamaCpp(path, name)
        assert str(path) in caught.value.problem
        assert caught.value.fix
    with pytest.raises(EngineUnavailable, match="is not a GGUF model"):
        LlamaCpp(tmp_path / "a JPEG", "photo")


# --- nobody else may use it --------------------------------------------------------------


def listening_sockets() -> set[str]:
    """Inodes of TCP sockets this process listens on, of both IP versions."""
    own = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            own.add(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    rows = [
        row.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for row in Path(table).read_text().splitlines()[1:]
    ]
    return {row[9] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}


def test_listens_nowhere() -> None:
    before = listening_sockets()
    llama = LlamaCpp(smollm(), "smollm", context_tokens=512, sessions=1)
    assert llama._server is not None
    address = llama._server.listening_address.removeprefix("unix://")
    assert listening_sockets() == before
    assert not Path(address).exists(), "the socket could be connected to"
    assert not Path(address).parent.exists()
    asyncio.run(llama.aclose())


async def test_where_it_must_listen_it_wants_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm_llamacpp, "_address", lambda folder: "127.0.0.1")
    llama = LlamaCpp(smollm(), "smollm", context_tokens=512, sessions=1)
    assert llama._server is not None
    body: dict[str, Any] = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}
    async with httpx.AsyncClient(base_url=llama._server.listening_address) as stranger:
        for path in ("/v1/chat/completions", "/completion", "/props", "/slots"):
            assert (await stranger.post(path, json=body)).status_code in (401, 404), path
        guess = {"Authorization": "Bearer guess"}
        answer = await stranger.post("/v1/chat/completions", json=body, headers=guess)
        assert answer.status_code == 401
    await llama.aclose()


def test_long_temporary_folders_do_not_stop_it(tmp_path: Path) -> None:
    assert llm_llamacpp._address(str(tmp_path / ("x" * 120))) == "127.0.0.1"
    if hasattr(socket, "AF_UNIX"):
        assert llm_llamacpp._address("/tmp/viva").endswith(".sock")


# --- speed: what has been read is not read again -----------------------------------------


async def test_warming_reads_the_prompt_ahead(llama: LlamaCpp) -> None:
    await llama.warm([SYSTEM])
    usage = await usage_of(llama, SYSTEM, Message("user", "I am ready."))
    assert usage.cached_tokens > 100
    assert usage.prompt_tokens - usage.cached_tokens < 40


async def test_conversations_with_one_system_prompt_keep_their_caches(llama: LlamaCpp) -> None:
    talks = [[SYSTEM, Message("user", f"{name} is my name.")] for name in ("Anna", "Boris")]
    read: list[list[int]] = []
    for _ in range(3):
        usages = [await usage_of(llama, *talk) for talk in talks]
        read.append([usage.prompt_tokens - usage.cached_tokens for usage in usages])
        for talk in talks:
            talk += [Message("assistant", "Yes."), Message("user", "Go on.")]
    assert max(read[1] + read[2]) < 30, f"a history was read again: {read}"


# --- limits and interruption -------------------------------------------------------------


async def test_a_conversation_that_does_not_fit_says_so(llama: LlamaCpp) -> None:
    with pytest.raises(EngineFailed, match="context holds 2048") as caught:
        await usage_of(llama, Message("user", "word " * 3000))
    assert "afresh" in caught.value.fix
    assert (await usage_of(llama, Message("user", "Hi."))).completion_tokens > 0


async def test_a_bad_schema_fails_that_answer_only(llama: LlamaCpp) -> None:
    options = GenerateOptions(json_schema={"type": "nonsense"})
    with pytest.raises(EngineFailed, match="nonsense"):
        async for _ in llama.stream([Message("user", "Hi.")], options):
            pass
    assert (await usage_of(llama, Message("user", "Hi."))).completion_tokens > 0


async def test_interrupted_while_still_reading_it_stops_reading(llama: LlamaCpp) -> None:
    reading = asyncio.create_task(usage_of(llama, Message("user", "word " * 1900)))
    await asyncio.sleep(0)
    (call,) = llama._calls
    assert (await call._queue.get() or {}) != {}, "the first report of progress"
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    chunks = [chunk for chunk in await rest_of(call) if chunk]
    assert len(chunks) < 5, "it went on reading what nobody wants an answer to"
    assert (await usage_of(llama, Message("user", "Hi."))).completion_tokens > 0


async def rest_of(call: Any) -> list[Any]:
    """What the worker still handed over, to its end, which is an EngineFailed."""
    rest = []
    while not isinstance(item := await call._queue.get(), EngineFailed):
        rest.append(item)
    return rest


async def test_more_than_its_sessions_wait_their_turn(llama: LlamaCpp) -> None:
    asked = [usage_of(llama, Message("user", f"Count from {n}.")) for n in range(9)]
    assert all(usage.completion_tokens > 0 for usage in await asyncio.gather(*asked))


async def test_shutting_down_ends_answers_with_a_message() -> None:
    llama = LlamaCpp(smollm(), "smollm", context_tokens=1024, sessions=1)
    begun = asyncio.Event()

    async def listen() -> None:
        options = GenerateOptions(max_tokens=900)
        async with aclosing(llama.stream([Message("user", "Count to 1000.")], options)) as answer:
            async for _ in answer:
                begun.set()

    listening = [asyncio.create_task(listen()) for _ in range(5)]
    await begun.wait()
    began = time.monotonic()
    await llama.aclose()
    assert time.monotonic() - began < 2
    ends = await asyncio.gather(*listening, return_exceptions=True)
    assert all(isinstance(end, EngineFailed) and "shut down" in end.problem for end in ends)


# --- a good guest in the process ---------------------------------------------------------

SCRIPT = """
    import asyncio, os, signal, sys
    from pathlib import Path
    from models.base import GenerateOptions, Message
    from models.llm.llamacpp import LlamaCpp

    async def main() -> None:
        llama = LlamaCpp(Path(sys.argv[1]), "smollm", context_tokens=1024, sessions=2)
        async for delta in llama.stream([Message("user", "Count.")], GenerateOptions()):
            if delta.text:
                os.kill(os.getpid(), signal.SIGINT)

    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(3)
"""


def test_ctrl_c_in_an_answer_ends_the_process_quietly() -> None:
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(smollm())],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(llm_llamacpp.__file__).parents[2],
    )
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout == ended.stderr == "", "llama.cpp's log is not for the user"
    assert time.monotonic() - began < 20


def test_signals_stay_with_python(llama: LlamaCpp) -> None:
    assert llama.status.model
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

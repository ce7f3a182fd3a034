"""Notes read in a process of their own: a PDF may take minutes, or never end.

Python's threads share one interpreter, so a long parse would make the voice stutter. A process
yields to everything else, and can be ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import NoReturn

from models.base import VivaError
from voice.core.worker import in_thread
from voice.exam.drafting.notes import NotesError, read_notes

MOST_S = 90.0
"""Time limit for one file; 300 pages of plain text take 10 to 30 s."""

MOST_MEMORY = 2**31
"""Bytes of address space; a PDF of 10 MB needs a fifth of it."""

PACKED = (b"%PDF", b"PK")
"""Files that unfold; all others are as long as they look."""

_ROOT = Path(__file__).parents[3]
_FIX = "Give a shorter part of it, or paste the text"


async def read(content: bytes, name: str, most_s: float = MOST_S) -> str:
    """`read_notes` without disturbing anybody; cancelling stops it.

    Raises
    ------
    NotesError
        They cannot be used, or take too long.
    """
    if not content.startswith(PACKED):
        return await in_thread(lambda: read_notes(content, name))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "voice.exam.drafting.reader_process", cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    shown = Path(name).name or "The file"
    try:
        async with asyncio.timeout(most_s):
            said, _ = await process.communicate(json.dumps(name).encode() + b"\n" + content)
    except TimeoutError as error:
        raise NotesError(f"{shown} takes too long to read", _FIX) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotesError(f"{shown} cannot be read: it is damaged, or unfolds to too much", _FIX)
    answer: dict[str, str] = json.loads(said)
    if "text" in answer:
        return answer["text"]
    raise NotesError(answer["problem"], answer["fix"])


def main() -> NoReturn:
    """Read name and content from the standard input, write the text or what is wrong."""
    _be_modest()
    name, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = {"text": read_notes(content, json.loads(name))}
    except VivaError as error:
        answer = {"problem": error.problem, "fix": error.fix}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    # Threads of the packages that were imported are not worth waiting for.
    os._exit(0)


def _be_modest() -> None:
    """Yield to everything else and take no more than `MOST_MEMORY`, where the system has that."""
    if hasattr(os, "nice"):  # Windows has not, nor `resource`
        os.nice(10)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()

"""Reading ahead: one prompt at a time, and nothing breaks when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from models.base import EngineFailed, Message
from tests.fakes import settle
from voice.conversation.read_ahead import READ_AHEAD_CHARS, ReadAhead


async def test_a_newer_prompt_takes_the_place_of_what_is_being_read() -> None:
    under_way: list[str] = []

    async def warm(messages: Sequence[Message]) -> None:
        under_way.append(messages[0].content)
        try:
            await asyncio.Event().wait()
        finally:
            under_way.remove(messages[0].content)

    read_ahead = ReadAhead(warm)
    read_ahead.read([Message("user", "old")])
    await settle()
    read_ahead.read([Message("user", "new")])
    await settle()
    assert under_way == ["new"]
    read_ahead.stop()
    await settle()
    assert under_way == [], "somebody reads on for a conversation that has ended"


async def test_a_model_that_cannot_read_ahead_is_asked_again_later() -> None:
    asked = 0

    async def warm(messages: Sequence[Message]) -> None:
        nonlocal asked
        asked += 1
        raise EngineFailed("The model broke")

    read_ahead = ReadAhead(warm)
    for length in (1, 2):
        read_ahead.follow("x" * READ_AHEAD_CHARS * length, lambda text: [Message("user", text)])
        await settle()
    assert asked == 2

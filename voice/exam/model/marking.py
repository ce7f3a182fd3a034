"""What the room that holds an exam needs of whoever marks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from voice.exam.model.bank import Item
from voice.exam.model.record import Answer, Mark


class Marking(Protocol):
    """Marks answers; called from the event loop, which none of the methods blocks."""

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """Mark the `answers` to `item`, with evidence; may take long."""
        ...

    async def look(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """Make a provisional mark quickly, using only words and small models."""
        ...

    async def warm(self, item: Item) -> None:
        """Prepare to mark `item` before it has been answered."""
        ...


MarkingFor = Callable[[str, str], Marking]
"""What marks an exam, by its language and the student's own material."""

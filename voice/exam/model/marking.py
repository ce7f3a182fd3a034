"""What the room that holds an exam needs of whoever marks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from voice.exam.model.bank import Item
from voice.exam.model.record import Answer, Mark


class Marking(Protocol):
    """Marks the answers of one exam. Its methods are called from the session's event loop."""

    async def mark(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """What `answers` to `item` are worth, with evidence; may take long."""
        ...

    async def look(self, item: Item, answers: Sequence[Answer]) -> Mark:
        """The same at once, by words and small models alone."""
        ...

    async def warm(self, item: Item) -> None:
        """Read an item before it is answered."""
        ...


MarkingFor = Callable[[str, str], Marking]
"""What marks an exam, by its language and the student's own material."""

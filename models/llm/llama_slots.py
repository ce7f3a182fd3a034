"""Assigning conversations to llama.cpp's slots, so that each finds its own cache again.

By default llama.cpp takes the idle slot with the longest common prefix. Sessions share their
system prompt, so each turn of one session would overwrite the history of another: measured with
four conversations in turn, every answer read the whole history again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.base import Message

ALIKE = 0.75  # share of an utterance that stays the same while more of it is recognised


@dataclass(slots=True, eq=False)
class Slot:
    """What one slot has read last, and how many requests it is answering."""

    number: int
    held: tuple[Message, ...] = ()
    requests: int = 0
    used: int = 0  # a counter; larger is later


class Slots:
    """All slots of one model; used on the event loop only.

    A poor choice costs time, never correctness.
    """

    def __init__(self, count: int) -> None:
        self._slots = [Slot(number) for number in range(count)]
        self._now = 0

    def take(self, messages: Sequence[Message], fresh: bool = False) -> Slot:
        """Choose a slot for `messages`; give it back with `free`.

        In order of preference: the slot which has read the longest part of this conversation and
        nothing else; an empty one; the least recently used. `fresh` prefers an empty slot even to
        one that has read just these messages, which may be waiting for another session.
        """
        new = tuple(messages)
        slot = min(self._slots, key=lambda slot: self._rank(slot, new, fresh))
        self._now += 1
        slot.held, slot.used = new, self._now
        slot.requests += 1
        return slot

    def free(self, slot: Slot) -> None:
        """Release a slot whose request was answered or cancelled."""
        slot.requests -= 1

    def _rank(self, slot: Slot, new: tuple[Message, ...], fresh: bool) -> tuple[int, int, int]:
        if slot.held and continues(slot.held, new) and not (fresh and slot.held == new):
            return 0, -len(slot.held), slot.requests
        kind = 1 if not slot.held else 2
        return kind + (2 if slot.requests else 0), slot.requests, slot.used


def continues(held: tuple[Message, ...], new: tuple[Message, ...]) -> bool:
    """Whether `new` is a later state of the conversation `held`.

    The student's last message may have grown meanwhile, as more of it was recognised.
    """
    if new[: len(held)] == held:
        return True
    last = len(held) - 1
    if new[:last] != held[:last] or len(new) <= last:
        return False
    if not held[last].role == new[last].role == "user":
        return False
    known = any(message.role == "user" for message in held[:last])
    before, after = held[last].content, new[last].content
    return known or after.startswith(before[: math.ceil(ALIKE * len(before))])

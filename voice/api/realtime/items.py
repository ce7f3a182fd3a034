"""The items of a conversation, and the prompt made from them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from models.base import Message, ToolCall
from voice.api.realtime.config import Invalid
from voice.api.realtime.wire import CallIn, CallOutputIn, MessageIn
from voice.conversation.memory import INTERRUPTED_MARK, estimate_tokens
from voice.speaking.player import beginning

Status = Literal["completed", "incomplete", "in_progress"]


def new_id(kind: str) -> str:
    """An id in OpenAI's style."""
    return f"{kind}_{secrets.token_hex(10)}"


@dataclass(slots=True)
class Part:
    """Part of a message; `text` is its text or transcript."""

    type: Literal["input_text", "input_audio", "output_text", "output_audio"]
    text: str = ""
    clauses: list[tuple[int, str]] = field(default_factory=list)  # start in the sound, in ms
    audio_ms: int = 0  # length sent to the client

    @property
    def is_audio(self) -> bool:
        """Whether the part is sound rather than text."""
        return self.type.endswith("_audio")

    def to_dict(self) -> dict[str, Any]:
        """The part as sent to clients, without its sound."""
        if self.type == "input_audio":
            return {"type": self.type, "transcript": self.text or None}
        return {"type": self.type, "transcript" if self.is_audio else "text": self.text}

    def cut(self, heard: str) -> None:
        """Truncate the part to what was `heard`."""
        if self.clauses:
            before = " ".join(text for _, text in self.clauses[:-1])
            self.clauses[-1] = self.clauses[-1][0], heard[len(before) :].strip()
        self.text = heard

    def heard_until(self, end_ms: int) -> str:
        """The words that began before `end_ms`, with a clause's time spread over its characters."""
        words = []
        ends = [start for start, _ in self.clauses[1:]] + [self.audio_ms]
        for (start, text), end in zip(self.clauses, ends, strict=True):
            if end <= end_ms:
                words.append(text)
            elif start < end_ms:
                words.append(beginning(text, (end_ms - start) / (end - start)))
        return " ".join(word for word in words if word)


@dataclass(slots=True)
class Item:
    """An item: a message, a function call, or its output."""

    id: str
    type: Literal["message", "function_call", "function_call_output"] = "message"
    role: Literal["user", "assistant", "system"] = "user"
    parts: list[Part] = field(default_factory=list)
    status: Status = "completed"
    call_id: str = ""
    name: str = ""
    arguments: str = ""
    output: str = ""
    cut: bool = False  # truncated: not all of it was heard

    @classmethod
    def of(cls, wire: MessageIn | CallIn | CallOutputIn) -> Item:
        """Create an item from a client's; its sound is not transcribed yet."""
        key = wire.id or new_id("item")
        match wire:
            case CallIn():
                call_id = wire.call_id or new_id("call")
                return cls(
                    key, "function_call", call_id=call_id, name=wire.name, arguments=wire.arguments
                )
            case CallOutputIn():
                return cls(key, "function_call_output", call_id=wire.call_id, output=wire.output)
        parts = [
            Part(part.type, (part.text if part.text is not None else part.transcript) or "")
            for part in wire.content
        ]
        return cls(key, "message", wire.role, parts)

    @property
    def text(self) -> str:
        """The text of all parts."""
        return " ".join(part.text for part in self.parts if part.text)

    @property
    def characters(self) -> int:
        """Size of the item in characters."""
        words = sum(len(part.text) for part in self.parts)
        return words + len(self.arguments) + len(self.output)

    def to_dict(self) -> dict[str, Any]:
        """The item as sent to clients."""
        wire: dict[str, Any] = {
            "id": self.id,
            "object": "realtime.item",
            "type": self.type,
            "status": self.status,
        }
        match self.type:
            case "message":
                wire |= {"role": self.role, "content": [part.to_dict() for part in self.parts]}
            case "function_call":
                wire |= {"call_id": self.call_id, "name": self.name, "arguments": self.arguments}
            case "function_call_output":
                wire |= {"call_id": self.call_id, "output": self.output}
        return wire


class Items:
    """The conversation, in order."""

    MOST = 2000
    MOST_CHARACTERS = 4_000_000  # far more than any model that runs here can read

    def __init__(self) -> None:
        self._items: list[Item] = []

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def add(self, item: Item, after: str | None = None) -> str | None:
        """Insert `item` after another ("root": first; None: last); returns the id of the latter.

        Raises
        ------
        Invalid
            There is no such item, the id is already used, or there are too many items.
        """
        if any(item.id == other.id for other in self._items):
            raise Invalid(f"The item {item.id!r} is there already.", "item_exists", "item.id")
        if len(self._items) >= self.MOST:
            raise Invalid(
                f"A conversation holds {self.MOST} items; delete some.", "too_many_items", "item"
            )
        if sum(one.characters for one in (*self._items, item)) > self.MOST_CHARACTERS:
            raise Invalid("This conversation is too long; delete items.", "too_many_items", "item")
        at = len(self._items)
        if after is not None:
            at = 0 if after == "root" else self._items.index(self.find(after, "previous_item_id"))
            at += after != "root"
        self._items.insert(at, item)
        return self._items[at - 1].id if at else None

    def find(self, item_id: str, param: str = "item_id") -> Item:
        """The item with that id.

        Raises
        ------
        Invalid
            There is no such item.
        """
        for item in self._items:
            if item.id == item_id:
                return item
        raise Invalid(f"There is no item {item_id!r}.", "item_not_found", param)

    def previous(self, item: Item) -> str | None:
        """Id of the previous item."""
        at = self._items.index(item)
        return self._items[at - 1].id if at else None

    def remove(self, item: Item) -> None:
        """Delete an item."""
        self._items.remove(item)

    def __contains__(self, item: Item) -> bool:
        return any(item is other for other in self._items)


def prompt(instructions: str, items: Iterable[Item], budget_tokens: int) -> list[Message]:
    """The prompt: instructions, then the newest items that fit, in order.

    Consecutive messages of one side are merged, as chat templates expect. Calls without output
    and outputs without a call are left out, as neither may occur alone.
    """
    messages: list[Message] = [Message("system", instructions)] if instructions else []
    head = len(messages)
    for item in _answered(list(items)):
        for message in _messages_of(item):
            last = messages[-1] if len(messages) > head else None
            if last is not None and last.role == message.role and message.role != "tool":
                messages[-1] = _joined(last, message)
            elif not (len(messages) == head and message.role == "system"):
                messages.append(message)
            elif head:
                messages[0] = replace(
                    messages[0], content=f"{messages[0].content}\n\n{message.content}"
                )
            else:
                messages.append(message)
                head = 1
    return _fitting(messages[:head], messages[head:], budget_tokens)


def _answered(items: Sequence[Item]) -> list[Item]:
    called = {item.call_id for item in items if item.type == "function_call"}
    given = {item.call_id for item in items if item.type == "function_call_output"}
    return [item for item in items if item.type == "message" or item.call_id in called & given]


def _messages_of(item: Item) -> Iterator[Message]:
    if item.type == "function_call":
        call = ToolCall(item.call_id, item.name, arguments_of(item.arguments))
        yield Message("assistant", "", (call,))
    elif item.type == "function_call_output":
        yield Message("tool", item.output, tool_call_id=item.call_id)
    elif item.text:
        yield Message(item.role, item.text + (INTERRUPTED_MARK if item.cut else ""))


def _joined(one: Message, other: Message) -> Message:
    content = " ".join(text for text in (one.content, other.content) if text)
    return replace(one, content=content, tool_calls=one.tool_calls + other.tool_calls)


def _fitting(head: list[Message], rest: list[Message], budget_tokens: int) -> list[Message]:
    """The newest of `rest` that fit together with `head`; the last is always kept."""
    left = budget_tokens - sum(_tokens(message) for message in head)
    first = len(rest)
    while first > 0 and (first == len(rest) or _tokens(rest[first - 1]) <= left):
        first -= 1
        left -= _tokens(rest[first])
    while first < len(rest) - 1 and rest[first].role == "tool":
        first += 1  # its call did not fit
    return head + rest[first:]


def _tokens(message: Message) -> int:
    calls = sum(estimate_tokens(json.dumps(dict(c.arguments))) for c in message.tool_calls)
    return estimate_tokens(message.content) + calls


def arguments_of(text: str) -> Mapping[str, Any]:
    """Arguments of a client's call; a value other than an object is wrapped in one."""
    try:
        value = json.loads(text or "{}")
    except ValueError:
        value = text
    return value if isinstance(value, dict) else {"value": value}

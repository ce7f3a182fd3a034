"""Answers of the fake servers, sufficient for the contract test."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    pieces: tuple[str, ...] = ()
    call: tuple[str, dict[str, Any]] | None = None  # name and arguments
    prompt_tokens: int = 0


def answer(
    messages: Sequence[Mapping[str, Any]],
    tools: Sequence[Mapping[str, Any]] | None,
    schema: Mapping[str, Any] | None,
    max_tokens: int,
    stop: Sequence[str] = (),
) -> Answer:
    """Answer as an obedient model would; a piece is a token."""
    prompt_tokens = sum(len(message.get("content", "").split()) for message in messages)
    asked = messages[-1].get("content", "")
    if tools and messages[-1]["role"] == "user":
        return Answer(
            call=(tools[0]["function"]["name"], {"city": "Paris"}), prompt_tokens=prompt_tokens
        )
    if schema is not None and "say" in schema["properties"]:
        name = schema["properties"]["tool"]["anyOf"][1]["properties"]["name"]["enum"][0]
        call = f'{{"name": "{name}", "arguments": {{}}}}'
        pieces: Iterator[str] = iter(('{"say": "Well', ' done."', ', "tool": ', call, "}"))
    elif schema is not None and "answer" in schema["properties"]:
        pieces = iter(('{"answer"', ': "', asked[-1:], '"}'))
    elif schema is not None:
        pieces = iter(('{"mark"', ": ", "4}"))
    elif asked.startswith("Count"):
        pieces = (f"{number} " for number in range(1, 1001))
    elif asked.startswith(("Repeat", "Answer")):
        pieces = iter([asked.rpartition(" ")[2]])
    else:
        pieces = iter(("Hello", " there", "!"))
    return Answer(tuple(_until(pieces, max_tokens, stop)), None, prompt_tokens)


def alternatives(messages: Sequence[Mapping[str, Any]], most: int) -> list[dict[str, Any]]:
    """The likeliest first tokens of that answer, as Ollama and OpenAI's API tell them."""
    asked = messages[-1].get("content", "")[-1:]
    chances = {asked: 0.7, f" {asked}": 0.1, **dict.fromkeys({*"ABCD"} - {asked}, 0.05)}
    told = [{"token": token, "logprob": math.log(chance)} for token, chance in chances.items()]
    return told[:most]


def _until(pieces: Iterator[str], max_tokens: int, stop: Sequence[str]) -> Iterator[str]:
    for _, piece in zip(range(max_tokens), pieces, strict=False):
        if any(word in piece for word in stop):
            return
        yield piece

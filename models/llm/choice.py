"""Multiple-choice answers with their probabilities.

The model generates one token, and the probabilities of the alternatives for that token are what
counts: text would hide how sure the model is. A server that does not report probabilities is
asked for an answer that a JSON schema restricts to the choices, and that answer is not taken for
certain.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from models.base import Delta, EngineFailed, GenerateOptions, Message, RefusedRequest

ALTERNATIVES = 20
"""The most that Ollama and OpenAI's API report."""

LEAST_TOGETHER = 0.2
"""Total probability of the choices below which the first token says nothing: the model was about
to say something else, such as thinking aloud or an introductory phrase."""

STATED = 0.9
"""Probability assigned to a choice that the model has made in words."""

ANSWER_TOKENS = 64
"""Limit for an answer in words: generous, as some servers do not enforce the schema."""

Stream = Callable[[Sequence[Message], GenerateOptions], AsyncGenerator[Delta, None]]


async def chosen(
    stream: Stream, messages: Sequence[Message], choices: Sequence[str]
) -> tuple[float, ...]:
    """Implements `models.base.LanguageModel.choose` on top of `stream`."""
    alternatives = await _alternatives(stream, messages)
    return shares(alternatives, choices) or await _stated(stream, messages, choices)


def shares(alternatives: Sequence[tuple[str, float]], choices: Sequence[str]) -> tuple[float, ...]:
    """Probability of each choice relative to their total; () if the total is too small.

    A choice may correspond to several tokens, with and without a leading space.
    """
    each = [
        math.fsum(chance for token, chance in alternatives if token.strip() == choice)
        for choice in choices
    ]
    together = math.fsum(each)
    return tuple(one / together for one in each) if together >= LEAST_TOGETHER else ()


async def _alternatives(
    stream: Stream, messages: Sequence[Message]
) -> tuple[tuple[str, float], ...]:
    # At temperature 1: some servers report probabilities after the temperature was applied.
    options = GenerateOptions(max_tokens=1, temperature=1.0, alternatives=ALTERNATIVES)
    found: tuple[tuple[str, float], ...] = ()
    try:
        async with aclosing(stream(messages, options)) as answer:
            async for delta in answer:
                found = found or delta.alternatives
    except RefusedRequest:  # by a server without this option
        return ()
    return found


async def _stated(
    stream: Stream, messages: Sequence[Message], choices: Sequence[str]
) -> tuple[float, ...]:
    options = GenerateOptions(
        max_tokens=ANSWER_TOKENS, temperature=0.0, seed=0, json_schema=_schema(choices)
    )
    async with aclosing(stream(messages, options)) as answer:
        text = "".join([delta.text async for delta in answer])
    said = _choice_in(text)
    if said not in tuple(choices):
        raise EngineFailed(
            f"The language model did not answer with one of {', '.join(choices)}",
            "Choose a larger model",
        )
    rest = (1 - STATED) / (len(choices) - 1)
    return tuple(STATED if choice == said else rest for choice in choices)


def _schema(choices: Sequence[str]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {"answer": {"type": "string", "enum": list(choices)}},
        "required": ["answer"],
        "additionalProperties": False,
    }


def _choice_in(text: str) -> str:
    """The choice in an answer: by the schema, or else the first word of the text."""
    try:
        said = json.loads(text)
    except ValueError:
        word = re.search(r"\w+", text)
        return word[0] if word else ""
    return str(said.get("answer", "")) if isinstance(said, dict) else str(said)

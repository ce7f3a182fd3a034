"""Which of a few fixed answers a model gives, and how likely each of them is.

The model is asked for one token, and what counts is how likely each token was that it could have
been: a text would hide how sure the model is. A server that does not tell is asked for one answer
that a JSON schema holds to the choices, and that answer is not taken for certain.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from models.base import Delta, EngineFailed, GenerateOptions, Message, RefusedRequest

ALTERNATIVES = 20
"""The most that Ollama and OpenAI's API tell."""

LEAST_TOGETHER = 0.2
"""Probability of all choices together below which the model was about to say something else, so
that its first token tells nothing: it thinks aloud, or begins with a phrase."""

STATED = 0.9
"""Probability of the choice that a model has made in words."""

ANSWER_TOKENS = 64
"""For such an answer: more than it needs, since some servers do not keep to the schema."""

Stream = Callable[[Sequence[Message], GenerateOptions], AsyncGenerator[Delta, None]]


async def chosen(
    stream: Stream, messages: Sequence[Message], choices: Sequence[str]
) -> tuple[float, ...]:
    """What `models.base.LanguageModel.choose` gives, for an engine that answers by `stream`."""
    alternatives = await _alternatives(stream, messages)
    return shares(alternatives, choices) or await _stated(stream, messages, choices)


def shares(alternatives: Sequence[tuple[str, float]], choices: Sequence[str]) -> tuple[float, ...]:
    """What each choice has of the probability of all of them; () if that is too little.

    A choice may be several tokens, with a space before it and without one.
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
    # At temperature 1: some servers tell what was left after sampling had sharpened it.
    options = GenerateOptions(max_tokens=1, temperature=1.0, alternatives=ALTERNATIVES)
    found: tuple[tuple[str, float], ...] = ()
    try:
        async with aclosing(stream(messages, options)) as answer:
            async for delta in answer:
                found = found or delta.alternatives
    except RefusedRequest:  # by a server that has no such option
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
    """What was answered: by the schema, or else as the first word of a text."""
    try:
        said = json.loads(text)
    except ValueError:
        word = re.search(r"\w+", text)
        return word[0] if word else ""
    return str(said.get("answer", "")) if isinstance(said, dict) else str(said)

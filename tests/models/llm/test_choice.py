"""One of a few answers, with how likely each was, whatever the engine tells."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

import pytest

from models.base import Delta, EngineFailed, GenerateOptions, Message, RefusedRequest
from models.llm.choice import chosen, shares

ASKED = [Message("user", "A, B or C?")]


class Engine:
    """Tells its alternatives, if it has any, to a question for them; says `text` to others."""

    def __init__(self, text: str, *alternatives: tuple[str, float]) -> None:
        self._text, self._alternatives = text, alternatives
        self.refuses = False
        self.asked: list[GenerateOptions] = []

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        assert messages == ASKED
        self.asked.append(options)
        if options.alternatives and self.refuses:
            raise RefusedRequest("It cannot tell")
        if options.alternatives and self._alternatives:
            yield Delta(alternatives=self._alternatives)
        yield Delta(text=self._text)


def test_the_same_answer_in_several_tokens_counts_once_for_each() -> None:
    told = [("B", 0.3), (" B", 0.2), ("B\n", 0.1), ("A", 0.2), ("Both", 0.1), ("b", 0.1)]
    assert shares(told, "ABC") == pytest.approx((0.25, 0.75, 0.0))


def test_a_model_that_is_about_to_say_something_else_has_chosen_nothing() -> None:
    assert shares([("The", 0.85), ("A", 0.15)], "ABC") == ()
    assert shares([], "ABC") == ()


async def test_one_token_is_enough_where_probabilities_are_told() -> None:
    engine = Engine("A", ("A", 0.6), ("C", 0.3))
    assert await chosen(engine.stream, ASKED, "ABC") == pytest.approx((2 / 3, 0, 1 / 3))
    assert [options.max_tokens for options in engine.asked] == [1]


@pytest.mark.parametrize("text", ['{"answer": "B"}', '"B"', "B", " **B**: it is half said", "B."])
async def test_what_is_said_in_words_is_not_certain(text: str) -> None:
    engine = Engine(text, ("<think>", 0.99))
    assert await chosen(engine.stream, ASKED, "ABC") == pytest.approx((0.05, 0.9, 0.05))
    assert engine.asked[-1].json_schema is not None
    assert engine.asked[-1].temperature == 0


@pytest.mark.parametrize("text", ["", "Bananas", "{", "[]", "{}", '{"answer": "D"}', "7"])
async def test_what_is_no_choice_is_a_failure(text: str) -> None:
    with pytest.raises(EngineFailed, match="one of A, B, C") as caught:
        await chosen(Engine(text).stream, ASKED, "ABC")
    assert caught.value.fix


async def test_an_engine_that_refuses_to_tell_is_asked_to_say_it() -> None:
    engine = Engine("C")
    engine.refuses = True
    assert await chosen(engine.stream, ASKED, "ABC") == pytest.approx((0.05, 0.05, 0.9))

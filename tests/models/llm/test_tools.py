"""Tools for every model: those that call them, those that refuse them, those that ignore them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager

import pytest

from models.base import (
    Delta,
    EngineError,
    EngineUnavailable,
    GenerateOptions,
    LanguageModel,
    Message,
    ModelStatus,
    ToolCall,
    UnreadableCall,
)
from models.llm.llamacpp import LlamaCpp
from models.llm.ollama import OllamaModel
from models.llm.openai import OpenAIModel
from models.llm.tools import AnswerReader, ToolUse, answer_schema, in_words
from tests.models import ollama_server, openai_server
from tests.models.fetched import qwen
from voice.exam.asking.tools import TOOLS

HINT, FOLLOW_UP = TOOLS["give_hint"], TOOLS["ask_follow_up"]
OPTIONS = GenerateOptions(max_tokens=60, temperature=0.0, seed=1, tools=(HINT, FOLLOW_UP))
ASKED = [Message("system", "You are a tutor."), Message("user", "The student asks for a hint.")]


class Scripted:
    """A model whose answers are given in advance; an exception among them is raised."""

    def __init__(self, *answers: Sequence[str | ToolCall | Exception]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[list[Message], GenerateOptions]] = []
        self.status = ModelStatus("ollama", "qwen3:8b", "It is a test", 4096)

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        self.asked.append((list(messages), options))
        for piece in self.answers.pop(0):
            if isinstance(piece, Exception):
                raise piece
            yield Delta(piece) if isinstance(piece, str) else Delta(tool_call=piece)

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        raise NotImplementedError("nothing is chosen here")

    async def warm(self, messages: Sequence[Message]) -> None:
        """Nothing to read."""

    async def models(self) -> tuple[str, ...]:
        return ("qwen3:8b",)

    async def aclose(self) -> None:
        """Nothing to free."""


READY = (ToolCall("1", "ready", {}),)
GIVE_HINT = ToolCall("2", "give_hint", {})


async def hear(llm: LanguageModel) -> tuple[list[str], list[ToolCall]]:
    async with aclosing(llm.stream(ASKED, OPTIONS)) as answer:
        deltas = [delta async for delta in answer]
    texts = [delta.text for delta in deltas if delta.text]
    return texts, [delta.tool_call for delta in deltas if delta.tool_call]


# --- every backend ------------------------------------------------------------------------------


@asynccontextmanager
async def ollama(trouble: ollama_server.Trouble) -> AsyncIterator[OllamaModel]:
    async with ollama_server.OllamaServer() as server:
        server.trouble = trouble
        model = OllamaModel("", server.url)
        yield model
        await model.aclose()


@asynccontextmanager
async def openai(trouble: openai_server.Trouble) -> AsyncIterator[OpenAIModel]:
    async with openai_server.OpenAIServer() as server:
        server.trouble = trouble
        model = OpenAIModel("", server.url, "")
        yield model
        await model.aclose()


async def test_ollama_calls_tools_by_itself() -> None:
    async with ollama("") as model:
        ways: dict[tuple[str, str], bool] = {}
        _, (call,) = await hear(ToolUse(model, ways))
        assert call.name == "give_hint"
        assert ways == {("ollama", "qwen3:4b"): True}


async def test_a_model_of_ollama_that_does_not_support_tools_answers_by_a_schema() -> None:
    async with ollama("no_tools") as model:
        ways: dict[tuple[str, str], bool] = {}
        texts, (call,) = await hear(ToolUse(model, ways))
        assert ("".join(texts), call.name, call.arguments) == ("Well done.", "give_hint", {})
        assert ways == {("ollama", "qwen3:4b"): False}


@pytest.mark.parametrize("trouble", ["no_tools", "ignores_tools"])
async def test_a_server_that_refuses_or_ignores_tools_answers_by_a_schema(
    trouble: openai_server.Trouble,
) -> None:
    async with openai(trouble) as model:
        ways: dict[tuple[str, str], bool] = {}
        texts, (call,) = await hear(ToolUse(model, ways))
        assert ("".join(texts), call.name) == ("Well done.", "give_hint")
        assert len(texts) > 1, "it was not spoken while it was being written"
        assert ways == {("openai", "phi-4-mini"): False}


async def test_a_server_with_tools_is_given_them() -> None:
    async with openai("") as model:
        _, (call,) = await hear(ToolUse(model, {}))
        assert call.name == "give_hint"


async def test_the_embedded_model_keeps_to_the_schema() -> None:
    model = LlamaCpp(qwen(), "qwen2.5-coder-0.5b-instruct", context_tokens=1024, sessions=1)
    try:
        ways = {("llamacpp", "qwen2.5-coder-0.5b-instruct"): False}
        texts, calls = await hear(ToolUse(model, ways))
        assert not set("{}") & set("".join(texts)), "the form was spoken, not what stands in it"
        assert texts or calls
        assert {call.name for call in calls} <= {"give_hint", "ask_follow_up"}
        schema = GenerateOptions(60, 0.0, 1, json_schema=answer_schema([HINT, FOLLOW_UP]))
        whole = "".join([d.text async for d in model.stream(in_words(ASKED, [HINT]), schema)])
        assert set(json.loads(whole)) == {"say", "tool"}
    finally:
        await model.aclose()


# --- the choice ---------------------------------------------------------------------------------


async def test_a_model_is_tried_once() -> None:
    model = Scripted(READY, ("Yes.", GIVE_HINT), ("No.",))
    ways: dict[tuple[str, str], bool] = {}
    use = ToolUse(model, ways)
    await asyncio.gather(use.learn(), use.learn())
    assert await hear(use) == (["Yes."], [GIVE_HINT])
    assert await hear(ToolUse(model, ways)) == (["No."], [])
    assert len(model.asked) == 3


async def test_without_tools_nothing_is_tried() -> None:
    model = Scripted(("Hello.",))
    async with aclosing(ToolUse(model, {}).stream(ASKED, GenerateOptions())) as answer:
        assert [delta.text async for delta in answer] == ["Hello."]


async def test_a_model_that_is_not_there_is_tried_again_later() -> None:
    gone = EngineUnavailable("It cannot be reached", "Start it")
    model = Scripted((gone,), (gone,), READY, ("Yes.",))
    use = ToolUse(model, {})
    await use.learn()
    with pytest.raises(EngineError):
        await hear(use)
    assert await hear(use) == (["Yes."], [])


async def test_a_call_that_cannot_be_read_does_not_spoil_what_was_said() -> None:
    bad = UnreadableCall("give_hint", "{")
    model = Scripted(("Yes.", bad), (bad,), ('{"say": "Yes.", "tool": null}',))
    use = ToolUse(model, {("ollama", "qwen3:8b"): True})
    assert await hear(use) == (["Yes."], [])
    assert await hear(use) == (["Yes."], []), "asked again, in a form that can be read"


async def test_results_of_tools_are_told_in_words() -> None:
    told = [
        *ASKED,
        Message("assistant", "Wait.", tool_calls=(GIVE_HINT,)),
        Message("tool", "Think of fat.", tool_call_id="2"),
    ]
    plain = in_words(told, [HINT])
    assert [message.role for message in plain] == ["system", "user", "assistant", "user"]
    assert json.loads(plain[2].content)["tool"]["name"] == "give_hint"
    assert plain[3].content.startswith("Result of give_hint: Think of fat.")
    assert not any(message.tool_calls or message.tool_call_id for message in plain)


# --- what is said while it is written -------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said", "tool"),
    [
        ('{"say": "A \\"cell\\", \\u00fc.", "tool": null}', 'A "cell", ü.', ""),
        ('{"say": "\\ud83d\\ude00!", "tool": {"name": "give_hint"}}', "😀!", "give_hint"),
        ('```json\n{"say": "Yes.", "tool": null}\n```', "Yes.", ""),
        ('{"tool": {"name": "give_hint", "arguments": {}}, "say": "Yes."}', "Yes.", "give_hint"),
        ('{"say": "Two\nlines", "tool": null}', "Two\nlines", ""),
        ('{"say": "Cut off in the mid', "Cut off in the mid", ""),
        ("Plain words {though}.", "Plain words {though}.", ""),
        ('{"say": "Yes.", "tool": {"name": "delete_exam", "arguments": {}}}', "Yes.", ""),
        ('{"say": 5, "tool": 7}', "", ""),
        ("[1, 2", "[1, 2", ""),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_answers_are_read_as_they_come(written: str, said: str, tool: str, size: int) -> None:
    reader = AnswerReader({"give_hint"})
    heard = "".join(reader.feed(written[i : i + size]) for i in range(0, len(written), size))
    rest, call = reader.finish()
    assert heard + rest == said
    assert (call.name if call else "") == tool


def test_what_is_said_comes_before_the_rest_is_written() -> None:
    reader = AnswerReader({"give_hint"})
    assert reader.feed('{"say": "Well do') == "Well do"
    assert reader.feed('ne.", "to') == "ne."

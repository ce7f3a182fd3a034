"""What every language model keeps, whatever stands behind it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager

import pytest
import xllamacpp

from models.base import (
    Delta,
    EngineUnavailable,
    GenerateOptions,
    LanguageModel,
    Message,
    Tool,
    ToolCall,
    Usage,
    WeightsError,
)
from models.llm.auto import AutoModel, Closable
from models.llm.llamacpp import LlamaCpp
from models.llm.ollama import OllamaModel
from models.llm.openai import OpenAIModel
from tests.models.fetched import qwen, smollm
from tests.models.ollama_server import OllamaServer
from tests.models.openai_server import OpenAIServer

WEATHER = Tool(
    "look_up_weather",
    "Current weather in a city",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)
MARK = {
    "type": "object",
    "properties": {"mark": {"type": "integer", "minimum": 0, "maximum": 5}},
    "required": ["mark"],
    "additionalProperties": False,
}
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there


@pytest.fixture(scope="module")
def real_server() -> Iterator[str]:
    """A real OpenAI-compatible server that we did not write: llama.cpp's own, behind a key."""
    params = xllamacpp.CommonParams()
    params.model.path = str(qwen())
    params.n_ctx, params.n_parallel, params.n_batch = 8192, 4, 64
    params.cpuparams.n_threads = 2
    params.verbosity = 0
    params.api_keys = ["its-key"]
    server = xllamacpp.Server(params)
    server.handle_completions({"prompt": " ", "max_tokens": 1})
    yield server.listening_address
    del server  # frees it: it must live until here


@pytest.fixture(scope="module")
def llama() -> Iterator[LlamaCpp]:
    """The embedded model, loaded once: it keeps nothing from one test to the next."""
    model = LlamaCpp(qwen(), "qwen", context_tokens=2048)
    yield model
    asyncio.run(model.aclose())


@asynccontextmanager
async def engine(kind: str, llama: LlamaCpp, real_server: str) -> AsyncIterator[Closable]:
    """The engine of that kind, with the server it needs, if any."""

    async def embedded() -> Closable:
        return llama

    async with AsyncExitStack() as stack:
        if kind == "llamacpp":
            yield llama
        elif kind == "openai":
            served = await stack.enter_async_context(OpenAIServer("its-key"))
            openai = OpenAIModel("", served.url, "its-key")
            stack.push_async_callback(openai.aclose)
            yield openai
        elif kind == "openai with llama.cpp":
            openai = OpenAIModel("", real_server, "its-key")
            stack.push_async_callback(openai.aclose)
            yield openai
        else:
            server = await stack.enter_async_context(OllamaServer())
            ollama = OllamaModel("", NOBODY if kind == "auto without ollama" else server.url)
            stack.push_async_callback(ollama.aclose)
            yield ollama if kind == "ollama" else AutoModel(ollama, embedded)


KINDS = (
    "llamacpp",
    "ollama",
    "openai",
    "openai with llama.cpp",
    "auto with ollama",
    "auto without ollama",
)


@pytest.fixture(params=KINDS)
async def llm(
    request: pytest.FixtureRequest, llama: LlamaCpp, real_server: str
) -> AsyncIterator[Closable]:
    async with engine(request.param, llama, real_server) as model:
        yield model


async def hear(
    llm: Closable, asked: str, options: GenerateOptions | None = None
) -> tuple[str, list[ToolCall], Usage]:
    """The whole answer to `asked`."""
    options = options or GenerateOptions(temperature=0, max_tokens=40, seed=1)
    return await read(llm, [Message("user", asked)], options)


async def read(
    llm: Closable, messages: list[Message], options: GenerateOptions
) -> tuple[str, list[ToolCall], Usage]:
    text, calls, usage = "", [], Usage()
    async with aclosing(llm.stream(messages, options)) as answer:
        async for delta in answer:
            text += delta.text
            usage = delta.usage or usage
            if delta.tool_call is not None:
                calls.append(delta.tool_call)
    return text, calls, usage


async def test_keeps_to_the_seam(llm: Closable) -> None:
    assert isinstance(llm, LanguageModel)
    await hear(llm, "Say hello.")
    assert llm.status.model
    assert llm.status.why
    assert llm.status.model in await llm.models()


async def test_answers_in_pieces_and_counts_tokens(llm: Closable) -> None:
    deltas: list[Delta] = []
    options = GenerateOptions(temperature=0, max_tokens=30)
    async for delta in llm.stream([Message("user", "Say hello.")], options):
        deltas.append(delta)
    assert len([delta for delta in deltas if delta.text]) > 1
    assert "hello" in "".join(delta.text for delta in deltas).lower()
    usage = deltas[-1].usage
    assert usage is not None
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0


async def test_stops_at_the_limit(llm: Closable) -> None:
    options = GenerateOptions(temperature=0, max_tokens=5)
    text, _, usage = await hear(llm, "Count from 1 to 1000.", options)
    assert text
    assert usage.completion_tokens <= 5
    assert len(text) < 40


async def test_stops_at_a_stop_word(llm: Closable) -> None:
    options = GenerateOptions(temperature=0, max_tokens=60, stop=("7",))
    text, _, _ = await hear(llm, "Count from 1 to 1000.", options)
    assert "3" in text
    assert "7" not in text


async def test_closing_the_answer_stops_it_and_the_next_one_works(llm: Closable) -> None:
    options = GenerateOptions(temperature=0, max_tokens=900)
    answer = llm.stream([Message("user", "Count from 1 to 1000.")], options)
    for _ in range(3):
        await anext(answer)
    began = time.monotonic()
    await answer.aclose()
    assert time.monotonic() - began < 5, "all 900 tokens take half a minute"
    text, _, _ = await hear(llm, "Say hello.")
    assert "hello" in text.lower()
    assert time.monotonic() - began < 20


async def test_cancelling_the_task_stops_it_and_the_next_one_works(llm: Closable) -> None:
    options = GenerateOptions(temperature=0, max_tokens=900)
    heard = asyncio.Event()

    async def listen() -> None:
        async with aclosing(llm.stream([Message("user", "Count from 1 to 1000.")], options)) as all:
            async for _ in all:
                heard.set()

    listening = asyncio.create_task(listen())
    await heard.wait()
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    text, _, _ = await hear(llm, "Say hello.")
    assert "hello" in text.lower()


async def test_many_at_once_do_not_mix(llm: Closable) -> None:
    words = ["apple", "river", "stone", "cloud", "piano", "tiger"]
    asked = [f"Repeat only this word and nothing else: {word}" for word in words]
    answers = await asyncio.gather(*(hear(llm, text) for text in asked))
    for word, (text, _, _) in zip(words, answers, strict=True):
        assert word in text.lower()
        assert not [other for other in words if other != word and other in text.lower()]


async def test_answers_by_a_schema(llm: Closable) -> None:
    options = GenerateOptions(temperature=0, max_tokens=60, json_schema=MARK)
    text, _, _ = await hear(llm, "Mark this answer from 0 to 5: two and two is four.", options)
    marked = json.loads(text)
    assert set(marked) == {"mark"}
    assert isinstance(marked["mark"], int)


async def test_says_how_likely_it_is_to_choose_which_answer(llm: Closable) -> None:
    for number, letter in enumerate("ABCD"):
        asked = Message("user", f"Answer with this letter and nothing else: {letter}")
        likely = await llm.choose([asked], "ABCD")
        assert sum(likely) == pytest.approx(1)
        assert all(0 <= one <= 1 for one in likely)
        assert max(likely) == likely[number] > 0.5


async def test_calls_a_tool_and_hears_its_result(llm: Closable) -> None:
    options = GenerateOptions(temperature=0, max_tokens=60, seed=1, tools=(WEATHER,))
    asked = [
        Message("system", "You call functions to answer."),
        Message("user", "What is the weather in Paris? Call look_up_weather."),
    ]
    text, calls, _ = await read(llm, asked, options)
    assert text == ""
    assert [call.name for call in calls] == ["look_up_weather"]
    assert calls[0].arguments == {"city": "Paris"}
    assert calls[0].id
    told = [
        *asked,
        Message("assistant", "", tool_calls=tuple(calls)),
        Message("tool", "sunny, 21 degrees", tool_call_id=calls[0].id),
    ]
    text, _, _ = await read(llm, told, GenerateOptions(temperature=0, max_tokens=30))
    assert text


async def test_calls_a_tool_when_it_must(llm: Closable) -> None:
    options = GenerateOptions(
        temperature=0, max_tokens=60, seed=1, tools=(WEATHER,), tool_choice="required"
    )
    text, calls, _ = await read(llm, [Message("user", "I am in Paris. Hello!")], options)
    assert text == ""
    assert {call.name for call in calls} == {"look_up_weather"}
    assert isinstance(calls[0].arguments["city"], str)


async def test_takes_any_text(llm: Closable) -> None:
    for text in ("", "🎓🚀", "مرحبا بالعالم", "a lone \ud800 surrogate", "nul \0"):
        _, _, usage = await hear(llm, text, GenerateOptions(temperature=0, max_tokens=2))
        assert usage.completion_tokens > 0


async def test_warms_up(llm: Closable) -> None:
    await llm.warm([Message("system", "You examine a student of physics.")])
    text, _, _ = await hear(llm, "Say hello.")
    assert text


async def test_warming_never_fails_and_closing_twice_is_well() -> None:
    closed = LlamaCpp(smollm(), "smollm", context_tokens=512, sessions=1)
    await closed.aclose()

    async def embedded() -> Closable:
        raise WeightsError("The weights cannot be fetched", "Connect to the internet")

    nobody = OllamaModel("", NOBODY)
    absent = AutoModel(nobody, embedded), OllamaModel("", NOBODY), OpenAIModel("m", NOBODY, "")
    for llm in (closed, *absent):
        await llm.warm([Message("user", "word " * 3000)])
        with pytest.raises(EngineUnavailable):
            await hear(llm, "Say hello.")
        with pytest.raises(EngineUnavailable):
            await llm.choose([Message("user", "A or B?")], "AB")
        await llm.aclose()
        await llm.aclose()

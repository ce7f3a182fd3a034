"""OpenAI's own client against a server that speaks its wire format, well and badly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from models.base import (
    Delta,
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    Message,
    SettingsError,
    Tool,
    UnreadableCall,
)
from models.llm.net import Patience
from models.llm.openai import OpenAIModel
from tests.models.openai_server import OpenAIServer, Trouble

KEY = "sk-very-secret"
CHOOSE_C = [Message("user", "Answer with this letter: C")]
QUICK = Patience(connect_s=1.0, first_s=0.3, next_s=0.2)
TOOL = Tool(
    "look_up", "Look a word up", {"type": "object", "properties": {"city": {"type": "string"}}}
)


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer(KEY, ("phi-4-mini", "qwen3-4b")) as server:
        yield server


@pytest.fixture
async def llm(server: OpenAIServer) -> AsyncIterator[OpenAIModel]:
    model = OpenAIModel("qwen3-4b", server.url, KEY, patience=QUICK)
    yield model
    await model.aclose()


async def listen(llm: OpenAIModel, options: GenerateOptions | None = None) -> list[Delta]:
    answer = llm.stream([Message("user", "Say hello.")], options or GenerateOptions())
    async with aclosing(answer):
        return [delta async for delta in answer]


async def say(llm: OpenAIModel) -> str:
    return "".join(delta.text for delta in await listen(llm))


async def test_sends_what_was_asked_for(server: OpenAIServer, llm: OpenAIModel) -> None:
    schema = {"type": "object", "properties": {"mark": {"type": "integer"}}}
    options = GenerateOptions(
        max_tokens=9, temperature=0.5, seed=4, stop=("Student:",), json_schema=schema
    )
    *_, last = await listen(llm, options)
    sent = server.requests[-1].body
    assert sent["model"] == "qwen3-4b"
    assert (sent["max_tokens"], sent["temperature"], sent["seed"]) == (9, 0.5, 4)
    assert sent["stop"] == ["Student:"]
    assert sent["response_format"]["json_schema"]["schema"] == schema
    assert last.usage is not None
    assert last.usage.cached_tokens == 1


async def test_asks_for_the_probabilities_of_one_token(
    server: OpenAIServer, llm: OpenAIModel
) -> None:
    assert await llm.choose(CHOOSE_C, "ABC") == pytest.approx((0.05 / 0.9, 0.05 / 0.9, 0.8 / 0.9))
    sent = server.requests[-1].body
    assert (sent["logprobs"], sent["top_logprobs"], sent["max_tokens"]) == (True, 20, 1)


@pytest.mark.parametrize("trouble", ["no_logprobs", "ignores_logprobs"])
async def test_a_server_that_tells_no_probabilities_is_asked_to_say_it(
    server: OpenAIServer, llm: OpenAIModel, trouble: Trouble
) -> None:
    server.trouble = trouble
    assert await llm.choose(CHOOSE_C, "ABC") == pytest.approx((0.05, 0.05, 0.9))
    form = server.requests[-1].body["response_format"]["json_schema"]["schema"]
    assert form["properties"]["answer"]["enum"] == ["A", "B", "C"]
    assert llm.status.why == f"You chose the server at {server.url}/v1", "it is no trouble"


async def test_puts_the_fragments_of_a_tool_call_together(llm: OpenAIModel) -> None:
    call, usage = await listen(llm, GenerateOptions(tools=(TOOL,)))
    assert call.tool_call is not None
    assert call.tool_call.id == "call_abc"
    assert call.tool_call.arguments == {"city": "Paris"}
    assert usage.usage is not None


async def test_lists_models_and_takes_the_first_when_none_is_named(server: OpenAIServer) -> None:
    llm = OpenAIModel("", server.url, KEY)
    assert await llm.models() == ("phi-4-mini", "qwen3-4b")
    assert await say(llm) == "Hello there!"
    assert llm.status.model == "phi-4-mini"
    await llm.aclose()


async def test_a_server_without_models_wants_one_named() -> None:
    async with OpenAIServer(served=()) as server:
        llm = OpenAIModel("", server.url, "")
        with pytest.raises(EngineUnavailable, match="--llm-model"):
            await say(llm)
        await llm.aclose()


async def test_the_users_own_key_for_openai_stays_at_home(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-real-openai")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    llm = OpenAIModel("qwen3-4b", server.url, "")
    with pytest.raises(EngineUnavailable, match="wants a key"):
        await say(llm)
    assert "real-openai" not in str(server.requests[-1].headers)
    await llm.aclose()


@pytest.mark.parametrize("url", ["", "ftp://host/v1", "http://"])
def test_a_wrong_address_is_a_settings_error(url: str) -> None:
    with pytest.raises(SettingsError, match="--llm-url"):
        OpenAIModel("m", url, "")


FAILURES: dict[Trouble, tuple[type[EngineError], str]] = {
    "busy": (EngineUnavailable, "cannot answer now"),
    "broken": (EngineUnavailable, "cannot answer now"),
    "echoes_key": (EngineFailed, r"Bad request by \*\*\*"),
    "error_event": (EngineFailed, "broke off"),
    "cut": (EngineFailed, "broke off"),
    "half_closed": (EngineFailed, "broke off"),
    "stall": (EngineFailed, "said nothing for 0.2 seconds"),
}


@pytest.mark.parametrize("trouble", FAILURES)
async def test_every_failure_is_worded_and_the_next_answer_works(
    server: OpenAIServer, llm: OpenAIModel, trouble: Trouble
) -> None:
    kind, words = FAILURES[trouble]
    server.trouble = trouble
    with pytest.raises(kind, match=words) as caught:
        await say(llm)
    assert caught.value.fix
    assert caught.value.problem in llm.status.why
    server.trouble = ""
    assert await say(llm) == "Hello there!"
    assert caught.value.problem not in llm.status.why


async def test_broken_arguments_of_a_tool_are_a_failure(
    server: OpenAIServer, llm: OpenAIModel
) -> None:
    server.trouble = "bad_arguments"
    with pytest.raises(
        UnreadableCall, match="'look_up' with arguments that are not JSON"
    ) as caught:
        await listen(llm, GenerateOptions(tools=(TOOL,)))
    assert caught.value.name == "look_up"
    assert caught.value.arguments


async def test_a_wrong_key_is_refused_and_never_shown(
    server: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    llm = OpenAIModel("qwen3-4b", server.url, "sk-mistyped")
    with pytest.raises(EngineUnavailable, match="VIVA_LLM_KEY") as caught:
        await say(llm)
    assert "sk-mistyped" not in f"{caught.value!r} {llm.status} {caplog.text}"
    await llm.aclose()


async def test_a_model_it_does_not_have_is_named(server: OpenAIServer) -> None:
    llm = OpenAIModel("gpt-9", server.url, KEY)
    with pytest.raises(EngineUnavailable, match="no model 'gpt-9'"):
        await say(llm)
    await llm.aclose()


async def test_gone_is_unavailable(server: OpenAIServer, llm: OpenAIModel) -> None:
    await server.die()
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        await say(llm)
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        await llm.check()
    assert await llm.models() == ()


async def test_the_server_sees_that_nobody_listens_any_more(
    server: OpenAIServer, llm: OpenAIModel
) -> None:
    answer = llm.stream([Message("user", "Count.")], GenerateOptions(max_tokens=1000))
    await anext(answer)
    await answer.aclose()
    await asyncio.wait_for(server.hung_up.wait(), 2)

"""Ollama's own client against a server that speaks its wire format, well and badly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from models.base import (
    EngineError,
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    Message,
    Progress,
    SettingsError,
    Tool,
    ToolCall,
)
from models.llm.net import Patience
from models.llm.ollama import KEEP_ALIVE, OllamaModel
from models.llm.ollama_choice import Installed, address, billions, usable
from tests.models.ollama_server import OllamaServer, Trouble

CHOOSE_C = [Message("user", "Answer with this letter: C")]
QUICK = Patience(connect_s=1.0, first_s=0.2, next_s=0.2)
TOOL = Tool("look_up", "Look a word up", {"type": "object", "properties": {}})


@pytest.fixture
async def server() -> AsyncIterator[OllamaServer]:
    async with OllamaServer() as server:
        yield server


@pytest.fixture
async def ollama(server: OllamaServer) -> AsyncIterator[OllamaModel]:
    model = OllamaModel("", server.url, context_tokens=2048, patience=QUICK)
    yield model
    await model.aclose()


async def say(model: OllamaModel, text: str, options: GenerateOptions | None = None) -> str:
    messages = [Message("system", "Be brief."), Message("user", text)]
    async with aclosing(model.stream(messages, options or GenerateOptions())) as answer:
        return "".join([delta.text async for delta in answer])


# --- what is sent ------------------------------------------------------------------------


async def test_sends_options_and_keeps_the_model_loaded(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    schema = {"type": "object", "properties": {"mark": {"type": "integer"}}}
    options = GenerateOptions(
        max_tokens=7, temperature=0.25, seed=3, stop=("Student:",), json_schema=schema
    )
    await say(ollama, "Say hello.", options)
    (sent,) = server.chats
    assert sent["model"] == "qwen3:4b"
    assert sent["stream"] is True
    assert sent["think"] is False
    assert sent["keep_alive"] == KEEP_ALIVE
    assert sent["format"] == schema
    assert sent["options"] == {
        "num_ctx": 2048,
        "num_predict": 7,
        "temperature": 0.25,
        "seed": 3,
        "stop": ["Student:"],
    }


async def test_sends_a_tools_result_by_name(server: OllamaServer, ollama: OllamaModel) -> None:
    call = ToolCall("id-1", "look_up", {"word": "entropy"})
    messages = [
        Message("user", "What is entropy?"),
        Message("assistant", "", tool_calls=(call,)),
        Message("tool", "disorder", tool_call_id="id-1"),
    ]
    async for _ in ollama.stream(messages, GenerateOptions(tools=(TOOL,))):
        pass
    _, called, told = server.chats[0]["messages"]
    assert called["tool_calls"][0]["function"]["arguments"] == {"word": "entropy"}
    assert told == {"role": "tool", "content": "disorder", "tool_name": "look_up"}


async def test_asks_for_the_probabilities_that_sampling_has_not_touched(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    assert await ollama.choose(CHOOSE_C, "ABC") == pytest.approx(
        (0.05 / 0.9, 0.05 / 0.9, 0.8 / 0.9)
    )
    (sent,) = server.chats
    assert (sent["logprobs"], sent["top_logprobs"]) == (True, 20)
    left_alone = {"num_predict": 1, "temperature": 1, "top_k": 0, "top_p": 1, "min_p": 0}
    assert left_alone.items() <= sent["options"].items()


async def test_an_old_ollama_is_asked_to_say_it(server: OllamaServer, ollama: OllamaModel) -> None:
    server.trouble = "no_logprobs"
    assert await ollama.choose(CHOOSE_C, "ABC") == pytest.approx((0.05, 0.05, 0.9))
    assert server.chats[-1]["format"]["properties"]["answer"]["enum"] == ["A", "B", "C"]


async def test_the_environment_says_where_ollama_is(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", f"0.0.0.0:{server.port}")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    model = OllamaModel("")
    assert await say(model, "Say hello.") == "Hello there!"
    await model.aclose()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("gpu-box", "http://gpu-box:11434"),
        ("0.0.0.0:5000", "http://127.0.0.1:5000"),
        ("[::1]:5000", "http://[::1]:5000"),
        ("https://llm.example.org/ollama/", "https://llm.example.org:443/ollama"),
        ("http://llm.example.org", "http://llm.example.org:80"),
    ],
)
def test_addresses(text: str, url: str) -> None:
    assert address(text) == url


def test_a_wrong_address_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="--llm-url"):
        OllamaModel("", "127.0.0.1:port")


# --- which model -------------------------------------------------------------------------


def test_chooses_a_model_that_can_chat_at_the_speed_of_speech() -> None:
    names = {
        "nomic-embed-text:latest": ("nomic-bert", "137M"),
        "gpt-oss:120b-cloud": ("gptoss", "116.8B"),
        "llama3.3:70b": ("llama", "70.6B"),
        "llama3.1:8b": ("llama", "8.0B"),
        "qwen2.5-coder:3b": ("qwen2", "3.1B"),
        "llama3.2:3b-text": ("llama", "3.2B"),
        "gemma3:1b": ("gemma3", "999.89M"),
        "qwen3:4b": ("qwen3", "4.0B"),
    }
    installed = [Installed(name, kind, billions(size)) for name, (kind, size) in names.items()]
    assert [model.name for model in usable(installed)] == [
        "qwen3:4b",
        "gemma3:1b",
        "llama3.1:8b",
        "llama3.3:70b",
        "qwen2.5-coder:3b",
        "llama3.2:3b-text",
    ]
    assert usable(installed, loaded=["llama3.1:8b"])[0].name == "llama3.1:8b"


async def test_names_are_the_users_to_shorten(server: OllamaServer) -> None:
    server.installed["phi4-mini:latest"] = ("phi3", "3.8B")
    model = OllamaModel("phi4-mini", server.url)
    await model.check()
    assert model.status.model == "phi4-mini"
    await model.aclose()


async def test_only_embedding_models_is_no_model() -> None:
    async with OllamaServer({"nomic-embed-text:latest": ("nomic-bert", "137M")}) as server:
        model = OllamaModel("", server.url)
        with pytest.raises(EngineUnavailable, match="ollama pull"):
            await model.check()
        assert await model.models() == ()
        await model.aclose()


# --- pulling -----------------------------------------------------------------------------


async def test_pulls_a_missing_model_with_progress(server: OllamaServer) -> None:
    server.let_pull_end.clear()
    told: list[Progress] = []
    third = asyncio.Event()

    def hear(progress: Progress) -> None:
        told.append(progress)
        if progress.done_bytes == 340:
            third.set()

    model = OllamaModel("qwen3:0.6b", server.url, on_progress=hear)
    with pytest.raises(EngineUnavailable, match="still fetching the model"):
        await say(model, "Say hello.")
    await third.wait()
    with pytest.raises(EngineUnavailable, match=r"34 %"):
        await say(model, "Say hello.")
    assert "34 %" in model.status.why
    server.let_pull_end.set()
    assert model._pulling is not None
    await model._pulling
    assert await say(model, "Say hello.") == "Hello there!"
    assert "fetching" not in model.status.why
    assert Progress("qwen3:0.6b", 340, 1000, "pulling aaaaaaaaaaaa") in told
    assert told[-1].note == "success"
    await model.aclose()


async def test_a_model_that_does_not_exist_is_named(server: OllamaServer) -> None:
    model = OllamaModel("qwen9", server.url)
    with pytest.raises(EngineUnavailable, match="still fetching"):
        await model.check()
    assert model._pulling is not None
    await asyncio.gather(model._pulling, return_exceptions=True)
    with pytest.raises(EngineUnavailable, match="qwen9: pull model manifest") as caught:
        await model.check()
    assert "Correct its name" in caught.value.fix
    await model.aclose()


async def test_does_not_pull_unasked(server: OllamaServer) -> None:
    model = OllamaModel("qwen3:0.6b", server.url, pull=False)
    with pytest.raises(EngineUnavailable, match=r"ollama pull qwen3:0\.6b"):
        await model.check()
    assert not [request for request in server.requests if request.path == "/api/pull"]
    await model.aclose()


async def test_closing_stops_a_pull(server: OllamaServer) -> None:
    server.let_pull_end.clear()
    model = OllamaModel("qwen3:0.6b", server.url)
    with pytest.raises(EngineUnavailable):
        await model.check()
    await asyncio.wait_for(model.aclose(), 2)


# --- interruption and failure ------------------------------------------------------------


async def test_the_server_sees_that_nobody_listens_any_more(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    answer = ollama.stream([Message("user", "Count.")], GenerateOptions(max_tokens=1000))
    await anext(answer)
    await answer.aclose()
    await asyncio.wait_for(server.hung_up.wait(), 2)


async def test_the_server_sees_an_interruption_before_the_first_word(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    server.trouble = "stall_before"
    await ollama.check()
    task = asyncio.create_task(say(ollama, "Say hello."))
    await asyncio.wait_for(server.chatting.wait(), 2)
    task.cancel()
    await asyncio.wait_for(server.hung_up.wait(), 2)
    with pytest.raises(asyncio.CancelledError):
        await task


FAILURES: dict[Trouble, tuple[type[EngineError], str]] = {
    "error_before": (EngineFailed, "runner process has terminated"),
    "error_line": (EngineFailed, "an error was encountered"),
    "error_line_late": (EngineFailed, "unexpected EOF"),
    "cut_before": (EngineFailed, "broke off"),
    "cut_late": (EngineFailed, "broke off"),
    "half_line": (EngineFailed, "broke off"),
    "half_closed": (EngineFailed, "broke off"),
    "stall": (EngineFailed, "said nothing for 0.2 seconds"),
    "stall_before": (EngineFailed, "said nothing for 0.2 seconds"),
    "garbage": (EngineUnavailable, "is not Ollama"),
}


@pytest.mark.parametrize("trouble", FAILURES)
async def test_every_failure_is_worded_and_the_next_answer_works(
    server: OllamaServer, ollama: OllamaModel, trouble: Trouble
) -> None:
    kind, words = FAILURES[trouble]
    server.trouble = trouble
    with pytest.raises(kind, match=words) as caught:
        await say(ollama, "Say hello.")
    assert caught.value.fix
    assert caught.value.problem in ollama.status.why
    server.trouble = ""
    assert await say(ollama, "Say hello.") == "Hello there!"
    assert ollama.status.why == "You chose Ollama"


async def test_gone_is_unavailable_at_once(server: OllamaServer, ollama: OllamaModel) -> None:
    await say(ollama, "Say hello.")
    await server.die()
    began = time.monotonic()
    with pytest.raises(EngineUnavailable, match="ollama serve"):
        await say(ollama, "Say hello.")
    with pytest.raises(EngineUnavailable, match="ollama serve"):
        await ollama.check()
    assert time.monotonic() - began < 2


async def test_a_model_removed_meanwhile_is_missed(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    await say(ollama, "Say hello.")
    server.installed = {"gemma3:1b": ("gemma3", "1B")}
    with pytest.raises(EngineUnavailable, match="no longer has the model"):
        await say(ollama, "Say hello.")
    assert await say(ollama, "Say hello.") == "Hello there!"
    assert ollama.status.model == "gemma3:1b"


async def test_a_model_without_tools_says_which_to_choose(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    server.trouble = "no_tools"
    with pytest.raises(EngineFailed, match="can call tools"):
        await say(ollama, "Look up.", GenerateOptions(tools=(TOOL,)))


async def test_a_model_that_refuses_the_option_is_not_asked_about_thinking_again(
    server: OllamaServer, ollama: OllamaModel
) -> None:
    server.trouble = "no_think"
    assert await say(ollama, "Say hello.") == "Hello there!"
    assert await say(ollama, "Say hello.") == "Hello there!"
    assert ["think" in sent for sent in server.chats] == [True, False, False]


async def test_thinking_aloud_is_not_spoken(server: OllamaServer, ollama: OllamaModel) -> None:
    server.trouble = "thinks_aloud"
    assert await say(ollama, "Say hello.") == "Hello there!"

"""Which model answers, and how one takes over from another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from models.base import (
    EngineFailed,
    EngineUnavailable,
    GenerateOptions,
    Message,
    ModelStatus,
    SettingsError,
    WeightsError,
)
from models.llm.auto import RETRY_S, AutoModel, Closable, choose_llm
from models.llm.net import Patience
from models.llm.ollama import OllamaModel
from models.llm.openai import OpenAIModel
from tests.models.fetched import smollm
from tests.models.ollama_server import OllamaServer
from tests.models.openai_server import OpenAIServer

NOBODY = "http://127.0.0.1:9"
QUICK = Patience(connect_s=1.0, first_s=0.2, next_s=0.2)


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Scene:
    """An Ollama, a stand-in for the embedded model (another server), and what listeners heard."""

    def __init__(self, ollama: OllamaServer, embedded: OpenAIServer) -> None:
        self.ollama, self.embedded = ollama, embedded
        self.clock = Clock()
        self.made = 0
        self.weights_missing = False
        self.heard: list[ModelStatus] = []
        preferred = OllamaModel("", ollama.url, pull=False, patience=QUICK)
        self.llm = AutoModel(preferred, self.make, clock=self.clock)
        self.leave = self.llm.subscribe(self.heard.append)

    async def make(self) -> Closable:
        self.made += 1
        if self.weights_missing:
            raise WeightsError("The weights cannot be fetched", "Connect to the internet")
        return OpenAIModel("phi-4-mini", self.embedded.url, "")

    async def ask(self) -> str:
        answer = self.llm.stream([Message("user", "Say hello.")], GenerateOptions())
        async with aclosing(answer):
            return "".join([delta.text async for delta in answer])

    @property
    def engine(self) -> str:
        return self.llm.status.engine


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with OllamaServer() as ollama, OpenAIServer() as embedded:
        scene = Scene(ollama, embedded)
        yield scene
        await scene.llm.aclose()


async def test_a_running_ollama_answers_and_nothing_else_is_made(scene: Scene) -> None:
    assert await scene.ask() == "Hello there!"
    assert (scene.engine, scene.llm.status.model) == ("ollama", "qwen3:4b")
    assert scene.llm.status.why == "Ollama is running and has this model"
    assert scene.made == 0


async def test_dies_before_the_first_word_and_the_same_request_is_answered(scene: Scene) -> None:
    await scene.ask()
    await scene.ollama.die()
    assert await scene.ask() == "Hello there!"
    assert scene.engine == "openai"
    assert scene.llm.status.why == "Ollama stopped answering; the embedded model took over"
    assert scene.heard[-1] == scene.llm.status


async def test_dies_and_the_same_choice_is_made_by_the_embedded_model(scene: Scene) -> None:
    asked = [Message("user", "Answer with this letter: B")]
    first = await scene.llm.choose(asked, "AB")
    assert (scene.engine, first[1] > 0.9) == ("ollama", True)
    await scene.ollama.die()
    assert await scene.llm.choose(asked, "AB") == first
    assert scene.engine == "openai"


async def test_dies_in_mid_answer_and_the_next_request_is_answered(scene: Scene) -> None:
    scene.ollama.trouble = "cut_late"
    with pytest.raises(EngineFailed, match="embedded model takes over"):
        await scene.ask()
    assert await scene.ask() == "Hello there!"
    assert scene.engine == "openai"


async def test_hangs_and_the_embedded_model_takes_over(scene: Scene) -> None:
    scene.ollama.trouble = "stall_before"
    assert await scene.ask() == "Hello there!"
    assert scene.engine == "openai"


async def test_ollama_is_asked_again_after_a_while(scene: Scene) -> None:
    scene.ollama.trouble = "error_before"
    await scene.ask()
    scene.ollama.trouble = ""
    scene.clock.now_s += RETRY_S - 1
    await scene.ask()
    assert scene.engine == "openai"
    scene.clock.now_s += 1
    await scene.ask()
    assert scene.engine == "ollama"
    assert [status.engine for status in scene.heard][-2:] == ["openai", "ollama"]


async def test_who_has_left_hears_no_more(scene: Scene) -> None:
    scene.leave()
    await scene.ask()
    assert scene.heard == []


async def test_no_model_at_all_says_what_to_do_and_recovers(scene: Scene) -> None:
    await scene.ollama.die()
    scene.weights_missing = True
    with pytest.raises(EngineUnavailable, match="Connect to the internet"):
        await scene.ask()
    assert "cannot be reached" in scene.llm.status.why
    assert "Connect to the internet" in scene.llm.status.why
    scene.weights_missing = False
    assert await scene.ask() == "Hello there!"
    assert "Connect to the internet" not in scene.llm.status.why


async def test_many_who_need_the_embedded_model_make_it_once(scene: Scene) -> None:
    await scene.ollama.die()
    impatient = asyncio.create_task(scene.ask())
    await asyncio.sleep(0)
    others = [asyncio.create_task(scene.ask()) for _ in range(5)]
    await asyncio.sleep(0)
    impatient.cancel()
    assert await asyncio.gather(*others) == ["Hello there!"] * 5
    assert scene.made == 1


# --- the choice --------------------------------------------------------------------------


async def gguf() -> tuple[Path, str]:
    return smollm(), "smollm2-135m-instruct"


async def no_gguf() -> tuple[Path, str]:
    raise WeightsError("The weights cannot be fetched", "Connect to the internet")


async def first_words(llm: Closable) -> str:
    answer = llm.stream([Message("user", "Say hello.")], GenerateOptions(max_tokens=8))
    async with aclosing(answer):
        return "".join([delta.text async for delta in answer])


async def test_auto_without_ollama_loads_the_embedded_model() -> None:
    llm = await choose_llm("auto", "", NOBODY, "", 1024, 2, 2, 2, gguf)
    assert llm.status.engine == "llamacpp"
    assert llm.status.model == "smollm2-135m-instruct"
    assert llm.status.context_tokens == 1024
    assert "cannot be reached, so the embedded model answers" in llm.status.why
    assert await first_words(llm)
    await llm.aclose()


async def test_auto_does_not_pull_but_says_what_is_missing() -> None:
    async with OllamaServer() as server:
        llm = await choose_llm("auto", "qwen3:0.6b", server.url, "", 1024, 2, 2, 2, gguf)
        assert llm.status.engine == "llamacpp"
        assert "does not have the model qwen3:0.6b" in llm.status.why
        await llm.aclose()


async def test_chosen_engines_that_are_down_are_returned_with_what_to_do() -> None:
    for backend, fix in (
        ("ollama", "ollama serve"),
        ("openai", "Start it, or correct --llm-url"),
        ("llamacpp", "Connect to the internet"),
    ):
        llm = await choose_llm(backend, "", NOBODY, "", 1024, 2, 2, 2, no_gguf)
        assert llm.status.engine == backend
        assert fix in llm.status.why
        with pytest.raises(EngineUnavailable):
            await first_words(llm)
        await llm.aclose()


async def test_chosen_engines_that_run_answer() -> None:
    async with OllamaServer() as ollama, OpenAIServer("key") as openai:
        for backend, url, why in (
            ("ollama", ollama.url, "You chose Ollama"),
            ("openai", openai.url, "You chose the server at"),
            ("llamacpp", "", "You chose the embedded model"),
        ):
            llm = await choose_llm(backend, "", url, "key", 1024, 2, 2, 2, gguf)
            assert why in llm.status.why
            assert await first_words(llm)
            await llm.aclose()


async def test_a_wrong_url_is_a_settings_error() -> None:
    with pytest.raises(SettingsError):
        await choose_llm("openai", "", "", "", 1024, 2, 2, 2, gguf)

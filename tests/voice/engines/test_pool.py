"""Shared engines: loaded once, freed when nobody uses them, and never while in use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from models.base import EngineUnavailable, GenerateOptions, Message, TextToSpeech
from tests.fakes import Clock, FakeModel, FakeVoice, Vocabulary, settle
from tests.house import House
from tests.stage import echo
from voice.engines.pool import IDLE_MODELS, IDLE_S, IDLE_VOICES, Engines

LOADING_S = 5.0


class Model(FakeModel):
    """Knows whether it has been freed."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, echo)
        self.first_s = self.word_s = 1.0
        self.closed = False

    async def aclose(self) -> None:
        assert not self.running, "freed in the middle of an answer"
        assert not self.closed, "freed twice"
        self.closed = True


class Store:
    """Models and voices that take `LOADING_S` to load."""

    def __init__(self, clock: Clock) -> None:
        self.made: list[tuple[str, Model]] = []
        self.voices: list[str] = []
        self.broken = False
        self._clock = clock

    async def model(self, name: str) -> Model:
        await self._clock.sleep(LOADING_S)
        if self.broken:
            raise EngineUnavailable("It cannot be loaded")
        self.made.append((name, Model(self._clock)))
        return self.made[-1][1]

    async def voice(self, name: str) -> TextToSpeech:
        await self._clock.sleep(LOADING_S)
        if self.broken:
            raise EngineUnavailable("It cannot be loaded")
        self.voices.append(name)
        return FakeVoice(Vocabulary())

    @property
    def open(self) -> list[str]:
        return [name for name, model in self.made if not model.closed]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    yield house
    await house.close()


@pytest.fixture
async def engines(house: House) -> Engines:
    return house.engines


@pytest.fixture
def store(house: House, engines: Engines) -> Store:
    store = Store(house.clock)
    engines.load_model, engines.load_voice = store.model, store.voice
    return store


async def load(house: House, name: str) -> None:
    asking = asyncio.create_task(house.engines.model(name))
    await settle()
    await house.clock.advance(LOADING_S)
    await asking


async def answer(engines: Engines, name: str) -> str:
    model = await engines.model(name)
    stream = model.stream([Message("user", "hello")], GenerateOptions())
    return "".join([delta.text async for delta in stream]).strip()


# --- loaded once ------------------------------------------------------------------------------


async def test_who_asks_at_once_shares_one_load(
    house: House, engines: Engines, store: Store
) -> None:
    asking = [asyncio.create_task(engines.model("llamacpp/x")) for _ in range(3)]
    speaking = [asyncio.create_task(engines.voice("other")) for _ in range(3)]
    await settle()
    await house.clock.advance(LOADING_S)
    assert len({id(await task) for task in asking}) == 1
    assert len({id(await task) for task in speaking}) == 1
    assert (store.open, store.voices) == (["llamacpp/x"], ["other"])


@pytest.mark.parametrize("gives_up", [0, 1])
async def test_who_gives_up_leaves_it_to_the_others(
    house: House, engines: Engines, store: Store, gives_up: int
) -> None:
    asking = [asyncio.create_task(engines.model("x")) for _ in range(2)]
    await settle()
    asking[gives_up].cancel()
    await house.clock.advance(LOADING_S)
    assert (await asking[1 - gives_up]).status.model == "fake"
    assert store.open == ["x"]


async def test_a_failed_load_is_told_to_all_and_tried_again_by_the_next(
    house: House, engines: Engines, store: Store
) -> None:
    store.broken = True
    asking = [asyncio.create_task(engines.model("x")) for _ in range(2)]
    speaking = asyncio.create_task(engines.voice("other"))
    await settle()
    await house.clock.advance(LOADING_S)
    for task in (*asking, speaking):
        with pytest.raises(EngineUnavailable):
            await task
    store.broken = False
    await load(house, "x")
    assert store.open == ["x"]


async def test_a_failed_load_that_nobody_waits_for_is_no_noise(
    house: House, engines: Engines, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.broken = True
    asking = asyncio.create_task(engines.model("x"))
    await settle()
    asking.cancel()
    await house.clock.advance(LOADING_S)
    assert not caplog.text


# --- freed ------------------------------------------------------------------------------------


async def test_a_model_that_nobody_uses_is_freed(
    house: House, engines: Engines, store: Store
) -> None:
    await load(house, "")
    await load(house, "x")
    await house.clock.advance(IDLE_S - 1)
    await engines.free_idle((), ())
    assert store.open == ["", "x"]
    await house.clock.advance(1)
    await engines.free_idle((), {"x"})
    assert store.open == ["", "x"], "a session has chosen it"
    await engines.free_idle((), ())
    assert store.open == [""], "the configured one stays"


async def test_idle_models_and_voices_are_few(house: House, engines: Engines, store: Store) -> None:
    for n in range(IDLE_MODELS + 3):
        await load(house, f"x{n}")
    await engines.free_idle((), {"x0"})
    assert store.open == ["x0", *(f"x{n}" for n in range(3, 3 + IDLE_MODELS))]
    for n in range(IDLE_VOICES + 2):
        speaking = asyncio.create_task(engines.voice(f"v{n}"))
        await settle()
        await house.clock.advance(LOADING_S)
        await speaking
    await engines.free_idle({"v0"}, ())
    before = len(store.voices)
    for n in (0, *range(2, IDLE_VOICES + 2)):
        await engines.voice(f"v{n}")
    assert len(store.voices) == before, "one in use, or one used lately, was freed"


async def test_no_model_is_freed_in_the_middle_of_an_answer(
    house: House, engines: Engines, store: Store
) -> None:
    await load(house, "x")
    store.made[0][1].first_s = 2 * IDLE_S
    answering = asyncio.create_task(answer(engines, "x"))
    await settle()
    await house.clock.advance(1.5 * IDLE_S)
    await engines.free_idle((), ())
    assert store.open == ["x"]
    for _ in range(10):
        await house.clock.advance(IDLE_S)
    assert await answering == "You said hello."
    await engines.free_idle((), ())
    assert store.open == []


async def test_who_holds_a_freed_model_can_still_use_it(
    house: House, engines: Engines, store: Store
) -> None:
    await load(house, "x")
    held = await engines.model("x")
    await house.clock.advance(IDLE_S)
    await engines.free_idle((), ())
    assert store.open == []
    assert held.status.model == "fake", "the page asks who answers"
    choosing = asyncio.create_task(held.choose([Message("user", "A or B?")], "AB"))
    await settle()
    await house.clock.advance(LOADING_S)
    assert await choosing == (0.5, 0.5)
    assert store.open == ["x"]
    assert await engines.model("x") is held


async def test_closing_frees_all_and_gives_up_loading(
    house: House, engines: Engines, store: Store
) -> None:
    await load(house, "")
    await load(house, "x")
    tasks = asyncio.all_tasks()
    asking = asyncio.create_task(engines.model("late"))
    await settle()
    await engines.aclose()
    await settle()
    assert store.open == []
    assert asking.cancelled()
    assert asyncio.all_tasks() <= tasks


async def test_the_timer_frees_them(house: House, engines: Engines, store: Store) -> None:
    await load(house, "")
    await load(house, "x")
    house.sessions.watch()
    for _ in range(70):
        await house.clock.advance(IDLE_S / 60)
    assert store.open == [""]
